"""The registers hold every fact with its source, and a stale, sourceless or contradictory entry stops the build."""

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from registers import LONGEST_UNCHECKED, Hours, Known, RegisterRefused, Registers, load

from build import registers, rules
from tests.built_site import ROOT, built_site

DATA = ROOT / "site" / "data"
TODAY = date(2026, 11, 25)
# Every number and handle that the founding documents and today's channels name, as they write it.
NAMED = {
    *("1500299", "021-314 4321", "1500046", "1500017", "14000", "1500286", "081211775776"),
    *("kemensos.pkh/linjamsoskemensos", "@kemsos_pkh", "kemsos_pkh", "pengaduan@pkh.kemsos.go.id", "pkh.kemsos.go.id"),
    *(
        "021-171",
        "0887-7171-171",
        "Cek Bansos",
        "cekbansos.kemensos.go.id",
        "lapor.go.id",
        "137",
        "0821-3737-3737",
        "1708",
    ),
}
CATEGORIES = [category["id"] for category in rules()["categories"]["category"]]
Entry = dict[str, Any]
Change = Callable[[list[Entry]], None]


def loaded(folder: Path = DATA, today: date = TODAY) -> Registers:
    built_site()
    zones = rules()["zones"]["offsets"]
    actions = [action["id"] for action in rules()["workflow"]["action"]]
    return load(folder, Known(today, registers().regions, CATEGORIES, zones, registers().sources, actions))


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[str, Change], Path]:
    """Return a function that copies the registers, lets `change` edit the entries of one, and returns the copy's folder."""

    def change_register(name: str, change: Change) -> Path:
        for file in ("channels.yaml", "offices.yaml", "standards.yaml"):
            shutil.copy(DATA / file, tmp_path)
        entries = yaml.safe_load((tmp_path / name).read_text(encoding="utf-8"))
        change(entries)
        (tmp_path / name).write_text(yaml.safe_dump(entries), encoding="utf-8")
        return tmp_path

    return change_register


def test_every_number_of_the_founding_documents_is_registered_and_no_other() -> None:
    assert {channel.address for channel in loaded().channels if channel.address} == NAMED


def test_a_founding_document_is_history_and_never_a_link() -> None:
    channels = loaded().channels
    assert {channel.status for channel in channels if registers().sources[channel.source].kind == "founding"} == {
        "history",
        "no_official_number",
    }
    assert not [channel.id for channel in channels if channel.link and channel.status not in ("active", "unverified")]


def test_three_to_five_channels_can_be_tapped_and_no_unchecked_one_that_can_change_hands() -> None:
    links = {channel.id: channel.link for channel in loaded().channels if channel.link}
    assert 3 <= len(links) <= 5
    assert links == {
        "command-center": "tel:021171",
        "cek-bansos-situs": "https://cekbansos.kemensos.go.id/",
        "lapor-situs": "https://lapor.go.id/",
        "lapor-sms": "sms:1708",
        "ombudsman-telepon": "tel:137",
    }


def test_every_category_has_a_service_standard_in_the_order_of_the_rules() -> None:
    assert list(loaded().standards) == CATEGORIES


def put(**fields: Any) -> Change:
    return lambda entries: entries[0].update(fields)


def leave_out(field: str) -> Change:
    return lambda entries: entries[0].pop(field)


CHECKED_TOO_LONG_AGO = (TODAY - LONGEST_UNCHECKED - timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("register", "change", "rule"),
    [
        ("channels.yaml", leave_out("source"), "entry command-center: source"),
        ("channels.yaml", put(source=" "), "entry command-center: source"),
        ("channels.yaml", put(status="active"), "entry command-center: last_checked: 2025-11 is more than 180 days ago"),
        ("channels.yaml", put(status="active", last_checked=CHECKED_TOO_LONG_AGO), "is more than 180 days ago"),
        ("channels.yaml", put(status="active", last_checked=None), "an active entry needs last_checked"),
        ("channels.yaml", put(last_checked="2026-12"), "2026-12 has not come yet"),
        ("channels.yaml", put(source="nobody"), "no source is called nobody"),
        ("standards.yaml", put(steps=[{"action": "sing", "says": "Petugas bernyanyi."}]), "the rules know no action sing"),
        ("channels.yaml", put(status="history"), "active or unverified"),
        ("channels.yaml", leave_out("address"), "has an address, or the status no_official_number"),
        ("channels.yaml", put(status="no_official_number", last_checked=None), "has an address, or"),
        ("channels.yaml", put(scope="99.99"), "no region has the code 99.99"),
        ("channels.yaml", put(hours={"open": "8", "close": "17:00", "zone": "WIB", "days": None}), "hours.open"),
        ("channels.yaml", put(hours={"open": "08:00", "close": "17:00", "zone": "GMT", "days": None}), "the rules know no GMT"),
        (
            "channels.yaml",
            put(hours={"open": "20:00", "close": "04:00", "zone": "WIB", "days": None}),
            "opens before it closes",
        ),
        ("channels.yaml", put(last_checked="2026-02-31"), "day is out of range"),
        ("channels.yaml", put(phone="137"), "phone"),
        ("channels.yaml", put(id="lapor-bansos"), "entry lapor-bansos: this id stands 2 times"),
        ("channels.yaml", put(kind="whatsapp", address="0887-7171-171"), "this address stands 2 times"),
        ("offices.yaml", leave_out("source"), "entry contact-center-pkh: source"),
        ("offices.yaml", put(channels=["nowhere"]), "the channel nowhere is in no register"),
        ("standards.yaml", lambda entries: entries.pop(0), "the category payment_missing has no service standard"),
        ("standards.yaml", put(category="unheard_of"), "has no service standard"),
        ("standards.yaml", lambda entries: entries.append(entries[0] | {"category": "x", "address": "x"}), "no such category"),
        ("standards.yaml", put(steps=[]), "entry payment_missing: steps"),
    ],
)
def test_refuses_an_entry_and_names_it(
    changed: Callable[[str, Change], Path], register: str, change: Change, rule: str
) -> None:
    with pytest.raises(RegisterRefused, match=rule) as refused:
        loaded(changed(register, change))
    assert register in str(refused.value)


def test_an_entry_ages_while_nobody_touches_it(changed: Callable[[str, Change], Path]) -> None:
    folder = changed("channels.yaml", put(status="active", last_checked="2026-11-25"))
    first = loaded(folder).channels[0]
    assert first.link == "tel:021171"
    loaded(folder, TODAY + LONGEST_UNCHECKED)
    with pytest.raises(RegisterRefused, match="check again"):
        loaded(folder, TODAY + LONGEST_UNCHECKED + timedelta(days=1))


def test_hours_are_told_in_every_zone() -> None:
    offsets = rules()["zones"]["offsets"]
    office = Hours(open="08:00", close="17:00", zone="WIB", days=None)
    assert office.in_zones(offsets) == {"WIB": "08.00-17.00", "WITA": "09.00-18.00", "WIT": "10.00-19.00"}
    east = Hours(open="01:00", close="22:30", zone="WIT", days=[1])
    assert east.in_zones(offsets) == {"WIB": "23.00-20.30", "WITA": "00.00-21.30", "WIT": "01.00-22.30"}
    assert not office.always
    assert Hours(open="00:00", close="24:00", zone="WIB", days=[1, 2, 3, 4, 5, 6, 7]).always
