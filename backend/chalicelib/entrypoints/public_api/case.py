"""What the complainant may do with number and secret: open the ticket, send photos."""

from chalicelib.domain.credentials import AccessCode, LinkToken, TicketNumber
from chalicelib.domain.errors import Invalid
from chalicelib.entrypoints.front import Front
from chalicelib.entrypoints.http.body import read_body
from chalicelib.entrypoints.http.models import PhotoOut
from chalicelib.entrypoints.http.routes import Call, Reply, Route
from chalicelib.entrypoints.public_api.models import AddPhotoIn, OpenedOut, OpenIn, UploadOut
from chalicelib.entrypoints.public_api.status import status_out
from chalicelib.usecases.add_photo import add_photo
from chalicelib.usecases.open_case import OpenedCase, Secret, open_case


def open_(ports: Front, call: Call) -> Reply:
    """POST /tickets/open: a POST so that no secret stands in a URL or an access log."""
    body = read_body(call.body, call.headers.get("content-type"), OpenIn)
    return Reply(opened_out(ports, open_case(ports, TicketNumber.parse(body.number), secret_in(body))))


def photo(ports: Front, call: Call) -> Reply:
    """POST /tickets/photos."""
    body = read_body(call.body, call.headers.get("content-type"), AddPhotoIn)
    upload = add_photo(ports, TicketNumber.parse(body.number), secret_in(body), body.photo, body.type)
    return Reply(UploadOut(photo=body.photo, url=upload.url, fields=dict(upload.fields)))


ROUTES = (
    Route(
        "POST",
        "/api/v1/tickets/open",
        open_,
        "Open a ticket with its access code or its receipt link. Tries at the code are limited.",
        replies={200: OpenedOut},
        body=OpenIn,
        errors=(400, 404, 413, 415, 422, 429, 503),
    ),
    Route(
        "POST",
        "/api/v1/tickets/photos",
        photo,
        "Ask how to send a photo. Asking again for the same photo is safe.",
        replies={200: UploadOut},
        body=AddPhotoIn,
        errors=(400, 404, 409, 413, 415, 422, 429, 503),
    ),
)


def secret_in(body: OpenIn) -> Secret:
    """Return the secret that a body holds; raises Invalid unless there is exactly one."""
    if body.access_code is not None and body.link_token is not None:
        raise Invalid(("link_token", "one_secret"))
    if body.link_token is not None:
        return LinkToken.parse(body.link_token)
    if body.access_code is None:
        raise Invalid(("access_code", "required"))
    return AccessCode.parse(body.access_code)


def opened_out(ports: Front, opened: OpenedCase) -> OpenedOut:
    """Return a ticket as its complainant sees it."""
    return OpenedOut(
        **dict(status_out(ports, opened.ticket)),
        photos=[PhotoOut(id=photo.id, state=photo.state, reason=photo.reason) for photo in opened.album.photos],
        photo_room=opened.album.room(ports.now()),
        actions=[],
    )
