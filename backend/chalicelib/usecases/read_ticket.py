"""Show a staff member one ticket with its story and history, but not who reported it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chalicelib.domain.identity import TicketNumber
from chalicelib.domain.photos import Photo, PhotoState
from chalicelib.domain.staff import Staff
from chalicelib.domain.tickets import Event, Ticket
from chalicelib.usecases.ports import CaseFile, Ports
from chalicelib.usecases.statements import STATEMENT, Statement, read_statement


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A ticket as its desk reads it; `notes` holds the unsealed note of an event by the event's version,
    `photo_links` an address for some minutes of each kept photo by its id.
    """

    ticket: Ticket
    events: tuple[Event, ...]
    statement: Statement
    notes: Mapping[int, str]
    photos: Sequence[Photo]
    photo_links: Mapping[str, str]


def read_ticket(ports: Ports, staff: Staff, number: TicketNumber) -> OpenedFile:
    """Return the ticket opened; raises UnknownTicket also when it lies outside the desk's region."""
    case_file = ports.tickets.case_file(number)
    staff.must_see(case_file.ticket)
    return _opened(ports, case_file)


def note_name(version: int) -> str:
    """Return the name under which the note of an event is sealed; a note cannot be moved to another event."""
    return f"note-{version}"


def _opened(ports: Ports, case_file: CaseFile) -> OpenedFile:
    ticket = case_file.ticket
    sealed_notes = {note_name(event.version): event.note for event in case_file.events if event.note is not None}
    texts = ports.vault.unseal(ticket.number, ticket.data_key, {STATEMENT: case_file.statement, **sealed_notes})
    notes = {event.version: texts[note_name(event.version)].decode() for event in case_file.events if event.note}
    photos = ports.albums.get(ticket.number).photos
    links = {one.id: ports.photo_files.link(ticket.number, one.id) for one in photos if one.state is PhotoState.KEPT}
    return OpenedFile(ticket, tuple(case_file.events), read_statement(texts[STATEMENT]), notes, photos, links)
