"""Time limits (`rules/clocks.toml`), and the clocks that run by them; `deadlines.py` says which of a ticket run when."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from functools import cache
from typing import Any

from chalicelib.domain.calendar import Unit, end_after
from chalicelib.domain.rulebook import positive, rules

# In days; see `rules/clocks.toml`.
LONGEST_PROPOSAL = 60
_DAYS = {Unit.HOURS: 1 / 24, Unit.DAYS: 1, Unit.WORKING_DAYS: 7 / 5}


class ClockName(StrEnum):
    """The clocks of a ticket. `resolve` runs by the band of the category, each other by the limit of its name."""

    URGENT = "urgent"
    VERIFY = "verify"
    ANSWER = "answer"
    RESOLVE = "resolve"
    SIGN_OFF = "sign_off"
    REFERRAL = "referral"
    WAITING = "waiting"
    OBJECTION = "objection"


class Side(StrEnum):
    """Who is waited for."""

    DESK = "desk"
    FAMILY = "family"


class Only(StrEnum):
    """When alone a clock is started: of urgent tickets, or while there is a desk above."""

    URGENT = "urgent"
    BELOW_HIGHEST = "below_highest"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """How long something may take: `length` of `unit`, for the desk or the family, by law or as a proposal, and its source.

    `again`: how long the desk above has once it has passed; None: nothing moves up by it. `remind`: how long before its end
    a reminder is due. `shortest`: the least that may be given where somebody chooses the length.
    """

    of: Side
    length: int
    unit: Unit
    basis: str
    source: str
    again: int | None = None
    remind: int | None = None
    shortest: int | None = None
    only: Only | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for a limit that cannot be counted, or does not say where it comes from."""
        for name in ("length", "again", "remind", "shortest"):
            if name == "length" or getattr(self, name) is not None:
                positive(name, getattr(self, name))
        if self.basis not in ("law", "proposal") or not self.source:
            raise ValueError("a limit has no basis or source")
        proposed = [self.again or 0, *([self.length] if self.basis == "proposal" else [])]
        if max(proposed) * _DAYS[self.unit] > LONGEST_PROPOSAL:
            raise ValueError("a proposal is longer than the rules for complaints")
        if self.remind and self.remind >= (self.shortest or self.length):
            raise ValueError("a reminder is due before its clock has begun")


@cache
def time_limits() -> Mapping[str, TimeLimit]:
    """Return the limits of `rules/clocks.toml` by name, those of the bands as `bands.<name>`; raises ValueError, TypeError."""
    read = dict(rules("clocks"))
    bands = read.pop("bands")
    return {
        name: _limit(table) for name, table in {**read, **{f"bands.{name}": table for name, table in bands.items()}}.items()
    }


def _limit(table: Mapping[str, Any]) -> TimeLimit:
    only = Only(table["only"]) if "only" in table else None
    return TimeLimit(**{**table, "of": Side(table["of"]), "unit": Unit(table["unit"]), "only": only})


@dataclass(frozen=True, slots=True)
class Clock:
    """A limit that runs for a ticket since a moment until `due`, the first moment at which it is over.

    `remind_at` is when a reminder goes out, None once it has. `paused` is since which day it stands still, `waited` how many
    days it has stood still before. `late`: it ran out once, and runs again for the desk that the ticket moved up to.
    """

    name: ClockName
    since: datetime
    due: datetime
    remind_at: datetime | None = None
    paused: date | None = None
    waited: int = 0
    late: bool = False

    @property
    def ends(self) -> datetime:
        """When it is over, even if nobody lets it go on: a pause has its own limit."""
        return self.due if self.paused is None else self.due + timedelta(days=_pause_left(self))


def begun(name: ClockName, limit: TimeLimit, since: datetime, zone: timezone, length: int | None = None) -> Clock:
    """Return a clock that begins; `length` where somebody chose it."""
    whole = length or limit.length
    remind_at = end_after(since, whole - limit.remind, limit.unit, zone) if limit.remind and limit.remind < whole else None
    return Clock(name, since, end_after(since, whole, limit.unit, zone), remind_at)


def again(clock: Clock, limit: TimeLimit, now: datetime, zone: timezone) -> Clock:
    """Return a clock that ran out as it runs for the desk above, from `now` on."""
    anew = begun(clock.name, limit, now, zone, limit.again)
    return replace(anew, since=clock.since, waited=clock.waited, late=True)


def paused(clock: Clock, today: date) -> Clock:
    """Return the clock standing still, unless it stands already."""
    return clock if clock.paused else replace(clock, paused=today)


def resumed(clock: Clock, today: date) -> Clock:
    """Return the clock going on, later by the days it stood still, as far as a pause may last."""
    if clock.paused is None:
        return clock
    stood = min((today - clock.paused).days, _pause_left(clock))
    later = timedelta(days=stood)
    return replace(
        clock,
        due=clock.due + later,
        remind_at=clock.remind_at + later if clock.remind_at else None,
        paused=None,
        waited=clock.waited + stood,
    )


def _pause_left(clock: Clock) -> int:
    return time_limits()[ClockName.WAITING].length - clock.waited
