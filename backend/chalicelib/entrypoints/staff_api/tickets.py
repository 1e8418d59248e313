"""The admin surface: who am I, my desk's inbox, one ticket, one step. Every view but the document asks who is there."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from functools import wraps
from typing import Any

from pydantic import ValidationError

from chalicelib.domain.access import officer, open_actions, role_of
from chalicelib.domain.answers import options_of
from chalicelib.domain.calendar import zone_of
from chalicelib.domain.clocks import Side
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.contact import may_be_called
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.deadlines import settled_by
from chalicelib.domain.errors import Invalid, NotSignedIn, TooManyContacts, UnknownTicket
from chalicelib.domain.events import Event, Officer, part_name
from chalicelib.domain.queues import Rank, Reason, queues_of, reason_of
from chalicelib.domain.staff import Staff
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.tiers import Desk, DeskKind, Tier
from chalicelib.domain.timestamps import timestamp
from chalicelib.domain.workflow import Action, Field, fields
from chalicelib.entrypoints.desks import desk_content, desk_out
from chalicelib.entrypoints.front import Front
from chalicelib.entrypoints.http.body import field_code, read_body
from chalicelib.entrypoints.http.routes import Call, Reply, Route, response_to
from chalicelib.entrypoints.staff_api.models import (
    ActionIn,
    BulkIn,
    BulkOut,
    CaseOut,
    ContactIn,
    FindIn,
    FoundOut,
    Held,
    InboxOut,
    InboxQuery,
    MeOut,
    OpenedContactOut,
    PeopleOut,
    QueuesOut,
    ReissuedOut,
    ReissueIn,
    TicketOut,
)
from chalicelib.logs import log_job
from chalicelib.usecases import act as use_case
from chalicelib.usecases.act_on_all import act_on_all
from chalicelib.usecases.deadline_entries import deadline_entry
from chalicelib.usecases.list_inbox import list_inbox
from chalicelib.usecases.list_people import list_people
from chalicelib.usecases.ports.tickets import InboxEntry
from chalicelib.usecases.read_ticket import KeptOut, UnsealedFile, read_ticket
from chalicelib.usecases.reissue import find_reports, reissue
from chalicelib.usecases.see_contact import ask_contact
from chalicelib.usecases.work_queues import count_queues, list_queue

_BEARER = "bearer "


def signed_in(view: Callable[[Front, Call, Staff], Reply]) -> Callable[[Front, Call], Reply]:
    """Return `view` with the staff member who calls it. The gateway's authorizer is a second lock, not the only one.

    Raises NotSignedIn, NotStaff before the view runs.
    """

    @wraps(view)
    def checked(ports: Front, call: Call) -> Reply:
        return view(ports, call, ports.staff.get(ports.tokens.subject(_token(call))))

    return checked


def _token(call: Call) -> str:
    header = call.headers.get("authorization", "")
    if not header.lower().startswith(_BEARER):
        raise NotSignedIn
    return header[len(_BEARER) :].strip()


@signed_in
def me(ports: Front, _call: Call, staff: Staff) -> Reply:
    """GET /staff/me."""
    desk = desk_out(ports, staff.desk)
    ahead = zone_of(staff.desk.region).utcoffset(None).total_seconds() // 3600
    me = MeOut(
        id=staff.sub,
        hours=int(ahead),
        queues=[queue.id for queue in queues_of(staff.desk)],
        name=staff.name,
        tier=staff.desk.tier,
        region=staff.desk.region,
        desk=desk,
    )
    return Reply(me)


@signed_in
def inbox(ports: Front, call: Call, staff: Staff) -> Reply:
    """GET /staff/tickets."""
    query = _read_query(call)
    if query.queue:
        page = list_queue(ports, staff, query.queue, query.limit, query.cursor)
    else:
        page = list_inbox(ports, staff, query.lane, query.limit, query.cursor)
    places = {region: tier for tier, region in (entry["desk"] for entry in page.entries)}
    desks = {region: desk_content(ports, Desk(Tier(tier), region)) for region, tier in places.items()}
    now = ports.now()
    items = [_item(entry, desks[entry["desk"][1]], staff, now) for entry in page.entries]
    # A test holds this against InboxOut; making fifty models only to write them out again is a third of the page's time.
    return Reply({"items": items, "next": page.next})


@signed_in
def queues(ports: Front, _call: Call, staff: Staff) -> Reply:
    """GET /staff/queues."""
    return Reply({"items": [{"id": queue.id, "count": count} for queue, count in count_queues(ports, staff)]})


@signed_in
def ticket(ports: Front, call: Call, staff: Staff) -> Reply:
    """GET /staff/tickets/{number}."""
    unsealed, beside = read_ticket(ports, staff, _number(call))
    photos = [
        {"id": photo.id, "state": photo.state, "reason": photo.reason, "url": beside.links.get(photo.id)}
        for photo in beside.photos
    ]
    kept_out = [_kept_out(one) for one in beside.kept_out]
    similar = [_similar(one) for one in beside.similar]
    return Reply({**_case(ports, staff, unsealed), "photos": photos, "kept_out": kept_out, "similar": similar})


@signed_in
def act(ports: Front, call: Call, staff: Staff) -> Reply:
    """POST /staff/tickets/{number}/actions."""
    body = read_body(call.body, call.headers.get("content-type"), ActionIn)
    unsealed = use_case.act(ports, staff, _number(call), body.action, body.version, body.answers(), body.once)
    return Reply("", 204) if unsealed is None else Reply(_case(ports, staff, unsealed))


@signed_in
def bulk(ports: Front, call: Call, staff: Staff) -> Reply:
    """POST /staff/bulk."""
    body = read_body(call.body, call.headers.get("content-type"), BulkIn)
    numbers = [TicketNumber.parse(number) for number in body.numbers]
    done = act_on_all(ports, staff, numbers, body.action, body.answers(), body.once)
    said = [ports.words["errors"][response_to(error).code] if error else None for _, error in done]
    return Reply({"items": [{"number": str(number), "problem": one} for (number, _), one in zip(done, said, strict=True)]})


@signed_in
def contact(ports: Front, call: Call, staff: Staff) -> Reply:
    """POST /staff/tickets/{number}/contact."""
    body, number = read_body(call.body, call.headers.get("content-type"), ContactIn), _number(call)
    try:
        asked = ask_contact(ports, staff, number, body.action, body.version, body.answers(), body.once)
    except TooManyContacts:
        log_job("contacts_reached", reached=1)
        raise
    opened = ports.contacts.open(_token(call), number, asked.event_id)
    ticket = asked.unsealed.ticket
    shown = {name: opened[name] for name in ("name", "phone", "nik", "beneficiary", "call_time")}
    call_time = shown["call_time"]
    may = may_be_called(call_time if isinstance(call_time, str) else None, ticket.district, ports.now())
    return Reply({"contact": {**shown, "call_now": may}, "ticket": _case(ports, staff, asked.unsealed)})


@signed_in
def find(ports: Front, call: Call, staff: Staff) -> Reply:
    """POST /staff/receipts: a POST so that no phone and no NIK stands in a URL or an access log."""
    body = read_body(call.body, call.headers.get("content-type"), FindIn)
    try:
        found = find_reports(ports, staff, body.phone, body.nik)
    except TooManyContacts:
        log_job("contacts_reached", reached=1)
        raise
    return Reply({"numbers": [str(ticket.number) for ticket in found]})


@signed_in
def receipt(ports: Front, call: Call, staff: Staff) -> Reply:
    """POST /staff/tickets/{number}/receipt."""
    body = read_body(call.body, call.headers.get("content-type"), ReissueIn)
    fresh, unsealed = reissue(ports, staff, _number(call), body.version, body.answers(), body.once)
    link = f"{ports.site_url}/status/#{fresh.number}.{fresh.token.text}" if fresh.token else None
    content = {"number": str(fresh.number), "access_code": fresh.code.digits, "link": link}
    return Reply({**content, "ticket": _case(ports, staff, unsealed)})


@signed_in
def people(ports: Front, call: Call, staff: Staff) -> Reply:
    """GET /staff/tickets/{number}/people."""
    items = [
        {
            "sub": one.member.sub,
            "name": one.name,
            "desk": desk_content(ports, one.member.desk),
            "assignable": one.assignable,
        }
        for one in list_people(ports, staff, _number(call))
    ]
    return Reply({"items": items})


_STAFF_ERRORS = (401, 403, 429, 503)
ROUTES = (
    Route("GET", "/api/v1/staff/me", me, "Who am I.", {200: MeOut}, errors=_STAFF_ERRORS, signed_in=True),
    Route(
        "GET",
        "/api/v1/staff/tickets",
        inbox,
        "My desk's tickets by whose turn it is, in each lane by deadline.",
        {200: InboxOut},
        query=InboxQuery,
        errors=(422, *_STAFF_ERRORS),
        signed_in=True,
    ),
    Route(
        "GET",
        "/api/v1/staff/queues",
        queues,
        "My desk's work queues, and how much is in each.",
        {200: QueuesOut},
        errors=_STAFF_ERRORS,
        signed_in=True,
    ),
    Route(
        "GET",
        "/api/v1/staff/tickets/{number}",
        ticket,
        "One ticket with its story and history.",
        {200: TicketOut},
        errors=(404, *_STAFF_ERRORS),
        signed_in=True,
    ),
    Route(
        "POST",
        "/api/v1/staff/tickets/{number}/actions",
        act,
        "Take a ticket one step further, by an action that it says is open. 204: done, and it is not yours to read any more.",
        {200: CaseOut, 204: None},
        body=ActionIn,
        errors=(400, 404, 409, 413, 415, 422, *_STAFF_ERRORS),
        signed_in=True,
    ),
    Route(
        "POST",
        "/api/v1/staff/tickets/{number}/contact",
        contact,
        "See who reports, for a reason. It is written down first, the family sees that it was, and it is counted.",
        {200: OpenedContactOut},
        body=ContactIn,
        errors=(400, 404, 409, 413, 415, 422, *_STAFF_ERRORS),
        signed_in=True,
    ),
    Route(
        "POST",
        "/api/v1/staff/bulk",
        bulk,
        "Take or give away many tickets in one press, with a result for each. Nothing is told or ended so.",
        {200: BulkOut},
        body=BulkIn,
        errors=(400, 409, 413, 415, 422, *_STAFF_ERRORS),
        signed_in=True,
    ),
    Route(
        "POST",
        "/api/v1/staff/receipts",
        find,
        "Find the reports of somebody who stands at the desk and has lost the receipt. It is counted.",
        {200: FoundOut},
        body=FindIn,
        errors=(400, 409, 413, 415, 422, *_STAFF_ERRORS),
        signed_in=True,
    ),
    Route(
        "POST",
        "/api/v1/staff/tickets/{number}/receipt",
        receipt,
        "Give a report a new receipt, once two facts of it were named. The old secrets open nothing any more.",
        {200: ReissuedOut},
        body=ReissueIn,
        errors=(400, 404, 409, 413, 415, 422, *_STAFF_ERRORS),
        signed_in=True,
    ),
    Route(
        "GET",
        "/api/v1/staff/tickets/{number}/people",
        people,
        "Whom a ticket can be given to, and who may turn out to be accused.",
        {200: PeopleOut},
        errors=(404, *_STAFF_ERRORS),
        signed_in=True,
    ),
)


def _read_query(call: Call) -> InboxQuery:
    try:
        # A parameter left empty, as a form sends it, is one not given.
        return InboxQuery.model_validate_strings({name: value for name, value in call.query.items() if value})
    except ValidationError as error:
        details = error.errors(include_input=False, include_url=False, include_context=False)
        paths = ["" if detail["type"] == "extra_forbidden" else str(detail["loc"][0]) for detail in details]
        codes = [field_code(detail["type"]) for detail in details]
        raise Invalid(*dict.fromkeys(zip(paths, codes, strict=True))) from None


def _number(call: Call) -> TicketNumber:
    try:
        return TicketNumber.parse(call.path["number"])
    except Invalid:
        raise UnknownTicket from None


def _item(entry: InboxEntry, desk: Mapping[str, str], staff: Staff, now: datetime) -> dict[str, Any]:
    """Return the content of a ListedOut for one staff member."""
    item: dict[str, Any] = {**entry, "desk": desk, "reason": _reason(entry, now)}
    item["held"] = _held(item.pop("assignee"), staff)
    return item


def _reason(entry: InboxEntry, now: datetime) -> Reason:
    rank = Rank.DANGER if entry["urgent"] else Rank.REPLIED if entry["replied"] else Rank.REST
    deadline = entry["deadline"]
    if deadline is None:
        return reason_of(rank, None, None, now)
    return reason_of(rank, datetime.fromisoformat(deadline["at"]), Side(deadline["waits_for"]), now)


def _held(assignee: str | None, staff: Staff) -> Held | None:
    if assignee is None:
        return None
    return Held.MINE if assignee == staff.sub else Held.OTHERS


def _kept_out(one: KeptOut) -> dict[str, str | None]:
    read = one.reading
    return {
        "name": one.name,
        "first_read_at": timestamp(read.first) if read else None,
        "last_read_at": timestamp(read.last) if read else None,
    }


def _similar(ticket: Ticket) -> dict[str, str]:
    return {
        "number": str(ticket.number),
        "status": ticket.status,
        "received_at": timestamp(ticket.receipt.received_at),
    }


def _case(ports: Front, staff: Staff, unsealed: UnsealedFile) -> dict[str, Any]:
    """Return the content of a CaseOut for one staff member; a test holds it against that."""
    ticket = unsealed.ticket
    return {
        "number": str(ticket.number),
        "kind": ticket.kind,
        "category": ticket.category,
        "status": ticket.status,
        "desk": desk_content(ports, ticket.desk),
        "district": ticket.district,
        "received_at": timestamp(ticket.receipt.received_at),
        "deadline": deadline_entry(ticket),
        "held": _held(ticket.assignee, staff),
        "confidential": ticket.wall.confidential,
        "urgent": ticket.urgent,
        "to_call": ticket.to_call,
        "replied": ticket.replied,
        "erasure": ticket.erasure is not None and not ticket.erasure.confirmed,
        "on_hold": ticket.held,
        "version": ticket.version,
        "updated_at": timestamp(ticket.updated_at),
        "answer_by": ticket.answer_by,
        "ending": ticket.ending,
        "settled_by": settled_by(ticket),
        "role": role_of(officer(staff, ports.now()), ticket),
        "watchers": [
            desk_content(ports, desk) for desk in ticket.watchers if desk != ticket.desk and desk.kind is DeskKind.PKH
        ],
        "rating": ticket.rating,
        "flags": ticket.flags,
        "village": ticket.village,
        "happened_on": ticket.happened_on,
        **asdict(unsealed.statement),
        "events": [_event(ports, event, unsealed.texts) for event in unsealed.events],
        "actions": [_step(action, ticket) for action in open_actions(ticket, officer(staff, ports.now()), ports.now())],
    }


def _event(ports: Front, event: Event, texts: Mapping[str, str]) -> dict[str, Any]:
    actor = event.actor
    return {
        "version": event.version,
        "action": event.action,
        "status": event.status,
        "actor": type(actor).__name__.lower(),
        "by": desk_content(ports, actor.desk) if isinstance(actor, Officer) else None,
        "at": timestamp(event.at),
        "said": {name: texts[part] for name in fields() if (part := part_name(name, event.version)) in texts},
        "deputy": isinstance(actor, Officer) and bool(actor.stands_in),
    }


def _step(action: Action, ticket: Ticket) -> dict[str, Any]:
    """Return the content of a StepOut: the fields in the order they are asked, those of an option behind their choice."""
    needs: list[dict[str, Any]] = []
    for asked in action.needs:
        options = options_of(asked, ticket)
        needs.append(_field(asked) | {"options": [option.id for option in options]})
        needs += [_field(field) | {"only": option.id} for option in options for field in option.needs]
    return {"action": action.id, "to": action.to, "needs": needs}


def _field(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "kind": field.kind,
        "longest": field.longest,
        "to_family": field.compartment is Compartment.TALK,
        "options": [],
        "only": None,
    }
