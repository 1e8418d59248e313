"""Stands in for the function that opens contacts: the same code, in the process that asks. Only the cloud parts their roles."""

from collections.abc import Mapping
from dataclasses import asdict

from chalicelib.domain.credentials import TicketNumber
from chalicelib.entrypoints.front import Opener
from chalicelib.usecases.see_contact import open_contact


class OwnContacts:
    """`ports.Contacts` without another function."""

    def __init__(self, ports: Opener) -> None:
        self._ports = ports

    def open(self, token: str, number: TicketNumber, event_id: str) -> Mapping[str, object]:
        """See `ports.Contacts`."""
        staff = self._ports.staff.get(self._ports.tokens.subject(token))
        return asdict(open_contact(self._ports, staff, number, event_id))
