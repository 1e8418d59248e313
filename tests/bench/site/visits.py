"""Visits to the served site in Chromium that count what comes over the network, for the page and for the service worker."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from tests.bench.site.serving import Served
from tests.e2e.conftest import PHONE, launched

_ACTIVE = """(patience) => new Promise((done, refuse) => {
    setTimeout(() => refuse(new Error("no service worker became active")), patience);
    navigator.serviceWorker.ready.then(({ active }) => {
        if (active.state === "activated") done();
        active.onstatechange = () => done();
    });
})"""
_PATIENCE = 30_000  # milliseconds, for the service worker


@dataclass
class Traffic:
    """What Chromium's Network domain told: what was asked for, what of it came over the network, headers included."""

    asked: list[str] = field(default_factory=list)
    fonts: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    bytes: int = 0
    by_url: dict[str, int] = field(default_factory=dict)
    _asked: dict[str, str] = field(default_factory=dict)
    _left: set[str] = field(default_factory=set)

    def take(self, method: str, event: dict[str, Any]) -> None:
        """Count one event."""
        request = event.get("requestId", "")
        if method == "Network.requestWillBeSent":
            if "redirectResponse" in event:
                self._count(self._asked[request], event["redirectResponse"]["encodedDataLength"])
            url = self._asked[request] = event["request"]["url"]
            self.asked += [url]
            self.fonts += [url] if event.get("type") == "Font" else []
        elif method == "Network.responseReceived":
            answer = event["response"]
            if answer["url"].startswith("http") and not answer["fromDiskCache"] and not answer["fromServiceWorker"]:
                self._left.add(request)
                self._asked[request] = answer["url"]  # a worker that is listened to late has asked before
        elif method == "Network.loadingFinished" and request in self._left:
            self._count(self._asked[request], event["encodedDataLength"])

    def _count(self, url: str, length: float) -> None:
        self.urls.append(url)
        self.bytes += int(length)
        self.by_url[url] = self.by_url.get(url, 0) + int(length)


class Phone:
    """A browser that has never been on the site."""

    def __init__(self, context: BrowserContext, workers: "_Workers") -> None:
        self.context = context
        self._workers = workers

    @contextmanager
    def counted_page(self) -> Iterator[tuple[Page, Traffic]]:
        """Yield a new page and what comes for it and the service worker while the block runs."""
        page = self.context.new_page()
        session = self.context.new_cdp_session(page)
        traffic = self._workers.traffic = Traffic()
        for event in ("requestWillBeSent", "responseReceived", "loadingFinished"):
            method = f"Network.{event}"
            session.on(method, lambda told, method=method: traffic.take(method, told))
        session.send("Network.enable")
        yield page, traffic
        page.close()

    def visit(self, path: str) -> Traffic:
        """Open a page in a new tab, wait until it is quiet, close it; return what came."""
        with self.counted_page() as (page, traffic):
            page.goto(path, wait_until="networkidle")
        return traffic

    def throttle_workers(self, *commands: tuple[str, dict[str, Any]]) -> None:
        """Send commands of the DevTools protocol to the service workers that run now and to those that start later."""
        self._workers.send(commands)


class _Workers:
    """The service workers of a browser. Playwright gives no session for them, so messages go through the browser's."""

    def __init__(self, session: CDPSession) -> None:
        self.traffic = Traffic()
        self._session = session
        self._attached: list[str] = []
        self._commands: list[tuple[str, dict[str, Any]]] = [("Network.enable", {})]
        session.on("Target.targetCreated", self._attach)
        session.on("Target.receivedMessageFromTarget", self._receive)
        session.send("Target.setDiscoverTargets", {"discover": True})

    def send(self, commands: tuple[tuple[str, dict[str, Any]], ...]) -> None:
        """Send to all of now and all to come."""
        self._commands += commands
        for attached in self._attached:
            self._send(attached, commands)

    def _attach(self, event: dict[str, Any]) -> None:
        target = event["targetInfo"]
        if target["type"] != "service_worker":
            return
        attached = self._session.send("Target.attachToTarget", {"targetId": target["targetId"], "flatten": False})["sessionId"]
        self._attached.append(attached)
        self._send(attached, tuple(self._commands))

    def _send(self, attached: str, commands: tuple[tuple[str, dict[str, Any]], ...]) -> None:
        for number, (method, parameters) in enumerate(commands):
            message = json.dumps({"id": number, "method": method, "params": parameters})
            self._session.send("Target.sendMessageToTarget", {"sessionId": attached, "message": message})

    def _receive(self, event: dict[str, Any]) -> None:
        message = json.loads(event["message"])
        if "method" in message:
            self.traffic.take(message["method"], message["params"])


@contextmanager
def phone(site: Served) -> Iterator[Phone]:
    """Start a browser of its own for the time of the block: nothing cached, no connection open."""
    with launched(*site.flags) as browser:
        session = browser.new_browser_cdp_session()
        workers = _Workers(session)
        context = _context(browser, site)
        yield Phone(context, workers)
        context.close()
        session.detach()  # or closing the browser waits for ever


def wait_for_worker(page: Page) -> None:
    """Return when the page's service worker is active: what it puts aside has come. Raises playwright's Error."""
    page.evaluate(_ACTIVE, _PATIENCE)


def _context(browser: Browser, site: Served) -> BrowserContext:
    return browser.new_context(base_url=site.origin, viewport=PHONE, locale="id-ID", timezone_id="Asia/Jakarta")
