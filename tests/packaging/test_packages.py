"""What is in the zip that AWS Lambda runs."""

import hashlib
import importlib.util
import json
import re
import subprocess
import sys
import zipfile
from base64 import b64encode
from pathlib import Path

import pytest

from infra.package import ROOT, SERVICES, slim
from tests.built_packages import built_packages
from tests.support.pictures import jpeg, picture, png, webp

NONE_OF_OURS = re.compile(
    r"(^|/)(tests?|\.chalice|\.venv|var|boto3|pip|setuptools)/|(?<!/cacert)\.pem$|\.(env|key|sqlite)$|_test\.py$"
)
# A call that is answered without a store: by both surfaces in JSON.
CALLS = {
    "public": ("POST", "/api/v1/tickets/status", '{"number": "x"}', 422),
    "admin": ("GET", "/api/v1/staff/me", "", 401),
}
COLD_START = """
import json
import sys
sys.path.insert(0, sys.argv[1])
import app
method, path, body, status = json.loads(sys.argv[3])
call = {"httpMethod": method, "path": path, "body": body, "headers": {"content-type": "application/json"}}
call |= {"multiValueHeaders": {}, "multiValueQueryStringParameters": None, "pathParameters": None, "stageVariables": None}
call |= {"requestContext": {"resourcePath": path, "httpMethod": method, "path": path, "identity": {}}, "isBase64Encoded": False}
assert app.app(call, None)["statusCode"] == status
ports = app.ports()
ports.tickets, ports.vault, ports.fingerprints, ports.outbox
if sys.argv[2] == "admin":
    ports.tokens, ports.staff, ports.announcer
ports.albums, ports.code_tries
from chalicelib.domain.photos import PhotoMedia, Refusal
from chalicelib.domain.credentials import TicketNumber
ports.photo_files.upload(TicketNumber.mint(), "a" * 32, PhotoMedia.JPEG)
assert ports.photo_cleaner.clean(b"x") is Refusal.NOT_AN_IMAGE
from base64 import b64decode
for photo in sys.argv[4].split(","):
    assert isinstance(ports.photo_cleaner.clean(b64decode(photo)), bytes)
from chalicelib.bootstrap import _client
for service in sys.argv[5:]:
    _client(service)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
AESGCM(b"0" * 32)
for_pages = sorted(name for name in sys.modules if name.split(".")[0] in ("jinja2", "markupsafe", "segno"))
assert not for_pages, f"a JSON request pays for {for_pages}"
if sys.argv[2] == "public":
    assert "jutaan" in ports.pages.render("problem_page", "x", {"title": "x", "sentence": "jutaan"})
    assert "<svg" in ports.pages.qr("https://site.invalid/")
"""


@pytest.fixture(scope="session")
def package(surface: str) -> Path:
    """The zip of one surface."""
    return built_packages() / surface / "deployment.zip"


@pytest.fixture(scope="session")
def names(package: Path) -> set[str]:
    """The files in it."""
    with zipfile.ZipFile(package) as packed:
        return set(packed.namelist())


def test_it_holds_the_application_whole(names: set[str]) -> None:
    backend = ROOT / "backend"
    ours = {path.relative_to(backend).as_posix() for path in (backend / "chalicelib").rglob("*") if path.is_file()}
    ours = {name for name in ours if "__pycache__" not in name} | {"app.py"}
    assert ours <= names
    assert "chalicelib/generated/words.json" in names
    assert "chalicelib/generated/regions/18.07.json" in names
    assert "chalicelib/generated/frame.html" in names
    assert "chalicelib/generated/partials/report_form.html" in names
    assert any(name.startswith("chalicelib/domain/rules/") for name in names)


def test_it_holds_nothing_that_is_not_for_it(names: set[str]) -> None:
    assert not [name for name in names if NONE_OF_OURS.search(name)]
    described = {name.split("/")[2] for name in names if name.startswith("botocore/data/") and name.count("/") > 2}
    assert described == set(SERVICES)


def test_every_module_is_compiled_and_need_not_be_checked(package: Path, names: set[str]) -> None:
    with zipfile.ZipFile(package) as packed:
        for name in names:
            if name.endswith(".py"):
                folder, _, module = name.rpartition("/")
                compiled = f"{folder}/__pycache__/" if folder else "__pycache__/"
                header = packed.read(f"{compiled}{module.removesuffix('.py')}.{sys.implementation.cache_tag}.pyc")[:8]
                assert header[:4] == importlib.util.MAGIC_NUMBER
                assert int.from_bytes(header[4:], "little") == 0b01  # PEP 552: by hash, unchecked


def test_it_starts_on_what_it_carries(package: Path, surface: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(package) as packed:
        packed.extractall(tmp_path)
    environment = {
        "AWS_DEFAULT_REGION": "ap-southeast-3",
        "LAPOR_SURFACE": surface,
        "LAPOR_TABLE": "t",
        "LAPOR_KEY_ID": "k",
        "LAPOR_SECRET_ID": "s",
        "LAPOR_NEWS_TOPIC": "n",
        "LAPOR_EVIDENCE_BUCKET": "b",
        "AWS_ACCESS_KEY_ID": "k",
        "AWS_SECRET_ACCESS_KEY": "k",
        "LAPOR_JWKS_URL": "https://issuer.invalid/jwks.json",
    }
    sent = [make(picture((64, 48))) for make in (jpeg, png, webp)]
    photos = ",".join(b64encode(photo).decode() for photo in sent)
    # Isolated and without `site`: what the package does not carry is not there.
    given = [str(tmp_path), surface, json.dumps(CALLS[surface]), photos, *SERVICES]
    command = [sys.executable, "-I", "-S", "-c", COLD_START, *given]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_equal_contents_make_equal_packages(package: Path, tmp_path: Path) -> None:
    slim(package.with_name("as-chalice-makes-it.zip"), tmp_path / "again.zip")
    assert _digest(tmp_path / "again.zip") == _digest(package)


def test_it_is_smaller_than_chalice_makes_it(package: Path) -> None:
    assert package.stat().st_size < 0.6 * package.with_name("as-chalice-makes-it.zip").stat().st_size


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
