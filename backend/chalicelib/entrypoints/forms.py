"""The report and the status for browsers without JavaScript: plain forms in, whole pages out.

The questions, their rules and their words are those of the JSON routes and of the site's own pages.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.clocks import answer_due, zone_of
from chalicelib.domain.errors import Invalid, NumberUsed, StoreBusy, UnknownTicket
from chalicelib.domain.identity import Identity, TicketNumber
from chalicelib.domain.rulebook import rules
from chalicelib.domain.tickets import Receipt, Ticket
from chalicelib.domain.tiers import COUNTRY
from chalicelib.entrypoints.desks import desk_out
from chalicelib.entrypoints.errors import RESPONSES
from chalicelib.entrypoints.form_fields import Fields, read_fields, read_form
from chalicelib.entrypoints.http import Answer, Call, Route, response_to
from chalicelib.entrypoints.models import LookUpIn, ReportIn
from chalicelib.entrypoints.public import identity_in, report_in
from chalicelib.entrypoints.shown import next_step
from chalicelib.entrypoints.spoken import spoken_answers, spoken_day, spoken_moment
from chalicelib.logs import log_failure
from chalicelib.usecases.look_up_status import look_up_status
from chalicelib.usecases.marks import code_mark_of
from chalicelib.usecases.ports import Ports
from chalicelib.usecases.submit_report import check_report, submit_report

_LISTS = ("flags",)
# What a form asks beside the report itself: the button pressed, and the regions that lead to the district.
_STEP = "step"
_REGIONS = ("province", "regency", "district", "village")
_ASKED_ON_THE_WAY = ("province", "regency")
# What the form carries unseen once its answers were checked.
_IDENTITY = ("number", "access_code", "link_token")


def report_form(ports: Ports, call: Call) -> Answer:
    """POST /formulir/lapor: `step` says what the button was: place, check, edit or send."""
    fields = _with_known_regions(ports, read_form(call, _LISTS))
    step = fields.pop(_STEP, "check")
    if step in ("place", "edit"):
        return _form(ports, fields)
    try:
        body = read_fields({name: value for name, value in fields.items() if name not in _ASKED_ON_THE_WAY}, ReportIn)
        identity = identity_in(body)
        check_report(ports, report_in(body))
    except Invalid as invalid:
        return _form(ports, fields, invalid)
    fields |= _carried(identity)
    return _send(ports, fields, body, identity) if step == "send" else _answers_to_check(ports, fields)


def status_form(ports: Ports, call: Call) -> Answer:
    """POST /formulir/status; with `fragment` the answer alone, for the status page's script."""
    fields = read_form(call)
    fragment = bool(fields.pop("fragment", ""))
    try:
        asked = {name: value for name, value in fields.items() if name in LookUpIn.model_fields}
        number = TicketNumber.parse(read_fields(asked, LookUpIn).number)
    except Invalid as invalid:
        return _status(ports, fields, fragment, problems=_problems(ports, invalid), code=422)
    try:
        ticket = look_up_status(ports, number)
    except (UnknownTicket, StoreBusy) as error:
        response = response_to(error)
        return _status(ports, fields, fragment, notice=ports.words["errors"][response.code], code=response.status)
    return _status(ports, fields, fragment, ticket=_shown(ports, ticket))


def show_error(ports: Ports, error: Exception) -> Answer:
    """Return any other error as a page with one sentence and the way back."""
    response = response_to(error)
    sentence = ports.words["errors"][response.code]
    title = ports.words["pages"]["problem_title"]
    return Answer(ports.pages.render("problem_page", title, {"title": title, "sentence": sentence}), response.status)


def report_page(_ports: Ports, _call: Call) -> Answer:
    """GET /formulir/lapor: somebody who comes without a form is led to it."""
    return Answer("", 303, {"Location": "/lapor/"})


def status_page(_ports: Ports, _call: Call) -> Answer:
    """GET /formulir/status: likewise."""
    return Answer("", 303, {"Location": "/status/"})


ROUTES = (
    Route("GET", "/formulir/lapor", report_page, "Leads to the form.", {303: None}, show_error=show_error),
    Route("GET", "/formulir/status", status_page, "Leads to the form.", {303: None}, show_error=show_error),
    Route(
        "POST",
        "/formulir/lapor",
        report_form,
        "The report as a form: the questions again, the answers to check, or the receipt.",
        answers={200: None},
        body=ReportIn,
        show_error=show_error,
    ),
    Route(
        "POST",
        "/formulir/status",
        status_form,
        "The status as a form.",
        answers={200: None},
        body=LookUpIn,
        show_error=show_error,
    ),
)


def _form(ports: Ports, fields: Fields, invalid: Invalid | None = None) -> Answer:
    problems = _problems(ports, invalid) if invalid else {}
    if "district" in problems and "regency" not in fields:
        # The question to answer first.
        problems["regency" if "province" in fields else "province"] = problems.pop("district")
    if not problems.keys().isdisjoint(_IDENTITY):
        # Nobody types these, so nobody can mend them: new ones come with the next check.
        fields = {name: value for name, value in fields.items() if name not in _IDENTITY}
    ordered = {name: problems[name] for name in ports.words["labels"] if name in problems}
    inside = [COUNTRY, *(fields.get(name, "") for name in _REGIONS[:-1])]
    regions = {name: ports.regions.within(str(parent)) for name, parent in zip(_REGIONS, inside, strict=True)}
    content = {"values": fields, "problems": ordered | problems, "regions": regions}
    return Answer(ports.pages.render("report_page", ports.words["pages"]["report_title"], content), 422 if problems else 200)


