"""The report for browsers without JavaScript: plain forms in, whole pages out. The status is in `status.py`.

The questions, their rules and their words are those of the JSON routes and of the site's own pages.
"""

from chalicelib.domain.credentials import Credentials
from chalicelib.domain.errors import Invalid, NumberUsed
from chalicelib.domain.reports import OPTIONAL
from chalicelib.domain.routing import is_delicate
from chalicelib.domain.rulebook import limits
from chalicelib.domain.tiers import COUNTRY
from chalicelib.entrypoints.forms.fields import Fields, read_fields, read_form
from chalicelib.entrypoints.forms.localized import AS_TYPED, localized_answers, sentences_of
from chalicelib.entrypoints.forms.problem_page import show_error
from chalicelib.entrypoints.forms.receipt import led_to_receipt
from chalicelib.entrypoints.front import Front
from chalicelib.entrypoints.http.errors import RESPONSES
from chalicelib.entrypoints.http.routes import KEPT_FOR_BACK, NOT_KEPT, Call, Reply, Route, response_to
from chalicelib.entrypoints.public_api.models import ReportIn
from chalicelib.entrypoints.public_api.reports import credentials_in, report_in
from chalicelib.logs import log_failure
from chalicelib.usecases.submit_report import check_report, submit_or_find

_LISTS = ("flags",)
_MEANT = "as_typed"  # the box that says: what was asked again is meant as it stands
# What a form asks beside the report itself: the button pressed, and the regions that lead to the district.
_STEP = "step"
_REGIONS = ("province", "regency", "district", "village")
_ASKED_ON_THE_WAY = ("province", "regency")
# What the form carries unseen once its answers were checked.
_IDENTITY = ("number", "access_code", "link_token")


def report_form(ports: Front, call: Call) -> Reply:
    """POST /formulir/lapor: `step` says what the button was: place, check, edit or send."""
    fields = _with_known_regions(ports, read_form(call, _LISTS))
    step = fields.pop(_STEP, "check")
    if step in ("place", "edit"):
        return _form(ports, _asked_again(fields))
    try:
        body = _read(ports, fields)
    except Invalid as invalid:
        if _MEANT not in fields or not all(name in OPTIONAL for name, _ in invalid.problems):
            return _form(ports, fields, invalid)
        # What was asked again, and is meant so, is kept as it was typed.
        fields = _kept_as_typed(fields, {name for name, _ in invalid.problems})
        body = _read(ports, fields)
    credentials = credentials_in(body)
    fields |= _carried(credentials)
    return _send(ports, fields, body, credentials) if step == "send" else _answers_to_check(ports, fields)


def _read(ports: Front, fields: Fields) -> ReportIn:
    """Return the report that the fields hold; raises Invalid with every field at fault."""
    asked = {name: value for name, value in fields.items() if name not in (*_ASKED_ON_THE_WAY, _MEANT)}
    body = read_fields(asked, ReportIn)
    credentials_in(body)
    check_report(ports, report_in(body))
    return body


def _kept_as_typed(fields: Fields, unread: set[str]) -> Fields:
    kept = {f"{AS_TYPED}{name}": str(value)[: limits().line] for name, value in fields.items() if name in unread}
    return {name: value for name, value in fields.items() if name not in (*unread, _MEANT)} | kept


def _asked_again(fields: Fields) -> Fields:
    """Return the fields with what was kept as typed back in its place, for a form that is shown once more."""
    return {name.removeprefix(AS_TYPED): value for name, value in fields.items()}


def report_page(_ports: Front, _call: Call) -> Reply:
    """GET /formulir/lapor: somebody who comes without a form is led to it."""
    return Reply("", 303, {"Location": "/lapor/"})


ROUTES = (
    Route("GET", "/formulir/lapor", report_page, "Leads to the form.", {303: None}, show_error=show_error),
    Route(
        "POST",
        "/formulir/lapor",
        report_form,
        "The report as a form: the questions again, the answers to check, or the way to the receipt.",
        replies={200: None, 303: None},
        body=ReportIn,
        show_error=show_error,
    ),
)


def _form(ports: Front, fields: Fields, invalid: Invalid | None = None) -> Reply:
    problems = sentences_of(ports, _asked_first(fields, invalid)) if invalid else {}
    if not problems.keys().isdisjoint(_IDENTITY):
        # Nobody types these, so nobody can mend them: new ones come with the next check.
        fields = {name: value for name, value in fields.items() if name not in _IDENTITY}
    ordered = {name: problems[name] for name in ports.words["labels"] if name in problems}
    inside = [COUNTRY, *(fields.get(name, "") for name in _REGIONS[:-1])]
    regions = {name: ports.regions.within(str(parent)) for name, parent in zip(_REGIONS, inside, strict=True)}
    mendable = bool(problems) and problems.keys() <= set(OPTIONAL)
    content = {"values": fields, "problems": ordered | problems, "regions": regions, "mendable": mendable}
    page = ports.pages.render("report_page", ports.words["pages"]["report_title"], content, wrong=bool(problems))
    return Reply(page, 422 if problems else 200, _caching(fields))


def _asked_first(fields: Fields, invalid: Invalid) -> Invalid:
    """Return what is wrong, of the place the question that comes first."""
    if "regency" in fields:
        return invalid
    first = "regency" if "province" in fields else "province"
    return Invalid(*((first if name == "district" else name, code) for name, code in invalid.problems))


def _answers_to_check(ports: Front, fields: Fields, notice: str = "", code: int = 200) -> Reply:
    hidden = [(name, one) for name, value in fields.items() for one in (value if isinstance(value, list) else [value])]
    content = {"values": fields, "answers": list(localized_answers(ports, fields)), "hidden": hidden, "notice": notice}
    page = ports.pages.render("check_answers", ports.words["pages"]["check_title"], content, wrong=bool(notice))
    return Reply(page, code, _caching(fields))


def _send(ports: Front, fields: Fields, body: ReportIn, credentials: Credentials) -> Reply:
    try:
        _, first_kept = submit_or_find(ports, report_in(body), credentials)
        return led_to_receipt(ports, credentials, first_kept=first_kept)
    except NumberUsed as used:
        fields |= _carried(Credentials.mint())
        return _answers_to_check(ports, fields, ports.words["pages"]["new_number"], response_to(used).status)
    except Exception as error:  # whatever it is, answers and number stay with the family
        if not isinstance(error, tuple(RESPONSES)):
            log_failure(error)
        response = response_to(error)
        return _answers_to_check(ports, fields, ports.words["errors"][response.code], response.status)


def _carried(credentials: Credentials) -> dict[str, str]:
    """Return credentials as the fields by which a form carries them."""
    parts = (str(credentials.number), credentials.code.digits, credentials.token.text if credentials.token else "")
    return {name: value for name, value in zip(_IDENTITY, parts, strict=True) if value}


def _caching(fields: Fields) -> dict[str, str]:
    """Return how a page that holds answers may be kept: so that Back shows it again, and of a delicate report not at all."""
    return NOT_KEPT if is_delicate(fields.get("flags", ())) else KEPT_FOR_BACK


def _with_known_regions(ports: Front, fields: Fields) -> Fields:
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
