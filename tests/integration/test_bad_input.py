"""Whatever comes in, the answer is a plain one, says nothing back, and leaves the store as it was."""

import json
from collections.abc import Callable

import pytest
from chalicelib.entrypoints.http.body import LARGEST
from chalicelib.entrypoints.http.errors import RESPONSES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.conftest import System
from tests.support import samples
from tests.support.http import JSON

SUBMIT = "/api/v1/tickets"
STATUS = "/api/v1/tickets/status"
MARK = "ECHOMARK"
FULL = json.dumps(samples.body(number=None, access_code=None))


def raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


UNREADABLE = {
    "empty": b"",
    "not json": b"x=1&y=2",
    "cut off": FULL[:-5].encode(),
    "two values": (FULL + FULL).encode(),
    "utf-16": FULL.encode("utf-16"),
    "latin-1": '{"number": "\u00e9"}'.encode("latin-1"),
    "bom": b"\xef\xbb\xbf" + FULL.encode(),
    "NaN": b'{"story": NaN}',
    "infinity": b'{"story": -Infinity}',
    "deep list": b"[" * 60_000,
    "deep object": b'{"a":' * 10_000,
    "lone surrogate": b'{"story": "\\ud800"}',
    "raw surrogate": raw('{"story": "\ud800"}'),
    "thousands of keys": json.dumps({f"key{place}": 1 for place in range(4_000)}).encode(),
    "comment": b'{"story": "x" /* no */}',
    "nul": b'{"story": "x"}\x00',
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE.keys())
@pytest.mark.parametrize("path", [SUBMIT, STATUS])
def test_unreadable_bodies_are_400(system: System, path: str, body: bytes) -> None:
    assert system.public.call("POST", path, body).is_problem(400, "unreadable")


def test_a_key_that_comes_twice_is_400(system: System) -> None:
    twice = FULL.replace('"kind": "complaint"', '"kind": "complaint", "kind": "aspiration"')
    assert system.public.call("POST", SUBMIT, twice).is_problem(400, "unreadable")
    number = json.dumps(str(samples.number()))
    assert system.public.call("POST", STATUS, f'{{"number": {number}, "number": {number}}}').is_problem(400, "unreadable")


@pytest.mark.parametrize("body", ["null", "[]", "1", '"x"', "true", "1e999"])
def test_json_that_is_no_object_is_refused(system: System, body: str) -> None:
    assert system.public.call("POST", SUBMIT, body).status in (400, 422)


@pytest.mark.parametrize("size", [LARGEST + 1, 10 * LARGEST])
def test_a_body_over_64_kib_is_413(system: System, size: int) -> None:
    padded = FULL.encode() + b" " * (size - len(FULL.encode()))
    assert system.public.call("POST", SUBMIT, padded).is_problem(413, "too_large")


def test_a_body_of_exactly_64_kib_is_read(system: System) -> None:
    padded = FULL.encode() + b" " * (LARGEST - len(FULL.encode()))
    assert system.public.call("POST", SUBMIT, padded).status == 201


MEDIA_TYPES = [
    "",
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/jsonp",
    "application/json; charset=utf-16",
    "multipart/form-data",
]


@pytest.mark.parametrize("media_type", MEDIA_TYPES)
def test_another_media_type_is_415(system: System, media_type: str) -> None:
    headers = {"content-type": media_type} if media_type else {}
    assert system.public.call("POST", SUBMIT, FULL, headers).is_problem(415, "wrong_media_type")


@pytest.mark.parametrize("media_type", ["application/json", "Application/JSON", 'application/json; charset="UTF-8"'])
def test_json_in_any_spelling_is_read(system: System, media_type: str) -> None:
    assert system.public.call("POST", SUBMIT, FULL, {"Content-Type": media_type}).status == 201


