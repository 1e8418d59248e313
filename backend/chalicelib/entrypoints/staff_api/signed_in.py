"""Who calls, and about which ticket: what every view of staff begins with."""

from collections.abc import Callable
from functools import wraps

from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import Invalid, NotSignedIn, UnknownTicket
from chalicelib.domain.staff import Staff
from chalicelib.entrypoints.front import Front
from chalicelib.entrypoints.http.routes import Call, Reply

# What any of these views may answer beside its own errors.
STAFF_ERRORS = (401, 403, 429, 503)
_BEARER = "bearer "


def signed_in(view: Callable[[Front, Call, Staff], Reply]) -> Callable[[Front, Call], Reply]:
    """Return `view` with the staff member who calls it. The gateway's authorizer is a second lock, not the only one.

    Raises NotSignedIn, NotStaff before the view runs.
    """

    @wraps(view)
    def checked(ports: Front, call: Call) -> Reply:
        return view(ports, call, ports.staff.get(ports.tokens.subject(token_of(call))))

    return checked


def token_of(call: Call) -> str:
    """Return the bearer token of a call; raises NotSignedIn."""
    header = call.headers.get("authorization", "")
    if not header.lower().startswith(_BEARER):
        raise NotSignedIn
    return header[len(_BEARER) :].strip()


def number_of(call: Call) -> TicketNumber:
    """Return the ticket number in a path; raises UnknownTicket for what is none."""
    try:
        return TicketNumber.parse(call.path["number"])
    except Invalid:
        raise UnknownTicket from None
