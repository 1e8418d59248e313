"""Lighthouse: four scores of each kind of page on its default phone, and speed on a simulated slow 3G against a bare page."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from infra.local.stack import ROOT
from tests.bench import figures
from tests.bench.site.built import BuiltPage, built_pages, page_kinds
from tests.bench.site.runs import RUNS
from tests.bench.site.serving import BARE, Served, served_site
from tests.e2e.conftest import NODE, QUIET, chromium

HOME = ROOT / "var" / "bench" / "lighthouse"
_HERE = Path(__file__).parent
_CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_SLOW_3G = (  # of the targets: 400 kb/s, 400 ms, a processor four times as slow
    "--throttling-method=simulate",
    "--throttling.rttMs=400",
    "--throttling.throughputKbps=400",
    "--throttling.cpuSlowdownMultiplier=4",
)
_SCORE, _SLOW_SCORE = 100, 96
_LCP_SECONDS, _LCP_RATIO = 2.3, 1.1
_TBT_MS = 50
_CLS = 0.02
_ATTEMPTS = 3  # now and then Chromium records no trace, and Lighthouse asks to be run again


@dataclass
class _Slow:
    """What Lighthouse says of a page on the slow network, a value a run."""

    score: list[float] = field(default_factory=list)
    lcp: list[float] = field(default_factory=list)
    tbt: list[float] = field(default_factory=list)
    cls: list[float] = field(default_factory=list)

    def take(self, result: dict[str, Any]) -> None:
        audits = result["audits"]
        self.score.append(score(result, "performance"))
        self.lcp.append(audits["largest-contentful-paint"]["numericValue"] / 1000)
        self.tbt.append(audits["total-blocking-time"]["numericValue"])
        self.cls.append(audits["cumulative-layout-shift"]["numericValue"])


def main() -> None:
    """Print scores and speed."""
    figures.heading("Lighthouse")
    kinds = page_kinds()
    figures.note(
        f"{len(kinds)} kinds among {len(built_pages())} pages (one folder, the same scripts), the heaviest page of each."
    )
    figures.note("Bare page: the same document without style, script and pictures, made and measured in this run.")
    figures.noise()
    install()
    figures.note(f"Lighthouse {json.loads((HOME / 'node_modules/lighthouse/package.json').read_text())['version']}")
    with served_site() as site:
        for page in kinds:
            _print_scores(site, page)
        for page in kinds:
            _print_slow(site, page)


def install() -> None:
    """Install Lighthouse from its lock file into a folder of its own, unless that is installed."""
    done = HOME / "node_modules" / ".installed-lock.json"
    lock = _HERE / "package-lock.json"
    if done.exists() and done.read_text() == lock.read_text():
        return
    HOME.mkdir(parents=True, exist_ok=True)
    for path in (lock, _HERE / "package.json", ROOT / ".npmrc"):
        shutil.copy(path, HOME)
    subprocess.run([str(Path(sys.executable).with_name("npm")), "ci", "--silent"], cwd=HOME, check=True)
    shutil.copy(lock, done)


def _print_scores(site: Served, page: BuiltPage) -> None:
    results = [lighthouse(site, page.address) for _ in range(RUNS)]
    for category in _CATEGORIES:
        scores = [score(result, category) for result in results]
        figures.at_least(f"{page.name}: {category}", scores, _SCORE, "", 0)
        if min(scores) < _SCORE:
            figures.note(f"  short of it: {', '.join(sorted(set().union(*(_short(result, category) for result in results))))}")


def _print_slow(site: Served, page: BuiltPage) -> None:
    ours, bare = _Slow(), _Slow()
    for _ in range(RUNS):
        ours.take(lighthouse(site, page.address, *_SLOW_3G, categories=("performance",)))
        bare.take(lighthouse(site, BARE + page.address, *_SLOW_3G, categories=("performance",)))
    name = partial("{} slow 3G: {}".format, page.name)
    figures.at_least(name("performance"), ours.score, _SLOW_SCORE, "", 0)
    figures.at_most(name("largest contentful paint"), ours.lcp, _LCP_SECONDS, "s")
    figures.figure(name("the same, bare page"), bare.lcp, "s", digits=2)
    figures.at_most(name("ours / bare page"), figures.ratios(ours.lcp, bare.lcp), _LCP_RATIO)
    figures.at_most(name("total blocking time"), ours.tbt, _TBT_MS, "ms", 0)
    figures.at_most(name("cumulative layout shift"), ours.cls, _CLS, "", 3)


def lighthouse(site: Served, address: str, *flags: str, categories: tuple[str, ...] = _CATEGORIES) -> dict[str, Any]:
    """Measure one page in a new browser; return Lighthouse's result. Raises RuntimeError with its reason when it gives none."""
    command = [
        *(str(NODE), str(HOME / "node_modules" / "lighthouse" / "cli" / "index.js"), f"{site.origin}/{address}"),
        *("--output=json", "--quiet", "--no-enable-error-reporting", f"--only-categories={','.join(categories)}"),
        *(f"--chrome-flags={' '.join(['--headless=new', *QUIET, *site.flags])}", *flags),
    ]
    environment = os.environ | {"CHROME_PATH": chromium()}
    for _ in range(_ATTEMPTS):
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
        if done.returncode == 0:
            result: dict[str, Any] = json.loads(done.stdout)
            return result
        figures.note(f"  Lighthouse broke off on /{address}: {done.stderr.strip().splitlines()[-1]}")
    raise RuntimeError(done.stderr[-2000:])


def score(result: dict[str, Any], category: str) -> float:
    return float(result["categories"][category]["score"] or 0) * 100


def _short(result: dict[str, Any], category: str) -> set[str]:
    """Return the ids of the audits that cost a category its score."""
    weighed = {audit["id"] for audit in result["categories"][category]["auditRefs"] if audit["weight"]}
    return {name for name in weighed if (result["audits"][name]["score"] or 0) < 1}
