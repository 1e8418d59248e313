"""A real browser on the built site, with the API answered inside it; a page must write no error to the console."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from infra.headers import inlined
from tests.built_site import built_site
from tests.e2e.conftest import PHONE
from tests.e2e.pages.fake_api import FakeApi

# The browser writes these by itself: for an answer that the page handles and explains, and for a worker these tests go without.
EXPECTED = ("Failed to load resource", "Service Worker registration blocked")


NEUTRAL = "https://id.wikipedia.org/"  # where somebody lands who leaves at once


def policy() -> str:
    """Return what a deployment may allow at most; the pages must work under it."""
    built_site()
    allowed = inlined()
    return (
        f"default-src 'none'; script-src 'self' {allowed['ScriptHashes']}; style-src {allowed['StyleHashes']}; "
        "img-src 'self' data:; worker-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )


class _Handler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", policy())
        super().end_headers()

    def send_error(self, code: int, *_: Any) -> None:
        """Answer a wrong address with the site's own page, as the deployment does."""
        content = (built_site() / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's own name
        """Say nothing."""


@pytest.fixture(scope="session")
def origin() -> Iterator[str]:
    """The address of the built site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(built_site())))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def api() -> FakeApi:
    """The API of this test."""
    return FakeApi()


@pytest.fixture
def context(browser: Browser, api: FakeApi, origin: str) -> Iterator[BrowserContext]:
    """A phone in Jakarta's zone, without animations, so that a test never looks at a colour on its way to another."""
    context = browser.new_context(
        base_url=origin,
        viewport=PHONE,
        locale="id-ID",
        timezone_id="Asia/Jakarta",
        reduced_motion="reduce",
        service_workers="block",  # its requests would pass by the API of these tests; tests/proof has it
    )
    api.install(context, origin)
    context.route(f"{NEUTRAL}**", lambda route: route.fulfill(content_type="text/html", body="<title>Lain</title>"))
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page whose console must hold no error at the end."""
    wrong: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(EXPECTED):
            wrong.append(message.text)

    page = context.new_page()
    page.on("console", listen)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    assert not wrong
