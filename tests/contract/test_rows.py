"""Stored rows are those of the tickets as they stand, whatever happened to them: nothing missing, nothing left behind."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any, cast

import pytest
from botocore.exceptions import ReadTimeoutError
from chalicelib.adapters.dynamodb.rows import difference, rows_of
from chalicelib.adapters.dynamodb.tickets import DynamoTickets
from chalicelib.domain import changes
from chalicelib.domain.access import open_actions
from chalicelib.domain.changes import Change, World
from chalicelib.domain.errors import StoreBusy
from chalicelib.domain.events import Complainant, Event, Officer, System
from chalicelib.domain.routing import excluded, watchers
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.tiers import Tier, desk_at
from chalicelib.usecases.ports.tickets import Overtaken
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.local.engine import create_table
from infra.local.stack import TABLE
from tests.contract.test_store import SEALED, opened
from tests.contract.test_store_calls import Recorder
from tests.support import samples
from tests.support.engines import moto_store

Step = Callable[[Ticket, World], Change]


def acted(choice: int) -> Step:
    """One of the actions open to the family, an officer, one above, or time; where there is none, a new code."""

    def step(ticket: Ticket, world: World) -> Change:
        above = Officer("sub-above", desk_at(Tier.PUSAT, ticket.district))
        actors = (Complainant(), Officer(samples.LAMPUNG_COORDINATOR.sub, ticket.desk), above, System())
        open_ = [(actor, action) for actor in actors for action in open_actions(ticket, actor, world.now)]
        if not open_:
            return with_new_code(ticket, world)
        actor, action = open_[choice % len(open_)]
        named = samples.somebody_of(ticket, f"sub-named-{choice}")
        answers = samples.answers_to(action, ticket, world.now)
        return changes.act(ticket, actor, action.id, answers, replace(world, named=named))

    return step


def handed_to(tier: Tier, district: str) -> Step:
    """Another desk, also of another region: as routing, escalation and correction will have it."""

    def step(ticket: Ticket, world: World) -> Change:
        desk = desk_at(tier, district)
        readers = {"watchers": watchers(desk, district), "excluded": excluded(desk.tier, district)}
        return changed(ticket, world, desk=desk, district=district, **readers)

    return step


def with_new_code(ticket: Ticket, world: World) -> Change:
    """Something that no list shows."""
    digests = replace(ticket.digests, code=world.event_id, earlier_codes=(*ticket.digests.earlier_codes, ticket.digests.code))
    return changed(ticket, world, digests=digests)


def changed(ticket: Ticket, world: World, **fields: Any) -> Change:
    version = ticket.version + 1
    after = replace(ticket, version=version, last_event=world.event_id, updated_at=world.now, **fields)
    event = Event(world.event_id, ticket.number, version, "other", after.status, world.now, System())
    return Change(ticket, after, event)


DISTRICTS = [samples.PASIR_SAKTI, samples.SUKADANA, "11.01.01"]
STEPS = st.one_of(
    st.integers(0, 39).map(acted),
    st.builds(handed_to, st.sampled_from(Tier), st.sampled_from(DISTRICTS)),
    st.just(with_new_code),
)
# What happens while a change is stored: nothing, it never arrives, its answer is lost, it is sent twice, a rival is first.
HAPPENS = st.sampled_from(["nothing", "lost before", "lost after", "sent twice", "rival"])


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with moto_store() as client:
        yield client


@contextmanager
def interrupted(recorder: Recorder, how: str) -> Iterator[None]:
    failures = {"lost before": recorder.fail_before, "lost after": recorder.fail_after}.get(how)
    if failures is None:
        yield
        return
    failures.append(ReadTimeoutError(endpoint_url="x"))
    with suppress(StoreBusy):
        yield
    failures.clear()


def _news(change: Change) -> int:
    """How many desks are told of a change; where none is, there is one piece of news all the same."""
    return len(change.tells) or 1


def stored(client: Any, ticket: Ticket) -> tuple[dict[tuple[str, str], Any], int, int]:
    """Return the rows of a ticket that are stored, and how many events and pieces of news it has."""
    items = [item for page in client.get_paginator("scan").paginate(TableName=TABLE) for item in page["Items"]]
    mine = {
        (item["pk"]["S"], item["sk"]["S"]): item for item in items if ticket.number.symbols in str((item["pk"], item["sk"]))
    }
    rows = {key: item for key, item in mine.items() if key[0].startswith(("INBOX#", "QUEUE#", "DUE#"))}
    events = sum(key[1].startswith("EVENT#") for key in mine)
    return rows, events, sum(key[0].startswith("OUTBOX#") for key in mine)


@given(st.lists(st.tuples(STEPS, HAPPENS), max_size=8), st.integers(0, 2**40))
@settings(max_examples=60)
def test_stored_rows_are_those_of_the_latest_ticket_after_any_sequence_of_changes(
    client: Any, steps: list[tuple[Step, str]], seed: int
) -> None:
    client.delete_table(TableName=TABLE)
    create_table(client, TABLE)
    recorder = Recorder(client)
    tickets = DynamoTickets(cast("Any", recorder), TABLE)
    first = opened(seed)
    tickets.commit(first, SEALED)
    ticket, news = first.after, _news(first)
    for at, (step, how) in enumerate(steps, 1):
        world = samples.world(ticket.updated_at + timedelta(hours=1), f"event-{at}")
        change = step(ticket, world)
        if how == "rival":
            rival = with_new_code(ticket, replace(world, event_id=f"rival-{at}"))
            tickets.commit(rival, {})
            with pytest.raises(Overtaken) as overtaken:
                tickets.commit(change, {})
            assert overtaken.value.stored == rival.after
            ticket, news = rival.after, news + _news(rival)
        else:
            with interrupted(recorder, how):
                tickets.commit(change, {})
            for _ in range({"nothing": 0, "sent twice": 2}.get(how, 1)):
                tickets.commit(change, {})
            ticket, news = change.after, news + _news(change)
        assert tickets.get(ticket.number) == ticket
        assert stored(client, ticket) == (rows_of(ticket), ticket.version, news)


@given(st.lists(STEPS, min_size=1, max_size=8))
def test_what_is_written_is_what_differs(steps: list[Step]) -> None:
    history = [opened(1).after]
    for at, step in enumerate(steps):
        history.append(step(history[-1], samples.world(history[-1].updated_at + timedelta(hours=1), f"event-{at}")).after)
    for before, after in pairwise(map(rows_of, history)):
        put, delete = difference(before, after)
        written = {(item["pk"]["S"], item["sk"]["S"]): item for item in put}
        assert all(before.get(key) != item for key, item in written.items())
        assert {key: item for key, item in (before | written).items() if key not in delete} == after
        assert set(delete) == set(before) - set(after)


def test_a_change_that_no_list_shows_writes_no_row() -> None:
    ticket = opened(7).after
    change = with_new_code(ticket, samples.world(ticket.updated_at + timedelta(hours=1), "event"))
    assert difference(rows_of(change.before), rows_of(change.after)) == ([], [])
    assert rows_of(change.after)


def test_a_ticket_has_one_row_at_each_desk_that_watches_it_and_none_elsewhere() -> None:
    ticket = opened(7).after
    partitions = [key[0] for key in rows_of(ticket) if key[0].startswith("INBOX#")]
    at = {"INBOX#kecamatan#18.07.19", "INBOX#kabupaten#18.07", "INBOX#provinsi#18", "INBOX#dinsos#18.07"}
    assert (set(partitions), len(partitions)) == (at, len(ticket.watchers))
    others = [key[0] for key in rows_of(ticket) if not key[0].startswith("INBOX#")]
    assert others == ["QUEUE#kecamatan#18.07.19#open", "QUEUE#kecamatan#18.07.19#new", "DUE#1"]
    assert rows_of(None) == {}
