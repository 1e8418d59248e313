"""A row in the inbox of every desk that watches a ticket. What a list shows is made of it when it is read."""

from collections.abc import Iterator
from typing import Any

from chalicelib.adapters.dynamodb import documents, keys
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.timestamps import timestamp
from chalicelib.domain.workflow import Status
from chalicelib.usecases.ports.tickets import InboxEntry


def rows(ticket: Ticket) -> Iterator[dict[str, Any]]:
    """Yield the row of a ticket in each inbox. What changes no status, such as a new code, leaves it as it is."""
    received_at = ticket.receipt.received_at
    document = documents.dump(
        {
            "number": str(ticket.number),
            "status": ticket.status,
            "kind": ticket.kind,
            "category": ticket.category,
            "district": ticket.district,
            "desk": documents.desk_document(ticket.desk),
            "received_at": timestamp(received_at),
        }
    )
    for desk in ticket.watchers:
        yield {**keys.inbox(desk, ticket.status, received_at, ticket.number), "doc": document}


def entries(items: list[Any]) -> list[InboxEntry]:
    """Return what a list shows of stored rows. A field that rows of before lack gets its default here."""
    listed: list[Any] = documents.load_all([item["doc"] for item in items])
    return listed


def order_of(entry: InboxEntry) -> str:
    """Return the sort key of the row that an entry was read from."""
    return keys.inbox_order(Status(entry["status"]), entry["received_at"], TicketNumber.parse(entry["number"]))
