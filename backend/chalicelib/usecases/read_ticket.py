"""Show a staff member one ticket with its story and history, but not who reported it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.domain.access import must_see, officer, role_of
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.events import Event, part_name
from chalicelib.domain.photos import Photo, PhotoState
from chalicelib.domain.staff import Staff
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.workflow import Role
from chalicelib.usecases.find_similar import find_similar
from chalicelib.usecases.glimpse import Writer, writers_of
from chalicelib.usecases.ports import (
    WithAlbums,
    WithPhotoFiles,
    WithReads,
    WithStaff,
    WithTickets,
    WithVault,
    WithWorld,
    WithWriters,
)
from chalicelib.usecases.ports.photos import Reading
from chalicelib.usecases.ports.tickets import OWN_WORDS, STATEMENT, CaseFile
from chalicelib.usecases.sealed_parts import SealedParts
from chalicelib.usecases.statements import Statement, read_statement

# What a read that is answered for was of.
CASE = "case"


class Opening(WithAlbums, WithPhotoFiles, WithReads, WithStaff, WithTickets, WithVault, WithWorld, WithWriters, Protocol):
    """What reading a ticket takes."""


@dataclass(frozen=True, slots=True)
class UnsealedFile:
    """A ticket as its desk reads it; `texts` holds what was written with an event, by its `events.part_name`."""

    ticket: Ticket
    events: tuple[Event, ...]
    statement: Statement
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class KeptOut:
    """Somebody who was found later to have to be out, and when they had opened the ticket before, if ever."""

    name: str
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside a ticket's file.

    Its photos; an address for some minutes of each kept one by its id; who is kept out; what is like it; and who is writing.
    """

    photos: Sequence[Photo]
    links: Mapping[str, str]
    kept_out: Sequence[KeptOut]
    similar: Sequence[Ticket] = ()
    writer: Writer | None = None


def read_ticket(ports: Opening, staff: Staff, number: TicketNumber) -> tuple[UnsealedFile, Beside]:
    """Return the ticket unsealed, and what lies beside it; that they read it is noted before, if confidential in the trail.

    Raises UnknownTicket also for whoever may not know of it, StoreBusy.
    """
    file, now = ports.tickets.case_file(number), ports.now()
    must_see(staff, file.ticket, now)
    if file.ticket.wall.confidential:
        ports.reads.note(number, staff.sub, staff.desk, CASE, now)
    album, readings = ports.albums.view(number, staff.sub, now)
    links = {one.id: ports.photo_files.link(number, one.id) for one in album.photos if one.state is PhotoState.KEPT}
    unsealed = unsealed_file(file, SealedParts(ports, file.ticket))
    similar = find_similar(ports, staff, file.ticket, now)
    writer = writers_of(ports, staff, [number]).get(number)
    return unsealed, Beside(album.photos, links, _kept_out(ports, staff, file.ticket, readings), similar, writer)


def _kept_out(ports: Opening, staff: Staff, ticket: Ticket, readings: Collection[Reading]) -> Sequence[KeptOut]:
    """Return who is barred, for the desk that handles the ticket and those above it alone."""
    barred = ticket.wall.barred
    if not barred or role_of(officer(staff, ports.now()), ticket) is Role.READER:
        return ()
    names, read = ports.staff.names(barred), {reading.sub: reading for reading in readings}
    return [KeptOut(names.get(sub, ""), read.get(sub)) for sub in barred]


def unsealed_file(file: CaseFile, parts: SealedParts) -> UnsealedFile:
    """Return a ticket's file as a desk reads it. The complainant's own words stand in the statement."""
    own = part_name(OWN_WORDS, 1)
    sealed = {name: box for name, box in file.sealed.items() if name != own}
    texts = dict(parts.unseal(sealed, (Compartment.CASE, Compartment.TALK)))
    statement = read_statement(texts.pop(STATEMENT))
    return UnsealedFile(file.ticket, tuple(file.events), statement, {name: text.decode() for name, text in texts.items()})
