"""Answer where a report is, to anybody who holds its number."""

from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import UnknownTicket
from chalicelib.domain.tickets import Ticket
from chalicelib.usecases.ports import WithTickets


def look_up_status(ports: WithTickets, number: TicketNumber) -> Ticket:
    """Return the ticket; the caller shows only what the number alone may see. Raises UnknownTicket, also for an erased one."""
    ticket = ports.tickets.get(number)
    if ticket.erased:
        raise UnknownTicket
    return ticket


def shared_status(ports: WithTickets, ticket: Ticket) -> Ticket:
    """Return the ticket whose status a ticket has: of a duplicate the one that it was linked to, unless that is erased."""
    if ticket.linked_to is None:
        return ticket
    try:
        return look_up_status(ports, ticket.linked_to)
    except UnknownTicket:
        return ticket
