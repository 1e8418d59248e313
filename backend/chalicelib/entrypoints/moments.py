"""Moments and days in the words of `site/data/words.yaml`, in the zone of the region they belong to."""

from datetime import date, datetime

from chalicelib.domain.calendar import zone_of
from chalicelib.domain.deadlines import Due
from chalicelib.entrypoints.front import Front


def localized_moment(ports: Front, at: datetime, region: str) -> str:
    """Return a moment as people of the region say it, with the name of their zone."""
    local = at.astimezone(zone_of(region))
    words = ports.words
    parts = {"day": local.day, "month": words["months"][local.month - 1], "year": local.year}
    return str(words["pages"]["moment"].format(**parts, hour=f"{local:%H}", minute=f"{local:%M}", zone=local.tzname()))


def localized_day(ports: Front, day: date, *, weekday: bool = False) -> str:
    """Return a day in words, with the day of the week if asked for."""
    words = ports.words
    said = str(words["pages"]["day"].format(day=day.day, month=words["months"][day.month - 1], year=day.year))
    return f"{words['weekdays'][day.weekday()]}, {said}" if weekday else said


def localized_month(ports: Front, month: str) -> str:
    """Return a month such as 2026-10 in words."""
    year, number = month.split("-")
    return f"{ports.words['months'][int(number) - 1]} {year}"


def says(ports: Front, due: Due) -> str:
    """Return in words when something is over, and what happens then."""
    words = ports.words
    local = due.at.astimezone(due.zone)
    when = localized_day(ports, due.day, weekday=True)
    if due.exact:
        when = words["deadlines"]["exact"].format(day=when, hour=f"{local:%H}", minute=f"{local:%M}", zone=local.tzname())
    then = words["deadlines"]["then"].format(tier=words["tiers"][due.rises_to].lower()) if due.rises_to else ""
    return " ".join(part for part in (f"{when}.", then) if part)
