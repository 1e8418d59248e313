"""Which regions there are."""

from collections.abc import Mapping
from typing import Protocol


class Regions(Protocol):
    """Which regions exist and what they are called."""

    def problems(self, district: str, village: str | None) -> tuple[tuple[str, str], ...]:
        """Return the (field, code) of what is wrong: no such kecamatan, or the desa does not lie in it."""

    def exists(self, region: str) -> bool:
        """Whether a province, kabupaten or kecamatan of this code exists."""

    def name(self, region: str) -> str:
        """Return the name of an existing region of any level, the desa included."""

    def within(self, region: str) -> Mapping[str, str]:
        """Return code → name of what lies directly in a region, of the country its provinces; nothing for an unknown one."""
