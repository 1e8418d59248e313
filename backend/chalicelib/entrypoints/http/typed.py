"""Reads amounts, months and days as people type them. People's own identifiers are in `people.py`.

The patterns named in capitals mean the same to the phone's script, which `site/generate.py` hands them to.
"""

import re
from datetime import date

from chalicelib.domain.pasted import visible

_SEPARATORS = re.compile(r"[\s._/\u2010-\u2015\u2212\-]+")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?")
_YEAR_LAST = re.compile(r"(?:([0-9]{1,2})-)?([0-9]{1,2})-([0-9]{4})")
# By what the name of each month begins, long or short ("Agu", "Ags", "Nop"); nothing else that people write begins so.
MONTH_STEMS = ("ja", "f", "mar", "ap", "mei", "jun", "jul", "ag", "s", "o", "n", "d")
MONTH = "(?:0?[1-9]|1[0-2])-[0-9]{4}|[0-9]{4}-(?:0?[1-9]|1[0-2])"  # its parts joined by dashes

AROUND_RUPIAH = r"^(?:rp|idr)[.:]?\s*|\s*rupiah$|[.,]-+$"
# 300000, 300.000, 300 000; 300,000,000 by its two commas; with ",00" after dots and ".00" after commas.
PLAIN_RUPIAH = r"(?:[0-9]{1,10}|[0-9]{1,3}(?:[. ][0-9]{3})+)(?:,00)?|[0-9]{1,3}(?:,[0-9]{3}){2,}(?:\.00)?"
# 1,5 juta; 250 ribu; 1 juta 250 ribu. Two places at most behind a comma: with three it could be a dot of thousands.
RUPIAH_IN_UNITS = (
    r"([0-9]{1,4})(?:[.,]([0-9]{1,2}))? ?(?:juta|jt)|([0-9]{1,4})(?:[.,]([0-9]{1,2}))? ?(?:ribu|rb|k)"
    r"|([0-9]{1,4}) ?(?:juta|jt) ?([0-9]{1,3}) ?(?:ribu|rb|k)"
)
_AROUND, _PLAIN, _IN_UNITS = re.compile(AROUND_RUPIAH), re.compile(PLAIN_RUPIAH), re.compile(RUPIAH_IN_UNITS)
_MILLION, _THOUSAND = 1_000_000, 1_000


def rupiah(text: str) -> int:
    """Return an amount such as "Rp300.000,00", "300 000", "250 ribu" or "1,5 juta" in rupiah; raises ValueError.

    What can be read in two ways, such as "300.00" or "1.500 ribu", is refused and asked again, never multiplied.
    """
    amount = " ".join(visible(text).lower().split())
    for _ in range(3):  # "Rp. 300.000,- rupiah"
        amount = _AROUND.sub("", amount)
    if _PLAIN.fullmatch(amount):
        return int(re.sub("[^0-9]", "", re.sub("[.,]00$", "", amount)))
    if match := _IN_UNITS.fullmatch(amount):
        millions, part, thousands, part_of_thousands, whole_millions, rest = match.groups()
        return (
            _times(millions, part, _MILLION)
            + _times(thousands, part_of_thousands, _THOUSAND)
            + _times(whole_millions, None, _MILLION)
            + _times(rest, None, _THOUSAND)
        )
    raise ValueError("not an amount")


def month(text: str) -> str:
    """Return a month such as "2026-10", "10/2026", "10 2026" or "Oktober 2026" as "2026-10"; raises ValueError."""
    year, number, day = _date_parts(text)
    if day is not None:
        raise ValueError("not a month")
    return date(year, number, 1).isoformat()[: len("2026-10")]


def day(text: str) -> date:
    """Return a day such as "2026-10-02", "2-10-2026", "2/10/2026" or "2 Oktober 2026"; raises ValueError."""
    year, number, day_of_month = _date_parts(text)
    if day_of_month is None:
        raise ValueError("not a day")
    return date(year, number, day_of_month)


def _times(whole: str | None, part: str | None, unit: int) -> int:
    """Return a number with up to two places behind its comma, times a unit; 0 for none."""
    return int(whole + (part or "").ljust(2, "0")) * unit // 100 if whole else 0


def _number_of_month(name: re.Match[str]) -> str:
    """Return the number of a month that was named; what names none stays as it is, and is no date."""
    return next((str(at) for at, stem in enumerate(MONTH_STEMS, 1) if name[0].startswith(stem)), name[0])


def _date_parts(text: str) -> tuple[int, int, int | None]:
    tidy = re.sub("[a-z]+", _number_of_month, _SEPARATORS.sub("-", visible(text).strip().lower()))
    if match := _YEAR_FIRST.fullmatch(tidy):
        return int(match[1]), int(match[2]), int(match[3]) if match[3] else None
    if match := _YEAR_LAST.fullmatch(tidy):
        return int(match[3]), int(match[2]), int(match[1]) if match[1] else None
    raise ValueError("not a date")
