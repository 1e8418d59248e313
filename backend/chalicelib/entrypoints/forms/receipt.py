"""The receipt of a browser without JavaScript. A form post leads here, so that Back, Forward and a reload do no harm.

What the page shows is the number and its secrets, which no address may name: it is sealed, and opens for some minutes.
"""

from chalicelib.domain.credentials import AccessCode, Credentials, LinkToken, TicketNumber
from chalicelib.domain.deadlines import answer_due, first_due
from chalicelib.entrypoints.desks import desk_out
from chalicelib.entrypoints.forms.problem_page import show_error
from chalicelib.entrypoints.front import Front
from chalicelib.entrypoints.http.routes import Call, Reply, Route
from chalicelib.entrypoints.moments import localized_day, localized_moment, says
from chalicelib.usecases.look_up_status import look_up_status

_ADDRESS = "/formulir/tanda-terima"
_SLIP = "slip"
_RECEIVED, _FIRST_KEPT = "received_at", "first_kept"  # what is said of it, by the name of the sentence


def led_to_receipt(ports: Front, credentials: Credentials, *, first_kept: bool) -> Reply:
    """Return the way to the receipt of a report that is stored under `credentials`."""
    token = credentials.token.text if credentials.token else ""
    said = _FIRST_KEPT if first_kept else _RECEIVED
    slip = ports.slips.seal(" ".join((said, str(credentials.number), credentials.code.digits, token)), ports.now())
    return Reply("", 303, {"Location": f"{_ADDRESS}?{_SLIP}={slip}"})


def receipt_page(ports: Front, call: Call) -> Reply:
    """GET /formulir/tanda-terima: the receipt, as long as the slip in the address is young; then the way to the status."""
    opened = ports.slips.unseal(call.query.get(_SLIP, ""), ports.now())
    if opened is None:
        return Reply("", 303, {"Location": "/status/"})
    said, number, code, token = opened.split(" ")
    credentials = Credentials(TicketNumber.parse(number), AccessCode(code), LinkToken(token) if token else None)
    return Reply(
        ports.pages.render("receipt_page", ports.words["pages"]["receipt_title"], {"receipt": _shown(ports, credentials, said)})
    )


ROUTES = (
    Route(
        "GET", _ADDRESS, receipt_page, "The receipt of a report sent as a form.", {200: None, 303: None}, show_error=show_error
    ),
)


def _shown(ports: Front, credentials: Credentials, said: str) -> dict[str, str]:
    words, ticket = ports.words, look_up_status(ports, credentials.number)
    receipt = ticket.receipt
    at = localized_moment(ports, receipt.received_at, receipt.desk.region)
    return {
        "title": words["reporting"]["received"],
        "state": words["reporting"][said].format(at=at),
        "at": at,
        "number": str(credentials.number),
        "access_code": credentials.code.digits,
        "desk": desk_out(ports, receipt.desk).name,
        "answer_due": localized_day(ports, answer_due(receipt.received_at, ticket.district)),
        "due": says(ports, due) if (due := first_due(receipt)) else "",
        "passed": ", ".join(desk_out(ports, desk).name for desk in receipt.passed),
        "site": f"{ports.site_url.partition('//')[2]}/status/",
        "qr": ports.pages.qr(
            f"{ports.site_url}/status/#{credentials.number}{'.' + credentials.token.text if credentials.token else ''}"
        ),
    }
