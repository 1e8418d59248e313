"""What the site's files are served with: how long they may be kept, and what a page may load."""

import json
import re
from collections.abc import Mapping
from typing import Any

from infra.pinned import ROOT
from infra.templates import load_template

INLINED = ROOT / "build" / "inlined.json"
# A browser asks again after five minutes; CloudFront keeps a file until the next deploy tells it to forget.
_SHORTLY = "public, max-age=300, s-maxage=86400"
_FOR_EVER = "public, max-age=31536000, immutable"
_ALWAYS_ASK = "no-cache"
_NAMED_BY_CONTENT = re.compile(r"assets/(?:petugas/)?[^/]+-[A-Z0-9]{8}\.js")
_SERVICE_WORKER = "sw.js"


def caching(name: str) -> str:
    """Return the Cache-Control of a file of the site, given its path there: `lapor/index.html`."""
    if name == _SERVICE_WORKER:
        return _ALWAYS_ASK
    return _FOR_EVER if named_by_content(name) else _SHORTLY


def named_by_content(name: str) -> bool:
    """Whether the build named a file by its content, so that another content is another file."""
    return bool(_NAMED_BY_CONTENT.fullmatch(name))


def inlined() -> dict[str, str]:
    """Return what the policy must allow of the site as built, as parameters of `site.yaml`; build the site first."""
    hashes = json.loads(INLINED.read_text(encoding="utf-8"))
    return {"StyleHashes": " ".join(hashes["styles"]), "ScriptHashes": " ".join(hashes["scripts"])}


def page_policy(given: Mapping[str, str] | None = None) -> str:
    """Return the content security policy that CloudFront sends under these parameters, or for the site as built on one origin.

    A parameter that is not given is left empty.
    """
    values = inlined() if given is None else given
    policy = _response_headers()["SecurityHeadersConfig"]["ContentSecurityPolicy"]
    filled = re.sub(r"\$\{(\w+)\}", lambda name: values.get(name[1], ""), policy["ContentSecurityPolicy"]["Fn::Sub"])
    return re.sub(r" +(;|$)", r"\1", re.sub(r" +", " ", filled))


def security_headers(policy: str) -> dict[str, str]:
    """Return the headers that CloudFront sends with everything under the domain; `policy` is its content security policy."""
    sent = _response_headers()
    locks = sent["SecurityHeadersConfig"]
    transport = locks["StrictTransportSecurity"]
    subdomains = "; includeSubDomains" if transport["IncludeSubdomains"] else ""
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": locks["FrameOptions"]["FrameOption"],
        "Referrer-Policy": locks["ReferrerPolicy"]["ReferrerPolicy"],
        "Strict-Transport-Security": f"max-age={transport['AccessControlMaxAgeSec']}{subdomains}",
        **{item["Header"]: item["Value"] for item in sent["CustomHeadersConfig"]["Items"]},
    }


def _response_headers() -> dict[str, Any]:
    template = load_template(ROOT / "infra" / "site.yaml")["Resources"]["SecurityHeaders"]["Properties"]
    headers: dict[str, Any] = template["ResponseHeadersPolicyConfig"]
    return headers
