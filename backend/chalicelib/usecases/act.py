"""Do something with a ticket: whatever the rules name an action for goes this one way."""

from collections.abc import Mapping
from typing import Protocol

from chalicelib.domain import changes
from chalicelib.domain.access import must_see
from chalicelib.domain.changes import World
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import StaleVersion
from chalicelib.domain.events import Officer, part_name
from chalicelib.domain.staff import Staff
from chalicelib.usecases.ports import WithTickets, WithVault, WithWorld
from chalicelib.usecases.ports.tickets import CaseFile, Overtaken
from chalicelib.usecases.read_ticket import UnsealedFile, unsealed_file


class Acting(WithTickets, WithVault, WithWorld, Protocol):
    """What an action takes."""


def act(
    ports: Acting, staff: Staff, number: TicketNumber, action: str, version: int, answers: Mapping[str, str]
) -> UnsealedFile:
    """Take `action` with `answers` to the fields it needs, if the ticket still stands at `version`; return it as it then is.

    Raises UnknownTicket (also for whoever may not know of it), StaleVersion, StoreBusy, and what `changes.act` raises.
    """
    file = ports.tickets.case_file(number)
    must_see(staff, file.ticket)
    if file.ticket.version != version:
        raise StaleVersion
    world = World(ports.now(), ports.new_id())
    change = changes.act(file.ticket, Officer(staff.sub, staff.desk), action, answers, world)
    sealer = ports.vault.sealer(number, file.ticket.keys, Compartment.CASE)
    named = {part_name(field, change.after.version): text for field, text in answers.items()}
    sealed = {name: sealer.seal(name, text.encode()) for name, text in named.items()}
    try:
        ports.tickets.commit(change, sealed)
    except Overtaken:
        raise StaleVersion from None
    return unsealed_file(CaseFile(change.after, [*file.events, change.event], {**file.sealed, **sealed}), sealer)
