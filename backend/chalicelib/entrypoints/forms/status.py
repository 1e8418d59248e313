"""The status of a report as a page, and with the access code or the receipt link what belongs to the complainant alone.

The status page's own script asks for the same answer without the frame (`fragment`).
"""

import secrets
from collections.abc import Mapping
from typing import Any

from chalicelib.domain.clocks import Timeliness
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import Invalid, NoPhotoRoom, NotOpened, StoreBusy, UnknownTicket
from chalicelib.domain.photos import PhotoMedia
from chalicelib.domain.tickets import Ticket
from chalicelib.entrypoints.forms.fields import Fields, read_fields, read_form
from chalicelib.entrypoints.forms.localized import localized_day, localized_moment, sentences_of
from chalicelib.entrypoints.forms.problem_page import show_error
from chalicelib.entrypoints.front import Front
from chalicelib.entrypoints.http.routes import KEPT_FOR_BACK, NOT_KEPT, Call, Reply, Route, response_to
from chalicelib.entrypoints.public_api.case import secret_in
from chalicelib.entrypoints.public_api.models import OpenIn
from chalicelib.entrypoints.public_api.status import status_out
from chalicelib.usecases.add_photo import add_photo
from chalicelib.usecases.look_up_status import look_up_status
from chalicelib.usecases.open_case import OpenedCase, open_case

_PHOTO_BYTES = 16  # of a photo's id
_AFTER_PHOTO = "/formulir/foto-terkirim"


def status_form(ports: Front, call: Call) -> Reply:
    """POST /formulir/status: by number alone where the report is, with a secret also its photos and its proof sheet."""
    fields = read_form(call)
    fragment = bool(fields.pop("fragment", ""))
    try:
        asked = read_fields({name: value for name, value in fields.items() if name in OpenIn.model_fields}, OpenIn)
        number = TicketNumber.parse(asked.number)
        if asked.access_code is None and asked.link_token is None:
            shown = _shown(ports, look_up_status(ports, number))
        else:
            opened = open_case(ports, number, secret_in(asked))
            shown = {**_shown(ports, opened.ticket), "opened": _opened(ports, opened)}
    except Invalid as invalid:
        return _status(ports, fields, fragment, problems=sentences_of(ports, invalid), code=422)
    except (UnknownTicket, NotOpened, StoreBusy) as error:
        response = response_to(error)
        return _status(ports, fields, fragment, notice=ports.words["errors"][response.code], code=response.status)
    return _status(ports, fields, fragment, ticket=shown)


def photo_form(ports: Front, call: Call) -> Reply:
    """POST /formulir/foto: a form that sends one photo straight to where photos are kept."""
    fields = read_form(call)
    asked = read_fields(fields, OpenIn)
    title = ports.words["pages"]["photo_title"]
    try:
        upload = add_photo(
            ports,
            TicketNumber.parse(asked.number),
            secret_in(asked),
            secrets.token_hex(_PHOTO_BYTES),
            PhotoMedia.JPEG,  # what it says it is; what it is decides who cleans it
            then=_AFTER_PHOTO,
        )
    except NoPhotoRoom as full:
        response = response_to(full)
        return _status(ports, fields, fragment=False, notice=ports.words["errors"][response.code], code=response.status)
    return Reply(ports.pages.render("photo_page", title, {"upload": upload, "sent": False}))


def photo_sent(ports: Front, _call: Call) -> Reply:
    """GET /formulir/foto-terkirim: where the store of photos leads a browser back to."""
    return Reply(ports.pages.render("photo_page", ports.words["pages"]["photo_title"], {"upload": None, "sent": True}))


def status_page(_ports: Front, _call: Call) -> Reply:
    """GET /formulir/status: somebody who comes without a form is led to it."""
    return Reply("", 303, {"Location": "/status/"})


def photo_page(ports: Front, call: Call) -> Reply:
    """GET /formulir/foto: a tab that was restored, or opened in another browser; the form for a photo is behind the status."""
    return status_page(ports, call)


ROUTES = (
    Route("GET", "/formulir/status", status_page, "Leads to the form.", {303: None}, show_error=show_error),
    Route("POST", "/formulir/status", status_form, "The status as a form.", {200: None}, body=OpenIn, show_error=show_error),
    Route("GET", "/formulir/foto", photo_page, "Leads to the form.", {303: None}, show_error=show_error),
    Route("POST", "/formulir/foto", photo_form, "A form for one photo.", {200: None}, body=OpenIn, show_error=show_error),
    Route("GET", _AFTER_PHOTO, photo_sent, "Says that a photo is sent.", {200: None}, show_error=show_error),
)


def _status(
    ports: Front,
    fields: Fields,
    fragment: bool,
    ticket: Mapping[str, Any] | None = None,
    problems: Mapping[str, str] | None = None,
    notice: str = "",
    code: int = 200,
) -> Reply:
    problems = problems or {}
    if fragment:
        # The page's script has the form already; what is wrong with it is said in the answer.
        content = {"values": fields, "ticket": ticket, "notice": notice or next(iter(problems.values()), "")}
        return Reply(ports.pages.fragment("status_answer", content), code)
    content = {"values": fields, "problems": problems, "ticket": ticket, "notice": notice}
    page = ports.pages.render("status_page", ports.words["pages"]["status_title"], content, wrong=bool(problems or notice))
    return Reply(page, code, NOT_KEPT if ticket and "opened" in ticket else KEPT_FOR_BACK)


def _shown(ports: Front, ticket: Ticket) -> Mapping[str, Any]:
    """Return in words what `status_out` says of a ticket: what its number alone shows."""
    view, region = status_out(ports, ticket), ticket.district
    return {
        "number": view.number,
        "status": view.status,
        "next_step": view.next_step,
        "desk": view.desk.name,
        "received": localized_moment(ports, view.received_at, region),
        "since": localized_moment(ports, view.updated_at, region),
        "answer_due": localized_day(ports, view.answer_due),
        "answer_owed": view.answer in (Timeliness.AWAITED, Timeliness.LATE),
        "late": view.answer is Timeliness.LATE,
        "steps": [{"status": step.status, "at": localized_moment(ports, step.at, region)} for step in view.steps],
        "now": localized_moment(ports, ports.now(), region),
    }


def _opened(ports: Front, opened: OpenedCase) -> Mapping[str, Any]:
    """Return what a secret opens beside that. Case actions plug in here."""
    words = ports.words
    photos = [
        {"state": words["photo_states"][photo.state], "reason": words["photo_reasons"][photo.reason] if photo.reason else ""}
        for photo in opened.album.photos
    ]
    return {"photos": photos, "room": opened.album.room(ports.now()), "category": words["categories"][opened.ticket.category]}
