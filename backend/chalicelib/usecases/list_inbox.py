"""List the tickets of a staff member's desk."""

from chalicelib.domain.staff import Staff
from chalicelib.domain.workflow import Lane
from chalicelib.usecases.ports import WithTickets
from chalicelib.usecases.ports.tickets import EVERYTHING, Choice, Page


def list_inbox(
    ports: WithTickets, staff: Staff, lane: Lane | None, limit: int, after: str | None, choice: Choice = EVERYTHING
) -> Page:
    """Return a page of what their desk's inbox lists for them, of one lane or all: see `ports.tickets.Tickets.inbox`."""
    return ports.tickets.inbox(staff, lane, limit, after, choice)
