"""A desk as people read it."""

from chalicelib.domain.tiers import Desk, DeskKind
from chalicelib.entrypoints.front import Front
from chalicelib.entrypoints.http.models import DeskOut


def desk_content(ports: Front, desk: Desk) -> dict[str, str]:
    """Return the content of a DeskOut: a desk with its Indonesian name."""
    name = ports.words["desks"][desk.tier if desk.kind is DeskKind.PKH else desk.kind].format(
        place=ports.regions.name(desk.region)
    )
    return {"tier": desk.tier, "region": desk.region, "name": name}


def desk_out(ports: Front, desk: Desk) -> DeskOut:
    """Return a desk with its Indonesian name."""
    return DeskOut.model_validate(desk_content(ports, desk))
