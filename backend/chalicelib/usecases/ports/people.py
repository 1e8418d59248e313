"""Who works where."""

from typing import Protocol

from chalicelib.domain.staff import Staff


class StaffRegister(Protocol):
    """Who works on which desk, keyed by the `sub` of the sign-in."""

    def get(self, sub: str) -> Staff:
        """Return an active staff member; raises NotStaff."""

    def put(self, staff: Staff) -> None:
        """Add or replace a staff record."""
