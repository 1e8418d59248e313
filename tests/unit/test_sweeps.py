"""The sweep of deadlines: twice, at once, late, bounded, and past what cannot be read."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from chalicelib.domain.changes import Change
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import StoreBusy
from chalicelib.domain.events import System
from chalicelib.domain.reports import Subject
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.tiers import Tier
from chalicelib.entrypoints import events
from chalicelib.usecases.act import act
from chalicelib.usecases.submit_report import submit_report
from chalicelib.usecases.sweep_deadlines import sweep_deadlines

from tests.support import samples
from tests.support.fakes import FakePorts

OFFICER = samples.PASIR_SAKTI_OFFICER


@pytest.fixture
def late(ports: FakePorts) -> FakePorts:
    """Ten reports, an hour apart, that nobody began with in time."""
    for seed in range(1, 11):
        submit_report(ports, samples.report(), samples.credentials(seed))
        ports.wait(timedelta(hours=1))
    ports.wait(timedelta(days=6))
    return ports


def tiers(ports: FakePorts) -> list[Tier]:
    return [ports.tickets.get(samples.number(seed)).desk.tier for seed in range(1, 11)]


def test_it_moves_up_what_is_late_once_however_often_it_runs(late: FakePorts) -> None:
    assert sweep_deadlines(late) == {"escalate": 10}
    assert not sweep_deadlines(late)
    assert set(tiers(late)) == {Tier.KABUPATEN}
    file = late.tickets.case_file(samples.number(1))
    assert [(event.action, event.actor) for event in file.events[1:]] == [("escalate", System())]
    assert not file.sealed.keys() - {"statement", "own-1"}  # nothing was written with it


def test_two_at_once_move_each_up_once(late: FakePorts, monkeypatch: pytest.MonkeyPatch) -> None:
    commit = late.tickets.commit
    rivals = [0]

    def overtaken(change: Change, sealed: Any) -> None:
        monkeypatch.setattr(late.tickets, "commit", commit)
        rivals.append(sweep_deadlines(late).total())
        commit(change, sealed)

    monkeypatch.setattr(late.tickets, "commit", overtaken)
    assert sweep_deadlines(late).total() + sum(rivals) == 10
    assert sum(rivals) == 10  # the other one was first everywhere
    assert set(tiers(late)) == {Tier.KABUPATEN}


def test_one_that_cannot_be_read_does_not_hold_up_the_others_and_is_told(
    late: FakePorts, monkeypatch: pytest.MonkeyPatch
) -> None:
    logged: list[BaseException] = []
    monkeypatch.setattr(events, "log_failure", logged.append)
    get, poison = late.tickets.get, samples.number(1)  # the oldest, so the first

    def spoilt(number: TicketNumber) -> Ticket:
        if number == poison:
            raise KeyError("status")
        return get(number)

    monkeypatch.setattr(late.tickets, "get", spoilt)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="deadlines not kept"):
            events.sweep_deadlines(late)
    monkeypatch.setattr(late.tickets, "get", get)
    assert tiers(late) == [Tier.KECAMATAN, *[Tier.KABUPATEN] * 9]
    assert [type(one) for group in logged if isinstance(group, ExceptionGroup) for one in group.exceptions] == [KeyError] * 2
    assert sweep_deadlines(late) == {"escalate": 1}


def test_a_run_is_bounded_and_the_next_goes_on_with_the_oldest_first(ports: FakePorts, monkeypatch: pytest.MonkeyPatch) -> None:
    class Few:
        sweep_tickets = 2

    monkeypatch.setattr("chalicelib.usecases.sweep_deadlines.limits", Few)
    for seed in range(1, 6):
        submit_report(ports, samples.report(), samples.credentials(seed))
        ports.wait(timedelta(days=1))
    ports.wait(timedelta(days=5))
    sizes = []
    while taken := sweep_deadlines(ports):
        sizes.append(taken.total())
        risen = [ports.tickets.get(samples.number(seed)).desk.tier is Tier.KABUPATEN for seed in range(1, 6)]
        assert risen == sorted(risen, reverse=True)
    assert sizes == [2, 2, 1]


def test_a_busy_store_ends_the_run_soon_and_loses_nothing(late: FakePorts, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[TicketNumber] = []

    def busy(number: TicketNumber) -> Ticket:
        asked.append(number)
        raise StoreBusy

    with monkeypatch.context() as down:
        down.setattr(late.tickets, "get", busy)
        with pytest.raises(ExceptionGroup):
            sweep_deadlines(late)
    assert len(asked) == 3
    assert sweep_deadlines(late) == {"escalate": 10}


def test_after_a_day_without_a_run_the_desk_above_has_its_whole_time(late: FakePorts) -> None:
    late.wait(timedelta(days=1))
    sweep_deadlines(late)
    (verify,) = (clock for clock in late.tickets.get(samples.number(1)).clocks if clock.name == "verify")
    assert verify.due - late.now() > timedelta(days=3)


def test_the_desk_above_is_told_and_the_desk_below_is_not(late: FakePorts) -> None:
    late.outbox.rows.clear()
    sweep_deadlines(late)
    told = [(news.desk.tier, news.told) for news in late.outbox.rows.values()]
    assert told == [(Tier.KABUPATEN, True)] * 10


def test_the_log_says_how_often_what_was_done_and_of_whom_nothing(late: FakePorts, monkeypatch: pytest.MonkeyPatch) -> None:
    logged: list[Any] = []
    monkeypatch.setattr(events, "log_job", lambda name, **figures: logged.append((name, figures)))
    act(late, OFFICER, samples.number(1), "identify", 1, {"note": "Mulai."})
    events.sweep_deadlines(late)
    assert logged == [("sweep_deadlines", {"escalate": 9})]


def test_at_the_pusat_a_report_stays_and_is_marked_once(ports: FakePorts) -> None:
    number = samples.number(1)
    submit_report(ports, replace(samples.report(), subject=Subject("provincial")), samples.credentials(1))
    ticket = ports.tickets.get(number)
    assert (ticket.desk.tier, ticket.receipt.due) == (Tier.PUSAT, None)
    ports.wait(timedelta(days=6))
    assert sweep_deadlines(ports) == {"mark_late": 1}
    after = ports.tickets.get(number)
    assert [clock.name for clock in after.clocks if clock.late] == ["verify"]
    assert [clock.due for clock in after.clocks] == [clock.due for clock in ticket.clocks]
    assert not sweep_deadlines(ports)
    listed = ports.tickets.inbox(samples.NATIONAL_OFFICER, None, 5, None).entries
    assert [entry["deadline"] and entry["deadline"]["late"] for entry in listed] == [True]
