"""Seals personal data with AES-256-GCM under one data key per ticket; who wraps the data keys is another's business."""

import os
from collections.abc import Mapping
from typing import Protocol

from chalicelib.domain.identity import TicketNumber

_NONCE_BYTES = 12  # NIST SP 800-38D, 8.2.2: random nonces; a data key seals a handful of parts
DATA_KEY_BYTES = 32


class KeyWrapper(Protocol):
    """Makes data keys and opens wrapped ones."""

    def new_data_key(self) -> tuple[bytes, bytes]:
        """Return (plain data key, the same wrapped)."""

    def unwrap(self, data_key: bytes) -> bytes:
        """Return the plain data key; raises ValueError when it was not wrapped here."""


class Envelope:
    """`ports.Vault` over a key wrapper. Ticket number and part name are authenticated, so a part cannot be moved."""

    def __init__(self, wrapper: KeyWrapper) -> None:
        self._wrapper = wrapper

    def seal_new(self, number: TicketNumber, parts: Mapping[str, bytes]) -> tuple[bytes, Mapping[str, bytes]]:
        """See `ports.Vault`."""
        plain, wrapped = self._wrapper.new_data_key()
        return wrapped, {name: _seal(plain, number, name, text) for name, text in parts.items()}

    def open(self, number: TicketNumber, data_key: bytes) -> "OpenedEnvelope":
        """See `ports.Vault`: one call to whoever wraps the keys."""
        return OpenedEnvelope(self._wrapper.unwrap(data_key), number)


class OpenedEnvelope:
    """`ports.OpenedVault` over a plain data key, which never leaves it."""

    def __init__(self, plain: bytes, number: TicketNumber) -> None:
        self._plain = plain
        self._number = number

    def seal(self, name: str, text: bytes) -> bytes:
        """See `ports.OpenedVault`."""
        return _seal(self._plain, self._number, name, text)

    def unseal(self, sealed: Mapping[str, bytes]) -> Mapping[str, bytes]:
        """See `ports.OpenedVault`."""
        return {name: _unseal(self._plain, self._number, name, box) for name, box in sealed.items()}


def _seal(key: bytes, number: TicketNumber, name: str, text: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import (
        AESGCM,
    )  # costs a cold start 20 ms that a look-up need not pay

    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, text, _context(number, name))


def _unseal(key: bytes, number: TicketNumber, name: str, box: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(box[:_NONCE_BYTES], box[_NONCE_BYTES:], _context(number, name))
    except InvalidTag:
        raise ValueError("sealed part does not verify") from None


def _context(number: TicketNumber, name: str) -> bytes:
    return f"{number.symbols}/{name}".encode()
