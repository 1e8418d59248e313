"""Keyed hashes (HMAC-SHA-256). Codes, phones and NIK have few values: an unkeyed hash is as good as the value."""

import hashlib
import hmac
from collections.abc import Callable
from functools import cached_property


class KeyedHashes:
    """`ports.Fingerprints`; `read_key` returns the secret key and is called once, when first needed."""

    def __init__(self, read_key: Callable[[], bytes]) -> None:
        self._read_key = read_key

    def of(self, purpose: str, text: str) -> str:
        """See `ports.Fingerprints`."""
        return hmac.new(self._key, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()

    @cached_property
    def _key(self) -> bytes:
        return self._read_key()
