"""Which desk handles a report, which list it, and which must not know of it. Where it starts is data: `rules/routing.toml`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from chalicelib.domain.rulebook import rules
from chalicelib.domain.tiers import Desk, Tier, desk_at


@dataclass(frozen=True, slots=True)
class Routing:
    """`rules/routing.toml`: the tiers at which a report starts, by what may be said in it."""

    start: Tier
    keep_secret: Tier
    subject_roles: Mapping[str, Tier]
    unplaced_name: Tier
    unplaced_roles: frozenset[str]
    categories: Mapping[str, Tier]
    flags: Mapping[str, Tier]


@cache
def routing() -> Routing:
    """Return where reports start; raises KeyError or ValueError when the file lacks something or names no tier."""
    read = rules("routing")
    tiers = {part: {name: Tier(tier) for name, tier in read[part].items()} for part in ("subject_roles", "categories", "flags")}
    unplaced = read["unplaced_name"]
    return Routing(
        start=Tier(read["start"]),
        keep_secret=Tier(read["keep_secret"]),
        unplaced_name=Tier(unplaced["tier"]),
        unplaced_roles=frozenset(unplaced["subject_roles"]),
        **tiers,
    )


def first_tier(
    *, category: str, role: str | None = None, named: bool = False, flags: Collection[str] = (), keep_secret: bool = False
) -> Tier:
    """Return the tier at which a report starts, so that nobody receives a report about herself.

    `role` is the reported party's, `named` whether a name of theirs is given. Source: `rules/routing.toml`.
    """
    starts = routing()
    tiers = [
        starts.start,
        starts.categories.get(category),
        starts.subject_roles.get(role) if role else None,
        starts.unplaced_name if named and (role is None or role in starts.unplaced_roles) else None,
        *(starts.flags.get(flag) for flag in flags),
        starts.keep_secret if keep_secret else None,
    ]
    return max((tier for tier in tiers if tier), key=list(Tier).index)


def watchers(desk: Desk, district: str) -> tuple[Desk, ...]:
    """Return the desks whose inbox lists a ticket on `desk`: that one, and each tier above it up to the province.

    Korkab and Korwil monitor each report of their region; the pusat desk lists only what it handles itself, since an
    inbox of all tickets would be one hot key.
    """
    tiers = list(Tier)
    watching = tuple(desk_at(tier, district) for tier in tiers[tiers.index(desk.tier) :] if tier is not Tier.PUSAT)
    return watching if watching else (desk,)


def excluded(desk: Desk, district: str) -> tuple[Desk, ...]:
    """Return the desks of a ticket's region that must not know of it: whoever sits lower may be whom it is about."""
    tiers = list(Tier)
    return tuple(desk_at(tier, district) for tier in tiers[: tiers.index(desk.tier)])
