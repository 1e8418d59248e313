"""Answers the pages' calls inside the browser by the real views on ports in memory, and fails on demand."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from chalice.app import Chalice
from chalicelib.domain.credentials import AccessCode, Credentials, TicketNumber
from chalicelib.domain.staff import Staff
from chalicelib.domain.tiers import Desk, Tier
from chalicelib.domain.workflow import actions as actions_by_id
from chalicelib.entrypoints import forms, public_api, staff_api
from chalicelib.entrypoints.front import Front
from chalicelib.entrypoints.http.routes import register
from chalicelib.usecases.act import act, act_for_family
from chalicelib.usecases.submit_report import submit_report
from playwright.sync_api import BrowserContext, Page, Route

from tests.support import samples
from tests.support.fakes import FakePorts
from tests.support.http import Reply, Surface

Json = dict[str, Any]

API = "/api/v1/"
BESIDE = ("/glimpses", "/writing")
SENT_ON: tuple[str, ...] = ("content-type", "authorization")
SITI = Staff("siti", "Siti Contoh", Desk(Tier.KECAMATAN, samples.PASIR_SAKTI))
TOKEN = f"token-of-{SITI.sub}"
CODE = "code-of-siti"
REFRESH = "refreshes-siti"
GATEWAY_TOO_MANY = {"code": "too_many", "title": "Terlalu banyak permintaan. Tunggu sebentar lalu coba lagi."}


@dataclass
class FakeApi:
    """`received` holds every body that reached the views; `failures` are used up first to last, one a call.

    What the console asks beside its work, and does without, is held in `aside` and meets no failure.
    """

    ports: FakePorts = field(default_factory=FakePorts)
    received: list[tuple[str, Json]] = field(default_factory=list)
    aside: list[tuple[str, Json]] = field(default_factory=list)
    failures: list[Callable[[Route, Callable[[], Reply]], None]] = field(default_factory=list)
    sign_ins: list[Json] = field(default_factory=list)
    origin: str = ""
    over: bool = False  # whether the supplier renews nothing any more
    _error: Exception | None = None

    def __post_init__(self) -> None:
        self.ports.staff.put(SITI)
        self.ports.staff.put(replace(SITI, sub="tono", name="Tono Contoh"))
        app = Chalice(app_name="lapor-pkh", configure_logs=False)
        register(app, self._ports, [*public_api.ROUTES, *forms.ROUTES, *staff_api.ROUTES], authorizer=None)
        self._surface = Surface(app)

    def install(self, context: BrowserContext, origin: str) -> None:
        """Take over the API, the forms, the sign-in page and the configuration of `origin`."""
        self.origin = origin
        context.route(f"{origin}{API}**", self._answer)
        context.route(f"{origin}/formulir/**", self._answer)
        context.route(f"{origin}/petugas/config.json", self._config)
        context.route(f"{origin}/sign-in/**", self._sign_in)

    def fail(self, error: Exception) -> None:
        """Let the next call meet an error: the views show it as they show any."""

        def meet(route: Route, handle: Callable[[], Reply]) -> None:
            self._error = error
            send(route, handle())

        self.failures.append(meet)

    def wait_until_met(self, page: Page) -> None:
        """Return when every failure has met its call; raises AssertionError when one does not within five seconds."""
        for _ in range(100):
            if not self.failures:
                return
            page.wait_for_timeout(50)
        raise AssertionError("a failure was not met")

    def throttle(self) -> None:
        """Let the gateway turn the next call away."""
        self.failures.append(lambda route, _: route.fulfill(status=429, json=GATEWAY_TOO_MANY))

    def foreign_page(self) -> None:
        """Let the sign-in page of a public network answer the next call."""
        self.failures.append(lambda route, _: route.fulfill(content_type="text/html", body="<h1>WiFi gratis</h1>"))

    def drop_call(self) -> None:
        """Let the next call not arrive."""
        self.failures.append(lambda route, _: route.abort())

    def lose_answer(self) -> None:
        """Let the next call arrive and its answer get lost."""

        def lose(route: Route, handle: Callable[[], Reply]) -> None:
            handle()
            route.abort()

        self.failures.append(lose)

    def hold_answer(self) -> Callable[[], None]:
        """Let the next call wait; return what answers it, be it there already or not."""
        held: list[Callable[[], None]] = []
        free: list[bool] = []

        def hold(route: Route, handle: Callable[[], Reply]) -> None:
            held.append(lambda: send(route, handle()))
            if free:
                held.pop()()

        def answer() -> None:
            free.append(True)
            while held:
                held.pop()()

        self.failures.append(hold)
        return answer

    def have(self, number: str, *actions: str, **changes: Any) -> None:
        """Store a ticket as if somebody had reported it and Siti taken these actions, one minute each."""
        parsed = TicketNumber.parse(number)
        report = replace(samples.report(), **{"subject": None, **changes})
        submit_report(self.ports, report, Credentials(parsed, AccessCode("12345678"), None))
        self.act(number, *actions)

    def act(self, number: str, *actions: str, **answers: str) -> None:
        """Take these actions on a ticket, one minute each, as Siti; what is not in `answers` is made up."""
        parsed = TicketNumber.parse(number)
        for action in actions:
            self.ports.wait(timedelta(minutes=1))
            ticket = self.ports.tickets.get(parsed)
            made_up = samples.answers_to(actions_by_id()[action], ticket, self.ports.now())
            act(self.ports, SITI, parsed, action, ticket.version, made_up | answers)

    def say(self, number: TicketNumber, action: str, **answers: str) -> None:
        """Let the family of a ticket do something with it."""
        act_for_family(self.ports, number, AccessCode("12345678"), action, answers, self.ports.new_id())

    @property
    def numbers(self) -> list[str]:
        """The numbers of all tickets there are."""
        return [str(number) for number in self.ports.tickets.files]

    def reports(self) -> list[Json]:
        """The body of every report that reached the view."""
        return [body for path, body in self.received if path == "tickets"]

    def _ports(self) -> Front:
        error, self._error = self._error, None
        if error:
            raise error
        return self.ports

    def _answer(self, route: Route) -> None:
        request = route.request
        parts = urlsplit(request.url)
        path = parts.path.removeprefix(API)
        beside = path.endswith(BESIDE)

        def handle() -> Reply:
            body = request.post_data_buffer or b""
            (self.aside if beside else self.received).append((path, _read(body)))
            headers = {name: request.headers[name] for name in SENT_ON if name in request.headers}
            # A redirect out of an intercepted request would not be intercepted.
            return self._surface.follow(self._surface.call(request.method, parts.path, body, headers, parts.query))

        if self.failures and not beside:
            self.failures.pop(0)(route, handle)
        else:
            send(route, handle())

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
            if form["grant_type"] == "refresh_token" and (form["refresh_token"] != REFRESH or self.over):
                route.fulfill(status=400, json={"error": "invalid_grant"})
                return
            tokens = {"access_token": TOKEN, "token_type": "Bearer", "expires_in": 3600}
            route.fulfill(json=tokens if form["grant_type"] == "refresh_token" else {**tokens, "refresh_token": REFRESH})
            return
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.sign_ins.append(asked)
        if parts.path.endswith("/authorize"):
            answer = urlencode({"code": CODE, "state": asked["state"]})
            route.fulfill(status=302, headers={"Location": f"{asked['redirect_uri']}?{answer}"})
        else:
            route.fulfill(status=302, headers={"Location": asked["logout_uri"]})


def send(route: Route, reply: Reply) -> None:
    """Give the browser what a view answered."""
    route.fulfill(status=reply.status, headers=dict(reply.headers), body=reply.text)


def _read(body: bytes) -> Json:
    """Return a body as JSON, a form's fields likewise."""
    if body.startswith(b"{"):
        content: Json = json.loads(body)
        return content
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}
