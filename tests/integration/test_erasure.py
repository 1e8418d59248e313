"""An erased report on the durable engine: every route answers for it as for a number that never was; the rest is untouched."""

from collections.abc import Callable
from typing import Any

from chalicelib.domain.credentials import LinkToken
from chalicelib.entrypoints import events, forms, public_api, staff_api
from chalicelib.usecases.verify_trail import verify_trail

from tests.integration.conftest import System
from tests.support import samples
from tests.support.html_forms import encoded
from tests.support.http import Reply

ONCE = "5" * 16


def said_of(system: System, number: str, code: str, token: str) -> dict[str, tuple[int, str]]:
    """What every route that takes a number says of one, without the number itself."""
    secret = {"number": number, "access_code": code}
    talk = {**secret, "action": "keep_data", "once": ONCE}
    public: dict[str, dict[str, Any]] = {
        "/api/v1/tickets/status": {"number": number},
        "/api/v1/tickets/open": secret,
        "/api/v1/tickets/export": secret,
        "/api/v1/tickets/actions": talk,
        "/api/v1/tickets/photos": {**secret, "photo": "0" * 32},
    }
    posted: dict[str, dict[str, Any]] = {
        "/formulir/status": secret,
        "/formulir/percakapan": talk,
        "/formulir/foto": secret,
        "/formulir/data-saya": secret,
        "/formulir/data-saya.json": secret,
    }
    step = {"action": "note", "version": 1, "once": ONCE, "note": "x"}
    path = f"/api/v1/staff/tickets/{number}"
    bodies: dict[str, dict[str, Any]] = {
        f"{path}/actions": step,
        f"{path}/preview": {"action": "answer", "version": 1},
        f"{path}/writing": {"writing": True},
        f"{path}/contact": {**step, "action": "see_contact", "contact_reason": "ask_family"},
        f"{path}/receipt": {
            "version": 1,
            "once": ONCE,
            "note": "x",
            "fact_category": "payment_missing",
            "fact_day": "2026-11-22",
        },
    }
    replies: dict[str, Reply] = {
        **{route: system.public.post(route, body) for route, body in public.items()},
        **{f"form {route}": system.public.send_form(route, encoded(body.items())) for route, body in posted.items()},
        **{route.replace(number, "{number}"): system.admin.post(route, body, token) for route, body in bodies.items()},
        "/api/v1/staff/tickets/{number}": system.admin.get(path, token),
        "/api/v1/staff/tickets/{number}/people": system.admin.get(f"{path}/people", token),
    }
    return {route: (reply.status, reply.text.replace(number, "").replace(code, "")) for route, reply in replies.items()}


def test_every_route_that_takes_a_number_is_asked() -> None:
    asked = {route.path for route in (*public_api.ROUTES, *forms.ROUTES) if route.body and "number" in route.body.model_fields}
    asked |= {route.path for route in staff_api.ROUTES if "{number}" in route.path}
    known = {
        *("/api/v1/tickets/status", "/api/v1/tickets/open", "/api/v1/tickets/export", "/api/v1/tickets/actions"),
        *("/api/v1/tickets/photos", "/formulir/status", "/formulir/percakapan", "/formulir/foto", "/formulir/data-saya"),
        *("/formulir/data-saya.json", "/api/v1/staff/tickets/{number}", "/api/v1/staff/tickets/{number}/people"),
        *("/api/v1/staff/tickets/{number}/actions", "/api/v1/staff/tickets/{number}/contact"),
        *("/api/v1/staff/tickets/{number}/receipt", "/api/v1/staff/tickets/{number}/preview"),
        "/api/v1/staff/tickets/{number}/writing",
    }
    # These two take a report under a new number; an erased one still gives its receipt (`test_retention.py`).
    assert asked - known == {"/api/v1/tickets", "/formulir/lapor"}


def test_an_erased_report_is_an_unknown_one_to_everybody_and_nothing_else_has_changed(
    system: System, everything: Callable[[], list[str]]
) -> None:
    sent = system.submit(link_token=LinkToken.mint().text).json
    number, code = sent["number"], sent["access_code"]
    other = system.submit().json
    before = system.public.post("/api/v1/tickets/open", {"number": other["number"], "access_code": other["access_code"]}).text

    def family(action: str, once: str) -> None:
        body = {"number": number, "access_code": code, "action": action, "once": once}
        assert system.public.post("/api/v1/tickets/actions", body).status == 200

    family("withdraw", "6" * 16)
    family("ask_erasure", "7" * 16)
    assert system.act("pasir-sakti", number, "confirm_erasure", 3).status == 409
    agreed = system.act("lampung-timur", number, "confirm_erasure", 3)
    assert agreed.status == 200, agreed.text
    events.sweep_deadlines(system.ports)

    unknown, wrong = str(samples.number(4711)), f"{(int(code) + 1) % 10**8:08d}"
    for login in ("pasir-sakti", "lampung-timur", "lampung", "pusat"):
        token = system.token(login)
        assert said_of(system, number, wrong, token) == said_of(system, unknown, wrong, token)
    token = system.token("lampung-timur")
    assert said_of(system, number, code, token) == said_of(system, unknown, code, token)
    listed = system.admin.get("/api/v1/staff/tickets", token, "limit=100").text
    assert number not in listed

    held = [item for item in everything() if number.replace("-", "").removeprefix("PKH") in item]
    assert not [item for item in held if '"INBOX#' in item or '"FOUND#' in item]
    assert not [finding for finding in verify_trail(system.ports) if finding.of in (number, other["number"])]
    after = system.public.post("/api/v1/tickets/open", {"number": other["number"], "access_code": other["access_code"]}).text
    assert after == before
