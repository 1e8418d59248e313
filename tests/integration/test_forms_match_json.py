"""A report typed into a form is the one that JSON sends; whatever is typed, nothing of it is lost or obeyed."""

import json
from typing import Any

from chalicelib.domain.credentials import Credentials
from chalicelib.domain.rulebook import rules
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.conftest import System
from tests.integration.test_forms import IDENTITY, REPORT, TYPED, page_of, pairs, post
from tests.support.html_forms import HtmlPage, encoded

CHOICES = rules("choices")
TICKS = ("wishes.hide_name", "wishes.keep_secret", "for_other")
PLACES = {"province": "18", "regency": "18.07", "district": "18.07.19"}
NASTY = st.sampled_from(
    ['"><script>alert(1)</script>', "'", "</textarea>", "{{ 7 * 7 }}", "&lt;", "😀🙏", "a&b=c+d%20e", "ISI-HALAMAN"]
)
# What a keyboard, a paste or an old form may bring; a line end only where a field has lines.
LINE = NASTY | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), min_size=1, max_size=40)
LINES = st.lists(LINE, min_size=1, max_size=4).map("\n".join)


def text_or(good: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Mostly what is meant, now and then anything."""
    return st.integers(0, 5).flatmap(lambda place: LINE if place == 0 else good)


def one_of(name: str) -> st.SearchStrategy[str]:
    """A choice of the rules."""
    return st.sampled_from([str(choice) for choice in CHOICES[name]])


ANSWERS: dict[str, st.SearchStrategy[Any]] = {
    "flags": st.lists(one_of("flags"), unique=True, min_size=1),
    "subject.role": text_or(one_of("subject_roles")),
    "subject.name": LINE,
    "village": st.sampled_from(["18.07.19.2001", "18.07.19.2002"]),
    "happened_on": text_or(st.sampled_from(["2026-11-01", "1/11/2026", "2-10-2026", "31-11-2026"])),
    "payment.bank": text_or(one_of("banks")),
    "payment.month": text_or(st.sampled_from(["2026-10", "10-2026", "10/2026", "13-2026"])),
    "payment.amount": text_or(st.sampled_from(["0", "300.000", "Rp 750 000", "-1"])),
    "reporter.name": LINE,
    "reporter.phone": text_or(st.sampled_from(["0812 3456 7890", "+628123456789", "171"])),
    "reporter.nik": text_or(st.sampled_from(["1807194505800001", "1807194505800000"])),
    "reporter.beneficiary": LINE,
    "wishes.call_time": text_or(one_of("call_times")),
    **dict.fromkeys(TICKS, st.just("true")),
}
REPORTS = st.fixed_dictionaries(
    {"category": st.sampled_from([row["id"] for row in rules("categories")["category"]]), "story": LINES}, optional=ANSWERS
).map(lambda answers: {**answers, **PLACES})

mostly = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def as_json(typed: dict[str, Any]) -> dict[str, Any]:
    """The body a script would send for what was typed: blank answers left out, a ticked box as true."""
    body: dict[str, Any] = {}
    for name, value in typed.items():
        outer, _, inner = name.partition(".")
        place = body.setdefault(outer, {}) if inner else body
        if name not in ("province", "regency") and (isinstance(value, list) or value.strip()):
            place[inner or outer] = True if name in TICKS else value
    return {name: value for name, value in body.items() if value != {}}


def credentials() -> dict[str, str]:
    """New credentials, by the names of its fields."""
    made = Credentials.mint()
    return dict(zip(IDENTITY, (str(made.number), made.code.digits, str(made.token)), strict=True))


@mostly
@given(typed=REPORTS)
def test_the_form_stores_what_json_stores_and_refuses_what_json_refuses(system: System, typed: dict[str, Any]) -> None:
    mine = credentials()
    sent = post(system, encoded([*pairs(typed), *mine.items(), ("step", "send")]))
    # Under one number another content would be 409.
    reply = system.public.post("/api/v1/tickets", json.dumps({**as_json(typed), **mine}))
    assert (sent.status, reply.status) in ((200, 201), (422, 422)), (sent.status, reply.text)
    if reply.status == 422:
        said = HtmlPage(sent.text).text
        assert all(problem["message"] in said for problem in reply.json["fields"])


@mostly
@given(typed=REPORTS, step=st.sampled_from(["place", "check", "edit"]))
def test_whatever_is_typed_comes_back_as_it_was_and_is_never_markup(system: System, typed: dict[str, Any], step: str) -> None:
    reply = post(system, encoded([*pairs(typed), ("step", step)]))
    page = page_of(reply, reply.status)
    assert reply.status in (200, 422)
    assert not [attributes for tag, attributes in page.tags if tag == "script" and "alert" in str(attributes)]
    assert "<script>alert" not in reply.text
    offered = {name: page.form(REPORT).options(name) for name in page.form(REPORT).names}
    kept = sorted((name, as_sent(value)) for name, value in page.form(REPORT).filled() if value and name not in IDENTITY)
    # A value that a list or a set of boxes does not offer cannot have been chosen in it.
    free = reply.status == 200 and step == "check"
    expected = [
        (name, as_sent(value))
        for name, value in pairs(typed)
        if value.strip() and (free or name not in LISTS or value in offered[name])
    ]
    assert kept == sorted(expected)


LISTS = {"subject.role", "payment.bank", "wishes.call_time", "village"}


def as_sent(text: str) -> str:
    """A text with its line ends as forms send them; no page can hold the characters that HTML has none for."""
    return text.replace("\r\n", "\n").replace("\x00", "\ufffd")


def test_the_longest_report_in_any_script_is_taken(system: System) -> None:
    most = rules("limits")
    line, story = "\U0001f62d" * most["line"], "\U0001f62d" * most["story"]
    typed = {**TYPED, "story": story}
    typed |= dict.fromkeys(("subject.name", "reporter.name", "reporter.beneficiary"), line)
    assert post(system, encoded([*pairs(typed), *credentials().items(), ("step", "send")])).status == 200
