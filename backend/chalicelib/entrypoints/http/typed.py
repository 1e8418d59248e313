"""Reads amounts, months and days as people type them. People's own identifiers are in `people.py`."""

import re
from datetime import date

_SEPARATORS = re.compile(r"[\s._/-]+")
_THOUSANDS = re.compile(r"[\s.]+")
_RUPIAH = re.compile(r"(?:rp)?([0-9]{1,10})(?:,(?:00|-))?", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?")
_YEAR_LAST = re.compile(r"(?:([0-9]{1,2})-)?([0-9]{1,2})-([0-9]{4})")


def rupiah(text: str) -> int:
    """Return an amount such as "Rp300.000,00" or "300 000" in rupiah; raises ValueError."""
    match = _RUPIAH.fullmatch(_THOUSANDS.sub("", text))
    if not match:
        raise ValueError("not an amount")
    return int(match[1])


def month(text: str) -> str:
    """Return a month such as "2026-10", "10/2026" or "10 2026" as "2026-10"; raises ValueError."""
    year, number, day = _date_parts(text)
    if day is not None:
        raise ValueError("not a month")
    return date(year, number, 1).isoformat()[: len("2026-10")]


def day(text: str) -> date:
    """Return a day such as "2026-10-02", "2-10-2026" or "2/10/2026"; raises ValueError."""
    year, number, day_of_month = _date_parts(text)
    if day_of_month is None:
        raise ValueError("not a day")
    return date(year, number, day_of_month)


def _date_parts(text: str) -> tuple[int, int, int | None]:
    tidy = _SEPARATORS.sub("-", text.strip())
    if match := _YEAR_FIRST.fullmatch(tidy):
        return int(match[1]), int(match[2]), int(match[3]) if match[3] else None
    if match := _YEAR_LAST.fullmatch(tidy):
        return int(match[3]), int(match[2]), int(match[1]) if match[1] else None
    raise ValueError("not a date")
