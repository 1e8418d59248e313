"""A row under each keyed hash of phone and NIK that a ticket is found by, the newest last."""

from collections.abc import Iterator
from typing import Any

from chalicelib.adapters.dynamodb import keys
from chalicelib.domain.tickets import Ticket


def rows(ticket: Ticket) -> Iterator[dict[str, Any]]:
    """Yield the rows of a ticket whose reporter wrote a phone or a NIK."""
    for mark in ticket.found_by:
        yield {**keys.found(mark, ticket.receipt.received_at, ticket.number)}
