"""Find what the same person reported of the same matter at about the same time. It is shown, and nothing is linked by it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.domain.access import may_see
from chalicelib.domain.rulebook import limits
from chalicelib.domain.staff import Staff
from chalicelib.domain.tickets import Ticket
from chalicelib.usecases.ports import WithTickets

_MOST = 10


class Finding(WithTickets, Protocol):
    """What finding takes."""


def find_similar(ports: Finding, staff: Staff, ticket: Ticket, now: datetime) -> Sequence[Ticket]:
    """Return the tickets of the same phone or NIK, category and district, close in time, that this officer may know of."""
    found = {number for mark in ticket.found_by for number in ports.tickets.found(mark, _MOST)} - {ticket.number}
    others = [ports.tickets.get(number) for number in found]
    similar = [
        other
        for other in others
        if (other.category, other.district) == (ticket.category, ticket.district)
        and abs(other.receipt.received_at - ticket.receipt.received_at) <= timedelta(days=limits().similar_days)
        and may_see(staff, other, now)
    ]
    return sorted(similar, key=lambda one: (one.receipt.received_at, one.number.symbols))
