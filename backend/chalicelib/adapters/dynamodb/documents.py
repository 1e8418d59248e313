"""How domain things are written in the table: keys and conditions as attributes, everything else as one JSON text.

One JSON attribute is parsed in C in one go; the same fields as typed attributes cost several times that per row.

Documents grow: tickets and events carry the number of their form (`v`, none in the first two), a field that a form of before
lacks is given its default on reading, and `tests/contract/stored/` holds items of every form that was ever written.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from pydantic_core import from_json, to_json

from chalicelib.adapters.envelope import unparted
from chalicelib.domain import past
from chalicelib.domain.changes import Change
from chalicelib.domain.clocks import Clock, ClockName
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.deadlines import unsaid_clocks
from chalicelib.domain.events import Actor, Complainant, Event, Officer, Read, System, part_name
from chalicelib.domain.photos import Album, Photo, PhotoState, Refusal
from chalicelib.domain.reports import Kind
from chalicelib.domain.tickets import Digests, ErasureRequest, Receipt, Step, Ticket
from chalicelib.domain.tiers import Desk, DeskKind, Tier
from chalicelib.domain.timestamps import timestamp
from chalicelib.domain.walls import Wall
from chalicelib.domain.workflow import Ending, Status

Document = Mapping[str, Any]

_FORM = 9
_OFFICER, _COMPLAINANT, _SYSTEM = "officer", "complainant", "system"
_OTHERS: dict[str, Actor] = {_COMPLAINANT: Complainant(), _SYSTEM: System()}


def dump(document: Document) -> dict[str, str]:
    """Return a document as an attribute value."""
    return {"S": to_json(document).decode()}


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
        "v": _FORM,
        "status": ticket.status,
        "kind": ticket.kind,
        "category": ticket.category,
        "flags": ticket.flags,
        "district": ticket.district,
        "village": ticket.village,
        "happened_on": ticket.happened_on.isoformat() if ticket.happened_on else None,
        "desk": desk_document(ticket.desk),
        "watchers": [desk_document(desk) for desk in ticket.watchers],
        "excluded": [desk_document(desk) for desk in ticket.excluded],
        "updated_at": timestamp(ticket.updated_at),
        "last_event": ticket.last_event,
        "steps": [
            [step.status, timestamp(step.at), *([desk_document(step.desk)] if step.desk else [])] for step in ticket.steps
        ],
        "received_by": desk_document(ticket.receipt.desk),
        "received_at": timestamp(ticket.receipt.received_at),
        "received_past": [desk_document(desk) for desk in ticket.receipt.passed],
        "received_due": _moment(ticket.receipt.due),
        "wall": wall_document(ticket.wall),
        "urgent": ticket.urgent,
        "assignee": ticket.assignee,
        "answer_by": ticket.answer_by.isoformat() if ticket.answer_by else None,
        "ending": ticket.ending,
        "rating": ticket.rating,
        "to_call": ticket.to_call,
        "clocks": [_clock_document(clock) for clock in ticket.clocks],
        "answered_at": _moment(ticket.answered_at),
        "head": ticket.head,
        "content_mark": ticket.digests.content,
        "code_mark": ticket.digests.code,
        "token_mark": ticket.digests.token,
        "earlier_code_marks": ticket.digests.earlier_codes,
        "earlier_token_marks": ticket.digests.earlier_tokens,
        "found_by": ticket.found_by,
        "linked_to": ticket.linked_to.symbols if ticket.linked_to else None,
        "erasure": _erasure_document(ticket.erasure) if ticket.erasure else None,
        "held": ticket.held,
        "photos_left": ticket.photos_left,
        "replied": ticket.replied,
        "labels": ticket.labels,
        "keys": {compartment: b64encode(key).decode() for compartment, key in ticket.keys.items()},
    }


def read_ticket(number: TicketNumber, version: int, document: Document) -> Ticket:
    """Return the ticket that `ticket_document` wrote, now or in an earlier form."""
    day, desk, district = document["happened_on"], read_desk(document["desk"]), document["district"]
    status, updated_at = Status(document["status"]), datetime.fromisoformat(document["updated_at"])
    received_by, passed = read_desk(document["received_by"]), document.get("received_past")
    receipt = Receipt(
        received_by,
        datetime.fromisoformat(document["received_at"]),
        past.unsaid_excluded(received_by, district) if passed is None else tuple(map(read_desk, passed)),
        _read_moment(document.get("received_due")),
    )
    watchers, excluded, clocks = document.get("watchers"), document.get("excluded"), document.get("clocks")
    steps = (
        tuple(map(_read_step, document["steps"]))
        if "steps" in document
        else past.unsaid_steps(receipt.received_at, status, updated_at)
    )
    ticket = Ticket(
        number=number,
        version=version,
        status=status,
        kind=Kind(document["kind"]),
        category=document["category"],
        flags=tuple(document.get("flags", ())),
        district=district,
        village=document["village"],
        happened_on=date.fromisoformat(day) if day else None,
        desk=desk,
        watchers=past.unsaid_watchers(desk, district) if watchers is None else tuple(map(read_desk, watchers)),
        excluded=past.unsaid_excluded(desk, district) if excluded is None else tuple(map(read_desk, excluded)),
        updated_at=updated_at,
        last_event=document["last_event"],
        steps=steps,
        receipt=receipt,
        digests=Digests(
            document["content_mark"],
            document["code_mark"],
            document.get("token_mark"),
            tuple(document.get("earlier_code_marks", ())),
            tuple(document.get("earlier_token_marks", ())),
        ),
        keys=_read_keys(document),
        wall=read_wall(document.get("wall", {})),
        urgent=document.get("urgent", False),
        assignee=document.get("assignee"),
        answer_by=date.fromisoformat(answer_by) if (answer_by := document.get("answer_by")) else None,
        ending=Ending(ending) if (ending := document.get("ending")) else None,
        rating=document.get("rating"),
        to_call=document.get("to_call", False),
        clocks=tuple(map(_read_clock, clocks or ())),
        answered_at=past.unsaid_answered_at(steps) if clocks is None else _read_moment(document["answered_at"]),
        head=document.get("head", ""),
        found_by=tuple(document.get("found_by", ())),
        linked_to=TicketNumber(linked) if (linked := document.get("linked_to")) else None,
        erasure=_read_erasure(erasure) if (erasure := document.get("erasure")) else None,
        held=document.get("held", False),
        photos_left=document.get("photos_left", False),
        replied=document.get("replied", False),
        labels=tuple(document.get("labels", ())),
    )
    return unsaid_clocks(ticket) if clocks is None else ticket


def _moment(at: datetime | None) -> str | None:
    return timestamp(at) if at else None


def _read_moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _erasure_document(erasure: ErasureRequest) -> list[Any]:
    return [timestamp(erasure.asked_at), timestamp(erasure.remind_at), erasure.confirmed]


def _read_erasure(document: list[Any]) -> ErasureRequest:
    asked_at, remind_at, confirmed = document
    return ErasureRequest(datetime.fromisoformat(asked_at), datetime.fromisoformat(remind_at), confirmed)


def _read_step(document: list[Any]) -> Step:
    status, at, *desk = document
    return Step(Status(status), datetime.fromisoformat(at), read_desk(desk[0]) if desk else None)


def _clock_document(clock: Clock) -> list[Any]:
    paused = clock.paused.isoformat() if clock.paused else None
    return [
        clock.name,
        timestamp(clock.since),
        timestamp(clock.due),
        _moment(clock.remind_at),
        paused,
        clock.waited,
        clock.late,
    ]


def _read_clock(document: list[Any]) -> Clock:
    name, since, due, remind_at, paused, waited, late = document
    return Clock(
        ClockName(name),
        datetime.fromisoformat(since),
        datetime.fromisoformat(due),
        _read_moment(remind_at),
        date.fromisoformat(paused) if paused else None,
        waited,
        late,
    )


def wall_document(wall: Wall) -> Document:
    """Return a wall as part of a document; what does not stand is left out."""
    parts = {"confidential": wall.confidential, "accused": wall.accused, "barred": wall.barred}
    return {name: part for name, part in parts.items() if part}


def read_wall(document: Document) -> Wall:
    """Return the wall that `wall_document` wrote."""
    return Wall(document.get("confidential", False), tuple(document.get("accused", ())), tuple(document.get("barred", ())))


def _read_keys(document: Document) -> Mapping[Compartment, bytes]:
    """Before compartments a ticket had one key for all that was sealed of it, and none once it was erased."""
    if "keys" in document:
        return {Compartment(name): b64decode(key) for name, key in document["keys"].items()}
    key = b64decode(document["data_key"])
    return dict.fromkeys((Compartment.IDENTITY, Compartment.CASE), unparted(key)) if key else {}


def event_document(event: Event) -> Document:
    """Return an event without its ticket's number."""
    return {
        "v": _FORM,
        "id": event.id,
        "version": event.version,
        "action": event.action,
        "status": event.status,
        "at": timestamp(event.at),
        "actor": _actor_document(event.actor),
        "desk": desk_document(event.desk) if event.desk else None,
        "seals": event.seals,
        "digest": event.digest,
    }


