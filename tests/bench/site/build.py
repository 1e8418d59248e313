"""Build: how long `mkdocs build --strict` takes without any network."""

import subprocess
import sys
import tempfile
import time

from infra.local.stack import ROOT
from tests.bench import figures
from tests.bench.site.runs import RUNS

_LIMIT = 5.0  # seconds
_WITHOUT_NETWORK = ["unshare", "--user", "--map-root-user", "--net"]  # util-linux, on every Linux


def main() -> None:
    """Print the seconds; raises CalledProcessError when the build refuses."""
    figures.heading("Build without network")
    figures.note("Wall-clock seconds in a network namespace of its own, in which there is no network.")
    figures.at_most("mkdocs build --strict", [_mkdocs() for _ in range(RUNS)], _LIMIT, "s")
    figures.figure(
        "site/build.py: the same, with the pages, scripts and styles", [_whole() for _ in range(RUNS)], "s", digits=2
    )


def _mkdocs() -> float:
    with tempfile.TemporaryDirectory() as folder:
        return _seconds("-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder)


def _whole() -> float:
    return _seconds("site/build.py")


def _seconds(*arguments: str) -> float:
    started = time.perf_counter()
    subprocess.run([*_WITHOUT_NETWORK, sys.executable, *arguments], cwd=ROOT, check=True)
    return time.perf_counter() - started
