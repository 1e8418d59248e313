"""The site builds strictly, without the network, to the same bytes each time, and only what pages use is in it."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from build import link_modules
from tests.built_site import ROOT, built_site
from tests.site.pages import addresses, pages

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


def test_builds_strictly_without_the_network_to_the_same_bytes(offline: dict[str, str], tmp_path: Path) -> None:
    tried = subprocess.run(
        [sys.executable, "-c", "import socket; socket.getaddrinfo('localhost', 80)"], env=offline, check=False
    )
    assert tried.returncode != 0, "the fixture should cut the network off"

    site, copy = built_site(), tmp_path / "copy"
    # Apart from the one that other tests look at meanwhile.
    for folder in ("site", "backend/chalicelib", "build/data"):
        shutil.copytree(ROOT / folder, copy / folder)
    shutil.copy(ROOT / "mkdocs.yml", copy)
    link_modules(copy)
    subprocess.run([sys.executable, str(copy / "site" / "build.py")], check=True, cwd=copy, env=offline)
    assert digests(copy / "build" / "site") == digests(site)


def test_holds_nothing_that_no_page_loads() -> None:
    site = built_site()
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file() and "regions" not in path.parts}
    assert set(addresses()) <= files
    named = "".join(page.source for page in pages()) + "".join(script.read_text("utf-8") for script in site.rglob("*.js"))
    assert not [file for file in files - set(addresses()) if Path(file).name not in named]


def test_region_files_are_complete() -> None:
    files = {file.stem: json.loads(file.read_text("utf-8")) for file in (built_site() / "data" / "regions").iterdir()}
    regencies = {code for province, content in files.items() if len(province) == 2 for code in content[1]}
    districts = {code: villages for regency in regencies for code, (_, villages) in files[regency].items()}
    assert len(regencies) == 514
    assert len(files) == 38 + 514
    assert len(districts) == 7_285
    assert sum(map(len, districts.values())) == 83_762
    assert all(village.startswith(district) for district, villages in districts.items() for village in villages)


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
