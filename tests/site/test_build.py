"""The site builds strictly, without the network, to the same bytes each time, and only what pages use is in it."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.built_site import ROOT, built_site

NO_NETWORK = """
import socket
def refuse(*_, **__):
    raise OSError("no network in this test")
socket.socket.connect = socket.getaddrinfo = refuse
"""


@pytest.fixture
def offline(tmp_path: Path) -> dict[str, str]:
    """An environment in which Python programs, and those they start, reach no address."""
    (tmp_path / "sitecustomize.py").write_text(NO_NETWORK)
    return os.environ | {"PYTHONPATH": str(tmp_path)}


def test_builds_strictly_without_the_network_to_the_same_bytes(offline: dict[str, str]) -> None:
    first = digests(built_site())
    tried = subprocess.run(
        [sys.executable, "-c", "import socket; socket.getaddrinfo('localhost', 80)"], env=offline, check=False
    )
    assert tried.returncode != 0, "the fixture should cut the network off"

    subprocess.run([sys.executable, str(ROOT / "site" / "build.py")], check=True, cwd=ROOT, env=offline)

    assert digests(built_site()) == first


def test_holds_nothing_that_no_page_loads() -> None:
    site = built_site()
    top = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file() and "regions" not in path.parts}
    pages = {"index.html", "lapor/index.html", "status/index.html", "petugas/index.html", "404.html"}
    assets = {"assets/site.css", "assets/favicon.svg", "assets/lapor.js", "assets/status.js", "assets/petugas.js"}
    assert top == pages | assets


def test_region_files_are_complete() -> None:
    regions = built_site() / "data" / "regions"
    index = json.loads((regions / "index.json").read_text(encoding="utf-8"))
    regencies = [code for _, names in index.values() for code in names]
    districts = {
        code: villages
        for regency in regencies
        for code, (_, villages) in json.loads((regions / f"{regency}.json").read_text(encoding="utf-8")).items()
    }
    assert len(index) == 38
    assert len(regencies) == 514
    assert len(list(regions.iterdir())) == 1 + 514
    assert len(districts) == 7_285
    assert sum(map(len, districts.values())) == 83_762
    assert all(village.startswith(district) for district, villages in districts.items() for village in villages)


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
