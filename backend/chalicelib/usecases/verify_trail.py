"""Check every trail against itself and against the roots of the days; say where the first break of each is.

Memory stays flat however much there is: trails pass by one after the other, and the roots wait in a file of SQLite.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Protocol

from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.events import Read
from chalicelib.domain.trail import Break, broken_boxes, broken_events, broken_reads
from chalicelib.usecases.ports import WithRoots, WithStoredTrail
from chalicelib.usecases.ports.trail import TicketTrail
from chalicelib.usecases.seal_trail import ROOT, RunningRoot


class Verifying(WithRoots, WithStoredTrail, Protocol):
    """What verifying takes."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A trail that does not hold: of a ticket, of the reads of one, or a file of roots; and how."""

    of: str
    found: Break


def verify_trail(ports: Verifying, wanted: Callable[[TicketTrail], bool] | None = None) -> Iterator[Finding]:
    """Yield each trail that does not hold, of the tickets `wanted`; without that of all, and what the roots know and is gone.

    Raises StoreBusy.
    """
    everything = wanted is None
    with closing(sqlite3.connect("")) as known:
        yield from _read_roots(ports, known)
        for trail in ports.stored_trail.tickets():
            if wanted is None or wanted(trail):
                yield from _of_ticket(trail, _known(known, "ticket", trail.number))
                known.execute("DELETE FROM heads WHERE kind = 'ticket' AND number = ?", (trail.number.symbols,))
        for number, reads in ports.stored_trail.reads():
            if everything:
                yield from _of_reads(number, reads, _known(known, "reads", number))
                known.execute("DELETE FROM heads WHERE kind = 'reads' AND number = ?", (number.symbols,))
        if everything:
            for kind, number in known.execute("SELECT DISTINCT kind, number FROM heads ORDER BY number"):
                yield Finding(_name(kind, TicketNumber(number)), Break(1, "gone"))


def _read_roots(ports: Verifying, known: sqlite3.Connection) -> Iterator[Finding]:
    """Take the heads of every day into `known`; yield the files that are not what their root says."""
    known.execute("CREATE TABLE heads (kind TEXT, number TEXT, place INTEGER, head TEXT)")
    before = ""
    for day in ports.roots.days():
        running, said = RunningRoot(before), ""
        for line in ports.roots.lines(day):
            entry = json.loads(line)
            if ROOT in entry:
                said = entry[ROOT]
                continue
            running.add(line)
            kind = "ticket" if "ticket" in entry else "reads"
            place = entry["version"] if kind == "ticket" else entry["place"]
            known.execute("INSERT INTO heads VALUES (?, ?, ?, ?)", (kind, entry[kind], place, entry["head"]))
        if said != running.text:
            yield Finding(f"roots of {day.isoformat()}", Break(1, "changed"))
        before = said
    known.execute("CREATE INDEX of_number ON heads (number)")


def _known(known: sqlite3.Connection, kind: str, number: TicketNumber) -> dict[int, str]:
    rows = known.execute("SELECT place, head FROM heads WHERE kind = ? AND number = ?", (kind, number.symbols))
    return {int(place): str(head) for place, head in rows}


def _of_ticket(trail: TicketTrail, known: dict[int, str]) -> Iterator[Finding]:
    found: Break | None = Break(1, "gone")
    if trail.ticket:
        found = broken_events(trail.ticket, trail.events) or broken_boxes(trail.events, trail.boxes)
        found = found or _not_as_known({event.version: event.digest for event in trail.events}, known)
    if found:
        yield Finding(_name("ticket", trail.number), found)


def _of_reads(number: TicketNumber, reads: Sequence[Read], known: dict[int, str]) -> Iterator[Finding]:
    found = broken_reads(reads) or _not_as_known({read.place: read.digest for read in reads}, known)
    if found:
        yield Finding(_name("reads", number), found)


def _not_as_known(stored: dict[int, str], known: dict[int, str]) -> Break | None:
    wrong = sorted(place for place, head in known.items() if stored.get(place) != head)
    return Break(wrong[0], "not as the roots have it") if wrong else None


def _name(kind: str, number: TicketNumber) -> str:
    return f"{number}" if kind == "ticket" else f"reads of {number}"
