"""Seals personal data with AES-256-GCM, under a data key for each compartment of a ticket. Others wrap the keys.

A wrapped key and a sealed box begin with a byte that says their form, so that either can change while old ones are read:

- form 1: the key is wrapped for its compartment; ticket number, compartment and part name are authenticated with the box.
- form 0, before compartments: one key for the whole ticket, wrapped for none; number and part name are authenticated, and its
  boxes begin with no form. The store digests the key when it reads a ticket of then (`unparted`).
"""

import os
from collections.abc import Mapping
from typing import Protocol

from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import TicketNumber

DATA_KEY_BYTES = 32
_NONCE_BYTES = 12  # NIST SP 800-38D, 8.2.2: random nonces; a data key seals a handful of parts
_UNPARTED, _PARTED = b"\x00", b"\x01"


class KeyWrapper(Protocol):
    """Makes data keys and opens wrapped ones. A key wrapped for one compartment opens for no other."""

    def new_data_key(self, compartment: Compartment) -> tuple[bytes, bytes]:
        """Return (plain data key, the same wrapped)."""

    def unwrap(self, wrapped: bytes, compartment: Compartment | None) -> bytes:
        """Return the plain data key; without a compartment, one of before. Raises ValueError when not wrapped so here."""


def unparted(wrapped: bytes) -> bytes:
    """Return the wrapped key of a ticket from before compartments as a key of this envelope."""
    return _UNPARTED + wrapped


class Envelope:
    """`ports.Vault` over a key wrapper."""

    def __init__(self, wrapper: KeyWrapper) -> None:
        self._wrapper = wrapper

    def seal_new(
        self, number: TicketNumber, parts: Mapping[Compartment, Mapping[str, bytes]]
    ) -> tuple[Mapping[Compartment, bytes], Mapping[str, bytes]]:
        """See `ports.Vault`: one call to whoever wraps the keys for each compartment."""
        keys: dict[Compartment, bytes] = {}
        sealed: dict[str, bytes] = {}
        for compartment, texts in parts.items():
            plain, wrapped = self._wrapper.new_data_key(compartment)
            keys[compartment] = _PARTED + wrapped
            opened = EnvelopeSealer(plain, _PARTED, f"{number.symbols}/{compartment}/")
            sealed |= {name: opened.seal(name, text) for name, text in texts.items()}
        return keys, sealed

    def sealer(self, number: TicketNumber, keys: Mapping[Compartment, bytes], compartment: Compartment) -> "EnvelopeSealer":
        """See `ports.Vault`: one call to whoever wraps the keys."""
        key, symbols = keys.get(compartment, b""), number.symbols
        if key.startswith(_PARTED):
            return EnvelopeSealer(self._wrapper.unwrap(key[1:], compartment), _PARTED, f"{symbols}/{compartment}/")
        if key.startswith(_UNPARTED):
            return EnvelopeSealer(self._wrapper.unwrap(key[1:], None), b"", f"{symbols}/")
        raise ValueError("no key of this compartment")


class EnvelopeSealer:
    """`ports.Sealer` over a plain data key, which never leaves it. Boxes begin with `form`, and belong to `place`."""

    def __init__(self, plain: bytes, form: bytes, place: str) -> None:
        self._plain = plain
        self._form = form
        self._place = place

    def seal(self, name: str, text: bytes) -> bytes:
        """See `ports.Sealer`."""
        from cryptography.hazmat.primitives.ciphers.aead import (
            AESGCM,
        )  # costs a cold start 20 ms that a look-up need not pay

        nonce = os.urandom(_NONCE_BYTES)
        return self._form + nonce + AESGCM(self._plain).encrypt(nonce, text, self._context(name))

    def unseal(self, sealed: Mapping[str, bytes]) -> Mapping[str, bytes]:
        """See `ports.Sealer`."""
        return {name: self._unseal(name, box) for name, box in sealed.items()}

    def _unseal(self, name: str, box: bytes) -> bytes:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if not box.startswith(self._form):
            raise ValueError("sealed part of another form")
        nonce, text = box[len(self._form) :][:_NONCE_BYTES], box[len(self._form) :][_NONCE_BYTES:]
        try:
            return AESGCM(self._plain).decrypt(nonce, text, self._context(name))
        except InvalidTag:
            raise ValueError("sealed part does not verify") from None

    def _context(self, name: str) -> bytes:
        return f"{self._place}{name}".encode()
