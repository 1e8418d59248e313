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
    """The body is not declared as what the route reads."""


class NotFound(RequestError):
    """No such address."""


class MethodNotAllowed(RequestError):
    """The address exists, the method does not."""


@dataclass(frozen=True, slots=True)
class ErrorResponse:
    """How an error looks over HTTP; the sentence for `code` is in `site/data/words.yaml`."""

    status: int
    code: str


RESPONSES: dict[type[Exception], ErrorResponse] = {
    Unreadable: ErrorResponse(400, "unreadable"),
    domain.NotSignedIn: ErrorResponse(401, "not_signed_in"),
    domain.NotStaff: ErrorResponse(403, "not_staff"),
    domain.UnknownTicket: ErrorResponse(404, "unknown_number"),
    domain.NotOpened: ErrorResponse(404, "not_opened"),
    NotFound: ErrorResponse(404, "not_found"),
    MethodNotAllowed: ErrorResponse(405, "method_not_allowed"),
    domain.NumberUsed: ErrorResponse(409, "number_used"),
    domain.StaleVersion: ErrorResponse(409, "stale"),
    domain.NotAllowedNow: ErrorResponse(409, "not_allowed_now"),
    domain.NobodyLeft: ErrorResponse(409, "nobody_left"),
    domain.TooManyContacts: ErrorResponse(409, "too_many_contacts"),
    domain.NoPhotoRoom: ErrorResponse(409, "no_photo_room"),
    TooLarge: ErrorResponse(413, "too_large"),
    WrongMediaType: ErrorResponse(415, "wrong_media_type"),
    domain.Invalid: ErrorResponse(422, "invalid"),
    domain.StoreBusy: ErrorResponse(503, "busy"),
}

# An error nobody foresaw: the log says where, the sender may try again. Throttling (429, too_many) is the gateway's.
UNFORESEEN = ErrorResponse(503, "busy")
