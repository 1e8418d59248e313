"""Reads the files that `site/generate.py` makes and the package carries: regions and words."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.domain.tiers import COUNTRY, Desk, Tier, desk_fits

GENERATED = Path(__file__).parents[2] / "generated"
_INDEX = "regions/index"


@cache
def words() -> dict[str, Any]:
    """Return every sentence the API says, as in `site/data/words.yaml`."""
    return _read("words")


class PackagedRegions:
    """`ports.Regions` on the files of npm `idn-area-data`; a request reads only its own kabupaten."""

    def problems(self, district: str, village: str | None) -> tuple[tuple[str, str], ...]:
        """See `ports.Regions`."""
        if not desk_fits(Desk(Tier.KECAMATAN, district)) or not self.exists(district):
            return (("district", "unknown_district"),)
        if village is not None and village not in _districts(district)[district][1]:
            return (("village", "unknown_village"),)
        return ()

    def exists(self, region: str) -> bool:
        """See `ports.Regions`."""
        if desk_fits(Desk(Tier.KECAMATAN, region)):
            return _kabupaten(region) in _regencies(region) and region in _districts(region)
        return region == COUNTRY or region in _provinces() or region in _regencies(region)

    def name(self, region: str) -> str:
        """See `ports.Regions`."""
        if desk_fits(Desk(Tier.PUSAT, region)):
            return ""
        parent, _, _ = region.rpartition(".")
        return self.within(parent or COUNTRY)[region]

    def within(self, region: str) -> Mapping[str, str]:
        """See `ports.Regions`."""
        if region == COUNTRY:
            return _names(_INDEX)
        if desk_fits(Desk(Tier.PROVINSI, region)):
            return _regencies(region)
        if desk_fits(Desk(Tier.KABUPATEN, region)):
            return _names(_file_of(region)) if region in _regencies(region) else {}
        villages: dict[str, str] = _districts(region)[region][1] if self.exists(region) else {}
        return villages


@cache
def _names(file: str) -> dict[str, str]:
    return {code: entry[0] for code, entry in _read(file).items()}


def _provinces() -> dict[str, Any]:
    return _read(_INDEX)


def _regencies(region: str) -> dict[str, str]:
    names: dict[str, str] = _provinces().get(region[:2], ["", {}])[1]
    return names


def _districts(region: str) -> dict[str, Any]:
    return _read(_file_of(region))


def _file_of(region: str) -> str:
    return f"regions/{_kabupaten(region)}"


def _kabupaten(region: str) -> str:
    return region[: len("18.07")]


@cache
def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((GENERATED / f"{name}.json").read_text(encoding="utf-8"))
    return content
