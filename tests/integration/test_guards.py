"""Checks that make forgetting impossible: on every route, every error, every word, every log line."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from chalicelib.domain import errors as domain_errors
from chalicelib.domain.photos import Refusal
from chalicelib.domain.reports import Kind, categories
from chalicelib.domain.rulebook import rules
from chalicelib.domain.tiers import DeskKind, Tier
from chalicelib.domain.workflow import Ending, Role, Status, actions
from chalicelib.entrypoints.http import body as body_reader
from chalicelib.entrypoints.http import errors as request_errors
from chalicelib.entrypoints.http.routes import METHODS
from chalicelib.entrypoints.public_api.models import FamilyActionIn, OpenIn
from chalicelib.entrypoints.staff_api.asked import ActionIn, ContactIn, ReissueIn
from openapi_spec_validator import validate

from tests.integration.conftest import System
from tests.support import samples

OPEN_TO_ALL = "/api/v1/staff/openapi.json"


def test_every_staff_route_refuses_without_a_token(system: System) -> None:
    routes = system.admin.app.routes
    assert len(routes) >= 5
    for path in routes:
        for method in METHODS:
            reply = system.admin.call(method, path.replace("{number}", str(samples.number())), samples.body())
            if path == OPEN_TO_ALL:
                assert reply.status == (200 if method == "GET" else 405)
            else:
                assert reply.status in (401, 405), (method, path)


def test_every_staff_route_has_the_gateways_authorizer(system: System) -> None:
    for path, entries in system.admin.app.routes.items():
        for entry in entries.values():
            assert (entry.authorizer is None) == (path == OPEN_TO_ALL), path


def test_no_route_of_one_surface_is_on_the_other(system: System) -> None:
    assert not set(system.public.app.routes) & set(system.admin.app.routes)
    assert all(path.startswith("/api/v1/staff/") for path in system.admin.app.routes)


def leaves(kind: type[Exception]) -> Iterator[type[Exception]]:
    below = kind.__subclasses__()
    if not below:
        yield kind
    for one in below:
        yield from leaves(one)


def test_every_error_that_leaves_has_a_status_and_a_sentence(system: System) -> None:
    every = {*leaves(domain_errors.LaporError), *leaves(request_errors.RequestError)}
    assert every == set(request_errors.RESPONSES)
    codes = {response.code for response in request_errors.RESPONSES.values()} | {"too_many"}
    assert codes == set(system.ports.words["errors"])


def test_every_field_code_has_a_sentence(system: System) -> None:
    codes = {*body_reader._FIELD_CODES.values(), *body_reader._OWN_CODES, "wrong_type"}
    rules_own = {
        "number_and_code",
        "unknown_district",
        "unknown_village",
        "future_date",
        "too_early",
        "bad_cursor",
        "unknown_action",
        "wrong_fact",
    }
    rules_own.add("one_secret")
    assert codes | rules_own == set(system.ports.words["fields"])


def test_every_field_that_an_action_needs_has_a_label_and_a_place_in_its_body(system: System) -> None:
    asked: dict[bool, set[str]] = {True: set(), False: set()}
    for action in actions().values():
        options = [option for field in action.needs for option in field.options]
        every = {field.name for field in (*action.needs, *action.may, *(field for one in options for field in one.needs))}
        asked[Role.COMPLAINANT in action.by] |= every
    assert asked[True] | asked[False] == set(rules("workflow")["fields"])
    # What opens a contact, or gives a receipt, has a route of its own.
    bodies = {*ActionIn.model_fields, *ContactIn.model_fields, *ReissueIn.model_fields}
    assert asked[False] == bodies - {"action", "version", "once"}
    assert asked[True] == set(FamilyActionIn.model_fields) - {*OpenIn.model_fields, "action", "once"}
    assert asked[True] | asked[False] <= set(system.ports.words["labels"])


def test_every_choice_has_a_label_and_every_label_a_choice(system: System) -> None:
    words = system.ports.words
    assert list(words["statuses"]) == [status.value for status in Status]
    assert set(words["kinds"]) == set(Kind)
    assert list(words["categories"]) == list(categories())
    choices = rules("choices")
    assert all(list(words[name]) == choices[name] for name in choices if name != "stages")
    assert set(words["actions"]) == {action.id for action in actions().values() if action.sources}
    assert set(words["tiers"]) == set(Tier)
    assert set(words["desks"]) == {*Tier, *DeskKind} - {DeskKind.PKH}
    assert set(words["roles"]) == set(Role)
    assert set(words["endings"]) == set(Ending)
    assert set(words["turns"]) < set(words["actions"])
    offered = rules("workflow")["choices"]
    assert list(words["outcomes"]) == list(offered["outcome"])
    assert set(offered["close_reason"]) <= set(Ending)


def test_who_is_locked_out_is_told_for_how_long(system: System) -> None:
    said = system.ports.words["errors"]["not_opened"]
    assert f"Tunggu {rules('limits')['code_tries_hours']} jam" in said
    assert "QR" in said


def test_every_reason_to_refuse_a_photo_has_a_sentence(system: System) -> None:
    assert set(system.ports.words["photo_reasons"]) == set(Refusal)


def sentences(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for value in node.values():
            yield from sentences(value)
    elif isinstance(node, list):
        for value in node:
            yield from sentences(value)
    else:
        yield from str(node).replace("{desk}", "Petugas").split(". ")


def test_no_sentence_has_more_than_15_words(system: System) -> None:
    assert [sentence for sentence in sentences(system.ports.words) if len(sentence.split()) > 15] == []


def test_the_openapi_documents_are_valid_and_name_every_route(system: System) -> None:
    for surface, path in ((system.public, "/api/v1/openapi.json"), (system.admin, OPEN_TO_ALL)):
        document = surface.get(path).json
        validate(document)
        assert document["openapi"] == "3.1.0"
        assert set(document["paths"]) == set(surface.app.routes)
        for route, operations in document["paths"].items():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    media = "application/json" if status.startswith("2") else "application/problem+json"
                    media = "text/html" if route.startswith("/formulir/") else media
                    assert list(answer.get("content", ())) == ([] if status == "204" else [media])


def test_an_unforeseen_error_is_answered_plainly_and_logged_without_its_text(
    system: System, monkeypatch: pytest.MonkeyPatch, lines: list[str]
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("SECRET of Siti Contoh")

    monkeypatch.setattr("chalicelib.entrypoints.public_api.reports.submit_report", broken)
    reply = system.submit()
    assert reply.is_problem(503, "busy")
    assert reply.headers["Retry-After"]
    assert "SECRET" not in reply.text
    failure = json.loads(lines[0])
    assert failure["error"] == "RuntimeError"
    assert "reports.py" in failure["place"][-2]
    assert "SECRET" not in "".join(lines)


def test_no_log_line_carries_what_people_wrote(system: System, lines: list[str]) -> None:
    number = system.submit().json["number"]
    system.status(number)
    system.submit(story="", reporter={"name": "Siti Contoh", "phone": "171"})
    system.act("pasir-sakti", number, "identify", 1, note="catatan petugas")
    system.admin.get(f"/api/v1/staff/tickets/{number}", system.token("pasir-sakti"))
    assert len(lines) == 5
    for line in lines:
        assert set(json.loads(line)) == {"event", "method", "route", "status", "code", "ms", "request_id"}
        for word in (number, number.replace("-", ""), "Siti", "Uang", "catatan", "1234567890", "payment"):
            assert word not in line
