"""The trail: what happened to a ticket, and who read what they answer for, each entry a digest over itself and the one before.

So nothing can be changed, dropped, swapped or put in between without every later digest being another; that the last of them is
not another either, the ticket says (its `head`), and the roots that lie outside the table (`usecases/seal_trail.py`).

What was sealed with an event is part of it as a digest of the box: destroying the keys leaves the trail as it was.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from chalicelib.domain.changes import Change
from chalicelib.domain.events import Actor, Complainant, Event, Officer, Read
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.tiers import Desk
from chalicelib.domain.timestamps import timestamp


@dataclass(frozen=True, slots=True)
class Break:
    """The first place at which a trail does not hold: of which entry, and how."""

    place: int
    why: str


def box_digest(box: bytes) -> str:
    """Return the digest of a sealed box, as an event holds it."""
    return sha256(box).hexdigest()


def chained(change: Change, sealed: Mapping[str, bytes]) -> Change:
    """Return the change with its event linked to those before it, and to what is sealed with it."""
    event = replace(change.event, seals={name: box_digest(box) for name, box in sealed.items()})
    event = replace(event, digest=event_digest(change.before.head if change.before else "", event))
    return replace(change, event=event, after=replace(change.after, head=event.digest))


def event_digest(before: str, event: Event) -> str:
    """Return the digest of an event that follows one of digest `before`, empty for the first."""
    entry = [event.number.symbols, event.id, event.version, event.action, event.status, timestamp(event.at)]
    return _digest(before, ["event", *entry, _actor(event.actor), _desk(event.desk), sorted(event.seals.items())])


def read_digest(before: str, read: Read) -> str:
    """Return the digest of a read that follows one of digest `before`, empty for the first."""
    return _digest(before, ["read", read.number.symbols, read.place, read.sub, _desk(read.desk), read.what, timestamp(read.at)])


def broken_events(ticket: Ticket, events: Iterable[Event]) -> Break | None:
    """Return where the trail of a ticket breaks; None when it holds.

    Events from before the trail come first and hold no digest; once one holds one, all do.
    """
    before, expected = "", 1
    for event in events:
        if event.version != expected:
            return Break(expected, "missing")
        expected += 1
        if event.digest or before:
            if event.digest != event_digest(before, event):
                return Break(event.version, "changed")
            before = event.digest
    if expected - 1 != ticket.version:
        return Break(expected, "missing")
    return None if before == ticket.head else Break(ticket.version, "not what the ticket ends with")


def broken_boxes(events: Iterable[Event], boxes: Mapping[str, bytes]) -> Break | None:
    """Return which event's sealed boxes are not those that were stored with it, of the boxes that are there; None: they are."""
    for event in events:
        for name, digest in event.seals.items():
            if name in boxes and box_digest(boxes[name]) != digest:
                return Break(event.version, f"{name} is another")
    return None


def broken_reads(reads: Sequence[Read]) -> Break | None:
    """Return where the reads of a ticket break; None when they hold."""
    before = ""
    for expected, read in enumerate(reads, start=1):
        if read.place != expected:
            return Break(expected, "missing")
        if read.digest != read_digest(before, read):
            return Break(read.place, "changed")
        before = read.digest
    return None


def _digest(before: str, entry: list[object]) -> str:
    return sha256(json.dumps([before, entry], ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _actor(actor: Actor) -> list[object]:
    if isinstance(actor, Officer):
        return ["officer", actor.sub, _desk(actor.desk), list(actor.stands_in)]
    return ["complainant" if isinstance(actor, Complainant) else "system"]


def _desk(desk: Desk | None) -> list[str] | None:
    return [desk.tier, desk.region, desk.kind] if desk else None
