"""What the complainant may do with number and secret: open the ticket, talk with its desk, send photos."""

from collections.abc import Iterator
from dataclasses import asdict

from chalicelib.domain.access import open_actions
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import AccessCode, LinkToken, TicketNumber
from chalicelib.domain.errors import Invalid
from chalicelib.domain.events import Complainant, Event, Officer, part_name
from chalicelib.domain.retention import kept_until
from chalicelib.domain.workflow import Audience, actions, ends, fields
from chalicelib.entrypoints.desks import desk_out
from chalicelib.entrypoints.front import Front
from chalicelib.entrypoints.http.body import read_body
from chalicelib.entrypoints.http.models import PaymentOut, PhotoOut
from chalicelib.entrypoints.http.routes import Call, Reply, Route
from chalicelib.entrypoints.public_api.models import (
    AddPhotoIn,
    ExportOut,
    FamilyActionIn,
    OpenedOut,
    OpenIn,
    TurnOut,
    UploadOut,
)
from chalicelib.entrypoints.public_api.status import status_out
from chalicelib.usecases.act import act_for_family
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


def act(ports: Front, call: Call) -> Reply:
    """POST /tickets/actions."""
    body = read_body(call.body, call.headers.get("content-type"), FamilyActionIn)
    number, secret = TicketNumber.parse(body.number), secret_in(body)
    opened = act_for_family(ports, number, secret, body.action, body.answers(), body.once)
    return Reply(opened_out(ports, opened))


def export(ports: Front, call: Call) -> Reply:
    """POST /tickets/export."""
    body = read_body(call.body, call.headers.get("content-type"), OpenIn)
    return Reply(export_out(ports, open_case(ports, TicketNumber.parse(body.number), secret_in(body))))


ROUTES = (
    Route(
        "POST",
        "/api/v1/tickets/export",
        export,
        "Everything of a ticket that belongs to its complainant. Tries at the code are limited.",
        replies={200: ExportOut},
        body=OpenIn,
        errors=(400, 404, 413, 415, 422, 429, 503),
    ),
    Route(
        "POST",
        "/api/v1/tickets/actions",
        act,
        "Write to the desk, answer its question, confirm, object, withdraw or correct. Sending the same again does it once.",
        replies={200: OpenedOut},
        body=FamilyActionIn,
        errors=(400, 404, 409, 413, 415, 422, 429, 503),
    ),
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
        photo_room=0 if opened.ticket.status in ends() else opened.album.room(ports.now()),
        story=opened.own_words.story if opened.own_words else None,
        talk=[_turn(ports, event, said) for event, said in turns(opened)],
        actions=[action.id for action in open_actions(opened.ticket, Complainant(), ports.now())],
        kept_until=dict(kept_until(opened.ticket)),
        on_hold=opened.ticket.held,
        erasure=opened.ticket.erasure.asked_at if opened.ticket.erasure else None,
    )


def export_out(ports: Front, opened: OpenedCase) -> ExportOut:
    """Return everything of a ticket that belongs to its complainant."""
    ticket, own = opened.ticket, opened.own_words
    return ExportOut(
        **dict(opened_out(ports, opened)),
        category=ticket.category,
        district=ticket.district,
        village=ticket.village,
        happened_on=ticket.happened_on,
        payment=PaymentOut(**asdict(own.payment)) if own and own.payment else None,
        locked=[one for one in ticket.keys if one is not Compartment.TALK],
        exported_at=ports.now(),
    )


def turns(opened: OpenedCase) -> Iterator[tuple[Event, dict[str, str]]]:
    """Yield (event, what was said with it by field) of each event that family and desk share: said to each other, or moved by.

    What else a desk does, such as who of it has the ticket, is its own.
    """
    stood = None
    for event in opened.events:
        said = {name: opened.texts[part] for name in fields() if (part := part_name(name, event.version)) in opened.texts}
        row = actions().get(event.action)
        if said or (event.status, event.desk) != stood or (row and Audience.FAMILY in row.tells):
            yield event, said
        stood = (event.status, event.desk)


def _turn(ports: Front, event: Event, said: dict[str, str]) -> TurnOut:
    actor = event.actor
    return TurnOut(
        version=event.version,
        action=event.action,
        status=event.status,
        actor=type(actor).__name__.lower(),
        desk=desk_out(ports, actor.desk) if isinstance(actor, Officer) else None,
        at=event.at,
        said=said,
    )
