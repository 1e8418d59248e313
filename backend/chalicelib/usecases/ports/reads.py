"""Who read what they must answer for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.events import Read
from chalicelib.domain.tiers import Desk


class Reads(Protocol):
    """The reads of tickets that are answered for, each linked to the one before."""

    def note(self, number: TicketNumber, sub: str, desk: Desk, what: str, at: datetime) -> None:
        """Note that somebody is about to read. A lost reply may note it twice, never not at all. Raises StoreBusy."""

    def of(self, number: TicketNumber) -> Sequence[Read]:
        """Return the reads of a ticket in order. Raises StoreBusy."""
