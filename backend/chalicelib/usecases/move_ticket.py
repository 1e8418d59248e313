"""Take a ticket one step further."""

from chalicelib.domain.errors import Invalid, StaleVersion
from chalicelib.domain.identity import TicketNumber
from chalicelib.domain.staff import Staff
from chalicelib.domain.tickets import Ticket, actions
from chalicelib.usecases.ports import Ports
from chalicelib.usecases.read_ticket import note_name


def move_ticket(ports: Ports, staff: Staff, number: TicketNumber, action: str, version: int, note: str) -> Ticket:
    """Move the ticket by `action`, provided it still stands at `version`; `note` says why. Return it as it then is.

    Raises UnknownTicket (also outside the desk's region), Invalid (no such action), StaleVersion, NotAllowedNow, StoreBusy.
    """
    if action not in actions():
        raise Invalid(("action", "unknown_action"))
    ticket = ports.tickets.get(number)
    staff.must_see(ticket)
    if ticket.version != version:
        raise StaleVersion
    sealed_note = ports.vault.seal(number, ticket.data_key, note_name(version + 1), note.encode())
    moved, event = ticket.after(
        action, desk=staff.desk, by=staff.sub, note=sealed_note, at=ports.now(), event_id=ports.new_id()
    )
    ports.tickets.move(moved, event)
    return moved