def _answers_to_check(ports: Ports, fields: Fields, notice: str = "", code: int = 200) -> Answer:
    hidden = [(name, one) for name, value in fields.items() for one in (value if isinstance(value, list) else [value])]
    content = {"values": fields, "answers": list(spoken_answers(ports, fields)), "hidden": hidden, "notice": notice}
    return Answer(ports.pages.render("check_answers", ports.words["pages"]["check_title"], content), code)


def _send(ports: Ports, fields: Fields, body: ReportIn, identity: Identity) -> Answer:
    try:
        return _receipt(ports, identity, *_take(ports, body, identity))
    except NumberUsed as used:
        fields |= _carried(Identity.mint())
        return _answers_to_check(ports, fields, ports.words["pages"]["new_number"], response_to(used).status)
    except Exception as error:  # whatever it is, answers and number stay with the family
        if not isinstance(error, tuple(RESPONSES)):
            log_failure(error)
        response = response_to(error)
        return _answers_to_check(ports, fields, ports.words["errors"][response.code], response.status)


def _take(ports: Ports, body: ReportIn, identity: Identity) -> tuple[Receipt, str]:
    """Submit a report; return its receipt and what to say of it. Raises NumberUsed when the number is somebody else's."""
    try:
        return submit_report(ports, report_in(body), identity), ports.words["reporting"]["received_at"]
    except NumberUsed:
        receipt = look_up_status(ports, identity.number).receipt
        if receipt.code_mark != code_mark_of(ports, identity.number, identity.code):
            raise
        # Who holds number and code has sent this report before, and changed it since.
        return receipt, ports.words["reporting"]["first_kept"]


def _carried(identity: Identity) -> dict[str, str]:
    """Return an identity as the fields by which a form carries it."""
    parts = (str(identity.number), identity.code.digits, identity.token.text if identity.token else "")
    return {name: value for name, value in zip(_IDENTITY, parts, strict=True) if value}


def _receipt(ports: Ports, identity: Identity, receipt: Receipt, state: str) -> Answer:
    words = ports.words
    opens = ".".join(str(part) for part in (identity.number, identity.token) if part)
    shown = {
        "title": words["reporting"]["received"],
        "state": state.format(at=spoken_moment(ports, receipt.received_at, receipt.desk.region)),
        "number": str(identity.number),
        "access_code": identity.code.digits,
        "desk": desk_out(ports, receipt.desk).name,
        "qr": ports.pages.qr(f"{ports.site_url}/status/#{opens}"),
    }
    return Answer(ports.pages.render("receipt_page", words["pages"]["receipt_title"], {"receipt": shown}), 201)


def _status(
    ports: Ports,
    fields: Fields,
    fragment: bool,
    ticket: Mapping[str, Any] | None = None,
    problems: Mapping[str, str] | None = None,
    notice: str = "",
    code: int = 200,
) -> Answer:
    content = {"values": fields, "problems": problems or {}, "ticket": ticket, "notice": notice}
    if fragment:
        return Answer(ports.pages.fragment("status_answer", content), code)
    return Answer(ports.pages.render("status_page", ports.words["pages"]["status_title"], content), code)


def _shown(ports: Ports, ticket: Ticket) -> Mapping[str, Any]:
    """Return a ticket as its number alone shows it, in words."""
    received_at, region = ticket.receipt.received_at, ticket.district
    due, ended = answer_due(received_at, region), ticket.status in rules("transitions")["ends"]
    today = ports.now().astimezone(zone_of(region)).date()
    return {
        "number": str(ticket.number),
        "status": ticket.status,
        "next_step": next_step(ports, ticket),
        "desk": desk_out(ports, ticket.desk).name,
        "since": spoken_moment(ports, ticket.updated_at, region),
        "answer_due": spoken_day(ports, due),
        "ended": ended,
        "late": not ended and today > due,
        "steps": [{"status": step.status, "at": spoken_moment(ports, step.at, region)} for step in ticket.steps],
        "now": spoken_moment(ports, ports.now(), region),
    }


def _problems(ports: Ports, invalid: Invalid) -> dict[str, str]:
    sentences = ports.words["fields"]
    return {name: sentences[code] for name, code in reversed(invalid.problems)}


def _with_known_regions(ports: Ports, fields: Fields) -> Fields:
    """Return the fields without a region that does not lie in the one chosen before it: its parent was changed."""
    parent = COUNTRY
    for name in _REGIONS:
        chosen = str(fields.get(name, ""))
        if chosen not in ports.regions.within(parent):
            for lost in _REGIONS[_REGIONS.index(name) :]:
                fields.pop(lost, None)
            break
        parent = chosen
    return fields
