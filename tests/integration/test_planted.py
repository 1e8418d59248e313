"""A value planted in every field, by every way in, stands readable nowhere: no store, log, notice, error or root holds it."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from chalicelib.entrypoints import events
from chalicelib.usecases.verify_trail import verify_trail

from tests.integration.conftest import System
from tests.support import samples
from tests.support.html_forms import encoded

FORM = {"content-type": "application/x-www-form-urlencoded"}
PHONE, NIK = "081277001122", "1807194505807766"


@dataclass
class Planter:
    """Hands out values that stand nowhere else, and remembers them by where they were planted."""

    values: dict[str, str] = field(default_factory=dict)

    def __call__(self, place: str) -> str:
        self.values[place] = f"tanam{len(self.values):03d}bibit"
        return self.values[place]


@pytest.fixture
def plant() -> Planter:
    return Planter()


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)
    elif isinstance(value, str):
        yield value


def test_what_is_planted_stands_readable_nowhere_but_where_it_is_meant(
    system: System, plant: Planter, lines: list[str]
) -> None:
    errors: list[str] = []

    def refused(reply: Any) -> None:
        assert reply.status >= 400, reply.text
        errors.append(reply.text)

    # The report, by JSON, with what cannot be read kept as typed.
    sent = system.submit(
        story=plant("story"),
        subject={"role": "other", "name": plant("subject.name")},
        reporter={"name": plant("reporter.name"), "phone": PHONE, "nik": NIK, "beneficiary": plant("reporter.beneficiary")},
        as_typed={"payment.month": plant("as_typed.payment.month"), "happened_on": plant("as_typed.happened_on")},
        happened_on=None,
        payment={"bank": "bri"},
    )
    assert sent.status == 201, sent.text
    number = sent.json["number"]
    secret = {"number": number, "access_code": sent.json["access_code"]}
    # The report, by the form.
    form = {"category": "other", "province": "18", "regency": "18.07", "district": "18.07.19", "story": plant("form.story")}
    form |= {"subject.name": plant("form.subject.name"), "reporter.name": plant("form.reporter.name")}
    form |= {"reporter.beneficiary": plant("form.beneficiary"), "payment.month": plant("form.payment.month")}
    system.public.call("POST", "/formulir/lapor", encoded(form.items()), FORM)
    # Refused: whatever is wrong is said, and never repeated.
    for body in (
        {**samples.body(), "category": plant("wrong.category")},
        {**samples.body(), "district": plant("wrong.district")},
        {**samples.body(), "kind": plant("wrong.kind")},
        {**samples.body(), plant("wrong.field"): "x"},
        {**samples.body(), "number": plant("wrong.number")},
        {**samples.body(), "access_code": plant("wrong.code")},
    ):
        refused(system.public.post("/api/v1/tickets", body))
    refused(system.public.post("/api/v1/tickets/status", {"number": plant("status.number")}))
    refused(system.public.post("/api/v1/tickets/open", {"number": number, "access_code": plant("open.code")}))
    refused(system.public.post("/api/v1/tickets/open", {"number": number, "link_token": plant("open.token")}))
    said = {**secret, "action": "message", "once": "1" * 16}
    refused(system.public.post("/api/v1/tickets/actions", {**said, "action": plant("family.action"), "message": "x"}))
    refused(system.public.post("/api/v1/tickets/actions", {**said, "message": "x", "rating": plant("family.rating")}))
    # The talk.
    assert system.public.post("/api/v1/tickets/actions", {**said, "message": plant("family.message")}).status == 200
    version = system.admin.get(f"/api/v1/staff/tickets/{number}", _desk(system, number)).json["version"]
    token = _desk(system, number)
    path = f"/api/v1/staff/tickets/{number}"

    def does(action: str, **answers: str) -> None:
        nonlocal version
        body = {"action": action, "version": version, "once": f"{version:016x}", **answers}
        reply = system.admin.post(f"{path}/actions", body, token)
        assert reply.status == 200, reply.text
        version = reply.json["version"]

    does("identify", note=plant("identify.note"))
    does("tell", message=plant("tell.message"))
    does("respond", message=plant("respond.message"))
    does("note", note=plant("note.note"))
    until = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    does("ask", question=plant("ask.question"), answer_by=until)
    reply = {**secret, "action": "reply", "once": "2" * 16, "message": plant("family.reply")}
    assert system.public.post("/api/v1/tickets/actions", reply).status == 200
    version += 1
    does("investigate", note=plant("investigate.note"))
    does("clarify", note=plant("clarify.note"))
    # Contacts and receipts.
    why = {"action": "see_contact", "version": version, "once": "c" * 16, "contact_reason": "ask_family"}
    shown = system.admin.post(f"{path}/contact", {**why, "note": plant("contact.note")}, token)
    assert shown.json["contact"]["phone"] == "+6281277001122"
    version += 1
    wrong = {**why, "version": version, "once": "d" * 16, "contact_reason": plant("contact.reason"), "note": "x"}
    refused(system.admin.post(f"{path}/contact", wrong, token))
    assert number in system.admin.post("/api/v1/staff/receipts", {"phone": PHONE}, token).json["numbers"]
    assert number in system.admin.post("/api/v1/staff/receipts", {"nik": NIK}, token).json["numbers"]
    refused(system.admin.post("/api/v1/staff/receipts", {"phone": plant("find.phone")}, token))
    refused(system.admin.post("/api/v1/staff/receipts", {"nik": plant("find.nik")}, token))
    facts = {"version": version, "once": "e" * 16, "fact_category": "payment_missing", "note": plant("reissue.note")}
    refused(system.admin.post(f"{path}/receipt", {**facts, "fact_day": plant("reissue.fact_day")}, token))
    renewed = system.admin.post(f"{path}/receipt", {**facts, "fact_day": datetime.now(UTC).date().isoformat()}, token)
    assert renewed.status == 200, renewed.text
    fresh = {"number": number, "access_code": renewed.json["access_code"]}
    version += 1
    # Every field of an officer that is refused.
    for name in ("outcome", "close_reason", "duplicate_of", "credited_on", "reference", "handed_to", "colleague", "accused"):
        body = {"action": "answer", "version": version, name: plant(f"refused.{name}")}
        refused(system.admin.post(f"{path}/actions", body, token))
    refused(system.admin.post(f"{path}/actions", {"action": plant("desk.action"), "version": version}, token))
    refused(system.admin.get("/api/v1/staff/tickets", token, f"cursor={plant('inbox.cursor')}"))
    refused(system.admin.get(f"/api/v1/staff/tickets/{plant('path.number')}", token))
    refused(system.admin.get("/api/v1/staff/me", plant("bearer token")))
    # The rest of the way.
    said_of_it = {"message": plant("answer.message"), "reason": plant("answer.reason")}
    does("answer", outcome="not_paid", done=plant("answer.done"), **said_of_it)
    ended = {**fresh, "action": "confirm", "once": "3" * 16, "rating": "5", "comment": plant("confirm.comment")}
    assert system.public.post("/api/v1/tickets/actions", ended).status == 200
    # What runs by itself.
    with suppress(RuntimeError):  # the news of other tests, for desks where nobody listens, fails every sweep
        events.sweep(system.ports, grace=timedelta(0))
    events.sweep_deadlines(system.ports)
    events.seal_trail(system.ports)

    assert len(plant.values) >= 50
    plant.values |= {"phone": PHONE[1:], "nik": NIK}
    places = {
        "the engine's file": b"".join(one.read_bytes() for one in system.stack.var.glob("dynamodb.sqlite*")).decode("latin-1"),
        "the roots": "".join(one.read_text() for one in (system.stack.var / "roots").glob("*.jsonl")),
        "the notices": _text(system.stack.var / "announcements.jsonl"),
        "the log": "\n".join(lines),
        "the errors": "\n".join(errors),
    }
    assert all(places.values())
    readable = {(name, place) for name, content in places.items() for place, value in plant.values.items() if value in content}
    assert readable == set()
    # The trail of it all holds.
    assert not [finding for finding in verify_trail(system.ports) if finding.of == number]
    # It was kept, nothing less: whoever may read it does.
    opened = system.public.post("/api/v1/tickets/open", fresh).json
    assert {plant.values["story"], plant.values["family.message"], plant.values["answer.message"]} <= set(strings(opened))
    # One's own data is read by the same code, and who one is lies elsewhere.
    export = set(strings(system.public.post("/api/v1/tickets/export", fresh).json))
    page = system.public.send_form("/formulir/data-saya", encoded(fresh.items())).text
    for place in ("story", "family.message", "answer.message"):
        assert plant.values[place] in export
        assert plant.values[place] in page
    for place in ("reporter.name", "subject.name", "note.note", "contact.note", "answer.done", "phone", "nik"):
        assert plant.values[place] not in page + " ".join(export), place
    desk = set(strings(system.admin.get(path, token).json))
    assert {plant.values[place] for place in ("story", "subject.name", "note.note", "contact.note", "confirm.comment")} <= desk
    assert not {plant.values["reporter.name"], NIK} & desk


def _desk(system: System, number: str) -> str:
    """Return the token of an officer of the desk that has the ticket."""
    tier = system.status(number).json["desk"]["tier"]
    return system.token({"kecamatan": "pasir-sakti", "kabupaten": "lampung-timur", "provinsi": "lampung"}.get(tier, "pusat"))


def _text(path: Any) -> str:
    return str(path.read_text()) if path.exists() else ""


def test_no_route_takes_anything_personal_in_its_address(system: System) -> None:
    document = json.loads(system.admin.get("/api/v1/staff/openapi.json").text)
    public = json.loads(system.public.get("/api/v1/openapi.json").text)
    named = {
        parameter["name"]
        for paths in (document["paths"], public["paths"])
        for entry in paths.values()
        for operation in entry.values()
        for parameter in operation.get("parameters", ())
    }
    assert named <= {"number", "lane", "queue", "category", "place", "held", "label", "limit", "cursor"}
    assert not re.search(r"phone|nik|code|token|name", " ".join(named))
