"""What is changed, dropped, swapped, put in, cut off or rewritten is found; what is honest is not."""

import random
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from chalicelib.domain import changes
from chalicelib.domain.access import open_actions
from chalicelib.domain.changes import open_ticket
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.events import Complainant, Event, Officer, Read, System
from chalicelib.domain.tickets import Digests, Ticket
from chalicelib.domain.trail import broken_events, chained, event_digest, read_digest
from chalicelib.usecases.ports.trail import TicketTrail
from chalicelib.usecases.seal_trail import seal_trail
from chalicelib.usecases.verify_trail import verify_trail

from tests.support import samples
from tests.support.fakes import FakeRoots

USUAL = ("message", "tell", "note", "take", "hand_back", "identify")
AT = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)


@dataclass
class Kept:
    """Trails in memory, and their roots."""

    trails: dict[TicketNumber, TicketTrail]
    read: dict[TicketNumber, list[Read]]
    roots: FakeRoots
    at: datetime = AT

    @property
    def stored_trail(self) -> "Kept":
        return self

    def now(self) -> datetime:
        return self.at

    def tickets(self) -> Iterator[TicketTrail]:
        yield from self.trails.values()

    def reads(self) -> Iterator[tuple[TicketNumber, Sequence[Read]]]:
        yield from self.read.items()

    def broken(self) -> list[str]:
        return [finding.of for finding in verify_trail(cast(Any, self))]


def walked(seed: int, steps: int) -> TicketTrail:
    """Return the trail of a ticket with which something happened at random."""
    chance = random.Random(seed)
    number = samples.number(seed)
    world = samples.world(AT, f"{seed}-1")
    boxes = {"statement": chance.randbytes(40), "reporter": chance.randbytes(30)}
    change = chained(
        open_ticket(number, samples.report(), (), Digests("content", "code"), {Compartment.CASE: b"key"}, world), boxes
    )
    events = [change.event]
    ticket = change.after
    kept = {"statement": boxes["statement"]}
    while len(events) < steps:
        at = AT + timedelta(hours=len(events))
        who = chance.choice((Complainant(), Officer("sub-rina", ticket.desk), System()))
        rows = [
            row
            for row in open_actions(ticket, who, at)
            if row.id in ("message", "tell", "note", "take", "hand_back", "identify")
        ]
        if not rows:
            continue
        row = chance.choice(rows)
        sealed = {f"{field.name}-{ticket.version + 1}": chance.randbytes(30) for field in row.needs}
        made = changes.act(
            ticket, who, row.id, samples.answers_to(row, ticket, at), samples.world(at, f"{seed}-{len(events) + 1}")
        )
        change = chained(made, sealed)
        ticket, kept = change.after, kept | sealed
        events.append(change.event)
    return TicketTrail(number, ticket, events, kept)


def reads_of(seed: int, count: int) -> list[Read]:
    reads: list[Read] = []
    for place in range(1, count + 1):
        read = Read(samples.number(seed), place, f"sub-{place % 3}", samples.PASIR_SAKTI_OFFICER.desk, "case", AT)
        reads.append(replace(read, digest=read_digest(reads[-1].digest if reads else "", read)))
    return reads


def kept(count: int) -> Kept:
    trails = [walked(seed, 2 + seed % 9) for seed in range(1, count + 1)]
    reads = {samples.number(seed): reads_of(seed, 1 + seed % 4) for seed in range(1, count + 1, 3)}
    return Kept({trail.number: trail for trail in trails}, reads, FakeRoots())


def relinked(events: Sequence[Event]) -> list[Event]:
    """Return events as somebody who may write anything would make them fit each other again."""
    linked: list[Event] = []
    for version, event in enumerate(events, start=1):
        event = replace(event, version=version)
        linked.append(replace(event, digest=event_digest(linked[-1].digest if linked else "", event)))
    return linked


Tamper = Callable[[TicketTrail, random.Random], TicketTrail]


def with_events(trail: TicketTrail, events: Sequence[Event]) -> TicketTrail:
    return replace(trail, events=list(events))


def change(trail: TicketTrail, chance: random.Random) -> TicketTrail:
    events = list(trail.events)
    place = chance.randrange(len(events))
    one = events[place]
    events[place] = chance.choice(
        (
            replace(one, action="tell" if one.action != "tell" else "note"),
            replace(one, at=one.at + timedelta(milliseconds=1)),
            replace(one, actor=System() if not isinstance(one.actor, System) else Complainant()),
            replace(one, desk=samples.SUKADANA_OFFICER.desk),
            replace(one, id=one.id + "x"),
        )
    )
    return with_events(trail, events)


def drop(trail: TicketTrail, chance: random.Random) -> TicketTrail:
    events = list(trail.events)
    del events[chance.randrange(len(events))]
    return with_events(trail, events)


def swap(trail: TicketTrail, chance: random.Random) -> TicketTrail:
    events = list(trail.events)
    place = chance.randrange(len(events) - 1)
    events[place], events[place + 1] = (
        replace(events[place + 1], version=place + 1),
        replace(events[place], version=place + 2),
    )
    return with_events(trail, events)


def put_in(trail: TicketTrail, chance: random.Random) -> TicketTrail:
    events = list(trail.events)
    place = chance.randrange(len(events) + 1)
    events.insert(place, replace(chance.choice(events), id="another"))
    ticket = trail.ticket
    assert ticket
    numbered = [replace(event, version=version) for version, event in enumerate(events, start=1)]
    return replace(trail, events=numbered, ticket=replace(ticket, version=len(events)))


