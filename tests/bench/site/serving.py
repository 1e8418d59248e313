"""Runs the product as a phone meets it: the built site over HTTP/2 and TLS, the rest from a local stack behind it."""

import base64
import hashlib
import json
import re
import ssl
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from urllib.request import urlopen

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID

from infra.headers import caching, page_policy
from infra.local.stack import ROOT, SITE, free_port
from infra.templates import load_template
from tests.bench import figures
from tests.bench.site.built import QUALITY, page_kinds, write_bare_pages
from tests.e2e.conftest import NODE
from tests.support.engines import running, wait_for_port
from tests.support.local_stack import LocalStack, local_stack

BARE = "bare/"
_SERVER = Path(__file__).with_name("server.mjs")
_HOST = "127.0.0.1"
_SECURITY = {"ContentSecurityPolicy", "ContentTypeOptions", "FrameOptions", "ReferrerPolicy", "StrictTransportSecurity"}
_STALE = re.compile(r"(?<!s-)max-age=300")  # who returns does so when the browser must ask again
_DIFFERENCES = (
    f"HTTP/2 and TLS on this machine, brotli {QUALITY} or gzip 9 made ahead, the headers of infra/site.yaml; the API from the",
    "local stack behind it, compressed as the gateway does. CloudFront compresses at levels of its own, and adds some 250",
    "bytes of headers to each answer.",
)


@dataclass(frozen=True, slots=True)
class Served:
    """The running site."""

    origin: str
    flags: tuple[str, ...]  # make Chromium trust the certificate of this run, and no other
    trust: ssl.SSLContext  # the same for Python

    def answered(self) -> tuple[int, int]:
        """Return how many requests the server has answered so far, with how many bytes of body."""
        with urlopen(f"{self.origin}/answered", context=self.trust) as answer:
            told = json.load(answer)
        return told["requests"], told["bytes"]


@contextmanager
def served_site(prepare: Callable[[LocalStack, Path], None] | None = None) -> Iterator[Served]:
    """Serve the built site, and below `bare/` the bare pages; say how this differs from the deployed site.

    `prepare` is given the stack behind it, to fill it, and the folder of the bare pages, to add to them.
    """
    for line in _DIFFERENCES:
        figures.note(line)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(key)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare = folder / "bare"
        write_bare_pages(page_kinds(), bare)
        port = free_port()
        with local_stack(folder / "stack") as stack:
            if prepare:
                prepare(stack, bare)
            given = {
                "port": port,
                "upstream": stack.origin,
                "folders": {"/": str(SITE), f"/{BARE}": str(bare)},
                "headers": page_headers(),
                "caching": {f"/{name}": _STALE.sub("max-age=0", caching(name)) for name in _files()},
                "quality": QUALITY,
                "key": key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
                "certificate": certificate,
            }
            settings = folder / "settings.json"
            settings.write_text(json.dumps(given))
            with running([str(NODE), str(_SERVER), str(settings)], folder / "server.log"):
                wait_for_port(port)
                flags = (f"--ignore-certificate-errors-spki-list={_fingerprint(key)}",)
                yield Served(f"https://{_HOST}:{port}", flags, ssl.create_default_context(cadata=certificate))


def _files() -> list[str]:
    """Return the files of the built site that are no pages: those have addresses of their own."""
    return [path.relative_to(SITE).as_posix() for path in SITE.rglob("*") if path.is_file() and path.name != "index.html"]


def page_headers() -> dict[str, str]:
    """Return the headers that CloudFront gives every answer; raises AssertionError for one this does not know how to write."""
    template = load_template(ROOT / "infra" / "site.yaml")["Resources"]["SecurityHeaders"]["Properties"]
    policy = template["ResponseHeadersPolicyConfig"]
    security = policy["SecurityHeadersConfig"]
    transport = security["StrictTransportSecurity"]
    assert transport["IncludeSubdomains"]
    assert set(security) == _SECURITY, f"other headers than before: {sorted(set(security) ^ _SECURITY)}"
    return {
        "content-security-policy": page_policy(),
        "x-content-type-options": "nosniff",
        "x-frame-options": security["FrameOptions"]["FrameOption"],
        "referrer-policy": security["ReferrerPolicy"]["ReferrerPolicy"],
        "strict-transport-security": f"max-age={transport['AccessControlMaxAgeSec']}; includeSubDomains",
        **{item["Header"].lower(): item["Value"] for item in policy["CustomHeadersConfig"]["Items"]},
    }


def _certificate(key: ec.EllipticCurvePrivateKey) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _HOST)])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    hosts = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address(_HOST))])
    return builder.add_extension(hosts, critical=False).sign(key, hashes.SHA256()).public_bytes(Encoding.PEM).decode()


def _fingerprint(key: ec.EllipticCurvePrivateKey) -> str:
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(public).digest()).decode()
