"""Who am I, and what lies on my desk: queues, inbox, glimpses, one step of many."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from chalicelib.domain.calendar import zone_of
from chalicelib.domain.clocks import Side
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import Invalid
from chalicelib.domain.queues import Rank, Reason, queues_of, reason_of
from chalicelib.domain.staff import Staff
from chalicelib.domain.tiers import Desk, DeskKind, Tier
from chalicelib.domain.workflow import actions
from chalicelib.entrypoints.desks import desk_content, desk_out
from chalicelib.entrypoints.front import Front
from chalicelib.entrypoints.http.body import field_code, read_body
from chalicelib.entrypoints.http.routes import Call, Reply, Route, response_to
from chalicelib.entrypoints.staff_api.asked import BulkIn, GlimpsesIn, InboxQuery
from chalicelib.entrypoints.staff_api.cases import writer_content
from chalicelib.entrypoints.staff_api.models import (
    BulkOut,
    GlimpsesOut,
    InboxOut,
    MeOut,
    QueuesOut,
)
from chalicelib.entrypoints.staff_api.signed_in import STAFF_ERRORS, signed_in
from chalicelib.usecases.act_on_all import act_on_all
from chalicelib.usecases.glimpse import glimpse
from chalicelib.usecases.list_inbox import list_inbox
from chalicelib.usecases.ports.tickets import Choice, Holder, InboxEntry, holder_of
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
def glimpses(ports: Front, call: Call, staff: Staff) -> Reply:
    """POST /staff/glimpses: a POST so that no number stands in an address; it changes nothing."""
    body = read_body(call.body, call.headers.get("content-type"), GlimpsesIn)
    seen = glimpse(ports, staff, [TicketNumber.parse(number) for number in body.numbers])
    return Reply(
        {"items": [{"number": str(one.number), "excerpt": one.excerpt, "writer": writer_content(one.writer)} for one in seen]}
    )


@signed_in
def bulk(ports: Front, call: Call, staff: Staff) -> Reply:
    """POST /staff/bulk."""
    body = read_body(call.body, call.headers.get("content-type"), BulkIn)
    numbers = [TicketNumber.parse(number) for number in body.numbers]
    done = act_on_all(ports, staff, numbers, body.action, body.answers(), body.once)
    said = [ports.words["errors"][response_to(error).code] if error else None for _, error in done]
    return Reply({"items": [{"number": str(number), "problem": one} for (number, _), one in zip(done, said, strict=True)]})


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
        "/api/v1/staff/bulk",
        bulk,
        "Take or give away many tickets in one press, with a result for each. Nothing is told or ended so.",
        {200: BulkOut},
        body=BulkIn,
        errors=(400, 409, 413, 415, 422, *STAFF_ERRORS),
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