INVALID = [
    ({"category": None}, "category", "required"),
    ({"flags": "danger"}, "flags", "wrong_type"),
    ({"flags": [MARK]}, "flags", "not_a_choice"),
    ({"payment": {"bank": MARK}}, "payment.bank", "not_a_choice"),
    ({"payment": {"stage": 9}}, "payment.stage", "not_a_choice"),
    ({"payment": {"stage": "x"}}, "payment.stage", "not_a_choice"),
    ({"payment": {"month": "13-2026"}}, "payment.month", "bad_month"),
    ({"payment": {"month": "2199-01"}}, "payment.month", "future_date"),
    ({"payment": {"amount": "dua ribu"}}, "payment.amount", "bad_amount"),
    ({"payment": {"amount": -1}}, "payment.amount", "out_of_range"),
    ({"payment": {"account": "1"}}, "payment", "unknown_field"),
    ({"complainant": MARK}, "complainant", "not_a_choice"),
    ({"wishes": {"call_time": MARK}}, "wishes.call_time", "not_a_choice"),
    ({"wishes": {"hide_name": "yes"}}, "wishes.hide_name", "wrong_type"),
    ({"subject": {"role": MARK}}, "subject.role", "not_a_choice"),
    ({"link_token": MARK}, "link_token", "bad_token"),
    ({"number": None}, "number", "number_and_code"),
    ({"access_code": None}, "access_code", "number_and_code"),
    ({"kind": MARK}, "kind", "not_a_choice"),
    ({"kind": 1}, "kind", "not_a_choice"),
    ({"category": MARK}, "category", "not_a_choice"),
    ({"category": ["payment_missing"]}, "category", "wrong_type"),
    ({"district": "18.07"}, "district", "unknown_district"),
    ({"district": "99.99.99"}, "district", "unknown_district"),
    ({"district": "../../app"}, "district", "unknown_district"),
    ({"district": "\u0661\u0668.07.19"}, "district", "unknown_district"),
    ({"district": None}, "district", "required"),
    ({"village": "18.07.01.2001"}, "village", "unknown_village"),
    ({"story": None}, "story", "required"),
    ({"story": " \n\t "}, "story", "required"),
    ({"story": "x" * 5_001}, "story", "too_long"),
    ({"story": "\u200b\u2060"}, "story", "required"),
    ({"story": "\x00\x1b"}, "story", "required"),
    ({"happened_on": "0026-10-02"}, "happened_on", "too_early"),
    ({"happened_on": "2006-12-31"}, "happened_on", "too_early"),
    ({"payment": {"month": "0026-10"}}, "payment.month", "too_early"),
    ({"story": 7}, "story", "wrong_type"),
    ({"happened_on": "31-11-2026"}, "happened_on", "bad_date"),
    ({"happened_on": "2026-02-30"}, "happened_on", "bad_date"),
    ({"happened_on": "2999-01-01"}, "happened_on", "future_date"),
    ({"happened_on": 0}, "happened_on", "wrong_type"),
    ({"number": "PKH-0000-0000-0000-1"}, "number", "bad_number"),
    ({"number": MARK}, "number", "bad_number"),
    ({"access_code": "1234567"}, "access_code", "bad_code"),
    ({"access_code": 12345678}, "access_code", "wrong_type"),
    ({"access_code": None}, "access_code", "number_and_code"),
    ({"number": None}, "number", "number_and_code"),
    ({"reporter": {"phone": "171"}}, "reporter.phone", "bad_phone"),
    ({"reporter": {"nik": "1807194505800000"}}, "reporter.nik", "bad_nik"),
    ({"reporter": {"name": "x" * 101}}, "reporter.name", "too_long"),
    ({"reporter": MARK}, "reporter", "wrong_type"),
    ({"subject": {"role": "x" * 101}}, "subject.role", "too_long"),
    ({MARK: 1}, "", "unknown_field"),
    ({"reporter": {MARK: 1}}, "reporter", "unknown_field"),
]


@pytest.mark.parametrize(("changes", "field", "code"), INVALID)
def test_a_broken_rule_names_its_field_and_never_its_value(
    system: System, everything: Callable[[], list[str]], changes: dict[str, object], field: str, code: str
) -> None:
    before = everything()
    refused = system.submit(**changes)
    assert refused.is_problem(422, "invalid"), refused.text
    assert (field, code) in [(problem["field"], problem["code"]) for problem in refused.json["fields"]]
    assert all(problem["message"] for problem in refused.json["fields"])
    assert MARK not in refused.text
    assert everything() == before


def test_every_broken_field_is_named_at_once(system: System) -> None:
    refused = system.submit(kind="x", story="", reporter={"phone": "1", "nik": "2"})
    assert {problem["field"] for problem in refused.json["fields"]} == {"kind", "story", "reporter.phone", "reporter.nik"}


def test_the_longest_story_is_taken_in_any_script(system: System) -> None:
    assert system.submit(story="\u00e9" * 5_000).status == 201
    assert system.submit(story="\U0001f62d" * 5_000).status == 201
    assert system.submit(story="baris\r\n" * 833).status == 201  # 4,998 characters; a line end counts once


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])
def test_another_method_is_405_and_says_which_is_allowed(system: System, method: str) -> None:
    refused = system.public.call(method, SUBMIT)
    assert refused.is_problem(405, "method_not_allowed")
    assert refused.headers["Allow"] == "POST"


