"""The four tiers and their desks. A desk is one tier in one region; region codes are Kemendagri's (18, 18.07, 18.07.19)."""

from dataclasses import dataclass
from enum import StrEnum

COUNTRY = "ID"


class Tier(StrEnum):
    """The tiers of PKH implementation that handle reports, lowest first (a desa takes reports in and handles none)."""

    KECAMATAN = "kecamatan"
    KABUPATEN = "kabupaten"
    PROVINSI = "provinsi"
    PUSAT = "pusat"


_CODE_LENGTH = {Tier.KECAMATAN: len("18.07.19"), Tier.KABUPATEN: len("18.07"), Tier.PROVINSI: len("18")}


@dataclass(frozen=True, slots=True)
class Desk:
    """The meja kerja of one tier in one region; the region of the pusat desk is COUNTRY."""

    tier: Tier
    region: str

    def covers(self, region: str) -> bool:
        """Whether `region` (any code below province) lies inside this desk's region."""
        return self.tier is Tier.PUSAT or region == self.region or region.startswith(self.region + ".")


def desk_at(tier: Tier, district: str) -> Desk:
    """Return the desk of `tier` whose region holds the kecamatan `district`."""
    return Desk(tier, COUNTRY if tier is Tier.PUSAT else district[: _CODE_LENGTH[tier]])


def tier_fits(tier: Tier, region: str) -> bool:
    """Whether `region` has the form of a code of `tier`; that the region exists is asked of the region register."""
    if region == COUNTRY or tier is Tier.PUSAT:
        return region == COUNTRY and tier is Tier.PUSAT
    return len(region) == _CODE_LENGTH[tier]
