"""A row in the inbox of every desk that watches a ticket. What a list shows is made of it when it is read."""

from collections.abc import Iterator
from typing import Any

from chalicelib.adapters.dynamodb import documents, keys
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.timestamps import timestamp
from chalicelib.domain.walls import OPEN, Person
from chalicelib.domain.workflow import Status
from chalicelib.usecases.deadline_entries import deadline_entry
from chalicelib.usecases.ports.tickets import InboxEntry

_UNMARKED: Any = {
    "deadline": None,
    "assignee": None,
    "confidential": False,
    "urgent": False,
    "to_call": False,
    "erasure": False,
    "replied": False,
    "village": None,
    "labels": (),
}


def rows(ticket: Ticket) -> Iterator[dict[str, Any]]:
    """Yield the row of a ticket in each inbox, of an erased one none. What changes no status and no date leaves it as it is."""
    if ticket.erased:
        return
    listed = content(ticket)
    deadline = deadline_entry(ticket)
    due = deadline["at"] if deadline else timestamp(ticket.receipt.received_at)
    order = keys.inbox_order(ticket.status, due, ticket.number, confidential=ticket.wall.confidential)
    for desk in ticket.watchers:
        yield {**keys.inbox(desk, order), **listed}


def content(ticket: Ticket) -> dict[str, Any]:
    """Return what a row that lists a ticket holds: what a list shows of it, and the wall around it."""
    deadline = deadline_entry(ticket)
    marks = {
        "deadline": deadline,
        "assignee": ticket.assignee,
        "confidential": ticket.wall.confidential,
        "urgent": ticket.urgent,
        "to_call": ticket.to_call,
        "erasure": ticket.asks_to_be_erased,
        "replied": ticket.replied,
        "labels": ticket.labels,
    }
    document = documents.dump(
        {
            "number": str(ticket.number),
            "status": ticket.status,
            "kind": ticket.kind,
            "category": ticket.category,
            "district": ticket.district,
            "village": ticket.village,
            "desk": documents.desk_document(ticket.desk),
            "received_at": timestamp(ticket.receipt.received_at),
            **{name: value for name, value in marks.items() if value},
        }
    )
    wall = {"wall": documents.dump(documents.wall_document(ticket.wall))} if ticket.wall != OPEN else {}
    return {"doc": document, **wall}


def admits(item: Any, person: Person) -> bool:
    """Whether the wall around the ticket of a stored row lets this person know of it."""
    return "wall" not in item or documents.read_wall(documents.load(item["wall"])).admits(person)


def entries(items: list[Any]) -> list[InboxEntry]:
    """Return what a list shows of stored rows. What most rows do not say, and rows of before never, gets its default here."""
    listed: list[Any] = documents.load_all([item["doc"] for item in items])
    return [_UNMARKED | entry for entry in listed]


def order_of(entry: InboxEntry) -> str:
    """Return the sort key of the row that an entry was read from."""
    number, secret = TicketNumber.parse(entry["number"]), entry["confidential"]
    due = entry["deadline"]["at"] if entry["deadline"] else entry["received_at"]
    return keys.inbox_order(Status(entry["status"]), due, number, confidential=secret)