def read_event(number: TicketNumber, document: Document) -> Event:
    """Return the event that `event_document` wrote, now or in an earlier form."""
    return Event(
        id=document["id"],
        number=number,
        version=document["version"],
        action=document["action"],
        status=Status(document["status"]),
        at=datetime.fromisoformat(document["at"]),
        actor=_read_actor(document["actor"]) if "actor" in document else _actor_of_before(document),
        desk=read_desk(document["desk"]) if document.get("desk") else None,
        seals=document.get("seals", {}),
        digest=document.get("digest", ""),
    )


def read_document(read: Read) -> Document:
    """Return a read without its ticket's number and its place."""
    return {
        "sub": read.sub,
        "desk": desk_document(read.desk),
        "what": read.what,
        "at": timestamp(read.at),
        "digest": read.digest,
    }


def read_read(number: TicketNumber, place: int, document: Document) -> Read:
    """Return the read that `read_document` wrote."""
    at = datetime.fromisoformat(document["at"])
    return Read(number, place, document["sub"], read_desk(document["desk"]), document["what"], at, document["digest"])


def sealed_document(parts: Mapping[str, bytes]) -> Document:
    """Return the sealed parts of an event by name."""
    return {name: b64encode(box).decode() for name, box in parts.items()}


def read_sealed(item: Mapping[str, Any]) -> Mapping[str, bytes]:
    """Return the sealed parts by name that an event's item holds; before, the note was part of the event's document."""
    if "sealed" in item:
        return {name: b64decode(box) for name, box in load(item["sealed"]).items()}
    document = load(item["doc"])
    note = document.get("note")
    return {} if note is None else {part_name("note", document["version"]): b64decode(note)}


