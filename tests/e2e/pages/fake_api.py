"""Answers the pages' calls inside the browser, by the API's contract, and fails on demand. Knows nothing of pages."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import BrowserContext, Route

Json = dict[str, Any]

DESK = {"tier": "kecamatan", "region": "18.07.19", "name": "Pelaksana PKH Kecamatan Pasir Sakti"}
MOMENT = "2026-11-22T03:14:07.123Z"
LATER = "2026-11-22T05:00:00.000Z"
TOKEN = "token-of-siti"
CODE = "code-of-siti"
STEPS = {
    "received": [("identify", "identifying"), ("close", "closed")],
    "identifying": [("ask", "needs_info"), ("investigate", "investigating"), ("close", "closed")],
}
PAGE = 2  # tickets in one page of the inbox


@dataclass
class FakeApi:
    """`received` holds every body that reached the API; `failures` are used up first to last, one a call."""

    tickets: dict[str, Json] = field(default_factory=dict)
    received: list[tuple[str, Json]] = field(default_factory=list)
    failures: list[Callable[[Route, Callable[[], None]], None]] = field(default_factory=list)
    sign_ins: list[Json] = field(default_factory=list)
    challenge: str = ""

    def install(self, context: BrowserContext, origin: str) -> None:
        """Take over the API, the sign-in page and the configuration of `origin`."""
        self.origin = origin
        context.route(f"{origin}/api/v1/**", self._api)
        context.route(f"{origin}/petugas/config.json", self._config)
        context.route(f"{origin}/sign-in/**", self._sign_in)

    def fail(self, status: int, code: str, fields: list[Json] | None = None) -> None:
        """Answer the next call with a problem."""
        self.failures.append(lambda route, _: problem(route, status, code, fields))

    def drop_call(self) -> None:
        """Let the next call not arrive."""
        self.failures.append(lambda route, _: route.abort())

    def lose_answer(self) -> None:
        """Let the next call arrive and its answer get lost."""

        def lose(route: Route, handle: Callable[[], None]) -> None:
            handle()
            route.abort()

        self.failures.append(lose)

    def hold_answer(self) -> Callable[[], None]:
        """Let the next call wait; return what answers it."""
        held: list[Callable[[], None]] = []
        self.failures.append(lambda route, _: held.append(lambda: self._api(route)))
        return lambda: held[0]()

    def have(self, number: str, **changes: Any) -> Json:
        """Store a ticket as if somebody had reported it."""
        story = "Bantuan tahap 3 belum masuk.\nSaya sudah tanya agen."
        self.tickets[number] = ticket = {
            "number": number,
            "kind": "complaint",
            "category": "payment_missing",
            "status": "received",
            "version": 1,
            "desk": DESK,
            "district": "18.07.19",
            "received_at": MOMENT,
            "updated_at": MOMENT,
            "village": "18.07.19.2001",
            "happened_on": "2026-11-20",
            "story": story,
            "subject": {"role": "agent", "name": "Pak Contoh"},
            "photos": [],
            "events": [{"version": 1, "action": "submit", "status": "received", "by": None, "at": MOMENT, "note": None}],
        } | changes
        return ticket

    def _api(self, route: Route) -> None:
        answered: list[tuple[int, Json]] = []
        request = route.request
        path = urlsplit(request.url).path.removeprefix("/api/v1/")
        body = json.loads(request.post_data) if request.post_data else {}

        def handle() -> None:
            self.received.append((path, body))
            answered.append(self._answer(path, body, request.headers.get("authorization"), urlsplit(request.url).query))

        if self.failures:
            self.failures.pop(0)(route, handle)
            return
        handle()
        status, content = answered[0]
        if status < 400:
            route.fulfill(status=status, json=content)
        else:
            problem(route, status, content["code"])

    def _answer(self, path: str, body: Json, authorization: str | None, query: str) -> tuple[int, Json]:
        if path == "tickets":
            return self._submit(body)
        if path == "tickets/status":
            return self._status(body)
        if authorization != f"Bearer {TOKEN}":
            return 401, {"code": "not_signed_in"}
        if path == "staff/me":
            return 200, {"name": "Siti Contoh", "tier": "kecamatan", "region": "18.07.19", "desk": DESK}
        if path == "staff/tickets":
            return self._inbox({name: values[0] for name, values in parse_qs(query).items()})
        number, _, rest = path.removeprefix("staff/tickets/").partition("/")
        if number not in self.tickets:
            return 404, {"code": "unknown_number"}
        return self._move(number, body) if rest == "actions" else (200, self._whole(number))

    def _submit(self, body: Json) -> tuple[int, Json]:
        number, code = body["number"], body["access_code"]
        known = self.tickets.get(number)
        if known and known["body"] != body:
            return 409, {"code": "number_used"}
        if not known:
            self.have(number, body=body)
        answer = {"number": number, "access_code": code, "status": "received", "desk": DESK, "received_at": MOMENT}
        return (200 if known else 201), answer

    def _status(self, body: Json) -> tuple[int, Json]:
        ticket = self.tickets.get(body["number"])
        if not ticket:
            return 404, {"code": "unknown_number"}
        shown = {name: ticket[name] for name in ("number", "status", "desk", "received_at", "updated_at")}
        return 200, shown | {"next_step": f"{DESK['name']} akan memeriksa laporan Anda."}

    def _inbox(self, query: dict[str, str]) -> tuple[int, Json]:
        wanted = [t for t in self.tickets.values() if query.get("status", t["status"]) == t["status"]]
        first = int(query.get("cursor", 0))
        names = ["number", "kind", "category", "status", "version", "desk", "district", "received_at", "updated_at"]
        items = [{name: ticket[name] for name in names} for ticket in wanted[first : first + PAGE]]
        following = first + PAGE
        return 200, {"items": items, "next": str(following) if following < len(wanted) else None}

    def _move(self, number: str, body: Json) -> tuple[int, Json]:
        ticket = self.tickets[number]
        steps = dict(STEPS.get(ticket["status"], []))
        if body["version"] != ticket["version"]:
            return 409, {"code": "stale"}
        if body["action"] not in steps:
            return 409, {"code": "not_allowed_now"}
        ticket |= {"status": steps[body["action"]], "version": ticket["version"] + 1, "updated_at": LATER}
        step = {"version": ticket["version"], "action": body["action"], "status": ticket["status"]}
        ticket["events"] = [*ticket["events"], step | {"by": DESK, "at": LATER, "note": body["note"]}]
        return 200, self._whole(number)

    def _whole(self, number: str) -> Json:
        ticket = self.tickets[number]
        steps = [{"action": action, "to": to} for action, to in STEPS.get(ticket["status"], [])]
        return {name: value for name, value in ticket.items() if name != "body"} | {"actions": steps}

    def _config(self, route: Route) -> None:
        addresses = {f"{name}_url": f"{self.origin}/sign-in/{name}" for name in ("authorize", "token", "logout")}
        place = {"client_id": "petugas", "redirect_uri": f"{self.origin}/petugas/", "scope": "openid"}
        route.fulfill(json=addresses | place)

    def _sign_in(self, route: Route) -> None:
        """The sign-in page of a supplier: sends everybody back at once, signed in as Siti."""
        parts = urlsplit(route.request.url)
        if parts.path.endswith("/token"):
            form = {name: values[0] for name, values in parse_qs(route.request.post_data or "").items()}
            self.sign_ins.append(form)
            route.fulfill(json={"access_token": TOKEN, "token_type": "Bearer", "expires_in": 3600})
            return
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.sign_ins.append(asked)
        if parts.path.endswith("/authorize"):
            answer = urlencode({"code": CODE, "state": asked["state"]})
            route.fulfill(status=302, headers={"Location": f"{asked['redirect_uri']}?{answer}"})
        else:
            route.fulfill(status=302, headers={"Location": asked["logout_uri"]})


def problem(route: Route, status: int, code: str, fields: list[Json] | None = None) -> None:
    """Answer with `application/problem+json`."""
    content: Json = {"type": "about:blank", "title": code, "status": status, "code": code}
    content |= {"fields": fields} if fields else {}
    route.fulfill(status=status, content_type="application/problem+json", body=json.dumps(content))
