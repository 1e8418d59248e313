"""Weight: what each page brings over the network on the first and on a later visit, and what the whole journey does."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from infra.local.stack import SITE
from tests.bench import figures
from tests.bench.site.built import built_pages, compressed, has_worker
from tests.bench.site.runs import RUNS
from tests.bench.site.serving import Served, served_site
from tests.bench.site.visits import Traffic, phone, wait_for_worker
from tests.support.family import fill_report, send, wait_until_received

TASK_PAGES = ("lapor/", "status/")
_STAFF = "petugas/"
_COLD_BYTES = 12_000
_COLD_REQUESTS = 4
_REPEAT_BYTES = 320
_JOURNEY_BYTES = 30_000
_PICKER_MEDIAN, _PICKER_WORST = 5_000, 9_000
_SEARCH = "/data/search.json"


@dataclass
class _Seen:
    """What all first visits together showed of things that no page may bring."""

    foreign: list[str] = field(default_factory=list)
    fonts: list[str] = field(default_factory=list)
    search: list[str] = field(default_factory=list)

    def note(self, site: Served, traffic: Traffic) -> None:
        self.foreign += [url for url in traffic.asked if url.startswith("http") and not url.startswith(site.origin)]
        self.fonts += traffic.fonts
        self.search += [url for url in traffic.urls if urlsplit(url).path == _SEARCH]


def main() -> None:
    """Print the weights."""
    figures.heading("Weight over the network")
    figures.note("Bytes as Chromium received them (Network.loadingFinished: headers and body), 1 KB = 1000 bytes; a browser of")
    figures.note("its own for each first visit, until nothing has come for half a second. What is sent upwards is not counted.")
    figures.note("A later visit is one after the five minutes in which a browser need not ask again.")
    seen = _Seen()
    with served_site() as site:
        for page in built_pages():
            visits = [_first_visit(site, page.name) for _ in range(RUNS)]
            for traffic in visits:
                seen.note(site, traffic)
            _print_first_visits(page.address, visits)
        for address in TASK_PAGES:
            _print_later_visits(site, address)
        _print_journey(site, seen)
    figures.at_most("third-party requests, all visits together", [len(seen.foreign)], 0, "", 0)
    figures.at_most("web fonts, all visits together", [len(seen.fonts)], 0, "", 0)
    figures.at_most("search files before search is used", [len(seen.search)], 0, "", 0)
    for url in sorted({*seen.foreign, *seen.fonts, *seen.search}):
        figures.note(f"  {url}")
    _print_picker()


def _first_visit(site: Served, path: str) -> Traffic:
    with phone(site) as visitor:
        return visitor.visit(path)


def _print_first_visits(address: str, visits: list[Traffic]) -> None:
    name = f"/{address}: first visit"
    weights = [float(traffic.bytes) for traffic in visits]
    if address.startswith(_STAFF):
        figures.figure(name, weights, "bytes", digits=0)
    else:
        figures.at_most(name, weights, _COLD_BYTES, "bytes", 0)
    if address in TASK_PAGES:
        figures.at_most(f"/{address}: requests", [float(len(traffic.urls)) for traffic in visits], _COLD_REQUESTS, "", 0)
        for url, length in visits[0].by_url.items():
            figures.note(f"  {length:>8} {urlsplit(url).path}")


def _print_later_visits(site: Served, address: str) -> None:
    later, put_aside, unseen = [], [], []
    for _ in range(RUNS):
        with phone(site) as visitor:
            with visitor.counted_page() as (page, _first):
                page.goto(f"/{address}", wait_until="networkidle")
                before = site.answered()
                if has_worker():
                    wait_for_worker(page)
                    page.wait_for_load_state("networkidle")
                after = site.answered()
                put_aside.append(float(after[1] - before[1]))
            traffic = visitor.visit(f"/{address}")
            later.append(float(traffic.bytes))
            unseen.append(float(site.answered()[0] - after[0] - len(traffic.urls)))
    if has_worker():
        figures.figure(f"/{address}: the service worker puts aside, bodies", put_aside, "bytes", digits=0)
    else:
        figures.note(f"/{address}: no service worker yet: a later visit asks again under If-None-Match")
    figures.at_most(f"/{address}: later visit", later, _REPEAT_BYTES, "bytes", 0)
    figures.figure(f"/{address}: requests that Chromium did not tell of", unseen, "", digits=0)


def _print_journey(site: Served, seen: _Seen) -> None:
    weights, requests = [], []
    for _ in range(RUNS):
        with phone(site) as visitor, visitor.counted_page() as (page, traffic):
            fill_report(page)
            send(page)
            wait_until_received(page)
            seen.note(site, traffic)
            weights.append(float(traffic.bytes))
            requests.append(float(len(traffic.urls)))
    figures.at_most("report to receipt, with the region file", weights, _JOURNEY_BYTES, "bytes", 0)
    figures.figure("report to receipt: requests", requests, "", digits=0)
    for url, length in traffic.by_url.items():
        figures.note(f"  {length:>8} {urlsplit(url).path}")


def _print_picker() -> None:
    sizes = {
        path.stem: float(compressed(path.read_bytes()))
        for path in (SITE / "data" / "regions").glob("*.json")
        if "." in path.stem  # 18.07; provinces and the list of them are files of their own
    }
    worst = max(sizes, key=lambda code: sizes[code])
    figures.at_most(f"village picker, {len(sizes)} region files", list(sizes.values()), _PICKER_MEDIAN, "bytes", 0)
    figures.at_most(f"village picker, the largest ({worst})", [max(sizes.values())], _PICKER_WORST, "bytes", 0)
