"""The row of a ticket at its next deadline, sharded by number: what a sweep reads is what is due, oldest first."""

from collections.abc import Iterator
from typing import Any

from chalicelib.adapters.dynamodb import keys
from chalicelib.domain.clocks import next_deadline
from chalicelib.domain.tickets import Ticket


def rows(ticket: Ticket) -> Iterator[dict[str, Any]]:
    """Yield the row of a ticket that waits for a rule of time."""
    if deadline := next_deadline(ticket):
        yield {**keys.due(ticket.number, deadline)}
