"""The admin surface: who am I, my desk's inbox, one ticket, one step. Every view but the document asks who is there."""

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps

from pydantic import ValidationError

from chalicelib.domain.errors import Invalid, NotSignedIn, UnknownTicket
from chalicelib.domain.identity import TicketNumber
from chalicelib.domain.staff import Staff
from chalicelib.domain.tickets import SUBMIT, Event
from chalicelib.domain.tiers import Desk, Tier
from chalicelib.entrypoints.body import field_code, read_body
from chalicelib.entrypoints.desks import desk_out
from chalicelib.entrypoints.http import Answer, Call, Route
from chalicelib.entrypoints.models import (
    ActionIn,
    EventOut,
    InboxOut,
    InboxQuery,
    MeOut,
    StepOut,
    TicketOut,
)
from chalicelib.entrypoints.photo_models import ViewedPhotoOut
from chalicelib.usecases.list_inbox import list_inbox
from chalicelib.usecases.move_ticket import move_ticket
from chalicelib.usecases.ports import Ports, inbox_row
from chalicelib.usecases.read_ticket import OpenedFile, read_ticket

_BEARER = "bearer "


def signed_in(view: Callable[[Ports, Call, Staff], Answer]) -> Callable[[Ports, Call], Answer]:
    """Return `view` with the staff member who calls it. The gateway's authorizer is a second lock, not the only one.

    Raises NotSignedIn, NotStaff before the view runs.
    """

    @wraps(view)
    def checked(ports: Ports, call: Call) -> Answer:
        header = call.headers.get("authorization", "")
        if not header.lower().startswith(_BEARER):
            raise NotSignedIn
        return view(ports, call, ports.staff.get(ports.tokens.subject(header[len(_BEARER) :].strip())))

    return checked


@signed_in
def me(ports: Ports, _call: Call, staff: Staff) -> Answer:
    """GET /staff/me."""
    desk = desk_out(ports, staff.desk)
    return Answer(MeOut(name=staff.name, tier=staff.desk.tier, region=staff.desk.region, desk=desk))


@signed_in
def inbox(ports: Ports, call: Call, staff: Staff) -> Answer:
    """GET /staff/tickets."""
    query = _read_query(call)
    page = list_inbox(ports, staff, query.status, query.limit, query.cursor)
    places = {region: tier for tier, region in (row["desk"] for row in page.rows)}
    desks = {region: desk_out(ports, Desk(Tier(tier), region)).model_dump() for region, tier in places.items()}
    items = [{**row, "desk": desks[row["desk"][1]]} for row in page.rows]
    # A test holds this against InboxOut; making fifty models only to write them out again is a third of the page's time.
    return Answer({"items": items, "next": page.next})


@signed_in
def ticket(ports: Ports, call: Call, staff: Staff) -> Answer:
    """GET /staff/tickets/{number}."""
    return Answer(_ticket_out(ports, read_ticket(ports, staff, _number(call))))


@signed_in
def act(ports: Ports, call: Call, staff: Staff) -> Answer:
    """POST /staff/tickets/{number}/actions."""
    body = read_body(call.body, call.headers.get("content-type"), ActionIn)
    number = _number(call)
    move_ticket(ports, staff, number, body.action, body.version, body.note)
    return Answer(_ticket_out(ports, read_ticket(ports, staff, number)))


_STAFF_ERRORS = (401, 403, 429, 503)
ROUTES = (
    Route("GET", "/api/v1/staff/me", me, "Who am I.", {200: MeOut}, errors=_STAFF_ERRORS, signed_in=True),
    Route(
        "GET",
        "/api/v1/staff/tickets",
        inbox,
        "My desk's tickets in the order of the work, oldest first.",
        {200: InboxOut},
        query=InboxQuery,
        errors=(422, *_STAFF_ERRORS),
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
        "Take a ticket one step further.",
        {200: TicketOut},
        body=ActionIn,
        errors=(400, 404, 409, 413, 415, 422, *_STAFF_ERRORS),
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


def _ticket_out(ports: Ports, opened: OpenedFile) -> TicketOut:
    ticket = opened.ticket
    statement = opened.statement
    return TicketOut.model_validate(
        {
            **inbox_row(ticket),
            "desk": desk_out(ports, ticket.desk),
            "village": ticket.village,
            "happened_on": ticket.happened_on,
            "flags": ticket.flags,
            **asdict(statement),
            "photos": [
                ViewedPhotoOut(id=one.id, state=one.state, reason=one.reason, url=opened.photo_links.get(one.id))
                for one in opened.photos
            ],
            "events": [_event_out(ports, event, opened.notes.get(event.version)) for event in opened.events],
            "actions": [StepOut(action=action, to=to) for action, to in ticket.allowed().items()],
        }
    )


def _event_out(ports: Ports, event: Event, note: str | None) -> EventOut:
    return EventOut(
        version=event.version,
        action=event.action,
        status=event.status,
        by=None if event.action == SUBMIT else desk_out(ports, event.desk),
        at=event.at,
        note=note,
    )
