"""Show an officer who reports: it is written down first, then another function, with a role of its own, opens it by that.

`ask_contact` runs where officers act, and cannot open it. `open_contact` can, writes nothing, and opens only by the event
that the other has written for whoever asks. So there is no way to it without its event.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Protocol

from chalicelib.domain.access import must_see
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.contact import SEE_CONTACT, SEE_IDENTITY, Contact, shown
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import NotAllowedNow, TooManyContacts, UnknownTicket
from chalicelib.domain.events import Officer
from chalicelib.domain.rulebook import limits
from chalicelib.domain.staff import Staff
from chalicelib.domain.workflow import Effect, actions
from chalicelib.usecases.act import Acting, act, event_id_of
from chalicelib.usecases.ports import WithQuotas, WithStaff, WithTickets, WithVault, WithWorld
from chalicelib.usecases.ports.tickets import REPORTER
from chalicelib.usecases.read_ticket import UnsealedFile


class Asking(Acting, WithQuotas, Protocol):
    """What asking takes."""


class Opening(WithStaff, WithTickets, WithVault, WithWorld, Protocol):
    """What opening takes."""


@dataclass(frozen=True, slots=True)
class Asked:
    """That somebody may open a contact: by which event; and the ticket as it is after that."""

    event_id: str
    unsealed: UnsealedFile


def ask_contact(
    ports: Asking, staff: Staff, number: TicketNumber, action: str, version: int, answers: Mapping[str, str], once: str
) -> Asked:
    """Write down that an officer opens a contact, and why; asked again with the same `once`, it was written.

    Raises TooManyContacts, and what `act` raises.
    """
    if action not in actions() or actions()[action].effect is not Effect.OPEN_CONTACT:
        raise NotAllowedNow
    now = ports.now()
    file = ports.tickets.case_file(number)
    must_see(staff, file.ticket, now)
    event_id = event_id_of(ports, number, action, answers, once)
    known = any(event.id == event_id for event in file.events)
    if not known and not ports.quotas.admit(staff.sub, staff.desk, now):
        raise TooManyContacts
    unsealed = act(ports, staff, number, action, version, answers, once, opening=True)
    if unsealed is None:
        raise UnknownTicket
    return Asked(event_id, unsealed)


def open_contact(ports: Opening, staff: Staff, number: TicketNumber, event_id: str) -> Contact:
    """Return what an event lets its officer see of who reports, some minutes long.

    Raises UnknownTicket (also for whoever may not know of the ticket), NotAllowedNow when no such event of theirs is there.
    """
    file, now = ports.tickets.case_file(number), ports.now()
    must_see(staff, file.ticket, now)
    event = next((event for event in file.events if event.id == event_id), None)
    if (
        event is None
        or event.action not in (SEE_CONTACT, SEE_IDENTITY)
        or now - event.at > timedelta(minutes=limits().contact_minutes)
    ):
        raise NotAllowedNow
    if not isinstance(event.actor, Officer) or event.actor.sub != staff.sub:
        raise NotAllowedNow
    box = ports.tickets.reporter(number)
    if box is None or Compartment.IDENTITY not in file.ticket.keys:
        return Contact()
    sealer = ports.vault.sealer(number, file.ticket.keys, Compartment.IDENTITY)
    content = json.loads(sealer.unseal({REPORTER: box})[REPORTER])
    known = {field.name for field in fields(Contact)}
    return shown(Contact(**{name: value for name, value in content.items() if name in known}), event.action)
