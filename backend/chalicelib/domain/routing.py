"""Which desk handles a report, which list it, and which must not know of it. Where it starts is data: `rules/routing.toml`."""

from collections.abc import Collection

from chalicelib.domain.rulebook import rules
from chalicelib.domain.tiers import Desk, Tier, desk_at


def first_tier(
    *, category: str, role: str | None = None, named: bool = False, flags: Collection[str] = (), keep_secret: bool = False
) -> Tier:
    """Return the tier at which a report starts, so that nobody receives a report about herself.

    `role` is the reported party's, `named` whether a name of theirs is given. Source: `rules/routing.toml`.
    """
    routing = rules("routing")
    unplaced = routing["unplaced_name"]
    tiers = [
        routing["start"],
        routing["categories"].get(category),
        routing["subject_roles"].get(role),
        unplaced["tier"] if named and (role is None or role in unplaced["subject_roles"]) else None,
        *(routing["flags"].get(flag) for flag in flags),
        routing["keep_secret"] if keep_secret else None,
    ]
    return max((Tier(tier) for tier in tiers if tier), key=list(Tier).index)


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
