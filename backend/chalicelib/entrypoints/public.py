"""The public surface: send a report, see where it is."""

from chalicelib.domain.identity import AccessCode, TicketNumber
from chalicelib.domain.tickets import Report, Reporter, Status, Subject
from chalicelib.entrypoints.body import read_body
from chalicelib.entrypoints.desks import desk_out
from chalicelib.entrypoints.http import Answer, Call, Route
from chalicelib.entrypoints.models import LookUpIn, ReceiptOut, ReportIn, StatusOut
from chalicelib.usecases.look_up_status import look_up_status
from chalicelib.usecases.ports import Ports
from chalicelib.usecases.submit_report import submit_report


def submit(ports: Ports, call: Call) -> Answer:
    """POST /tickets."""
    body = read_body(call.body, call.headers.get("content-type"), ReportIn)
    number, code, receipt = submit_report(
        ports,
        _report(body),
        TicketNumber.parse(body.number) if body.number else None,
        AccessCode.parse(body.access_code) if body.access_code else None,
    )
    desk = desk_out(ports, receipt.desk)
    content = ReceiptOut(
        number=str(number),
        access_code=code.digits,
        status=Status.RECEIVED,
        desk=desk,
        received_at=receipt.received_at,
    )
    return Answer(content, 201)


def status(ports: Ports, call: Call) -> Answer:
    """POST /tickets/status: a POST so that no number stands in a URL or an access log."""
    body = read_body(call.body, call.headers.get("content-type"), LookUpIn)
    ticket = look_up_status(ports, TicketNumber.parse(body.number))
    desk = desk_out(ports, ticket.desk)
    return Answer(
        StatusOut(
            number=str(ticket.number),
            status=ticket.status,
            desk=desk,
            received_at=ticket.receipt.received_at,
            updated_at=ticket.updated_at,
            next_step=ports.words["statuses"][ticket.status]["next_step"].format(desk=desk.name),
        )
    )


ROUTES = (
    Route(
        "POST",
        "/api/v1/tickets",
        submit,
        "Send a report. Sending it again under the same number and code gives the same answer.",
        answers={201: ReceiptOut},
        body=ReportIn,
        errors=(400, 409, 413, 415, 422, 429, 503),
    ),
    Route(
        "POST",
        "/api/v1/tickets/status",
        status,
        "See where a report is, by its number alone.",
        answers={200: StatusOut},
        body=LookUpIn,
        errors=(400, 404, 413, 415, 422, 429, 503),
    ),
)


def _report(body: ReportIn) -> Report:
    return Report(
        kind=body.kind,
        category=body.category,
        district=body.district,
        village=body.village,
        story=body.story,
        happened_on=body.happened_on,
        reporter=Reporter(body.reporter.name, body.reporter.phone, body.reporter.nik) if body.reporter else None,
        subject=Subject(body.subject.role, body.subject.name) if body.subject else None,
    )
