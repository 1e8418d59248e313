"""Do something with a ticket: whatever the rules name an action for goes this one way."""

from collections.abc import Mapping
from typing import Protocol

from chalicelib.domain import changes
from chalicelib.domain.access import may_see, must_see, officer
from chalicelib.domain.changes import World
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import Invalid, StaleVersion
from chalicelib.domain.events import part_name
from chalicelib.domain.staff import Member, Staff
from chalicelib.domain.workflow import actions
from chalicelib.usecases.ports import WithRosters, WithStaff, WithTickets, WithVault, WithWorld
from chalicelib.usecases.ports.tickets import CaseFile, Overtaken
from chalicelib.usecases.read_ticket import UnsealedFile, unsealed_file


class Acting(WithRosters, WithStaff, WithTickets, WithVault, WithWorld, Protocol):
    """What an action takes."""


def act(
    ports: Acting, staff: Staff, number: TicketNumber, action: str, version: int, answers: Mapping[str, str]
) -> UnsealedFile | None:
    """Take `action` with `answers` to the fields it needs, if the ticket still stands at `version`; return it as it then is.

    Return None to whoever may not know of it any more by what they did. Raises UnknownTicket (also for whoever may not know of
    it), StaleVersion, StoreBusy, and what `changes.act` raises.
    """
    file, now = ports.tickets.case_file(number), ports.now()
    must_see(staff, file.ticket, now)
    if file.ticket.version != version:
        raise StaleVersion
    named, texts = _named(ports, action, answers)
    world = World(now, ports.new_id(), ports.rosters.at, named)
    change = changes.act(file.ticket, officer(staff, now), action, answers, world)
    sealer = ports.vault.sealer(number, file.ticket.keys, Compartment.CASE)
    parts = {part_name(field, change.after.version): text for field, text in texts.items()}
    sealed = {name: sealer.seal(name, text.encode()) for name, text in parts.items()}
    try:
        ports.tickets.commit(change, sealed)
    except Overtaken:
        raise StaleVersion from None
    if not may_see(staff, change.after, now):
        return None
    return unsealed_file(CaseFile(change.after, [*file.events, change.event], {**file.sealed, **sealed}), sealer)


def _named(ports: Acting, action: str, answers: Mapping[str, str]) -> tuple[Member | None, Mapping[str, str]]:
    """Return (whom an answer names, the answers as they are kept: with the name of that person instead of their `sub`).

    Raises Invalid when the register has nobody of that `sub`.
    """
    known = actions().get(action)
    fields = [field.name for field in known.needs if field.person and answers.get(field.name)] if known else []
    texts, member = dict(answers), None
    for field in fields:
        person = ports.staff.find(answers[field])
        if person is None:
            raise Invalid((field, "not_a_choice"))
        member, texts[field] = person.member, person.name
    return member, texts
