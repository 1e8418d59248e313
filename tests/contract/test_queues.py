"""What the store lists and counts in a queue is what the rules say lies there, in their order, whatever happens to tickets."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from chalicelib.adapters.dynamodb import listing
from chalicelib.adapters.dynamodb.queues import DynamoQueues
from chalicelib.adapters.dynamodb.rows.queue import rows as queue_rows
from chalicelib.adapters.dynamodb.tickets import DynamoTickets
from chalicelib.domain.errors import Invalid, NobodyLeft
from chalicelib.domain.queues import Queue, due_of, queues_of, spans
from chalicelib.domain.staff import Staff
from chalicelib.domain.tiers import Desk, DeskKind, Tier, desk_at
from chalicelib.domain.walls import Wall
from chalicelib.usecases.ports.tickets import EVERYTHING, Choice, Holder, Page

from infra.local.engine import create_table
from infra.local.stack import TABLE
from tests.contract.conftest import Store
from tests.contract.test_rows import acted
from tests.contract.test_store import SEALED, opened
from tests.contract.test_store_calls import Recorder
from tests.support import samples
from tests.support.engines import moto_store
from tests.support.fakes import FakeOutbox, FakeQueues, FakeTickets

READERS = [
    replace(samples.reader(desk_at(tier, samples.PASIR_SAKTI)), sub=sub, confidential=secret)
    for tier in Tier
    for sub, secret in (("sub-one", False), (samples.LAMPUNG_COORDINATOR.sub, True))
]
SEQUENCES, TICKETS = 200, 10


def whole(queues: DynamoQueues, staff: Staff, queue: Queue, now: datetime, limit: int) -> list[str]:
    """Return the numbers of a queue, read page by page while time goes on."""
    numbers: list[str] = []
    after = None
    while True:
        page = queues.page(staff, queue, now, limit, after)
        numbers += [entry["number"] for entry in page.entries]
        if page.next is None:
            return numbers
        after, now = page.next, now + timedelta(days=9)  # the pages go on as the first one stood


def test_after_200_random_sequences_each_count_is_the_length_of_its_list_and_each_list_is_in_order(
    durable_engine_store: Store,
) -> None:
    chance = random.Random(22)
    filled: set[str] = set()
    client = durable_engine_store.client
    create_table(client, "queues")
    tickets, fakes = DynamoTickets(client, "queues"), FakeTickets(FakeOutbox())
    queues, told = DynamoQueues(client, "queues"), FakeQueues(fakes)
    standing = []
    for seed in range(TICKETS):
        change = opened(seed)
        wall = Wall(confidential=seed % 4 == 0)
        change = replace(change, after=replace(change.after, wall=wall, urgent=seed % 5 == 0))
        standing.append(change.after)
        for store in (tickets, fakes):
            store.commit(change, SEALED)
    for place in range(SEQUENCES):
        for _ in range(chance.randrange(1, 4)):
            which = chance.randrange(TICKETS)
            ticket = standing[which]
            later = ticket.updated_at + timedelta(hours=chance.randrange(1, 60))
            step, world = acted(chance.randrange(40)), samples.world(later, f"event-{which}-{ticket.version + 1}")
            try:
                change = step(ticket, world)
            except (Invalid, NobodyLeft):
                continue  # behind a wall, nobody was there to be named
            for store in (tickets, fakes):
                store.commit(change, {})
            standing[which] = change.after
        now = max(ticket.updated_at for ticket in standing) + timedelta(hours=chance.randrange(-40, 40))
        for staff in chance.sample(READERS, 1):
            for queue in queues_of(staff.desk):
                expected = [str(ticket.number) for ticket in told.listed(staff, queue, now)]
                assert whole(queues, staff, queue, now, chance.choice((2, 3, 50))) == expected, (place, queue.id)
                assert queues.count(staff, queue, now, 100) == len(expected), (place, queue.id)
                filled |= {queue.id} if expected else set()
    assert filled == {queue.id for queue in queues_of(Desk(Tier.KABUPATEN, "18.07"))}, "every queue held something"


def test_the_stretches_of_a_queue_are_all_of_it_and_no_moment_twice() -> None:
    desk, now = Desk(Tier.KECAMATAN, samples.PASIR_SAKTI), datetime.fromisoformat("2026-11-22T03:00:00+00:00")
    for queue in queues_of(desk):
        for rank in {rank for span in spans(queue, desk, now) for rank in span.ranks}:
            mine = [span for span in spans(queue, desk, now) if rank in span.ranks]
            assert all(one.last == two.first for one, two in pairwise(mine)), queue.id


def test_what_calls_a_queue_and_all_counts_cost_whatever_lies_there() -> None:
    staff = samples.reader(Desk(Tier.KECAMATAN, samples.PASIR_SAKTI))
    with moto_store() as client:
        recorder: Any = Recorder(client)
        queues, tickets = DynamoQueues(recorder, TABLE), DynamoTickets(recorder, TABLE)
        costs = []
        for seeds in (range(1), range(1, 120)):
            for seed in seeds:
                tickets.commit(opened(seed), SEALED)
            now = opened(1).after.updated_at
            assert due_of(opened(1).after) > now
            recorder.calls.clear()
            for queue in queues_of(staff.desk):
                queues.count(staff, queue, now, 100)
            costs.append(len(recorder.calls))
        # One a shelf, and of those that a date narrows one a rank.
        assert costs == [12, 12]
        recorder.calls.clear()
        page = queues.page(staff, queues_of(staff.desk)[0], now, 50, None)
        assert (len(page.entries), recorder.calls) == (50, ["query"] * 5)


def chosen(chance: random.Random) -> Choice:
    """Something that somebody may choose, often several things at once."""
    return Choice(
        category=chance.choice((None, "payment_missing", "bank_agent")),
        place=chance.choice((None, None, "18", "18.07.19", "18.07.19.2001", "18.07.1")),
        held=chance.choice((None, *Holder)),
        label=chance.choice((None, None, "bank", "home_visit")),
    )


def test_a_choice_is_what_it_takes_of_the_whole_list_however_it_is_paged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "_MOST_READ", 7)
    monkeypatch.setattr(listing, "_AT_ONCE", 3)
    chance = random.Random(23)
    staff = replace(samples.reader(Desk(Tier.KABUPATEN, "18.07")), confidential=True)
    queue = next(one for one in queues_of(staff.desk) if one.id == "open")
    with moto_store() as client:
        queues, tickets = DynamoQueues(client, TABLE), DynamoTickets(client, TABLE)
        for seed in range(60):
            change = opened(seed)
            after = replace(
                change.after,
                desk=staff.desk,
                watchers=(staff.desk,),
                category=chance.choice(("payment_missing", "bank_agent")),
                village=chance.choice(("18.07.19.2001", "18.07.19.2002")),
                labels=chance.choice(((), ("bank",), ("home_visit", "bank"))),
                assignee=chance.choice((None, staff.sub, "sub-else")),
                wall=Wall(confidential=seed % 7 == 0),
                urgent=seed % 5 == 0,
            )
            tickets.commit(replace(change, after=after), SEALED)
        now = opened(0).after.updated_at
        lists: list[Callable[[str | None, Choice], Page]] = [
            lambda after, choice: queues.page(staff, queue, now, limit, after, choice),
            lambda after, choice: tickets.inbox(staff, None, limit, after, choice),
        ]
        for page_of in lists:
            limit = 50
            first = page_of(None, EVERYTHING)
            everything = [*first.entries, *page_of(first.next, EVERYTHING).entries]
            assert len(everything) == 60
            for _ in range(40):
                choice, limit = chosen(chance), chance.choice((1, 2, 5, 50))
                found, hidden, cursor = list[Any](), 0, None
                while True:
                    page = page_of(cursor, choice)
                    found += page.entries
                    hidden += page.hidden
                    assert len(page.entries) <= limit
                    assert len(page.entries) + page.hidden <= max(7, limit) or choice == EVERYTHING
                    cursor = page.next
                    if cursor is None:
                        break
                assert found == [entry for entry in everything if choice.takes(entry, staff.sub)], choice
                assert choice == EVERYTHING or hidden == 60 - len(found)


@pytest.mark.parametrize("size", [300, 1_500])
def test_a_choice_that_nothing_fits_costs_the_same_in_a_small_desk_and_a_large_one(size: int) -> None:
    staff = samples.reader(Desk(Tier.KECAMATAN, samples.PASIR_SAKTI))
    with moto_store() as client:
        recorder: Any = Recorder(client)
        queues, queue = DynamoQueues(recorder, TABLE), queues_of(staff.desk)[0]
        for seed in range(size):
            for row in queue_rows(opened(seed).after):
                client.put_item(TableName=TABLE, Item=row)
        recorder.calls.clear()
        page = queues.page(staff, queue, opened(0).after.updated_at, 50, None, Choice(label="bank"))
        assert page.entries == []
        assert page.hidden == min(size, 1_000)
        assert (page.next is None) is (size < 1_000)
        assert len(recorder.calls) <= 5 + 5


def test_a_desk_that_handles_nothing_has_no_queues() -> None:
    assert queues_of(Desk(Tier.KABUPATEN, "18.07", DeskKind.DINSOS)) == ()


@pytest.mark.parametrize("cursor", ["x", "eA", "MjAyNi0xMS0yMlQwMzowMDowMC4wMDBaLzkveA", "//"])
def test_a_cursor_that_was_not_given_out_is_refused(cursor: str) -> None:
    staff = samples.reader(Desk(Tier.KECAMATAN, samples.PASIR_SAKTI))
    with moto_store() as client:
        queue = queues_of(staff.desk)[0]
        now = datetime.fromisoformat("2026-11-22T03:00:00+00:00")
        with pytest.raises(Invalid):
            DynamoQueues(client, TABLE).page(staff, queue, now, 5, cursor)
