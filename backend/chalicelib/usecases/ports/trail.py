"""What the trail is checked by: all that is stored, as a stream, and the roots that lie outside the table."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.events import Event, Read
from chalicelib.domain.tickets import Ticket


@dataclass(frozen=True, slots=True)
class TicketTrail:
    """A ticket (None: only the rest is left), its events in order, and the sealed boxes that lie with it by name."""

    number: TicketNumber
    ticket: Ticket | None
    events: Sequence[Event]
    boxes: Mapping[str, bytes]


class StoredTrail(Protocol):
    """All trails of the table, one after the other; a ticket that is written meanwhile may be read as before or after."""

    def tickets(self) -> Iterator[TicketTrail]:
        """Yield every ticket. Raises StoreBusy."""

    def ticket(self, number: TicketNumber) -> TicketTrail:
        """Return one ticket. Raises StoreBusy."""

    def reads(self) -> Iterator[tuple[TicketNumber, Sequence[Read]]]:
        """Yield the reads of every ticket that has any. Raises StoreBusy."""


class Roots(Protocol):
    """A file of heads a day, kept where nobody who can write the table can change it."""

    def put(self, day: date, lines: Iterable[str]) -> None:
        """Keep the file of a day, unless there is one."""

    def days(self) -> Sequence[date]:
        """Return the days that have a file, in order."""

    def lines(self, day: date) -> Iterator[str]:
        """Yield the lines of a day's file."""
