"""What every store promises: all or nothing, one ticket per number, versions without gaps, inboxes in order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from chalicelib.domain.errors import Invalid, NotStaff, StaleVersion, UnknownTicket
from chalicelib.domain.identity import TicketNumber
from chalicelib.domain.staff import Staff
from chalicelib.domain.tickets import Event, Status, Ticket, open_ticket
from chalicelib.domain.tiers import Desk, Tier
from chalicelib.usecases.ports import Filing, inbox_row

from tests.contract.conftest import Store
from tests.support import samples

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
Seeds = Callable[[], int]


def filing(seed: int, at: datetime = AT, district: str = samples.PASIR_SAKTI, content: str = "content") -> Filing:
    ticket, event = open_ticket(
        samples.number(seed),
        samples.report(district=district),
        at=at,
        event_id=f"first-{seed}-{content}",
        content_mark=content,
        code_mark="code",
        token_mark="token",
        data_key=b"\x00wrapped\xff",
    )
    return Filing(ticket, event, b"\x00sealed statement\xff", b"\x00sealed reporter\xff")


def moved(ticket: Ticket, action: str, event_id: str | None = None) -> tuple[Ticket, Event]:
    event_id = event_id or f"{ticket.number.symbols}-{ticket.version + 1}"
    officer = samples.PASIR_SAKTI_OFFICER
    at = ticket.updated_at + timedelta(hours=1)
    return ticket.after(action, desk=officer.desk, by=officer.sub, note=b"\x00note\xff", at=at, event_id=event_id)


def test_what_is_added_reads_back_the_same(store: Store, fresh: Seeds) -> None:
    added = filing(fresh())
    store.tickets.add(added)
    assert store.tickets.get(added.ticket.number) == added.ticket
    case_file = store.tickets.case_file(added.ticket.number)
    assert (case_file.ticket, list(case_file.events), case_file.statement) == (added.ticket, [added.event], added.statement)


def test_an_unknown_number_is_unknown(store: Store, fresh: Seeds) -> None:
    number = samples.number(fresh())
    with pytest.raises(UnknownTicket):
        store.tickets.get(number)
    with pytest.raises(UnknownTicket):
        store.tickets.case_file(number)


def test_a_number_is_taken_once_and_the_first_stays(store: Store, fresh: Seeds) -> None:
    seed = fresh()
    first = filing(seed)
    assert store.tickets.add(first) == first.ticket
    assert store.tickets.add(filing(seed, content="other")) == first.ticket
    assert store.tickets.get(first.ticket.number) == first.ticket
    assert len(store.tickets.case_file(first.ticket.number).events) == 1


def test_moves_are_stored_in_order(store: Store, fresh: Seeds) -> None:
    added = filing(fresh())
    store.tickets.add(added)
    ticket, events = added.ticket, [added.event]
    for action in ("identify", "ask", "resume", "investigate", "clarify", "answer", "resolve"):
        ticket, event = moved(ticket, action, f"event-{action}")
        store.tickets.move(ticket, event)
        events.append(event)
    case_file = store.tickets.case_file(ticket.number)
    assert case_file.ticket == ticket
    assert list(case_file.events) == events
    assert [event.version for event in case_file.events] == list(range(1, 9))


def test_of_two_moves_of_one_version_the_second_is_stale_and_leaves_no_trace(store: Store, fresh: Seeds) -> None:
    added = filing(fresh())
    store.tickets.add(added)
    winner, loser = moved(added.ticket, "identify", "winner"), moved(added.ticket, "close", "loser")
    store.tickets.move(*winner)
    with pytest.raises(StaleVersion):
        store.tickets.move(*loser)
    case_file = store.tickets.case_file(added.ticket.number)
    assert case_file.ticket == winner[0]
    assert [event.id for event in case_file.events][1:] == ["winner"]


def test_a_move_whose_reply_was_lost_succeeds_when_sent_again(store: Store, fresh: Seeds) -> None:
    added = filing(fresh())
    store.tickets.add(added)
    step = moved(added.ticket, "identify")
    store.tickets.move(*step)
    store.tickets.move(*step)
    assert len(store.tickets.case_file(added.ticket.number).events) == 2


def test_an_inbox_lists_by_stage_then_age_and_pages_without_gap_or_repeat(store: Store, fresh: Seeds) -> None:
    district = "11.01.01"
    desk = Desk(Tier.KABUPATEN, "11.01")
    added = [filing(fresh(), AT + timedelta(minutes=minute), district) for minute in (5, 3, 4, 1, 2)]
    for one in added:
        store.tickets.add(one)
    store.tickets.move(*moved(added[3].ticket, "identify"))
    expected = [added[4], added[1], added[2], added[0], added[3]]

    seen, after = [], None
    while True:
        page = store.tickets.inbox(desk, None, 2, after)
        seen += [TicketNumber.parse(row["number"]) for row in page.rows]
        after = page.next
        if after is None:
            break
    ours = {one.ticket.number for one in added}
    assert [number for number in seen if number in ours] == [one.ticket.number for one in expected]
    assert len(seen) == len(set(seen))


def test_a_full_last_page_has_no_next(store: Store, fresh: Seeds) -> None:
    for minute in range(2):
        store.tickets.add(filing(fresh(), AT + timedelta(minutes=minute), "12.01.01"))
    assert store.tickets.inbox(Desk(Tier.PROVINSI, "12"), None, 2, None).next is None


def test_a_status_filter_lists_that_status_alone_and_follows_moves(store: Store, fresh: Seeds) -> None:
    desk = Desk(Tier.KECAMATAN, "13.01.01")
    waiting, taken = filing(fresh(), district="13.01.01"), filing(fresh(), district="13.01.01")
    store.tickets.add(waiting)
    store.tickets.add(taken)
    step, event = moved(taken.ticket, "identify")
    store.tickets.move(step, event)

    def numbers(status: Status | None) -> list[object]:
        return [TicketNumber.parse(row["number"]) for row in store.tickets.inbox(desk, status, 50, None).rows]

    assert numbers(Status.RECEIVED) == [waiting.ticket.number]
    assert numbers(Status.IDENTIFYING) == [taken.ticket.number]
    assert numbers(Status.RESOLVED) == []
    assert numbers(None) == [waiting.ticket.number, taken.ticket.number]
    row = store.tickets.inbox(desk, Status.IDENTIFYING, 1, None).rows[0]
    assert row == inbox_row(step)


def test_a_ticket_is_in_no_inbox_but_its_own(store: Store, fresh: Seeds) -> None:
    added = filing(fresh(), district="14.01.01")
    store.tickets.add(added)
    for desk in (
        Desk(Tier.KECAMATAN, "14.01.02"),
        Desk(Tier.KABUPATEN, "14.02"),
        Desk(Tier.PROVINSI, "15"),
        Desk(Tier.PUSAT, "ID"),
    ):
        assert added.ticket.number not in [
            TicketNumber.parse(row["number"]) for row in store.tickets.inbox(desk, None, 100, None).rows
        ]


def test_every_version_leaves_one_piece_of_news_until_it_is_settled(store: Store, fresh: Seeds) -> None:
    added = filing(fresh())
    store.tickets.add(added)
    store.tickets.move(*moved(added.ticket, "identify"))

    def ours(before: datetime) -> list[tuple[int, str]]:
        pending = [news for news in store.outbox.pending(before) if news.number == added.ticket.number]
        return [(news.version, news.action) for news in pending]

    assert ours(AT) == []
    assert ours(AT + timedelta(minutes=1)) == [(1, "submit")]
    assert ours(AT + timedelta(days=1)) == [(1, "submit"), (2, "identify")]
    mine = [news for news in store.outbox.pending(AT + timedelta(days=1)) if news.number == added.ticket.number]
    store.outbox.settle(mine)
    store.outbox.settle(mine)
    assert ours(AT + timedelta(days=1)) == []


def test_staff_are_found_by_sub_and_gone_when_inactive(store: Store) -> None:
    officer = samples.PASIR_SAKTI_OFFICER
    store.staff.put(officer)
    assert store.staff.get(officer.sub) == officer
    store.staff.put(replace(officer, active=False))
    with pytest.raises(NotStaff):
        store.staff.get(officer.sub)
    with pytest.raises(NotStaff):
        store.staff.get("nobody")
    assert isinstance(officer, Staff)


@pytest.mark.parametrize("cursor", ["", "x", "####", "é", "MCM", "MCMy" * 40])
def test_a_forged_cursor_is_a_field_error(durable_engine_store: Store, cursor: str) -> None:
    if not cursor:
        return
    with pytest.raises(Invalid) as refused:
        durable_engine_store.tickets.inbox(samples.PASIR_SAKTI_OFFICER.desk, None, 5, cursor)
    assert refused.value.problems == (("cursor", "bad_cursor"),)


def test_a_cursor_of_another_filter_is_a_field_error(durable_engine_store: Store, fresh: Seeds) -> None:
    desk = Desk(Tier.KECAMATAN, "16.01.01")
    for minute in range(3):
        durable_engine_store.tickets.add(filing(fresh(), AT + timedelta(minutes=minute), "16.01.01"))
    cursor = durable_engine_store.tickets.inbox(desk, Status.RECEIVED, 1, None).next
    assert cursor
    with pytest.raises(Invalid):
        durable_engine_store.tickets.inbox(desk, Status.RESOLVED, 1, cursor)
