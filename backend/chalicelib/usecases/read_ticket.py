"""Show a staff member one ticket with its story and history, but not who reported it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.domain.access import must_see
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.events import Event
from chalicelib.domain.photos import Photo, PhotoState
from chalicelib.domain.staff import Staff
from chalicelib.domain.tickets import Ticket
from chalicelib.usecases.ports import WithAlbums, WithPhotoFiles, WithTickets, WithVault
from chalicelib.usecases.ports.seals import Sealer
from chalicelib.usecases.ports.tickets import STATEMENT, CaseFile
from chalicelib.usecases.statements import Statement, read_statement


class Reading(WithAlbums, WithPhotoFiles, WithTickets, WithVault, Protocol):
    """What reading a ticket takes."""


@dataclass(frozen=True, slots=True)
class UnsealedFile:
    """A ticket as its desk reads it; `texts` holds what was written with an event, by its `events.part_name`."""

    ticket: Ticket
    events: tuple[Event, ...]
    statement: Statement
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ViewedPhotos:
    """The photos of a ticket; `links` has an address for some minutes of each kept one by its id."""

    photos: Sequence[Photo]
    links: Mapping[str, str]


def read_ticket(ports: Reading, staff: Staff, number: TicketNumber) -> tuple[UnsealedFile, ViewedPhotos]:
    """Return the ticket unsealed, and its photos; raises UnknownTicket also for whoever may not know of it, StoreBusy."""
    file = ports.tickets.case_file(number)
    must_see(staff, file.ticket)
    photos = ports.albums.get(number).photos
    links = {one.id: ports.photo_files.link(number, one.id) for one in photos if one.state is PhotoState.KEPT}
    return unsealed_file(file, ports.vault.sealer(number, file.ticket.keys, Compartment.CASE)), ViewedPhotos(photos, links)


def unsealed_file(file: CaseFile, sealer: Sealer) -> UnsealedFile:
    """Return a ticket's file as `sealer` unseals it."""
    texts = dict(sealer.unseal(file.sealed))
    statement = read_statement(texts.pop(STATEMENT))
    return UnsealedFile(file.ticket, tuple(file.events), statement, {name: text.decode() for name, text in texts.items()})
