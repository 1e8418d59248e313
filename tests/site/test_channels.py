"""Whoever runs the site is told what to dial, and writes down by one command what answered."""

from datetime import date

import channels
import pytest
import yaml

TODAY = date(2026, 12, 1)
REGISTER = channels.REGISTER.read_text(encoding="utf-8")


def entry(register: str, wanted: str) -> dict[str, object]:
    [found] = [channel for channel in yaml.safe_load(register) if channel["id"] == wanted]
    return dict(found)


def test_lists_what_is_in_use_and_nothing_old_with_the_longest_unchecked_first() -> None:
    lines = list(channels.to_dial(REGISTER))
    assert {line.split()[0] for line in lines} == {
        channel["id"] for channel in yaml.safe_load(REGISTER) if channel["status"] in ("active", "unverified")
    }
    days = [line.split()[-1].replace("never", "") for line in lines]
    assert days == sorted(days)


def test_writes_down_what_answered_and_touches_nothing_else() -> None:
    after = channels.checked(REGISTER, ["command-center", "lapor-situs"], TODAY)
    for wanted in ("command-center", "lapor-situs"):
        assert entry(after, wanted) == entry(REGISTER, wanted) | {"last_checked": "2026-12-01", "status": "active"}
    lost = set(REGISTER.splitlines()) - set(after.splitlines())
    assert lost <= {"  last_checked: 2025-11"}
    assert [line for line in after.splitlines() if line.startswith("#")] == [
        line for line in REGISTER.splitlines() if line.startswith("#")
    ]
    assert channels.checked(after, ["command-center"], date(2027, 1, 2)).count('"2027-01-02"') == 1


@pytest.mark.parametrize("wanted", ["nobody", "pkh-surel", "command"])
def test_refuses_what_is_no_channel_in_use(wanted: str) -> None:
    with pytest.raises(channels.UnknownChannel):
        channels.checked(REGISTER, [wanted], TODAY)
