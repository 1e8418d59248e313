"""How often somebody may do what is counted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.tiers import Desk


class Quotas(Protocol):
    """Counts the contacts that officers open, day by day (`rules/limits.toml`)."""

    def admit(self, sub: str, desk: Desk, at: datetime) -> bool:
        """Return whether an officer may open one more on the day of a moment, where the desk is; it is counted.

        A reply lost on the way may count one twice, never not at all. Raises StoreBusy.
        """


class Contacts(Protocol):
    """Opens contacts where the key to them is: in a function with a role of its own."""

    def open(self, token: str, number: TicketNumber, event_id: str) -> Mapping[str, object]:
        """Return the `contact.Contact` that an event lets whoever holds `token` see, by its fields.

        Raises NotSignedIn, NotStaff, UnknownTicket, NotAllowedNow, StoreBusy.
        """
