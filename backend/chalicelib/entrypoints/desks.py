"""A desk as people read it."""

from chalicelib.domain.tiers import Desk
from chalicelib.entrypoints.http.models import DeskOut
from chalicelib.usecases.ports import Ports


def desk_content(ports: Ports, desk: Desk) -> dict[str, str]:
    """Return the content of a DeskOut: a desk with its Indonesian name."""
    name = ports.words["desks"][desk.tier].format(place=ports.regions.name(desk.region))
    return {"tier": desk.tier, "region": desk.region, "name": name}


def desk_out(ports: Ports, desk: Desk) -> DeskOut:
    """Return a desk with its Indonesian name."""
    return DeskOut.model_validate(desk_content(ports, desk))
