"""The console on an officer's phone: slow 4G, a slow processor, a desk of 10,000 open reports, a case of 500 events."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from chalicelib.usecases.act import act
from chalicelib.usecases.submit_report import submit_report
from playwright.sync_api import Browser, Page

from infra.local.bootstrap import LocalAdapters
from infra.local.users import subject
from tests.bench import figures
from tests.bench.site.lighthouse import install, lighthouse, score
from tests.bench.site.runs import RUNS
from tests.bench.site.serving import BARE, Served, served_site
from tests.e2e.conftest import PHONE, launched
from tests.support import samples
from tests.support.local_stack import LocalStack

REPORTS, EVENTS = 10_000, 500
OFFICER = "pasir-sakti"
LONG = samples.number(0)
_LIST_SECONDS, _CASE_SECONDS = 1.5, 1.0
_TOUCH_MS, _PAINT_MS = 100, 200
_NODES = 1_500
_ACCESSIBLE = 100
_BYTES_PER_SECOND = 1_638_400 / 8  # Lighthouse's slow 4G
_NETWORK: dict[str, Any] = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": _BYTES_PER_SECOND,
    "uploadThroughput": 750_000 / 8,
}
_SIGNED_IN = "signed-in"
# When something that can be worked with first stood there, in milliseconds since the page was asked for.
_USABLE = """addEventListener("DOMContentLoaded", () => {
    const seen = () => document.querySelector("#items tbody tr") && (window.usable ??= performance.now());
    new MutationObserver(seen).observe(document.body, {childList: true, subtree: true});
})"""
# From pressing something to the first frame in which `shown` is there, and how long the slowest event took to be painted.
_WATCH = """() => {
    window.slowest = 0;
    new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) window.slowest = Math.max(window.slowest, duration);
    }).observe({ type: "event", durationThreshold: 16 });
}"""
_PRESSED = """([pressed, shown]) => new Promise((tell) => {
    const start = performance.now();
    const look = () => (document.querySelector(shown) ? tell(performance.now() - start) : requestAnimationFrame(look));
    document.querySelector(pressed).click();
    look();
})"""


def main() -> None:
    """Print how soon a list and a case can be worked with, how soon a touch is answered, how large pages are, and the score."""
    figures.heading("The console: slow 4G, a processor four times as slow")
    figures.note(f"{REPORTS:,} open reports on one desk of a kecamatan, each with its story sealed; one with {EVENTS} events.")
    figures.note("Chromium's DevTools delay each request and answer; opening the connection and its TLS they do not delay.")
    figures.noise()
    desk = _FilledDesk()
    with served_site(desk.fill) as site, launched(*site.flags) as browser:
        _speed(site, browser, desk.token)
        install()
        for name, place in (("queue", "#antrean/open"), ("case", f"#{LONG}")):
            scores = [
                score(lighthouse(site, f"{BARE}{_SIGNED_IN}/{place}", categories=("accessibility",)), "accessibility")
                for _ in range(RUNS)
            ]
            figures.at_least(f"{name}: Lighthouse accessibility", scores, _ACCESSIBLE, "", 0)


class _FilledDesk:
    """A desk with as much on it as it can be, and the token of an officer of it."""

    def __init__(self) -> None:
        self.token = ""

    def fill(self, stack: LocalStack, bare: Path) -> None:
        """Report so much to one desk, work one report long, and make a page that signs the officer in."""
        started = time.monotonic()
        self.token = stack.token(OFFICER)
        with patch.dict(os.environ, stack.stack.environment()):
            ports = LocalAdapters(os.environ)
            report = replace(samples.report("Uang belum masuk sejak bulan lalu, agen bilang tunggu saja."), subject=None)
            for seed in range(REPORTS):
                submit_report(ports, report, samples.credentials(seed))
            officer = ports.staff.get(subject(OFFICER))
            for version in range(1, EVENTS):
                act(ports, officer, LONG, "note", version, {"note": f"Catatan ke-{version}: bank belum menjawab."})
        figures.note(f"filled in {time.monotonic() - started:.0f} s")
        page = bare / _SIGNED_IN
        page.mkdir()
        script = f'<script src="/{BARE}{_SIGNED_IN}/go.js"></script>'
        (page / "index.html").write_text(f'<!doctype html><html lang="id"><title>Masuk</title>{script}', encoding="utf-8")
        go = f"sessionStorage.setItem('petugas.token', {json.dumps(self.token)});location.replace('/petugas/' + location.hash);"
        (page / "go.js").write_text(go, encoding="utf-8")


def _speed(site: Served, browser: Browser, token: str) -> None:
    lists, cases, touches, paints = list[float](), list[float](), list[float](), list[float]()
    nodes: dict[str, list[float]] = {"queue": [], "case": []}
    for _ in range(RUNS):
        with _signed_in(site, browser, token) as page:
            page.goto("/petugas/#antrean/open")
            page.locator("#items tbody tr").first.wait_for()
            lists.append(page.evaluate("window.usable") / 1000)
            page.wait_for_load_state("networkidle")
            nodes["queue"].append(_nodes(page))
            page.evaluate(_WATCH)
            for row in range(1, 6):
                pick = f"#items tbody tr:nth-child({row}) input"
                touches.append(page.evaluate(_PRESSED, [pick, f"#items tbody tr:nth-child({row}) input:checked"]))
            touches.append(page.evaluate(_PRESSED, ["[href='#antrean/new']", "[href='#antrean/new'][aria-current]"]))
            for row in range(1, 6):
                page.locator(f"#items tbody tr:nth-child({row}) input").tap()
            page.wait_for_timeout(500)
            paints.append(page.evaluate("window.slowest"))
            page.evaluate("location.hash = '#antrean/open'")
            page.evaluate(f"document.body.append(Object.assign(document.createElement('a'), {{id: 'go', href: '#{LONG}'}}))")
            page.wait_for_load_state("networkidle")
            cases.append(page.evaluate(_PRESSED, ["#go", "#events li"]) / 1000)
            page.wait_for_load_state("networkidle")
            nodes["case"].append(_nodes(page))
    figures.at_most("a list that can be worked with, first visit", lists, _LIST_SECONDS, "s")
    figures.at_most(f"a case of {EVENTS} events, opened from the list", cases, _CASE_SECONDS, "s")
    figures.at_most("from a touch to its answer", touches, _TOUCH_MS, "ms", 0)
    figures.at_most("the slowest interaction to its paint", paints, _PAINT_MS, "ms", 0)
    for name, counted in nodes.items():
        figures.at_most(f"{name}: nodes of the page", counted, _NODES, "", 0)


def _nodes(page: Page) -> float:
    count: float = page.evaluate("document.querySelectorAll('*').length")
    return count


@contextmanager
def _signed_in(site: Served, browser: Browser, token: str) -> Iterator[Page]:
    """Yield a tab of an officer whose phone knows nothing of the site, slowed down."""
    context = browser.new_context(viewport=PHONE, base_url=site.origin, locale="id-ID", has_touch=True, service_workers="block")
    page = context.new_page()
    page.goto(f"/{BARE}{_SIGNED_IN}/go.js")  # the origin, and nothing of the console
    page.add_init_script(_USABLE)
    page.evaluate("(token) => sessionStorage.setItem('petugas.token', token)", token)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    session.send("Network.emulateNetworkConditions", _NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    yield page
    context.close()
