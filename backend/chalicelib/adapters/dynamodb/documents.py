"""How domain things are written in the table: keys and conditions as attributes, everything else as one JSON text.

One JSON attribute is parsed in C in one go; the same fields as typed attributes cost several times that per row.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic_core import from_json

from chalicelib.domain.identity import TicketNumber
from chalicelib.domain.moments import moment
from chalicelib.domain.photos import Album, Photo, PhotoState, Refusal
from chalicelib.domain.staff import Staff
from chalicelib.domain.tickets import Event, Kind, Receipt, Status, Step, Ticket
from chalicelib.domain.tiers import Desk, Tier

Document = Mapping[str, Any]


def dump(document: Document) -> dict[str, str]:
    """Return a document as an attribute value."""
    return {"S": json.dumps(document, ensure_ascii=False, separators=(",", ":"))}


def load(attribute: dict[str, str]) -> Document:
    """Return the document an attribute value holds."""
    document: Document = from_json(attribute["S"])
    return document


def load_all(attributes: list[dict[str, str]]) -> list[Document]:
    """Return the documents that attribute values hold, read in one go."""
    documents: list[Document] = from_json(f"[{','.join([attribute['S'] for attribute in attributes])}]")
    return documents


def sealed(text: bytes) -> dict[str, str]:
    """Return sealed bytes as an attribute value."""
    return {"S": b64encode(text).decode()}


def unsealed(attribute: dict[str, str]) -> bytes:
    """Return the sealed bytes an attribute value holds."""
    return b64decode(attribute["S"])


def ticket_document(ticket: Ticket) -> Document:
    """Return a ticket without its number and version, which are attributes of their own."""
    return {
        "status": ticket.status,
        "kind": ticket.kind,
        "category": ticket.category,
        "flags": ticket.flags,
        "district": ticket.district,
        "village": ticket.village,
        "happened_on": ticket.happened_on.isoformat() if ticket.happened_on else None,
        "desk": _desk_document(ticket.desk),
        "updated_at": moment(ticket.updated_at),
        "last_event": ticket.last_event,
        "steps": [[step.status, moment(step.at)] for step in ticket.steps],
        "received_by": _desk_document(ticket.receipt.desk),
        "received_at": moment(ticket.receipt.received_at),
        "content_mark": ticket.receipt.content_mark,
        "code_mark": ticket.receipt.code_mark,
        "token_mark": ticket.receipt.token_mark,
        "data_key": b64encode(ticket.data_key).decode(),
    }


def read_ticket(number: TicketNumber, version: int, document: Document) -> Ticket:
    """Return the ticket that `ticket_document` wrote."""
    day = document["happened_on"]
    return Ticket(
        number=number,
        version=version,
        status=Status(document["status"]),
        kind=Kind(document["kind"]),
        category=document["category"],
        flags=tuple(document["flags"]),
        district=document["district"],
        village=document["village"],
        happened_on=date.fromisoformat(day) if day else None,
        desk=_read_desk(document["desk"]),
        updated_at=datetime.fromisoformat(document["updated_at"]),
        last_event=document["last_event"],
        steps=tuple(Step(Status(status), datetime.fromisoformat(at)) for status, at in document["steps"]),
        receipt=Receipt(
            _read_desk(document["received_by"]),
            datetime.fromisoformat(document["received_at"]),
            document["content_mark"],
            document["code_mark"],
            document["token_mark"],
        ),
        data_key=b64decode(document["data_key"]),
    )


def event_document(event: Event) -> Document:
    """Return an event without its ticket's number."""
    return {
        "id": event.id,
        "version": event.version,
        "action": event.action,
        "status": event.status,
        "desk": _desk_document(event.desk),
        "at": moment(event.at),
        "by": event.by,
        "note": b64encode(event.note).decode() if event.note is not None else None,
    }


def read_event(number: TicketNumber, document: Document) -> Event:
    """Return the event that `event_document` wrote."""
    note = document["note"]
    return Event(
        id=document["id"],
        number=number,
        version=document["version"],
        action=document["action"],
        status=Status(document["status"]),
        desk=_read_desk(document["desk"]),
        at=datetime.fromisoformat(document["at"]),
        by=document["by"],
        note=b64decode(note) if note is not None else None,
    )


def news_document(event: Event, ticket: Ticket) -> Document:
    """Return what the outbox keeps of an event: enough to tell the ticket's desk, nothing of the report."""
    return {
        "number": event.number.symbols,
        "version": event.version,
        "action": event.action,
        "desk": _desk_document(ticket.desk),
        "at": moment(event.at),
    }


def read_news_fields(document: Document) -> dict[str, Any]:
    """Return the fields of the News that `news_document` wrote, all but its position."""
    return {
        "number": TicketNumber(document["number"]),
        "version": document["version"],
        "action": document["action"],
        "desk": _read_desk(document["desk"]),
        "at": datetime.fromisoformat(document["at"]),
    }


def album_document(album: Album) -> Document:
    """Return an album without its version, which is an attribute of its own."""
    return {"photos": [[photo.id, photo.state, moment(photo.asked_at), photo.reason] for photo in album.photos]}


def read_album(version: int, document: Document) -> Album:
    """Return the album that `album_document` wrote."""
    photos = (
        Photo(photo, PhotoState(state), datetime.fromisoformat(asked_at), Refusal(reason) if reason else None)
        for photo, state, asked_at, reason in document["photos"]
    )
    return Album(version, tuple(photos))


def staff_document(staff: Staff) -> Document:
    """Return a staff record without its `sub`."""
    return {"name": staff.name, "desk": _desk_document(staff.desk), "active": staff.active}


def read_staff(sub: str, document: Document) -> Staff:
    """Return the staff record that `staff_document` wrote."""
    return Staff(sub, document["name"], _read_desk(document["desk"]), document["active"])


def _desk_document(desk: Desk) -> list[str]:
    return [desk.tier, desk.region]


def _read_desk(document: list[str]) -> Desk:
    return Desk(Tier(document[0]), document[1])
