"""Seals what a browser carries from one page to the next in an address: readable to this service alone, for minutes only."""

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256

from chalicelib.usecases.ports.seals import Fingerprints

HELD = timedelta(minutes=15)


class SealedSlips:
    """`front.Slips` by Fernet (AES-128-CBC and HMAC-SHA-256), under a key of its own made from the service's hash key."""

    def __init__(self, fingerprints: Fingerprints) -> None:
        self._fingerprints = fingerprints

    def seal(self, text: str, at: datetime) -> str:
        """See `front.Slips`."""
        from cryptography.fernet import Fernet  # costs a cold start what a look-up need not pay

        return Fernet(self._key()).encrypt_at_time(text.encode(), int(at.timestamp())).decode()

    def unseal(self, slip: str, at: datetime) -> str | None:
        """See `front.Slips`."""
        from cryptography.fernet import Fernet, InvalidToken

        try:
            return Fernet(self._key()).decrypt_at_time(slip, int(HELD.total_seconds()), int(at.timestamp())).decode()
        except InvalidToken:
            return None

    def _key(self) -> bytes:
        return urlsafe_b64encode(sha256(self._fingerprints.of("slip", "key").encode()).digest())
