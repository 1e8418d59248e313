"""The row of a ticket at the next moment for which a rule of time waits, sharded by number: a sweep reads what is due."""

from collections.abc import Iterator
from typing import Any

from chalicelib.adapters.dynamodb import keys
from chalicelib.domain.deadlines import next_moment
from chalicelib.domain.tickets import Ticket


def rows(ticket: Ticket) -> Iterator[dict[str, Any]]:
    """Yield the row of a ticket that waits for a rule of time."""
    if moment := next_moment(ticket):
        yield {**keys.due(ticket.number, moment)}
