"""A row on each shelf that a ticket lies on, sorted as queues list them: by rank, then by date."""

from collections.abc import Iterator
from typing import Any

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.rows import inbox
from chalicelib.domain.queues import Shelf, due_of, rank_of, shelves
from chalicelib.domain.tickets import Ticket


def rows(ticket: Ticket) -> Iterator[dict[str, Any]]:
    """Yield the row of a ticket on each of its shelves."""
    on = list(shelves(ticket))
    if not on:
        return
    order = keys.queue_order(rank_of(ticket), due_of(ticket), ticket.number, confidential=ticket.wall.confidential)
    content = inbox.content(ticket)
    for desk, shelf in on:
        yield {**keys.queue(desk, shelf, ticket.assignee if shelf is Shelf.MINE else None, order), **content}
