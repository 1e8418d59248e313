"""Reads the rule files beside it into typed values, once each and only when asked.

Whoever asks for a wrong one gets a KeyError, TypeError or ValueError. `rules_check.py` asks for all, so that a wrong file fails
the build and never a request.
"""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any


@cache
def rules(name: str) -> dict[str, Any]:
    """Return the content of `rules/<name>.toml` as it stands; raises FileNotFoundError for a name without a file.

    For what makes pages, and for the typed values: here and in `workflow.py`, `routing.py`, `clocks.py` and `reports.py`.
    """
    return tomllib.loads((Path(__file__).parent / "rules" / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Limits:
    """`rules/limits.toml`, which says what each is for: lengths in characters, sizes in bytes, money in rupiah."""

    story: int
    note: int
    line: int
    silent_calls: int
    sweep_tickets: int
    contacts_a_day: int
    similar_days: int
    fact_days: int
    contact_minutes: int
    bulk: int
    excerpt: int
    writing_minutes: int
    code_tries: int
    code_tries_hours: int
    photos: int
    photo_asks: int
    photo_bytes: int
    photo_upload_bytes: int
    photo_pixels: int
    photo_scans: int
    photo_cpu_seconds: int
    photo_memory_mib: int
    photo_side: int
    photo_upload_minutes: int
    photo_days: int
    photo_link_minutes: int
    first_year: int
    amount: int

    def __post_init__(self) -> None:
        """Raise ValueError for a limit that is no whole number above zero."""
        for field in fields(self):
            positive(field.name, getattr(self, field.name))


@cache
def limits() -> Limits:
    """Return every limit."""
    return Limits(**rules("limits"))


def positive(name: str, value: object) -> None:
    """Raise ValueError unless `value` is a whole number above zero."""
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        raise ValueError(f"{name} is no whole number above zero")
