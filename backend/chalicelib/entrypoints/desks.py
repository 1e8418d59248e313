"""A desk as people read it."""

from chalicelib.domain.tiers import Desk
from chalicelib.entrypoints.models import DeskOut
from chalicelib.usecases.ports import Ports


def desk_out(ports: Ports, desk: Desk) -> DeskOut:
    """Return a desk with its Indonesian name."""
    name = ports.words["desks"][desk.tier].format(place=ports.regions.name(desk.region))
    return DeskOut(tier=desk.tier, region=desk.region, name=name)