@pytest.mark.parametrize("number", ["", "x", "PKH-0000-0000-0000-1", "1807194505800001", "\u0661" * 13])
def test_a_mistyped_number_is_answered_without_asking_the_store(
    system: System, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(system.ports.tickets), "get", lambda *_: pytest.fail("the store was asked"))
    refused = system.status(number)
    assert refused.is_problem(422, "invalid")
    assert refused.json["fields"][0]["code"] == "bad_number"


def test_an_unknown_number_is_404(system: System) -> None:
    assert system.status(str(samples.number(4_711))).is_problem(404, "unknown_number")


QUERIES = {
    "lane=unheard": ("lane", "not_a_choice"),
    "limit=0": ("limit", "out_of_range"),
    "limit=101": ("limit", "out_of_range"),
    "limit=x": ("limit", "wrong_type"),
    "limit=1e2": ("limit", "wrong_type"),
    "cursor=x": ("cursor", "bad_cursor"),
    "cursor=" + "x" * 300: ("cursor", "too_long"),
    "region=18": ("", "unknown_field"),
}


@pytest.mark.parametrize(("query", "expected"), QUERIES.items())
def test_a_wrong_query_names_its_parameter(system: System, query: str, expected: tuple[str, str]) -> None:
    refused = system.admin.get("/api/v1/staff/tickets", system.token("pasir-sakti"), query)
    assert refused.is_problem(422, "invalid"), refused.text
    assert expected in [(problem["field"], problem["code"]) for problem in refused.json["fields"]]


def test_an_empty_parameter_is_one_not_given(system: System) -> None:
    listed = system.admin.get("/api/v1/staff/tickets", system.token("pasir-sakti"), "lane=&limit=&cursor=")
    assert listed.status == 200


ACTIONS = [
    ({"action": "delete", "version": 1, "note": "x"}, 422),
    ({"action": "identify", "version": 0, "note": "x"}, 422),
    ({"action": "identify", "version": "1", "note": "x"}, 422),
    ({"action": "identify", "version": True, "note": "x"}, 422),
    ({"action": "identify", "version": 10**30, "note": "x"}, 409),
    ({"action": "identify", "version": 1, "note": " "}, 422),
    ({"action": "identify", "version": 1, "note": "x" * 2_001}, 422),
    ({"action": "identify", "version": 1}, 422),
    ({"action": "identify", "version": 2, "note": "x"}, 409),
    ({"action": "approve_close", "version": 1, "note": "x"}, 409),
    ({"action": "answer", "version": 1, "note": "x"}, 422),
    ({"action": "tell", "version": 1, "message": "x" * 5_001}, 422),
    ({"action": "tell", "version": 1, "message": "x", "note": "x"}, 422),
    ({"action": "tell", "version": 1, "message": "x", "once": "not hexadecimal"}, 422),
    ({"action": "ask", "version": 1, "question": "x", "answer_by": "besok"}, 422),
    ({"action": "ask", "version": 1, "question": "x", "answer_by": "2020-01-01"}, 422),
    ({"action": "close", "version": 1, "close_reason": "not_enough", "message": "x"}, 422),
    ({"action": "close", "version": 1, "close_reason": "not_ours", "message": "x"}, 422),
    ({"action": "confirm", "version": 1}, 409),
]


@pytest.mark.parametrize(("body", "status"), ACTIONS)
def test_a_wrong_action_changes_nothing(system: System, body: dict[str, object], status: int) -> None:
    number = system.submit().json["number"]
    before = system.status(number).text
    refused = system.admin.post(f"/api/v1/staff/tickets/{number}/actions", body, system.token("pasir-sakti"))
    assert refused.status == status, refused.text
    assert system.status(number).text == before


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
KNOWN_STATUSES = {response.status for response in RESPONSES.values()} - {503}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from([*samples.body(), "other"]), json_values, max_size=4))
def test_no_value_in_any_field_is_ever_unforeseen(system: System, changes: dict[str, object]) -> None:
    reply = system.public.post(SUBMIT, json.dumps({**samples.body(number=None, access_code=None), **changes}))
    assert reply.status == 201 or reply.status in KNOWN_STATUSES, reply.text


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_no_bytes_are_ever_unforeseen(system: System, body: bytes) -> None:
    for path in (SUBMIT, STATUS):
        reply = system.public.call("POST", path, body, JSON)
        assert reply.status in (400, 422), reply.text
