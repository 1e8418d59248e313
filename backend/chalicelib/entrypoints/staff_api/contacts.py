"""What touches who reports: their contact, their lost receipt. Each is written down before anything is shown."""

from chalicelib.domain.contact import may_be_called
from chalicelib.domain.errors import TooManyContacts
from chalicelib.domain.staff import Staff
from chalicelib.entrypoints.front import Front
from chalicelib.entrypoints.http.body import read_body
from chalicelib.entrypoints.http.routes import Call, Reply, Route
from chalicelib.entrypoints.staff_api.asked import ContactIn, FindIn, ReissueIn
from chalicelib.entrypoints.staff_api.cases import case_content
from chalicelib.entrypoints.staff_api.models import FoundOut, OpenedContactOut, ReissuedOut
from chalicelib.entrypoints.staff_api.signed_in import STAFF_ERRORS, number_of, signed_in, token_of
from chalicelib.logs import log_job
from chalicelib.usecases.reissue import find_reports, reissue
from chalicelib.usecases.see_contact import ask_contact


@signed_in
def contact(ports: Front, call: Call, staff: Staff) -> Reply:
    """POST /staff/tickets/{number}/contact."""
    body, number = read_body(call.body, call.headers.get("content-type"), ContactIn), number_of(call)
    try:
        asked = ask_contact(ports, staff, number, body.action, body.version, body.answers(), body.once)
    except TooManyContacts:
        log_job("contacts_reached", reached=1)
        raise
    opened = ports.contacts.open(token_of(call), number, asked.event_id)
    ticket = asked.unsealed.ticket
    shown = {name: opened[name] for name in ("name", "phone", "nik", "beneficiary", "call_time")}
    call_time = shown["call_time"]
    may = may_be_called(call_time if isinstance(call_time, str) else None, ticket.district, ports.now())
    return Reply({"contact": {**shown, "call_now": may}, "ticket": case_content(ports, staff, asked.unsealed)})


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
    fresh, unsealed = reissue(ports, staff, number_of(call), body.version, body.answers(), body.once)
    link = f"{ports.site_url}/status/#{fresh.number}.{fresh.token.text}" if fresh.token else None
    content = {"number": str(fresh.number), "access_code": fresh.code.digits, "link": link}
    return Reply({**content, "ticket": case_content(ports, staff, unsealed)})


ROUTES = (
    Route(
        "POST",
        "/api/v1/staff/tickets/{number}/contact",
        contact,
        "See who reports, for a reason. It is written down first, the family sees that it was, and it is counted.",
        {200: OpenedContactOut},
        body=ContactIn,
        errors=(400, 404, 409, 413, 415, 422, *STAFF_ERRORS),
        signed_in=True,
    ),
    Route(
        "POST",
        "/api/v1/staff/receipts",
        find,
        "Find the reports of somebody who stands at the desk and has lost the receipt. It is counted.",
        {200: FoundOut},
        body=FindIn,
        errors=(400, 409, 413, 415, 422, *STAFF_ERRORS),
        signed_in=True,
    ),
    Route(
        "POST",
        "/api/v1/staff/tickets/{number}/receipt",
        receipt,
        "Give a report a new receipt, once two facts of it were named. The old secrets open nothing any more.",
        {200: ReissuedOut},
        body=ReissueIn,
        errors=(400, 404, 409, 413, 415, 422, *STAFF_ERRORS),
        signed_in=True,
    ),
)
