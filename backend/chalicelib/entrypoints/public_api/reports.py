"""The public surface: send a report, see where it is."""

from typing import Any

from chalicelib.domain.credentials import AccessCode, Credentials, LinkToken, TicketNumber
from chalicelib.domain.deadlines import answer_due, first_due
from chalicelib.domain.errors import Invalid
from chalicelib.domain.reports import Payment, Report, Reporter, Subject, Wishes
from chalicelib.domain.workflow import Status
from chalicelib.entrypoints.desks import desk_out
from chalicelib.entrypoints.front import Front
from chalicelib.entrypoints.http.body import read_body
from chalicelib.entrypoints.http.routes import Call, Reply, Route
from chalicelib.entrypoints.public_api.models import LookUpIn, ReceiptOut, ReportIn, StatusOut
from chalicelib.entrypoints.public_api.status import said_due, shared_status_out
from chalicelib.usecases.look_up_status import look_up_status
from chalicelib.usecases.submit_report import submit_report

_CREDENTIALS = {"number", "access_code", "link_token"}
_PARTS: dict[str, type[Any]] = {"payment": Payment, "wishes": Wishes, "reporter": Reporter, "subject": Subject}


def submit(ports: Front, call: Call) -> Reply:
    """POST /tickets."""
    body = read_body(call.body, call.headers.get("content-type"), ReportIn)
    credentials = credentials_in(body)
    receipt = submit_report(ports, report_in(body), credentials)
    content = ReceiptOut(
        number=str(credentials.number),
        access_code=credentials.code.digits,
        link_token=credentials.token.text if credentials.token else None,
        status=Status.RECEIVED,
        desk=desk_out(ports, receipt.desk),
        passed=[desk_out(ports, desk) for desk in receipt.passed],
        received_at=receipt.received_at,
        answer_due=answer_due(receipt.received_at, body.district),
        deadline=said_due(ports, due) if (due := first_due(receipt)) else None,
    )
    return Reply(content, 201)


def status(ports: Front, call: Call) -> Reply:
    """POST /tickets/status: a POST so that no number stands in a URL or an access log."""
    body = read_body(call.body, call.headers.get("content-type"), LookUpIn)
    ticket = look_up_status(ports, TicketNumber.parse(body.number))
    return Reply(shared_status_out(ports, ticket))


ROUTES = (
    Route(
        "POST",
        "/api/v1/tickets",
        submit,
        "Send a report. Sending it again under the same number and code gives the same answer.",
        replies={201: ReceiptOut},
        body=ReportIn,
        errors=(400, 409, 413, 415, 422, 429, 503),
    ),
    Route(
        "POST",
        "/api/v1/tickets/status",
        status,
        "See where a report is, by its number alone.",
        replies={200: StatusOut},
        body=LookUpIn,
        errors=(400, 404, 413, 415, 422, 429, 503),
    ),
)


def credentials_in(body: ReportIn) -> Credentials:
    """Return the credentials that the sender minted, or a new one; raises Invalid for a number without code or the reverse."""
    if body.number is None and body.access_code is None and body.link_token is None:
        return Credentials.mint()
    if body.number is None or body.access_code is None:
        raise Invalid(("number" if body.number is None else "access_code", "number_and_code"))
    token = LinkToken.parse(body.link_token) if body.link_token else None
    return Credentials(TicketNumber.parse(body.number), AccessCode.parse(body.access_code), token)


def report_in(body: ReportIn) -> Report:
    """Return the report that a body holds: all of it but the credentials, its parts as the domain's."""
    said = {name: value for name, value in body if name not in _CREDENTIALS}
    parts = {name: part(**said[name].model_dump()) for name, part in _PARTS.items() if said[name] is not None}
    return Report(**{**said, **parts})
