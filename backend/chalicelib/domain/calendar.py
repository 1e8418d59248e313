"""Zones, holidays and the counting of days: when something is over that began then, where somebody is."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from functools import cache

from chalicelib.domain.rulebook import rules

_WEEKEND = (5, 6)
# From this month on the build wants the holidays of the next year: what begins now may end then.
_MONTH_OF_NEXT_YEAR = 10


class Unit(StrEnum):
    """What a limit is counted in. Hours run day and night; days and working days end with the last of them."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"


def zone_of(region: str) -> timezone:
    """Return the zone (WIB, WITA or WIT, by its name) of a region code; of the country that of Jakarta."""
    return _zone_of_province(region[:2])


@cache
def _zone_of_province(province: str) -> timezone:
    zones = rules("zones")
    name = next((zone for zone, provinces in zones["provinces"].items() if province in provinces), "WIB")
    return timezone(timedelta(hours=zones["offsets"][name]), name)


def earliest_zone() -> timezone:
    """Return the zone in which a day starts first."""
    name, hours = max(rules("zones")["offsets"].items(), key=lambda zone: zone[1])
    return timezone(timedelta(hours=hours), name)


@cache
def holidays(year: int) -> Mapping[date, str]:
    """Return the national holidays and joint leave days of a year by their names, from `rules/holidays-<year>.toml`.

    A year without a file has weekends alone; `missing_years` says which must have one. Raises KeyError, ValueError.
    """
    try:
        read = rules(f"holidays-{year}")
    except FileNotFoundError:
        return {}
    days = {date.fromisoformat(day): name for kind in ("national", "joint_leave") for day, name in read[kind].items()}
    if not read["source"] or any(day.year != year for day in days):
        raise ValueError("a file of holidays names no source, or a day of another year")
    return days


def missing_years(today: date) -> list[int]:
    """Return the years that must have a file of holidays by `today` and have none."""
    wanted = (today.year, today.year + 1) if today.month >= _MONTH_OF_NEXT_YEAR else (today.year,)
    return [year for year in wanted if not holidays(year)]


def is_working_day(day: date) -> bool:
    """Whether offices work on a day: no weekend, no national holiday, no joint leave."""
    return day.weekday() not in _WEEKEND and day not in holidays(day.year)


def end_of(day: date, zone: timezone) -> datetime:
    """Return the first moment, UTC, that is not part of a day in a zone any more."""
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def end_after(since: datetime, length: int, unit: Unit, zone: timezone) -> datetime:
    """Return the first moment, UTC, at which `length` of `unit` since a moment are over.

    The day on which it began is not counted; the last day counts whole.
    """
    if unit is Unit.HOURS:
        return since + timedelta(hours=length)
    day = since.astimezone(zone).date()
    if unit is Unit.DAYS:
        return end_of(day + timedelta(days=length), zone)
    left = length
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return end_of(day, zone)


def last_day(end: datetime, zone: timezone) -> date:
    """Return the last day in a zone on which something that is over at `end` still holds."""
    return (end - timedelta(microseconds=1)).astimezone(zone).date()


def span_of(at: datetime, hours: int) -> tuple[datetime, datetime]:
    """Return start and end, UTC, of the span that `at` lies in, when all time since 1970 is cut into spans of `hours`."""
    length = hours * 3600
    start = int(at.timestamp()) // length * length
    return datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(start + length, UTC)