def news_document(change: Change, desk: Desk) -> Document:
    """Return what the outbox keeps of a change for one desk: enough to tell it, nothing of the report."""
    event = change.event
    return {
        "number": event.number.symbols,
        "version": event.version,
        "action": event.action,
        "desk": desk_document(desk),
        "at": timestamp(event.at),
        "told": desk in change.tells,
        "wall": wall_document(change.after.wall),
    }


def read_news_fields(document: Document) -> dict[str, Any]:
    """Return the fields of the News that `news_document` wrote, all but its position."""
    return {
        "number": TicketNumber(document["number"]),
        "version": document["version"],
        "action": document["action"],
        "desk": read_desk(document["desk"]),
        "at": datetime.fromisoformat(document["at"]),
        "told": document["told"] if "told" in document else past.unsaid_told(document["action"]),
        "wall": read_wall(document.get("wall", {})),
    }


def album_document(album: Album) -> Document:
    """Return an album without its version, which is an attribute of its own."""
    return {"photos": [[photo.id, photo.state, timestamp(photo.asked_at), photo.reason] for photo in album.photos]}


def read_album(version: int, document: Document) -> Album:
    """Return the album that `album_document` wrote."""
    photos = (
        Photo(photo, PhotoState(state), datetime.fromisoformat(asked_at), Refusal(reason) if reason else None)
        for photo, state, asked_at, reason in document["photos"]
    )
    return Album(version, tuple(photos))


def desk_document(desk: Desk) -> list[str]:
    """Return a desk as part of a document."""
    return [desk.tier, desk.region] if desk.kind is DeskKind.PKH else [desk.tier, desk.region, desk.kind]


def read_desk(document: list[str]) -> Desk:
    """Return the desk that `desk_document` wrote."""
    return _desk(*document)


@lru_cache(4096)
def _desk(tier: str, region: str, kind: str = DeskKind.PKH) -> Desk:
    return Desk(Tier(tier), region, DeskKind(kind))


def _actor_document(actor: Actor) -> list[Any]:
    if isinstance(actor, Officer):
        return [_OFFICER, actor.sub, desk_document(actor.desk), *([actor.stands_in] if actor.stands_in else [])]
    return [_COMPLAINANT if isinstance(actor, Complainant) else _SYSTEM]


def _read_actor(document: list[Any]) -> Actor:
    if document[0] == _OFFICER:
        return Officer(document[1], read_desk(document[2]), tuple(document[3]) if len(document) > 3 else ())
    return _OTHERS[document[0]]


def _actor_of_before(document: Document) -> Actor:
    """Before, an event named its officer, and the complainant by naming nobody."""
    return Complainant() if document["by"] is None else Officer(document["by"], read_desk(document["desk"]))