def cut_off(trail: TicketTrail, chance: random.Random) -> TicketTrail:
    """The last steps undone, and the ticket as it was before: only the roots know better."""
    events = list(trail.events)[: chance.randrange(1, len(trail.events))]
    assert trail.ticket
    return replace(trail, events=events, ticket=replace(trail.ticket, version=len(events), head=events[-1].digest))


def rewritten(trail: TicketTrail, chance: random.Random) -> TicketTrail:
    """One step another, and everything after it made to fit: only the roots know better."""
    events = list(trail.events)
    place = chance.randrange(len(events))
    events[place] = replace(events[place], actor=Officer("sub-nobody", samples.SUKADANA_OFFICER.desk))
    linked = relinked(events)
    assert trail.ticket
    return replace(trail, events=linked, ticket=replace(trail.ticket, head=linked[-1].digest))


def another_box(trail: TicketTrail, chance: random.Random) -> TicketTrail:
    name = chance.choice(sorted(trail.boxes))
    return replace(trail, boxes={**trail.boxes, name: chance.randbytes(30)})


TAMPERS: tuple[Tamper, ...] = (change, drop, swap, put_in, cut_off, rewritten, another_box)


def test_a_thousand_tampers_are_found_each_at_its_ticket_and_a_thousand_honest_trails_raise_no_alarm() -> None:
    store = kept(2000)
    seal_trail(cast(Any, store))
    assert store.broken() == []
    chance = random.Random(21)
    tampered = {}
    for place, number in enumerate(list(store.trails)[:1000]):
        tamper = TAMPERS[place % len(TAMPERS)]
        store.trails[number] = tamper(store.trails[number], chance)
        tampered[str(number)] = tamper.__name__
    found = store.broken()
    assert len(found) == len(set(found))
    assert {of: tampered[of] for of in tampered if of not in found} == {}
    assert set(found) == set(tampered)


def test_what_is_gone_whole_is_found_by_the_roots() -> None:
    store = kept(12)
    seal_trail(cast(Any, store))
    gone = store.trails.pop(samples.number(3))
    del store.read[samples.number(4)]
    assert sorted(store.broken()) == sorted([str(gone.number), f"reads of {samples.number(4)}"])


@pytest.mark.parametrize("how", ["change", "drop", "cut off", "rewrite"])
def test_reads_that_are_tampered_with_are_found(how: str) -> None:
    store = kept(12)
    seal_trail(cast(Any, store))
    number = samples.number(7)  # four reads
    reads = store.read[number]
    others = {
        "change": [replace(reads[0], sub="sub-other"), *reads[1:]],
        "drop": [reads[0], *reads[2:]],
        "cut off": reads[:2],
        "rewrite": [],
    }
    made: list[Read] = []
    for read in reads if how == "rewrite" else ():
        read = replace(read, sub="sub-nobody")
        made.append(replace(read, digest=read_digest(made[-1].digest if made else "", read)))
    store.read[number] = made or others[how]
    assert store.broken() == [f"reads of {number}"]


def test_what_happens_after_a_root_is_no_break_and_the_next_root_holds_it() -> None:
    store = kept(6)
    assert seal_trail(cast(Any, store)) == 8
    assert seal_trail(cast(Any, store)) == 0  # once a day
    longer = walked(1, 12)
    store.trails[longer.number] = longer  # the same steps, and more
    assert store.broken() == []
    store.at += timedelta(days=1)
    assert seal_trail(cast(Any, store)) == 8
    store.trails[longer.number] = walked(1, 8)
    assert store.broken() == [str(longer.number)]


def test_a_changed_file_of_roots_is_found_and_so_is_one_that_was_exchanged() -> None:
    store = kept(4)
    seal_trail(cast(Any, store))
    store.at += timedelta(days=1)
    seal_trail(cast(Any, store))
    first, _second = store.roots.days()
    lines = store.roots.files[first]
    store.roots.files[first] = [lines[0].replace('"version":3', '"version":2'), *lines[1:]]
    assert f"roots of {first}" in store.broken()
    store.roots.files[first] = [*lines[1:-1], lines[-1]]
    assert f"roots of {first}" in store.broken()


def test_tickets_of_before_the_trail_hold_and_begin_with_their_next_step() -> None:
    trail = walked(5, 6)
    assert trail.ticket
    old = [replace(event, digest="", seals={}) for event in trail.events]
    before = replace(trail.ticket, head="")
    assert broken_events(before, old) is None
    world = samples.world(AT + timedelta(days=1), "next")
    made = changes.act(before, Officer("sub-rina", before.desk), "note", {"note": "x"}, world)
    linked = chained(made, {"note-7": b"box"})
    assert broken_events(linked.after, [*old, linked.event]) is None
    assert broken_events(linked.after, [*old, replace(linked.event, digest="")]) is not None


def test_erasing_keeps_the_trail() -> None:
    trail = walked(5, 6)
    assert trail.ticket
    erased: Ticket = replace(trail.ticket, keys={})
    store = Kept({trail.number: replace(trail, ticket=erased)}, {}, FakeRoots())
    assert store.broken() == []


def test_many_events_pass_by_in_flat_memory() -> None:
    whole = walked(1, 10)

    class Many(Kept):
        count = 0

        def tickets(self) -> Iterator[TicketTrail]:
            for _ in range(self.count):
                yield whole

    def peak(events: int) -> int:
        store = Many({}, {}, FakeRoots())
        store.count = events // len(whole.events)
        tracemalloc.start()
        assert not list(verify_trail(cast(Any, store), bool))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    few = peak(1_000)
    assert peak(20_000) < few + 200_000
