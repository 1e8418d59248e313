"""Applied 2G: first paints behind a throttled network and processor, from the network and from the service worker."""

from typing import Any

from playwright.sync_api import Page

from tests.bench import figures
from tests.bench.site.built import has_worker
from tests.bench.site.runs import RUNS
from tests.bench.site.serving import Served, served_site
from tests.bench.site.visits import Phone, phone, wait_for_worker

_FIRST_PAINT, _SECOND_PAGE = 1.7, 0.4  # seconds
_FIRST_PAGES = ("", "lapor/")
_FIRST, _SECOND = "lapor/", "status/"
_BYTES_PER_SECOND = 100_000 / 8
_NETWORK: tuple[str, dict[str, Any]] = (
    "Network.emulateNetworkConditions",
    {"offline": False, "latency": 800, "downloadThroughput": _BYTES_PER_SECOND, "uploadThroughput": _BYTES_PER_SECOND},
)
_PROCESSOR: tuple[str, dict[str, Any]] = ("Emulation.setCPUThrottlingRate", {"rate": 6})
# Milliseconds from the start of the navigation, once the browser has painted.
_PAINT = """() => new Promise((tell) => new PerformanceObserver((list) => tell(list.getEntries()[0].startTime))
    .observe({ type: "paint", buffered: true }))"""


def main() -> None:
    """Print the first paints."""
    figures.heading("Applied 2G: 100 kb/s, 800 ms, a processor six times as slow")
    figures.note("Chromium's DevTools delay each request and answer; opening the connection and its TLS they do not delay.")
    figures.noise()
    with served_site() as site:
        for address in _FIRST_PAGES:
            paints = [_first_paint(site, address) for _ in range(RUNS)]
            figures.at_most(f"/{address}: first paint, first visit", paints, _FIRST_PAINT, "s")
        if has_worker():
            figures.note("The service worker is under the same network; the processor is slowed for the page only.")
            paints = [_second_page(site) for _ in range(RUNS)]
            figures.at_most(f"/{_FIRST} then /{_SECOND}: first paint through the service worker", paints, _SECOND_PAGE, "s")
        else:
            figures.note(f"/{_FIRST} then /{_SECOND}: not measured, the site has no service worker")


def _first_paint(site: Served, address: str) -> float:
    with phone(site) as visitor:
        page = visitor.context.new_page()
        _throttle(visitor, page)
        page.goto(f"/{address}")
        return _paint(page)


def _second_page(site: Served) -> float:
    """Let the service worker settle on the fast network, then go on slowly in the same tab; return the second page's paint."""
    with phone(site) as visitor:
        page = visitor.context.new_page()
        page.goto(f"/{_FIRST}", wait_until="networkidle")
        wait_for_worker(page)
        _throttle(visitor, page)
        page.goto(f"/{_SECOND}")
        return _paint(page)


def _throttle(visitor: Phone, page: Page) -> None:
    session = visitor.context.new_cdp_session(page)
    session.send("Network.enable")
    for method, parameters in (_NETWORK, _PROCESSOR):
        session.send(method, parameters)
    visitor.throttle_workers(_NETWORK)


def _paint(page: Page) -> float:
    milliseconds: float = page.evaluate(_PAINT)
    return milliseconds / 1000
