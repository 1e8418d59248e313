"""The status of a report as a page, and with the access code or the receipt link what belongs to the complainant alone.

The status page's own script asks for the same answers without the frame (`fragment`).
"""

import secrets

from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import Invalid, NobodyLeft, NoPhotoRoom, NotAllowedNow, NotOpened, StoreBusy, UnknownTicket
from chalicelib.domain.photos import PhotoMedia
from chalicelib.entrypoints.forms.fields import read_fields, read_form
from chalicelib.entrypoints.forms.localized import sentences_of
from chalicelib.entrypoints.forms.opened import Typed, refusal, shown_by_number, shown_data, shown_opened, status_answer
from chalicelib.entrypoints.forms.problem_page import show_error
from chalicelib.entrypoints.front import Front
from chalicelib.entrypoints.http.routes import NOT_KEPT, Call, Reply, Route, response_to
from chalicelib.entrypoints.public_api.case import export_out, secret_in
from chalicelib.entrypoints.public_api.models import ExportOut, FamilyActionIn, OpenIn
from chalicelib.usecases.act import act_for_family
from chalicelib.usecases.add_photo import add_photo
from chalicelib.usecases.look_up_status import look_up_status
from chalicelib.usecases.open_case import OpenedCase, open_case

_PHOTO_BYTES = 16  # of a photo's id
_AFTER_PHOTO = "/formulir/foto-terkirim"
_TALK = "/formulir/percakapan"
_DATA = "/formulir/data-saya"


def status_form(ports: Front, call: Call) -> Reply:
    """POST /formulir/status: by number alone where the report is, with a secret also its photos and its proof sheet."""
    fields = read_form(call)
    fragment = bool(fields.pop("fragment", ""))
    try:
        asked = read_fields({name: value for name, value in fields.items() if name in OpenIn.model_fields}, OpenIn)
        number = TicketNumber.parse(asked.number)
        if asked.access_code is None and asked.link_token is None:
            shown = shown_by_number(ports, look_up_status(ports, number))
        else:
            shown = shown_opened(ports, open_case(ports, number, secret_in(asked)))
    except Invalid as invalid:
        return status_answer(ports, fields, fragment, problems=sentences_of(ports, invalid), code=422)
    except (UnknownTicket, NotOpened, StoreBusy) as error:
        return refusal(ports, fields, fragment, error)
    return status_answer(ports, fields, fragment, ticket=shown)


def talk_form(ports: Front, call: Call) -> Reply:
    """POST /formulir/percakapan: something that the family does with its report; the answer is the report as it then is."""
    fields = read_form(call)
    fragment = bool(fields.pop("fragment", ""))
    secrets_alone = {name: value for name, value in fields.items() if name in OpenIn.model_fields}
    asked = read_fields(secrets_alone, OpenIn)
    number, secret = TicketNumber.parse(asked.number), secret_in(asked)
    try:
        body = read_fields(fields, FamilyActionIn)
        opened = act_for_family(ports, number, secret, body.action, body.answers(), body.once)
        return status_answer(
            ports, secrets_alone, fragment, ticket=shown_opened(ports, opened, said=ports.words["talk"]["done"])
        )
    except Invalid as invalid:
        problems, said, code = sentences_of(ports, invalid), "", 422
    except (NotAllowedNow, NobodyLeft) as late:
        problems, said, code = {}, ports.words["talk"]["too_late"], response_to(late).status
    except (NotOpened, StoreBusy) as error:
        return refusal(ports, fields, fragment, error, again=True)
    typed = Typed({name: str(value) for name, value in fields.items()}, problems)
    try:
        shown = shown_opened(ports, open_case(ports, number, secret), typed, said)
    except (NotOpened, StoreBusy) as error:
        return refusal(ports, fields, fragment, error, again=True)
    return status_answer(ports, secrets_alone, fragment, ticket=shown, code=code)


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
        return refusal(ports, fields, False, full)
    return Reply(ports.pages.render("photo_page", title, {"upload": upload, "sent": False}))


def data_page(ports: Front, call: Call) -> Reply:
    """POST /formulir/data-saya: all that belongs to whoever opens the report, as a page to read or print."""
    opened = _opened(ports, call)
    content = {"ticket": shown_opened(ports, opened), "data": shown_data(ports, opened)}
    return Reply(ports.pages.render("data_page", ports.words["pages"]["data_title"], content), headers=NOT_KEPT)


def data_file(ports: Front, call: Call) -> Reply:
    """POST /formulir/data-saya.json: the same as a file; its name tells nothing."""
    headers = {"Content-Disposition": 'attachment; filename="data-saya.json"'}
    return Reply(export_out(ports, _opened(ports, call)), headers=headers)


def _opened(ports: Front, call: Call) -> OpenedCase:
    asked = read_fields(read_form(call), OpenIn)
    return open_case(ports, TicketNumber.parse(asked.number), secret_in(asked))


def photo_sent(ports: Front, _call: Call) -> Reply:
    """GET /formulir/foto-terkirim: where the store of photos leads a browser back to."""
    return Reply(ports.pages.render("photo_page", ports.words["pages"]["photo_title"], {"upload": None, "sent": True}))


def status_page(_ports: Front, _call: Call) -> Reply:
    """GET /formulir/status: somebody who comes without a form is led to it."""
    return Reply("", 303, {"Location": "/status/"})


def data_lost(ports: Front, call: Call) -> Reply:
    """GET /formulir/data-saya: likewise."""
    return status_page(ports, call)


def talk_page(ports: Front, call: Call) -> Reply:
    """GET /formulir/percakapan: likewise; the talk is behind the status."""
    return status_page(ports, call)


def photo_page(ports: Front, call: Call) -> Reply:
    """GET /formulir/foto: a tab that was restored, or opened in another browser; the form for a photo is behind the status."""
    return status_page(ports, call)


ROUTES = (
    Route("GET", "/formulir/status", status_page, "Leads to the form.", {303: None}, show_error=show_error),
    Route("POST", "/formulir/status", status_form, "The status as a form.", {200: None}, body=OpenIn, show_error=show_error),
    Route("GET", _TALK, talk_page, "Leads to the form.", {303: None}, show_error=show_error),
    Route("POST", _TALK, talk_form, "The talk as a form.", {200: None}, body=FamilyActionIn, show_error=show_error),
    Route("GET", _DATA, data_lost, "Leads to the form.", {303: None}, show_error=show_error),
    Route("POST", _DATA, data_page, "One's own data as a page.", {200: None}, body=OpenIn, show_error=show_error),
    Route("POST", f"{_DATA}.json", data_file, "The same as a file.", {200: ExportOut}, body=OpenIn, show_error=show_error),
    Route("GET", "/formulir/foto", photo_page, "Leads to the form.", {303: None}, show_error=show_error),
    Route("POST", "/formulir/foto", photo_form, "A form for one photo.", {200: None}, body=OpenIn, show_error=show_error),
    Route("GET", _AFTER_PHOTO, photo_sent, "Says that a photo is sent.", {200: None}, show_error=show_error),
)
