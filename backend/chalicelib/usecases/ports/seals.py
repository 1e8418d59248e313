"""How what is personal is kept: sealed, or as a keyed hash."""

from collections.abc import Mapping
from typing import Protocol

from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import TicketNumber


class Sealer(Protocol):
    """Seals and unseals in one compartment of a ticket, for as long as a request lasts."""

    def seal(self, name: str, text: bytes) -> bytes:
        """Seal one more part."""

    def unseal(self, sealed: Mapping[str, bytes]) -> Mapping[str, bytes]:
        """Return sealed parts by name as they were; raises ValueError when one was tampered with or misplaced."""


class Vault(Protocol):
    """Seals what is personal, under a data key for each compartment of a ticket; destroying the wrapped keys erases it."""

    def seal_new(
        self, number: TicketNumber, parts: Mapping[Compartment, Mapping[str, bytes]]
    ) -> tuple[Mapping[Compartment, bytes], Mapping[str, bytes]]:
        """Return (a wrapped new data key for each compartment, the sealed parts of all by name). Raises StoreBusy."""

    def sealer(self, number: TicketNumber, keys: Mapping[Compartment, bytes], compartment: Compartment) -> Sealer:
        """Return what seals in a compartment of a ticket with these wrapped keys.

        Raises ValueError when there is no key of it that was wrapped here, StoreBusy.
        """


class Fingerprints(Protocol):
    """Keyed hashes; the key lives outside the table."""

    def of(self, purpose: str, text: str) -> str:
        """Return the keyed hash of `text`; other purposes give unrelated hashes."""
