"""Who is writing for a ticket just now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domain.credentials import TicketNumber


@dataclass(frozen=True, slots=True)
class Writing:
    """Somebody who was seen writing at a moment."""

    sub: str
    at: datetime


class Writers(Protocol):
    """Whom the console has seen writing, for `limits().writing_minutes`. It is told to colleagues and stops nobody."""

    def seen(self, number: TicketNumber, sub: str, at: datetime) -> Writing | None:
        """Note that somebody writes; return who else was seen last, and not too long ago. Raises StoreBusy."""

    def gone(self, number: TicketNumber, sub: str) -> None:
        """Note that somebody does not write any more. Raises StoreBusy."""

    def of(self, numbers: Collection[TicketNumber], at: datetime) -> Mapping[TicketNumber, Writing]:
        """Return who was last seen writing for each of these tickets, where not too long ago. Raises StoreBusy."""
