"""Who gets in: only a token that holds, of somebody in the register; and a token's own attributes give nothing."""

import base64
import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from infra.local.stack import CLIENT_ID, ISSUER
from infra.local.users import subject
from tests.integration.conftest import System
from tests.support import samples

ME = "/api/v1/staff/me"
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def claims(**changes: Any) -> dict[str, Any]:
    whole = {
        "sub": subject("pasir-sakti"),
        "iss": ISSUER,
        "client_id": CLIENT_ID,
        "token_use": "access",
        "exp": int(time.time()) + 600,
        "iat": int(time.time()),
    }
    return {name: value for name, value in (whole | changes).items() if value is not None}


def signed(system: System, content: dict[str, Any], kid: str | None = "local") -> str:
    key = system.stack.signing_key.read_bytes()
    return jwt.encode(content, key, algorithm="RS256", headers={"kid": kid} if kid else {})


def unsigned(header: dict[str, Any], content: dict[str, Any], signature: str = "") -> str:
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (header, content)]
    return ".".join([*parts, signature])


def with_public_key_as_secret(system: System) -> str:
    """The classic: the public key, which everybody has, used as an HMAC secret."""
    import hmac

    secret = system.stack.jwks.read_bytes()
    text = unsigned({"alg": "HS256", "kid": "local", "typ": "JWT"}, claims()).rstrip(".")
    digest = hmac.new(secret, text.encode(), hashlib.sha256).digest()
    return text + "." + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def other_payload(system: System) -> str:
    header, _, signature = signed(system, claims()).split(".")
    body = base64.urlsafe_b64encode(json.dumps(claims(sub=subject("pusat"))).encode()).decode().rstrip("=")
    return f"{header}.{body}.{signature}"


FORGED: dict[str, Callable[[System], str]] = {
    "nothing": lambda _: "",
    "no token": lambda _: "x",
    "two parts": lambda _: "a.b",
    "nonsense": lambda _: "a.b.c",
    "very long": lambda _: "x" * 20_000,
    "not ascii": lambda _: "\u00e9\u00e9.\u00e9.\u00e9",
    "alg none": lambda _: unsigned({"alg": "none", "kid": "local"}, claims()),
    "alg none without kid": lambda _: unsigned({"alg": "none"}, claims()),
    "public key as secret": with_public_key_as_secret,
    "other key": lambda _: jwt.encode(claims(), STRANGER, algorithm="RS256", headers={"kid": "local"}),
    "other key, unknown kid": lambda _: jwt.encode(claims(), STRANGER, algorithm="RS256", headers={"kid": "stranger"}),
    "no kid": lambda system: signed(system, claims(), kid=None),
    "kid is a list": lambda _: unsigned({"alg": "RS256", "kid": ["local"]}, claims(), "x"),
    "signature cut": lambda system: signed(system, claims())[:-4],
    "signature swapped": lambda system: ".".join(
        [*signed(system, claims()).split(".")[:2], signed(system, claims(exp=1)).split(".")[2]]
    ),
    "payload swapped": other_payload,
    "expired": lambda system: signed(system, claims(exp=int(time.time()) - 6)),
    "from another day": lambda system: signed(system, claims(iat=int(time.time()) + 3600, exp=int(time.time()) + 7200)),
    "no expiry": lambda system: signed(system, claims(exp=None)),
    "expiry is text": lambda system: signed(system, claims(exp="tomorrow")),
    "not yet valid": lambda system: signed(system, claims(nbf=int(time.time()) + 600)),
    "other issuer": lambda system: signed(system, claims(iss="https://example.invalid")),
    "no issuer": lambda system: signed(system, claims(iss=None)),
    "other client": lambda system: signed(system, claims(client_id="somebody-else")),
    "no client": lambda system: signed(system, claims(client_id=None)),
    "client as audience": lambda system: signed(system, claims(client_id=None, aud=CLIENT_ID)),
    "identity token": lambda system: signed(system, claims(token_use="id")),
    "no use": lambda system: signed(system, claims(token_use=None)),
    "no subject": lambda system: signed(system, claims(sub=None)),
    "subject is a number": lambda system: signed(system, claims(sub=7)),
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED.keys())
def test_a_forged_or_stale_token_is_401(system: System, forge: Callable[[System], str]) -> None:
    refused = system.admin.get(ME, forge(system))
    assert refused.is_problem(401, "not_signed_in")
    assert refused.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("header", [None, "", "Basic eDp5", "Bearer", "bearer", "Token x"])
def test_without_a_bearer_token_it_is_401(system: System, header: str | None) -> None:
    headers = {"authorization": header} if header is not None else {}
    assert system.admin.call("GET", ME, headers=headers).is_problem(401, "not_signed_in")


def test_a_good_token_gets_in(system: System) -> None:
    assert system.admin.get(ME, signed(system, claims())).status == 200


def test_a_token_of_a_clock_slightly_ahead_gets_in(system: System) -> None:
    assert system.admin.get(ME, signed(system, claims(iat=int(time.time()) + 3))).status == 200


def test_attributes_of_the_token_give_neither_tier_nor_region(system: System) -> None:
    boasting = claims(**{"custom:tier": "pusat", "custom:region": "ID", "tier": "pusat", "cognito:groups": ["pusat"]})
    me = system.admin.get(ME, signed(system, boasting)).json
    assert (me["tier"], me["region"]) == ("kecamatan", "18.07.19")


def test_a_valid_token_of_nobody_in_the_register_is_403(system: System) -> None:
    assert system.admin.get(ME, signed(system, claims(sub="nobody"))).is_problem(403, "not_staff")


def test_a_deactivated_officer_is_out_at_the_next_request(system: System) -> None:
    officer = replace(samples.PASIR_SAKTI_OFFICER, sub="leaver")
    token = signed(system, claims(sub="leaver"))
    system.ports.staff.put(officer)
    assert system.admin.get(ME, token).status == 200
    system.ports.staff.put(replace(officer, active=False))
    assert system.admin.get(ME, token).is_problem(403, "not_staff")


def test_unknown_key_ids_do_not_make_us_fetch_the_keys_each_time(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib.adapters.cognito.tokens import AccessTokens
    from chalicelib.domain.errors import NotSignedIn

    fetched: list[Any] = []
    fetch = AccessTokens._fetch

    def counted(self: AccessTokens) -> Any:
        fetched.append(fetch(self))
        return fetched[-1]

    monkeypatch.setattr(AccessTokens, "_fetch", counted)
    tokens = AccessTokens(ISSUER, CLIENT_ID, system.stack.jwks.as_uri())
    for place in range(20):
        stranger = jwt.encode(claims(), STRANGER, algorithm="RS256", headers={"kid": f"stranger-{place}"})
        with pytest.raises(NotSignedIn):
            tokens.subject(stranger)
    assert len(fetched) == 1
