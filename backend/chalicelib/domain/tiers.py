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


class DeskKind(StrEnum):
    """Whose desk it is. Pelaksana PKH handle reports and read those of their region; all others read what lists them alone."""

    PKH = "pkh"
    DINSOS = "dinsos"
    UPT = "upt"
    BANK = "bank"
    OFFICE = "office"


_CODE_LENGTH = {Tier.KECAMATAN: len("18.07.19"), Tier.KABUPATEN: len("18.07"), Tier.PROVINSI: len("18")}
_VILLAGE_LENGTH = len("18.07.19.2001")
# Dinas Sosial sits in the kabupaten; an UPT hangs on a kecamatan or a desa in it; banks and offices are referred to anywhere.
_TIERS = {DeskKind.DINSOS: {Tier.KABUPATEN}, DeskKind.UPT: {Tier.KECAMATAN}}


@dataclass(frozen=True, slots=True)
class Desk:
    """The meja kerja of one tier in one region; the region of the pusat desk is COUNTRY."""

    tier: Tier
    region: str
    kind: DeskKind = DeskKind.PKH

    def covers(self, region: str) -> bool:
        """Whether `region` (any code below province) lies inside this desk's region."""
        return self.tier is Tier.PUSAT or region == self.region or region.startswith(self.region + ".")

    @property
    def place(self) -> tuple[Tier, str]:
        """The tier and region whose roster its people stand in: of an UPT of a desa that is the kecamatan."""
        return self.tier, self.region if self.tier is Tier.PUSAT else self.region[: _CODE_LENGTH[self.tier]]


def desk_at(tier: Tier, district: str, kind: DeskKind = DeskKind.PKH) -> Desk:
    """Return the desk of `tier` and `kind` whose region holds the kecamatan `district`."""
    return Desk(tier, COUNTRY if tier is Tier.PUSAT else district[: _CODE_LENGTH[tier]], kind)


def desk_fits(desk: Desk) -> bool:
    """Whether there can be such a desk, by its kind and the form of its code; whether the region exists, regions know."""
    if desk.tier not in _TIERS.get(desk.kind, set(Tier)):
        return False
    if desk.region == COUNTRY or desk.tier is Tier.PUSAT:
        return desk.region == COUNTRY and desk.tier is Tier.PUSAT
    lengths = {_CODE_LENGTH[desk.tier]} | ({_VILLAGE_LENGTH} if desk.kind is DeskKind.UPT else set())
    return len(desk.region) in lengths


def above(tier: Tier) -> Tier:
    """Return the next tier up; above the pusat there is none but itself."""
    tiers = list(Tier)
    return tiers[min(tiers.index(tier) + 1, len(tiers) - 1)]


def is_above(tier: Tier, other: Tier) -> bool:
    """Whether `tier` stands higher than `other`."""
    tiers = list(Tier)
    return tiers.index(tier) > tiers.index(other)
