"""What every store promises: all or nothing, one ticket per number, versions without gaps, inboxes in order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from chalicelib.domain import changes
from chalicelib.domain.changes import Change, open_ticket
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.deadlines import next_moment
from chalicelib.domain.errors import Invalid, NotStaff, StaleVersion, UnknownTicket
from chalicelib.domain.events import Actor, Complainant, Officer
from chalicelib.domain.photos import Album, Photo, PhotoState
from chalicelib.domain.staff import Leave, Staff, StandIn
from chalicelib.domain.tickets import Digests, Ticket
from chalicelib.domain.tiers import Desk, DeskKind, Tier
from chalicelib.domain.workflow import Lane, actions
from chalicelib.usecases.ports.news import News
from chalicelib.usecases.ports.photos import Reading
from chalicelib.usecases.ports.tickets import Overtaken

from tests.contract.conftest import Store
from tests.support import samples
from tests.support.fakes import inbox_entry

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
SEALED = {"statement": b"\x00sealed statement\xff", "reporter": b"\x00sealed reporter\xff"}
NOTE = b"\x00note\xff"
Seeds = Callable[[], int]


def opened(seed: int, at: datetime = AT, district: str = samples.PASIR_SAKTI, content: str = "content") -> Change:
    world = samples.world(at, f"first-{seed}-{content}")
    report = samples.report(district=district)
    return open_ticket(
        samples.number(seed), report, (), Digests(content, "code", "token"), {Compartment.CASE: b"\x00wrapped\xff"}, world
    )


def moved(ticket: Ticket, action: str, event_id: str | None = None, actor: Actor | None = None) -> Change:
    world = samples.world(ticket.updated_at + timedelta(hours=1), event_id or f"{ticket.number.symbols}-{ticket.version + 1}")
    answers = samples.answers_to(actions()[action], ticket, world.now)
    return changes.act(ticket, actor or Officer(samples.PASIR_SAKTI_OFFICER.sub, ticket.desk), action, answers, world)


def note_of(change: Change) -> dict[str, bytes]:
    return {f"note-{change.after.version}": NOTE}


def test_what_is_added_reads_back_the_same(store: Store, fresh: Seeds) -> None:
    added = opened(fresh())
    store.tickets.commit(added, SEALED)
    number = added.after.number
    assert store.tickets.get(number) == added.after
    case_file = store.tickets.case_file(number)
    assert (case_file.ticket, list(case_file.events)) == (added.after, [added.event])
    assert case_file.sealed == {"statement": SEALED["statement"]}


def test_an_unknown_number_is_unknown(store: Store, fresh: Seeds) -> None:
    number = samples.number(fresh())
    with pytest.raises(UnknownTicket):
        store.tickets.get(number)
    with pytest.raises(UnknownTicket):
        store.tickets.case_file(number)


def test_a_number_is_taken_once_and_the_first_stays(store: Store, fresh: Seeds) -> None:
    seed = fresh()
    first = opened(seed)
    store.tickets.commit(first, SEALED)
    with pytest.raises(Overtaken) as overtaken:
        store.tickets.commit(opened(seed, content="other"), SEALED)
    assert overtaken.value.stored == first.after
    store.tickets.commit(first, SEALED)
    assert store.tickets.get(first.after.number) == first.after
    assert len(store.tickets.case_file(first.after.number).events) == 1


def test_moves_are_stored_in_order(store: Store, fresh: Seeds) -> None:
    added = opened(fresh())
    store.tickets.commit(added, SEALED)
    ticket, events = added.after, [added.event]
    for action in ("identify", "ask", "resume", "investigate", "clarify", "answer", "confirm"):
        step = moved(ticket, action, f"event-{action}", Complainant() if action == "confirm" else None)
        store.tickets.commit(step, note_of(step))
        ticket = step.after
        events.append(step.event)
    case_file = store.tickets.case_file(ticket.number)
    assert case_file.ticket == ticket
    assert list(case_file.events) == events
    assert [event.version for event in case_file.events] == list(range(1, 9))
    assert case_file.sealed == {"statement": SEALED["statement"], **{f"note-{version}": NOTE for version in range(2, 9)}}


def test_of_two_moves_of_one_version_the_second_is_stale_and_leaves_no_trace(store: Store, fresh: Seeds) -> None:
    added = opened(fresh())
    store.tickets.commit(added, SEALED)
    winner, loser = moved(added.after, "identify", "winner"), moved(added.after, "close", "loser")
    store.tickets.commit(winner, {})
    with pytest.raises(Overtaken) as overtaken:
        store.tickets.commit(loser, {})
    case_file = store.tickets.case_file(added.after.number)
    assert case_file.ticket == winner.after == overtaken.value.stored
    assert [event.id for event in case_file.events][1:] == ["winner"]


def test_a_move_whose_reply_was_lost_succeeds_when_sent_again(store: Store, fresh: Seeds) -> None:
    added = opened(fresh())
    store.tickets.commit(added, SEALED)
    step = moved(added.after, "identify")
    store.tickets.commit(step, {})
    store.tickets.commit(step, {})
    assert len(store.tickets.case_file(added.after.number).events) == 2


def test_an_inbox_lists_by_lane_then_deadline_and_pages_without_gap_or_repeat(store: Store, fresh: Seeds) -> None:
    district = "11.01.01"
    desk = Desk(Tier.KABUPATEN, "11.01")
    added = [opened(fresh(), AT + timedelta(days=day), district) for day in (5, 3, 4, 1, 2)]
    for one in added:
        store.tickets.commit(one, SEALED)
    # Begun: what is owed is due later than the beginning of the others. Asked: it is the family's turn.
    store.tickets.commit(moved(added[3].after, "identify"), {})
    store.tickets.commit(moved(added[4].after, "ask"), {})
    expected = [added[1], added[2], added[0], added[3], added[4]]

    seen, after = [], None
    while True:
        page = store.tickets.inbox(samples.reader(desk), None, 2, after)
        seen += [TicketNumber.parse(entry["number"]) for entry in page.entries]
        after = page.next
        if after is None:
            break
    ours = {one.after.number for one in added}
    assert [number for number in seen if number in ours] == [one.after.number for one in expected]
    assert len(seen) == len(set(seen))


def test_a_full_last_page_has_no_next(store: Store, fresh: Seeds) -> None:
    for minute in range(2):
        store.tickets.commit(opened(fresh(), AT + timedelta(minutes=minute), "12.01.01"), SEALED)
    assert store.tickets.inbox(samples.reader(Desk(Tier.PROVINSI, "12")), None, 2, None).next is None


def test_a_lane_is_listed_alone_and_follows_moves(store: Store, fresh: Seeds) -> None:
    desk = Desk(Tier.KECAMATAN, "13.01.01")
    waiting, taken = opened(fresh(), district="13.01.01"), opened(fresh(), district="13.01.01")
    store.tickets.commit(waiting, SEALED)
    store.tickets.commit(taken, SEALED)
    step = moved(taken.after, "ask")
    store.tickets.commit(step, {})

    def numbers(lane: Lane | None) -> list[object]:
        return [
            TicketNumber.parse(entry["number"]) for entry in store.tickets.inbox(samples.reader(desk), lane, 50, None).entries
        ]

    assert numbers(Lane.WORK) == [waiting.after.number]
    assert numbers(Lane.FAMILY) == [taken.after.number]
    assert numbers(Lane.ENDED) == []
    assert numbers(None) == [waiting.after.number, taken.after.number]
    assert store.tickets.inbox(samples.reader(desk), Lane.FAMILY, 1, None).entries[0] == inbox_entry(step.after)


def test_a_ticket_is_in_no_inbox_but_its_own(store: Store, fresh: Seeds) -> None:
    added = opened(fresh(), district="14.01.01")
    store.tickets.commit(added, SEALED)
    for desk in (
        Desk(Tier.KECAMATAN, "14.01.02"),
        Desk(Tier.KABUPATEN, "14.02"),
        Desk(Tier.PROVINSI, "15"),
        Desk(Tier.PUSAT, "ID"),
    ):
        assert added.after.number not in [
            TicketNumber.parse(entry["number"]) for entry in store.tickets.inbox(samples.reader(desk), None, 100, None).entries
        ]


def test_what_is_due_is_found_from_its_moment_on_oldest_first_and_page_by_page(
    store: Store, fresh: Seeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.adapters.dynamodb.tickets._DUE_AT_ONCE", 2)
    added = [opened(fresh(), AT + timedelta(days=day), "17.01.01") for day in range(30, 0, -1)]  # more than a page a shard
    for one in added:
        store.tickets.commit(one, SEALED)
    ours = {one.after.number: next_moment(one.after) for one in added}

    def due(at: datetime) -> list[datetime | None]:
        return [ours[number] for number in store.tickets.due(at) if number in ours]

    moments = sorted(moment for moment in ours.values() if moment)
    assert due(moments[0] - timedelta(milliseconds=1)) == []
    assert due(moments[0]) == [moment for moment in moments if moment == moments[0]]
    assert due(moments[-1]) == moments
    # Nothing that was done to it makes it wait longer; what stops its clocks takes it away.
    first = next(one for one in added if ours[one.after.number] == moments[0])
    noted = moved(first.after, "note")
    store.tickets.commit(noted, {})
    assert due(moments[0])
    store.tickets.commit(moved(noted.after, "mark_duplicate"), {})
    assert len(due(moments[-1])) == len(moments) - 1


def test_every_version_leaves_one_piece_of_news_until_it_is_settled(store: Store, fresh: Seeds) -> None:
    added = opened(fresh())
    store.tickets.commit(added, SEALED)
    store.tickets.commit(moved(added.after, "identify"), {})

    def ours(before: datetime) -> list[tuple[int, str]]:
        pending = [news for news in store.outbox.pending(before) if news.number == added.after.number]
        return [(news.version, news.action) for news in pending]

    assert ours(AT) == []
    assert ours(AT + timedelta(minutes=1)) == [(1, "submit")]
    assert ours(AT + timedelta(days=1)) == [(1, "submit"), (2, "identify")]
    mine = [news for news in store.outbox.pending(AT + timedelta(days=1)) if news.number == added.after.number]
    store.outbox.settle(mine)
    store.outbox.settle(mine)
    assert ours(AT + timedelta(days=1)) == []


def test_any_amount_of_news_is_settled_at_once(store: Store, fresh: Seeds) -> None:
    added = [opened(fresh()) for _ in range(60)]
    for one in added:
        store.tickets.commit(one, SEALED)
    numbers = {one.after.number for one in added}

    def ours() -> list[News]:
        return [news for news in store.outbox.pending(AT + timedelta(minutes=1)) if news.number in numbers]

    assert len(ours()) == 60
    store.outbox.settle(ours())
    assert ours() == []
    store.outbox.settle([])


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


def test_a_roster_holds_whoever_is_active_at_a_place_and_nobody_twice(store: Store, fresh: Seeds) -> None:
    district = f"19.{fresh() % 69 + 1:02d}.{fresh() % 99:02d}"
    here, unit = Desk(Tier.KECAMATAN, district), Desk(Tier.KECAMATAN, f"{district}.2001", DeskKind.UPT)
    away = Leave(date(2026, 12, 1), date(2026, 12, 14))
    rina = Staff(f"rina-{fresh()}", "Rina Contoh", here, names=samples.named("Rina Contoh", "Joko Contoh"), leave=away)
    umi = Staff(f"umi-{fresh()}", "Umi Contoh", unit, stands_in=(StandIn(rina.sub, away),))
    for staff in (rina, umi, rina):
        store.staff.put(staff)
        assert store.staff.get(staff.sub) == staff
    assert sorted(store.rosters.at(here), key=lambda one: one.sub) == [rina.member, umi.member]
    assert store.staff.names([rina.sub, umi.sub, "nobody"]) == {rina.sub: "Rina Contoh", umi.sub: "Umi Contoh"}
    store.staff.put(replace(umi, active=False))
    assert list(store.rosters.at(here)) == [rina.member]
    assert store.staff.find(umi.sub) == replace(umi, active=False)
    moved_to = Desk(Tier.KABUPATEN, district[:5])
    store.staff.put(replace(rina, desk=moved_to))
    assert rina.sub in [member.sub for member in store.rosters.at(moved_to)]
    store.staff.put(replace(umi, active=True))
    assert list(store.rosters.at(here)) == [umi.member], "who moved is at the new place alone"


def test_who_looked_at_a_ticket_is_noted_beside_its_photos_whichever_came_first(store: Store, fresh: Seeds) -> None:
    number = samples.number(fresh())
    album, readings = store.albums.view(number, "rina", AT)
    assert (album, list(readings)) == (Album(), [Reading("rina", AT, AT)])
    photos = Album(1, (Photo("0" * 32, PhotoState.WAITING, AT),))
    store.albums.put(number, photos)
    with pytest.raises(StaleVersion):
        store.albums.put(number, photos)
    later = AT + timedelta(hours=1)
    store.albums.view(number, "tono", later)
    album, readings = store.albums.view(number, "rina", later)
    assert album == photos == store.albums.get(number)
    assert sorted(readings, key=lambda one: one.sub) == [Reading("rina", AT, later), Reading("tono", later, later)]


@pytest.mark.parametrize("cursor", ["", "x", "####", "é", "MCM", "MCMy" * 40])
def test_a_forged_cursor_is_a_field_error(durable_engine_store: Store, cursor: str) -> None:
    if not cursor:
        return
    with pytest.raises(Invalid) as refused:
        durable_engine_store.tickets.inbox(samples.PASIR_SAKTI_OFFICER, None, 5, cursor)
    assert refused.value.problems == (("cursor", "bad_cursor"),)


def test_a_cursor_of_another_filter_is_a_field_error(durable_engine_store: Store, fresh: Seeds) -> None:
    desk = Desk(Tier.KECAMATAN, "16.01.01")
    for minute in range(3):
        durable_engine_store.tickets.commit(opened(fresh(), AT + timedelta(minutes=minute), "16.01.01"), SEALED)
    cursor = durable_engine_store.tickets.inbox(samples.reader(desk), Lane.WORK, 1, None).next
    assert cursor
    with pytest.raises(Invalid):
        durable_engine_store.tickets.inbox(samples.reader(desk), Lane.ENDED, 1, cursor)
