"""List the tickets of a staff member's desk."""

from chalicelib.domain.staff import Staff
from chalicelib.domain.workflow import Status
from chalicelib.usecases.ports import WithTickets
from chalicelib.usecases.ports.tickets import Page


def list_inbox(ports: WithTickets, staff: Staff, status: Status | None, limit: int, after: str | None) -> Page:
    """Return a page of the desk's inbox, of one status or all, lane by lane and the oldest first in each."""
    return ports.tickets.inbox(staff.desk, status, limit, after)
