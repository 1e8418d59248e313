"""What is kept how long, who may have it erased, and what is left of a report after that."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from chalicelib.adapters.dynamodb.rows import rows_of
from chalicelib.domain.access import open_actions
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.deadlines import next_moment
from chalicelib.domain.errors import NotAllowedNow, NotOpened, StoreBusy, UnknownTicket
from chalicelib.domain.events import Actor, Complainant, Officer, System
from chalicelib.domain.photos import Album, Photo, PhotoMedia, PhotoState
from chalicelib.domain.retention import kept_until, retention
from chalicelib.domain.staff import Staff
from chalicelib.domain.tiers import Tier, desk_at
from chalicelib.domain.workflow import Status
from chalicelib.usecases.act import act, act_for_family
from chalicelib.usecases.clean_photo import clean_photo
from chalicelib.usecases.look_up_status import look_up_status
from chalicelib.usecases.open_case import open_case
from chalicelib.usecases.read_ticket import read_ticket
from chalicelib.usecases.reissue import find_reports
from chalicelib.usecases.seal_trail import seal_trail
from chalicelib.usecases.submit_report import submit_report
from chalicelib.usecases.sweep_deadlines import sweep_deadlines
from chalicelib.usecases.verify_trail import verify_trail

from tests.support import samples
from tests.support.fakes import FakePorts

NUMBER, OTHER = samples.number(1), samples.number(2)
CODE = samples.credentials(1).code
RINA, SARI, HADI = samples.PASIR_SAKTI_OFFICER, samples.LAMPUNG_TIMUR_COORDINATOR, samples.LAMPUNG_COORDINATOR
PHOTO = "a" * 32
YEAR = timedelta(days=366)


@pytest.fixture
def ended(ports: FakePorts) -> FakePorts:
    """A report that its family withdrew, with a photo, and another that stands beside it."""
    for staff in samples.STAFF:
        ports.staff.put(staff)
    for seed in (1, 2):
        submit_report(ports, replace(samples.report(), subject=None), samples.credentials(seed))
    ports.albums.put(NUMBER, Album(1, (Photo(PHOTO, PhotoState.KEPT, ports.now()),)))
    ports.photo_files.keep(NUMBER, PHOTO, b"jpeg")
    ports.photo_files.keep(OTHER, PHOTO, b"jpeg")
    family(ports, "withdraw")
    return ports


def family(ports: FakePorts, action: str) -> None:
    act_for_family(ports, NUMBER, CODE, action, {}, ports.new_id())


def desk(ports: FakePorts, staff: Staff, action: str, **answers: str) -> None:
    act(ports, staff, NUMBER, action, ports.tickets.get(NUMBER).version, answers or {"note": "Sudah ditelepon."})


def swept(ports: FakePorts) -> Counter[str]:
    """What the sweep did; the report that stands beside it moves up meanwhile."""
    taken = sweep_deadlines(ports)
    return Counter({action: taken[action] for action in taken if action not in ("escalate", "mark_late", "remind")})


def offered(ports: FakePorts, staff: Staff) -> list[str]:
    ticket = ports.tickets.get(NUMBER)
    return [row.id for row in open_actions(ticket, Officer(staff.sub, staff.desk), ports.now())]


def erased(ports: FakePorts) -> None:
    family(ports, "ask_erasure")
    desk(ports, SARI, "confirm_erasure")
    assert swept(ports)["expire"] == 1


def test_the_family_asks_a_second_person_agrees_and_the_sweep_erases(ended: FakePorts) -> None:
    family(ended, "ask_erasure")
    assert ended.tickets.get(NUMBER).keys, "asking alone erases nothing"
    assert "confirm_erasure" not in offered(ended, RINA), "nor does whoever handled it"
    with pytest.raises(NotAllowedNow):
        desk(ended, RINA, "confirm_erasure")
    desk(ended, SARI, "confirm_erasure")
    assert swept(ended)["expire"] == 1
    ticket = ended.tickets.get(NUMBER)
    assert (ticket.erased, ticket.found_by, ticket.village, ticket.happened_on, ticket.flags) == (True, (), None, None, ())
    # What is counted stays.
    assert (ticket.status, ticket.category, ticket.district) == (Status.CLOSED, "payment_missing", samples.PASIR_SAKTI)
    assert all(kind == "DUE" for kind in {key[0].partition("#")[0] for key in rows_of(ticket)})


def test_nobody_has_anything_erased_that_no_family_asked_for(ended: FakePorts) -> None:
    for staff in (RINA, SARI, HADI):
        with pytest.raises(NotAllowedNow):
            desk(ended, staff, "confirm_erasure")
    assert not swept(ended)
    family(ended, "ask_erasure")
    family(ended, "keep_data")
    assert not {"confirm_erasure", "refuse_erasure"} & set(offered(ended, SARI))
    ended.wait(YEAR * 0.9)
    assert not swept(ended)


def test_a_report_that_is_open_is_withdrawn_first(ports: FakePorts) -> None:
    submit_report(ports, replace(samples.report(), subject=None), samples.credentials(1))
    with pytest.raises(NotAllowedNow):
        family(ports, "ask_erasure")


@pytest.mark.parametrize(
    ("tier", "own_desk"),
    [(Tier.KECAMATAN, False), (Tier.KABUPATEN, False), (Tier.PROVINSI, True), (Tier.PUSAT, True)],
)
def test_the_second_person_is_of_a_desk_above_or_where_none_reads_it_of_its_own(
    ended: FakePorts, tier: Tier, own_desk: bool
) -> None:
    family(ended, "ask_erasure")
    ticket = replace(ended.tickets.get(NUMBER), desk=desk_at(tier, samples.PASIR_SAKTI))
    people = ((Officer("sub-there", ticket.desk), own_desk), (Officer("sub-above", desk_at(Tier.PUSAT, "")), True))
    for actor, may in people:
        names = [row.id for row in open_actions(ticket, actor, ended.now())]
        assert [name in names for name in ("confirm_erasure", "refuse_erasure", "hold")] == [may] * 3
    # Two people, and never whoever has the report.
    taken = replace(ticket, assignee="sub-there")
    assert "confirm_erasure" not in [row.id for row in open_actions(taken, Officer("sub-there", ticket.desk), ended.now())]
    others: list[Actor] = [System(), Complainant(), Officer("sub-reader", desk_at(Tier.KECAMATAN, "18.07.01"))]
    for one in others:
        assert not {"confirm_erasure", "hold"} & {row.id for row in open_actions(ticket, one, ended.now())}


def test_a_hold_refuses_whoever_asks_and_whatever_is_over_until_it_is_released(ended: FakePorts) -> None:
    desk(ended, SARI, "hold")
    family(ended, "ask_erasure")
    assert "confirm_erasure" not in offered(ended, SARI)
    with pytest.raises(NotAllowedNow):
        desk(ended, SARI, "confirm_erasure")
    desk(ended, SARI, "refuse_erasure", reason="Laporan ini dipakai polisi.")
    ended.wait(YEAR * 20)
    assert not swept(ended)["expire"]
    assert set(ended.tickets.get(NUMBER).keys) == set(Compartment)
    desk(ended, SARI, "release")
    assert swept(ended)["expire"] == 1
    assert ended.tickets.get(NUMBER).erased


def test_a_hold_after_the_yes_still_stops_it(ended: FakePorts) -> None:
    family(ended, "ask_erasure")
    desk(ended, SARI, "confirm_erasure")
    desk(ended, HADI, "hold")
    assert not swept(ended)
    assert not ended.tickets.get(NUMBER).erased


def test_whoever_objects_does_not_want_it_erased(ended: FakePorts) -> None:
    submit_report(ended, replace(samples.report(), subject=None), samples.credentials(3))
    number, code = samples.number(3), samples.credentials(3).code
    answers = {"close_reason": "not_ours", "message": "Bukan urusan PKH.", "handed_to": "Dinsos"}
    act(ended, RINA, number, "close", 1, answers)
    act(ended, SARI, number, "approve_close", 2, {"note": "Setuju."})
    act_for_family(ended, number, code, "ask_erasure", {}, ended.new_id())
    act(ended, SARI, number, "confirm_erasure", 4, {"note": "Setuju."})
    act_for_family(ended, number, code, "object", {"message": "Saya belum puas."}, ended.new_id())
    assert ended.tickets.get(number).erasure is None
    assert not swept(ended)["expire"]


def test_a_request_that_nobody_decides_is_reminded_of_again_and_again(ended: FakePorts) -> None:
    family(ended, "ask_erasure")
    for _ in range(3):
        assert not swept(ended)
        ended.wait(retention().remind)
        assert swept(ended) == {"remind_erasure": 1}
    last = ended.tickets.case_file(NUMBER).events[-1]
    told = [
        news.desk for news in ended.outbox.pending(ended.now() + YEAR) if (news.number, news.version) == (NUMBER, last.version)
    ]
    assert set(told) == {RINA.desk, SARI.desk}


def test_by_itself_who_reports_goes_first_and_the_report_years_later(ended: FakePorts) -> None:
    years = retention().years
    until = kept_until(ended.tickets.get(NUMBER))
    assert until[Compartment.IDENTITY] < until[Compartment.CASE] == until[Compartment.TALK]
    ended.wait(until[Compartment.IDENTITY] - ended.now() - timedelta(milliseconds=1))
    assert not swept(ended)
    ended.wait(timedelta(milliseconds=1))
    assert swept(ended)["expire"] == 1
    ticket = ended.tickets.get(NUMBER)
    assert (set(ticket.keys), ticket.found_by) == ({Compartment.CASE, Compartment.TALK}, ())
    assert NUMBER not in [one.number for one in find_reports(ended, SARI, "081234567890", None)]
    assert read_ticket(ended, SARI, NUMBER)[0].statement.story, "the desk still reads it"
    assert open_case(ended, NUMBER, CODE).own_words, "so does the family"
    assert next_moment(ticket) == until[Compartment.CASE]
    ended.wait(YEAR * (years[Compartment.CASE] - years[Compartment.IDENTITY]))
    assert swept(ended)["expire"] == 1
    assert ended.tickets.get(NUMBER).erased


@pytest.mark.parametrize(
    ("day", "years", "expected"), [(date(2028, 2, 29), 1, date(2029, 3, 1)), (date(2028, 2, 29), 4, date(2032, 2, 29))]
)
def test_a_leap_day_has_an_end(ended: FakePorts, day: date, years: int, expected: date, monkeypatch: Any) -> None:
    at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    ticket = samples.standing(ended.tickets.get(NUMBER), Status.CLOSED, at)
    monkeypatch.setattr(
        "chalicelib.domain.retention.retention", lambda: replace(retention(), years=dict.fromkeys(Compartment, years))
    )
    assert {moment.date() for moment in kept_until(ticket).values()} == {expected}


def test_an_erased_one_is_an_unknown_one_to_everybody(ended: FakePorts) -> None:
    erased(ended)
    unknown = samples.number(99)
    attempts: list[Callable[[TicketNumber], object]] = [
        lambda number: look_up_status(ended, number),
        lambda number: read_ticket(ended, SARI, number),
        lambda number: act(ended, SARI, number, "reissue", 1, {}),
        lambda number: open_case(ended, number, CODE),
        lambda number: act_for_family(ended, number, CODE, "keep_data", {}, ended.new_id()),
    ]
    for attempt in attempts:
        kinds = []
        for number in (NUMBER, unknown):
            with pytest.raises((UnknownTicket, NotOpened)) as raised:
                attempt(number)
            kinds.append(raised.type)
        assert kinds[0] is kinds[1]
    assert NUMBER not in [one.number for one in find_reports(ended, SARI, "081234567890", None)]


def test_trail_figures_and_the_other_reports_are_as_they_were(ended: FakePorts) -> None:
    seal_trail(ended)
    before = ended.tickets.case_file(OTHER)
    counted = [(event.action, event.status) for event in ended.tickets.case_file(NUMBER).events]
    erased(ended)
    ended.wait(retention().photos)
    assert swept(ended)["discard_photos"] == 1
    assert not list(verify_trail(ended))
    assert ended.tickets.case_file(OTHER) == before
    after = [(event.action, event.status) for event in ended.tickets.case_file(NUMBER).events]
    assert after[: len(counted)] == counted
    assert read_ticket(ended, SARI, OTHER)[0].statement.story


def test_photos_go_when_none_can_be_on_its_way_any_more_and_no_others(ended: FakePorts) -> None:
    erased(ended)
    assert not swept(ended)["discard_photos"]
    ended.wait(retention().photos)
    assert swept(ended)["discard_photos"] == 1
    assert list(ended.photo_files.kept) == [(OTHER, PHOTO)]
    assert next_moment(ended.tickets.get(NUMBER)) is None
    # One that arrives all the same is waited for by nobody.
    late = ended.photo_files.send(ended.photo_files.upload(NUMBER, "b" * 32, PhotoMedia.JPEG), b"x")
    clean_photo(ended, late)
    assert list(ended.photo_files.kept) == [(OTHER, PHOTO)]


def test_a_store_that_fails_between_photos_and_trail_is_tried_again(ended: FakePorts, monkeypatch: Any) -> None:
    erased(ended)
    ended.wait(retention().photos)

    def busy(*_arguments: object) -> None:
        raise StoreBusy

    with monkeypatch.context() as broken:
        broken.setattr(ended.tickets, "commit", busy)
        with pytest.raises(ExceptionGroup):
            swept(ended)
    assert ended.tickets.get(NUMBER).photos_left
    assert swept(ended)["discard_photos"] == 1


def test_a_report_sent_again_after_that_makes_no_second_one(ended: FakePorts) -> None:
    receipt = ended.tickets.get(NUMBER).receipt
    erased(ended)
    assert submit_report(ended, replace(samples.report(), subject=None), samples.credentials(1)) == receipt
    assert ended.tickets.get(NUMBER).erased
