"""One ticket for its desk: as it stands, one step, what a step would show, who writes, whom it may concern."""

from chalicelib.domain.staff import Staff
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.timestamps import timestamp
from chalicelib.entrypoints.desks import desk_content
from chalicelib.entrypoints.forms.opened import shown_opened
from chalicelib.entrypoints.front import Front
from chalicelib.entrypoints.http.body import read_body
from chalicelib.entrypoints.http.routes import Call, Reply, Route
from chalicelib.entrypoints.staff_api.asked import ActionIn, WritingIn
from chalicelib.entrypoints.staff_api.cases import case_content, writer_content
from chalicelib.entrypoints.staff_api.models import (
    CaseOut,
    PeopleOut,
    PreviewOut,
    TicketOut,
    WritingOut,
)
from chalicelib.entrypoints.staff_api.signed_in import STAFF_ERRORS, number_of, signed_in
from chalicelib.usecases import act as use_case
from chalicelib.usecases.glimpse import say_writing
from chalicelib.usecases.list_people import list_people
from chalicelib.usecases.preview import preview as use_case_preview
from chalicelib.usecases.read_ticket import KeptOut, read_ticket


@signed_in
def ticket(ports: Front, call: Call, staff: Staff) -> Reply:
    """GET /staff/tickets/{number}."""
    unsealed, beside = read_ticket(ports, staff, number_of(call))
    photos = [
        {"id": photo.id, "state": photo.state, "reason": photo.reason, "url": beside.links.get(photo.id)}
        for photo in beside.photos
    ]
    kept_out = [_kept_out(one) for one in beside.kept_out]
    similar = [_similar(one) for one in beside.similar]
    lying_beside = {"photos": photos, "kept_out": kept_out, "similar": similar, "writer": writer_content(beside.writer)}
    return Reply({**case_content(ports, staff, unsealed), **lying_beside})


@signed_in
def writing(ports: Front, call: Call, staff: Staff) -> Reply:
    """POST /staff/tickets/{number}/writing."""
    body = read_body(call.body, call.headers.get("content-type"), WritingIn)
    return Reply({"writer": writer_content(say_writing(ports, staff, number_of(call), writing=body.writing))})


@signed_in
def act(ports: Front, call: Call, staff: Staff) -> Reply:
    """POST /staff/tickets/{number}/actions."""
    body = read_body(call.body, call.headers.get("content-type"), ActionIn)
    unsealed = use_case.act(ports, staff, number_of(call), body.action, body.version, body.answers(), body.once)
    return Reply("", 204) if unsealed is None else Reply(case_content(ports, staff, unsealed))


@signed_in
def preview(ports: Front, call: Call, staff: Staff) -> Reply:
    """POST /staff/tickets/{number}/preview."""
    body = read_body(call.body, call.headers.get("content-type"), ActionIn)
    opened = use_case_preview(ports, staff, number_of(call), body.action, body.version, body.answers())
    html = ports.pages.fragment("status_result", {"ticket": shown_opened(ports, opened), "values": {}})
    return Reply(PreviewOut(html=html))


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
        for one in list_people(ports, staff, number_of(call))
    ]
    return Reply({"items": items})


ROUTES = (
    Route(
        "GET",
        "/api/v1/staff/tickets/{number}",
        ticket,
        "One ticket with its story and history.",
        {200: TicketOut},
        errors=(404, *STAFF_ERRORS),
        signed_in=True,
    ),
    Route(
        "POST",
        "/api/v1/staff/tickets/{number}/writing",
        writing,
        "Say that one is writing for a ticket, or no more; learn who else is. It stops nobody.",
        {200: WritingOut},
        body=WritingIn,
        errors=(400, 404, 413, 415, 422, *STAFF_ERRORS),
        signed_in=True,
    ),
    Route(
        "POST",
        "/api/v1/staff/tickets/{number}/actions",
        act,
        "Take a ticket one step further, by an action that it says is open. 204: done, and it is not yours to read any more.",
        {200: CaseOut, 204: None},
        body=ActionIn,
        errors=(400, 404, 409, 413, 415, 422, *STAFF_ERRORS),
        signed_in=True,
    ),
    Route(
        "POST",
        "/api/v1/staff/tickets/{number}/preview",
        preview,
        "The family's page as an action that nothing takes back would leave it. Nothing is stored.",
        {200: PreviewOut},
        body=ActionIn,
        errors=(400, 404, 409, 413, 415, 422, *STAFF_ERRORS),
        signed_in=True,
    ),
    Route(
        "GET",
        "/api/v1/staff/tickets/{number}/people",
        people,
        "Whom a ticket can be given to, and who may turn out to be accused.",
        {200: PeopleOut},
        errors=(404, *STAFF_ERRORS),
        signed_in=True,
    ),
)


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
