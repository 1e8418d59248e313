"""Verifies access tokens: signature, issuer, client, use and expiry. It refuses to know roles: those are in the register."""

import time
from urllib.request import urlopen

import jwt

from chalicelib.domain.errors import NotSignedIn, StoreBusy

_FETCH_SECONDS = 3
_LEEWAY_SECONDS = 5  # by which clocks of issuer and function may differ, else a fresh sign-in is turned away
_REFRESH_PAUSE = 60.0  # seconds; a forged key id must not make us fetch the issuer's keys at every request
_USE = "access"
_REQUIRED = ["exp", "iss", "sub", "token_use", "client_id"]


class AccessTokens:
    """`ports.Tokens` for one issuer and one app client. Signing keys are fetched when first needed and kept.

    Source of the checks: Amazon Cognito developer guide, "Verifying a JSON web token".
    """

    def __init__(self, issuer: str, client_id: str, jwks_url: str) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._jwks_url = jwks_url
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at = float("-inf")

    def subject(self, token: str) -> str:
        """See `ports.Tokens`; raises StoreBusy when the issuer's keys cannot be fetched."""
        try:
            claims = jwt.decode(
                token,
                self._key(jwt.get_unverified_header(token).get("kid")),
                algorithms=["RS256"],
                issuer=self._issuer,
                leeway=_LEEWAY_SECONDS,
                options={"require": _REQUIRED, "verify_aud": False},
            )
        except jwt.PyJWTError:
            raise NotSignedIn from None
        if claims["token_use"] != _USE or claims["client_id"] != self._client_id:
            raise NotSignedIn
        subject: str = claims["sub"]
        return subject

    def _key(self, key_id: object) -> jwt.PyJWK:
        if key_id not in self._keys and time.monotonic() - self._fetched_at > _REFRESH_PAUSE:
            self._keys = self._fetch()
            self._fetched_at = time.monotonic()
        key = self._keys.get(key_id) if isinstance(key_id, str) else None
        if key is None:
            raise NotSignedIn
        return key

    def _fetch(self) -> dict[str, jwt.PyJWK]:
        try:
            # The address is a setting, never input; the local run's is a file.
            with urlopen(self._jwks_url, timeout=_FETCH_SECONDS) as answer:  # noqa: S310
                keys = jwt.PyJWKSet.from_json(answer.read().decode()).keys
        except (OSError, ValueError, jwt.PyJWTError):
            raise StoreBusy from None
        return {key.key_id: key for key in keys if key.key_id}
