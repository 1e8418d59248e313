"""Amounts, months and days are read as people type them, and nothing else passes for one."""

from datetime import date

import pytest
from chalicelib.entrypoints.http import typed
from hypothesis import given
from hypothesis import strategies as st


@given(st.integers(0, 999_999_999))
def test_an_amount_reads_back_however_it_is_written(amount: int) -> None:
    dotted = f"{amount:,}".replace(",", ".")
    for text in (str(amount), dotted, f"Rp{dotted}", f"rp {dotted},00", f"Rp. {dotted},-", dotted.replace(".", " ")):
        assert typed.rupiah(text) == amount


@given(st.dates(date(1900, 1, 1)))
def test_a_day_and_its_month_read_back_in_either_order(day: date) -> None:
    for text in (day.isoformat(), f"{day.day}-{day.month}-{day.year:04d}", f" {day.day:02d}/{day.month:02d}/{day.year:04d} "):
        assert typed.day(text) == day
    for text in (f"{day:%Y-%m}", f"{day.month}/{day.year:04d}", f"{day.month:02d} {day.year:04d}"):
        assert typed.month(text) == day.isoformat()[:7]


WRONG = ["", "x", "dua ribu", "-1", "1,5", "\u0661", "1e5", "12345678901"]


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        typed.rupiah(text)


@pytest.mark.parametrize("text", ["", "x", "2026", "31-2-2026", "2026-13-01", "0-1-2026", "2026-10", "1-1-26", "\u0661-1-2026"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  the calendar's own sentences vary
        typed.day(text)


@pytest.mark.parametrize("text", ["", "Oktober", "2026-13", "0-2026", "1-10-2026"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  the calendar's own sentences vary
        typed.month(text)
