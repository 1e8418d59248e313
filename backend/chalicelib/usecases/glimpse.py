"""What a list shows of reports beside what is stored for it: how a story begins, and who is writing there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.domain.access import may_see, must_see
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.rulebook import limits
from chalicelib.domain.staff import Staff
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.timestamps import timestamp
from chalicelib.usecases.ports import WithStaff, WithTickets, WithVault, WithWorld, WithWriters
from chalicelib.usecases.ports.tickets import STATEMENT
from chalicelib.usecases.sealed_parts import SealedParts
from chalicelib.usecases.statements import read_statement


class Glimpsing(WithStaff, WithTickets, WithVault, WithWorld, WithWriters, Protocol):
    """What glimpsing takes."""


class Watching(WithStaff, WithWorld, WithWriters, Protocol):
    """What finding out who writes takes."""


class Writing(Watching, WithTickets, Protocol):
    """What saying that one writes takes."""


@dataclass(frozen=True, slots=True)
class Writer:
    """A colleague who was seen writing, by name, and when (ISO 8601)."""

    name: str
    at: str


@dataclass(frozen=True, slots=True)
class Glimpse:
    """How the story of a ticket begins, "" for a confidential one, and which colleague writes for it."""

    number: TicketNumber
    excerpt: str
    writer: Writer | None


def glimpse(ports: Glimpsing, staff: Staff, numbers: Sequence[TicketNumber]) -> Sequence[Glimpse]:
    """Return what a list shows of these tickets; those of which this person may not know are left out.

    A confidential one is read by opening it alone, which is written down. Raises StoreBusy.
    """
    now = ports.now()
    found = ports.tickets.statements(numbers)
    seen = {number: one for number, one in found.items() if may_see(staff, one[0], now)}
    writers = writers_of(ports, staff, list(seen))
    return [Glimpse(number, _excerpt(ports, *one), writers.get(number)) for number, one in seen.items()]


def writers_of(ports: Watching, staff: Staff, numbers: Sequence[TicketNumber]) -> dict[TicketNumber, Writer]:
    """Return which colleague writes for each of these tickets, as far as somebody does. Raises StoreBusy."""
    others = {number: one for number, one in ports.writers.of(numbers, ports.now()).items() if one.sub != staff.sub}
    names = ports.staff.names({one.sub for one in others.values()}) if others else {}
    return {number: Writer(names.get(one.sub, ""), timestamp(one.at)) for number, one in others.items()}


def say_writing(ports: Writing, staff: Staff, number: TicketNumber, *, writing: bool) -> Writer | None:
    """Note whether this person is writing for a ticket; return which colleague is, too.

    Raises UnknownTicket also for whoever may not know of it, StoreBusy.
    """
    now = ports.now()
    must_see(staff, ports.tickets.get(number), now)
    if not writing:
        ports.writers.gone(number, staff.sub)
        return None
    other = ports.writers.seen(number, staff.sub, now)
    return Writer(ports.staff.names({other.sub}).get(other.sub, ""), timestamp(other.at)) if other else None


def _excerpt(ports: WithVault, ticket: Ticket, box: bytes) -> str:
    if ticket.wall.confidential:
        return ""
    parts = SealedParts(ports, ticket).unseal({STATEMENT: box}, (Compartment.CASE,))
    return excerpt_of(read_statement(parts[STATEMENT]).story)


def excerpt_of(story: str) -> str:
    """Return how a story begins: at most `limits().excerpt` characters of whole words, in one line."""
    line = " ".join(story.split())
    if len(line) <= limits().excerpt:
        return line
    cut = line[: limits().excerpt]
    return f"{cut.rpartition(' ')[0] or cut}…"
