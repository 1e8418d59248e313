"""Answer where a report is, to anybody who holds its number."""

from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.tickets import Ticket
from chalicelib.usecases.ports import WithTickets


def look_up_status(ports: WithTickets, number: TicketNumber) -> Ticket:
    """Return the ticket; the caller shows only what the number alone may see. Raises UnknownTicket."""
    return ports.tickets.get(number)
