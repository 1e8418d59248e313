"""Which desk handles a report, and which desks see it."""

from chalicelib.domain.tiers import Desk, Tier, desk_at


def handling_desk(district: str) -> Desk:
    """Return the desk where a report of this kecamatan starts.

    Source: SPM PKH starts at Pelaksana PKH Kecamatan (World Bank visit to Lampung Timur).
    """
    return desk_at(Tier.KECAMATAN, district)


def inboxes(desk: Desk, district: str) -> tuple[Desk, ...]:
    """Return the desks whose inbox lists a ticket: the handling desk, and each tier above it up to the province.

    Korkab and Korwil monitor each report of their region; the pusat desk lists only what it handles itself, since an
    inbox of all tickets would be one hot key.
    """
    tiers = list(Tier)
    watching = tuple(desk_at(tier, district) for tier in tiers[tiers.index(desk.tier) :] if tier is not Tier.PUSAT)
    return watching if watching else (desk,)
