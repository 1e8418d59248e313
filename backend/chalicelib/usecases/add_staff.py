"""Put a person on a desk."""

from typing import Protocol

from chalicelib.domain.errors import Invalid
from chalicelib.domain.staff import Staff
from chalicelib.domain.tiers import Desk, Tier, tier_fits
from chalicelib.usecases.ports import WithRegions, WithStaff


class Appointing(WithRegions, WithStaff, Protocol):
    """What putting somebody on a desk takes."""


def add_staff(ports: Appointing, sub: str, name: str, tier: Tier, region: str) -> Staff:
    """Record that the sign-in `sub` belongs to the desk of `tier` in `region`; raises Invalid for another region."""
    if not tier_fits(tier, region) or not ports.regions.exists(region):
        raise Invalid(("region", "not_a_choice"))
    staff = Staff(sub, name, Desk(tier, region))
    ports.staff.put(staff)
    return staff
