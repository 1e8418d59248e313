"""Who works where."""

from collections.abc import Collection, Mapping
from typing import Protocol

from chalicelib.domain.staff import Member, Staff
from chalicelib.domain.tiers import Desk


class StaffRegister(Protocol):
    """Who works on which desk, keyed by the `sub` of the sign-in."""

    def get(self, sub: str) -> Staff:
        """Return an active staff member; raises NotStaff, StoreBusy."""

    def find(self, sub: str) -> Staff | None:
        """Return a staff member, also one who is not active any more; None when there never was one. Raises StoreBusy."""

    def put(self, staff: Staff) -> None:
        """Add or replace a staff record, and their place in the roster of their desk; whoever is not active has none.

        Raises StoreBusy.
        """

    def names(self, subs: Collection[str]) -> Mapping[str, str]:
        """Return sub → name of those there is a record of; raises StoreBusy."""


class Rosters(Protocol):
    """Who is active at which place, without their names. A place is the tier and region that several kinds of desks share."""

    def at(self, desk: Desk) -> Collection[Member]:
        """Return everybody active at the place of a desk; raises StoreBusy."""
