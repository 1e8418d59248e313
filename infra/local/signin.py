"""The local stand-in for Cognito: OAuth 2 authorization code with PKCE, access tokens of the same form, no passwords.

It keeps no state: the code is itself a signed token that lives one minute.
"""

import base64
import hashlib
import html
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from infra.local.stack import CLIENT_ID, ISSUER, Stack
from infra.local.users import subject, users
from infra.local.whole_file import write_whole

PATH = "/oauth2/"
_PAGE = Path(__file__).with_name("signin.html")
_KEY_ID = "local"
_CODE_SECONDS = 60
_TOKEN_SECONDS = 3600
_REFRESH_SECONDS = 12 * 3600


class Refused(Exception):
    """The request breaks the protocol; the text is the OAuth error code."""


def create_keys(stack: Stack) -> None:
    """Make the signing key and its JWKS unless they exist."""
    if stack.jwks.exists() and stack.signing_key.exists():
        return
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    write_whole(stack.signing_key, [pem], mode=0o600)
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    keys = {"keys": [{**public, "kid": _KEY_ID, "alg": "RS256", "use": "sig"}]}
    write_whole(stack.jwks, [json.dumps(keys).encode()])


def are_keys(stack: Stack) -> bool:
    """Whether the signing key and its JWKS can be used."""
    try:
        serialization.load_pem_private_key(stack.signing_key.read_bytes(), None)
        return bool(jwt.PyJWKSet.from_json(stack.jwks.read_text())[_KEY_ID])
    except (OSError, ValueError, KeyError, jwt.PyJWTError):
        return False


def access_token(stack: Stack, login: str) -> str:
    """Return an access token as Cognito forms it; raises Refused for somebody who cannot sign in here."""
    if login not in users(stack):
        raise Refused("access_denied")
    now = int(time.time())
    return _sign(
        stack,
        {
            "sub": subject(login),
            "iss": ISSUER,
            "client_id": CLIENT_ID,
            "token_use": "access",
            "scope": "openid",
            "username": login,
            "iat": now,
            "exp": now + _TOKEN_SECONDS,
        },
    )


def front_end_settings(origin: str) -> dict[str, str]:
    """Return what the staff page needs to start a sign-in (`/petugas/config.json`)."""
    return {
        "authorize_url": f"{origin}{PATH}authorize",
        "token_url": f"{origin}{PATH}token",
        "logout_url": f"{origin}{PATH}logout",
        "client_id": CLIENT_ID,
        "redirect_uri": f"{origin}/petugas/",
        "scope": "openid",
    }


def authorize_page(stack: Stack, query: Mapping[str, str]) -> str:
    """Return the page on which one picks who to be; raises Refused."""
    _check_client(query)
    hidden = "".join(
        f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">' for name, value in query.items()
    )
    buttons = "".join(
        f'<button name="login" value="{html.escape(login)}">{html.escape(name)} <small>{html.escape(login)}</small></button>'
        for login, name in users(stack).items()
    )
    return _PAGE.read_text(encoding="utf-8").replace("{hidden}", hidden).replace("{buttons}", buttons)


def authorize(stack: Stack, form: Mapping[str, str]) -> str:
    """Return the address to send the browser back to, with the code; raises Refused."""
    _check_client(form)
    if form.get("login") not in users(stack):
        raise Refused("access_denied")
    code = _sign(
        stack,
        {
            "login": form["login"],
            "challenge": form.get("code_challenge"),
            "redirect_uri": form["redirect_uri"],
            "exp": int(time.time()) + _CODE_SECONDS,
        },
    )
    return form["redirect_uri"] + "?" + urlencode({"code": code, "state": form.get("state", "")})


def exchange(stack: Stack, form: Mapping[str, str]) -> dict[str, Any]:
    """Return the token answer for a code and its verifier, or for what renews one; raises Refused."""
    if form.get("grant_type") == "refresh_token":
        claims = _verified(stack, form.get("refresh_token", ""))
        if claims.get("token_use") != "refresh":
            raise Refused("invalid_grant")
        return _tokens(stack, claims["login"])
    claims = _verified(stack, form.get("code", ""))
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    if claims.get("challenge") != challenge or claims.get("redirect_uri") != form.get("redirect_uri"):
        raise Refused("invalid_grant")
    refresh = {"login": claims["login"], "token_use": "refresh", "exp": int(time.time()) + _REFRESH_SECONDS}
    return _tokens(stack, claims["login"]) | {"refresh_token": _sign(stack, refresh)}


def _tokens(stack: Stack, login: str) -> dict[str, Any]:
    return {"access_token": access_token(stack, login), "token_type": "Bearer", "expires_in": _TOKEN_SECONDS}


def _verified(stack: Stack, text: str) -> dict[str, Any]:
    """Return the claims of what was signed here; raises Refused."""
    try:
        keys = jwt.PyJWKSet.from_json(stack.jwks.read_text())
        claims: dict[str, Any] = jwt.decode(text, keys[_KEY_ID], algorithms=["RS256"])
    except jwt.PyJWTError:
        raise Refused("invalid_grant") from None
    return claims


def local_address(address: str) -> bool:
    """Whether an address to send a browser to is a page on this machine."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return address.isprintable() and parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")


def _check_client(query: Mapping[str, str]) -> None:
    if query.get("client_id") != CLIENT_ID or not local_address(query.get("redirect_uri", "")):
        raise Refused("unauthorized_client")
    if query.get("response_type") != "code" or query.get("code_challenge_method") != "S256":
        raise Refused("invalid_request")


def _sign(stack: Stack, claims: dict[str, Any]) -> str:
    return jwt.encode(claims, stack.signing_key.read_bytes(), algorithm="RS256", headers={"kid": _KEY_ID})
