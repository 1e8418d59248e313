"""What can be wrong with a request before any rule is asked, and the one table from error to HTTP."""

from dataclasses import dataclass

from chalicelib.domain import errors as domain


class RequestError(Exception):
    """Base of the errors of reading a request."""


class Unreadable(RequestError):
    """The body is no JSON we accept."""


class TooLarge(RequestError):
    """The body is larger than any report."""


class WrongMediaType(RequestError):
    """The body is not declared as JSON."""


class NotFound(RequestError):
    """No such address."""


class MethodNotAllowed(RequestError):
    """The address exists, the method does not."""


@dataclass(frozen=True, slots=True)
class Response:
    """How an error looks over HTTP; the sentence for `code` is in `site/data/words.yaml`."""

    status: int
    code: str


RESPONSES: dict[type[Exception], Response] = {
    Unreadable: Response(400, "unreadable"),
    domain.NotSignedIn: Response(401, "not_signed_in"),
    domain.NotStaff: Response(403, "not_staff"),
    domain.UnknownTicket: Response(404, "unknown_number"),
    NotFound: Response(404, "not_found"),
    MethodNotAllowed: Response(405, "method_not_allowed"),
    domain.NumberUsed: Response(409, "number_used"),
    domain.StaleVersion: Response(409, "stale"),
    domain.NotAllowedNow: Response(409, "not_allowed_now"),
    TooLarge: Response(413, "too_large"),
    WrongMediaType: Response(415, "wrong_media_type"),
    domain.Invalid: Response(422, "invalid"),
    domain.StoreBusy: Response(503, "busy"),
}

# An error nobody foresaw: the log says where, the sender may try again. Throttling (429, too_many) is the gateway's.
UNFORESEEN = Response(503, "busy")
