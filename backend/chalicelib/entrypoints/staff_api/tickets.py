"""The admin surface: who am I, my desk's queues and inbox, one ticket, one step, one step of many."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from chalicelib.domain.calendar import zone_of
from chalicelib.domain.clocks import Side
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import Invalid
from chalicelib.domain.queues import Rank, Reason, queues_of, reason_of
from chalicelib.domain.staff import Staff
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.tiers import Desk, DeskKind, Tier
from chalicelib.domain.timestamps import timestamp
from chalicelib.domain.workflow import actions
from chalicelib.entrypoints.desks import desk_content, desk_out
from chalicelib.entrypoints.forms.opened import shown_opened
from chalicelib.entrypoints.front import Front
from chalicelib.entrypoints.http.body import field_code, read_body
from chalicelib.entrypoints.http.routes import Call, Reply, Route, response_to
from chalicelib.entrypoints.staff_api.cases import case_content
from chalicelib.entrypoints.staff_api.models import (
    ActionIn,
    BulkIn,
    BulkOut,
    CaseOut,
    GlimpsesIn,
    GlimpsesOut,
    InboxOut,
    InboxQuery,
    MeOut,
    PeopleOut,
    PreviewOut,
    QueuesOut,
    TicketOut,
    WritingIn,
    WritingOut,
)
from chalicelib.entrypoints.staff_api.signed_in import STAFF_ERRORS, number_of, signed_in
from chalicelib.usecases import act as use_case
from chalicelib.usecases.act_on_all import act_on_all
from chalicelib.usecases.glimpse import Writer, glimpse, say_writing
from chalicelib.usecases.list_inbox import list_inbox
from chalicelib.usecases.list_people import list_people
from chalicelib.usecases.ports.tickets import Choice, Holder, InboxEntry, holder_of
from chalicelib.usecases.preview import preview as use_case_preview
from chalicelib.usecases.read_ticket import KeptOut, read_ticket
from chalicelib.usecases.work_queues import count_queues, list_queue


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
    choice = Choice(query.category, query.place, query.held, query.label)
    if query.queue:
        page = list_queue(ports, staff, query.queue, query.limit, query.cursor, choice)
    else:
        page = list_inbox(ports, staff, query.lane, query.limit, query.cursor, choice)
    places = {region: tier for tier, region in (entry["desk"] for entry in page.entries)}
    desks = {region: desk_content(ports, Desk(Tier(tier), region)) for region, tier in places.items()}
    now = ports.now()
    items = [_item(entry, desks[entry["desk"][1]], staff, now) for entry in page.entries]
    # A test holds this against InboxOut; making fifty models only to write them out again is a third of the page's time.
    return Reply({"items": items, "next": page.next, "hidden": page.hidden})


@signed_in
def queues(ports: Front, _call: Call, staff: Staff) -> Reply:
    """GET /staff/queues."""
    return Reply({"items": [{"id": queue.id, "count": count} for queue, count in count_queues(ports, staff)]})


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
    lying_beside = {"photos": photos, "kept_out": kept_out, "similar": similar, "writer": _writer(beside.writer)}
    return Reply({**case_content(ports, staff, unsealed), **lying_beside})


@signed_in
def glimpses(ports: Front, call: Call, staff: Staff) -> Reply:
    """POST /staff/glimpses: a POST so that no number stands in an address; it changes nothing."""
    body = read_body(call.body, call.headers.get("content-type"), GlimpsesIn)
    seen = glimpse(ports, staff, [TicketNumber.parse(number) for number in body.numbers])
    return Reply(
        {"items": [{"number": str(one.number), "excerpt": one.excerpt, "writer": _writer(one.writer)} for one in seen]}
    )


@signed_in
def writing(ports: Front, call: Call, staff: Staff) -> Reply:
    """POST /staff/tickets/{number}/writing."""
    body = read_body(call.body, call.headers.get("content-type"), WritingIn)
    return Reply({"writer": _writer(say_writing(ports, staff, number_of(call), writing=body.writing))})


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
def bulk(ports: Front, call: Call, staff: Staff) -> Reply:
    """POST /staff/bulk."""
    body = read_body(call.body, call.headers.get("content-type"), BulkIn)
    numbers = [TicketNumber.parse(number) for number in body.numbers]
    done = act_on_all(ports, staff, numbers, body.action, body.answers(), body.once)
    said = [ports.words["errors"][response_to(error).code] if error else None for _, error in done]
    return Reply({"items": [{"number": str(number), "problem": one} for (number, _), one in zip(done, said, strict=True)]})


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
    Route("GET", "/api/v1/staff/me", me, "Who am I.", {200: MeOut}, errors=STAFF_ERRORS, signed_in=True),
    Route(
        "GET",
        "/api/v1/staff/tickets",
        inbox,
        "My desk's tickets by whose turn it is, in each lane by deadline.",
        {200: InboxOut},
        query=InboxQuery,
        errors=(422, *STAFF_ERRORS),
        signed_in=True,
    ),
    Route(
        "GET",
        "/api/v1/staff/queues",
        queues,
        "My desk's work queues, and how much is in each.",
        {200: QueuesOut},
        errors=STAFF_ERRORS,
        signed_in=True,
    ),
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
        "POST",
        "/api/v1/staff/glimpses",
        glimpses,
        "How the stories of a list begin, and who is writing there.",
        {200: GlimpsesOut},
        body=GlimpsesIn,
        errors=(400, 413, 415, 422, *STAFF_ERRORS),
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
        "/api/v1/staff/bulk",
        bulk,
        "Take or give away many tickets in one press, with a result for each. Nothing is told or ended so.",
        {200: BulkOut},
        body=BulkIn,
        errors=(400, 409, 413, 415, 422, *STAFF_ERRORS),
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


def _read_query(call: Call) -> InboxQuery:
    try:
        # A parameter left empty, as a form sends it, is one not given.
        return InboxQuery.model_validate_strings({name: value for name, value in call.query.items() if value})
    except ValidationError as error:
        details = error.errors(include_input=False, include_url=False, include_context=False)
        paths = ["" if detail["type"] == "extra_forbidden" else str(detail["loc"][0]) for detail in details]
        codes = [field_code(detail["type"]) for detail in details]
        raise Invalid(*dict.fromkeys(zip(paths, codes, strict=True))) from None


def _item(entry: InboxEntry, desk: Mapping[str, str], staff: Staff, now: datetime) -> dict[str, Any]:
    """Return the content of a ListedOut for one staff member."""
    item: dict[str, Any] = {**entry, "desk": desk, "reason": _reason(entry, now)}
    item["held"] = holder_of(item.pop("assignee"), staff.sub)
    own = staff.desk.kind is DeskKind.PKH and entry["desk"] == [staff.desk.tier, staff.desk.region]
    item["takeable"] = own and item["held"] is Holder.NOBODY and entry["status"] in actions()["take"].sources
    return item


def _reason(entry: InboxEntry, now: datetime) -> Reason:
    rank = Rank.DANGER if entry["urgent"] else Rank.REPLIED if entry["replied"] else Rank.REST
    deadline = entry["deadline"]
    if deadline is None:
        return reason_of(rank, None, None, now)
    return reason_of(rank, datetime.fromisoformat(deadline["at"]), Side(deadline["waits_for"]), now)


def _writer(one: Writer | None) -> dict[str, str] | None:
    return asdict(one) if one else None


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
