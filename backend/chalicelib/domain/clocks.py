"""Zones and time limits: which clock a region lives by, and by when a complainant is owed an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from functools import cache

from chalicelib.domain.rulebook import positive, rules
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.tiers import Desk, Tier
from chalicelib.domain.workflow import Ending, Status

# In days; see `rules/clocks.toml`.
LONGEST_PROPOSAL = 60
_DAYS = {"hours": 1 / 24, "days": 1, "working_days": 7 / 5}


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """How long something may take: `length` of `unit` (hours, days or working_days), by law or as a proposal, and its source.

    The clock stops at the first of the states `stops`.
    """

    length: int
    unit: str
    basis: str
    source: str
    stops: tuple[Status, ...] = ()

    def __post_init__(self) -> None:
        """Raise ValueError for a limit that cannot be counted, or does not say where it comes from."""
        positive("length", self.length)
        if self.unit not in ("hours", "days", "working_days") or self.basis not in ("law", "proposal") or not self.source:
            raise ValueError("a limit has no unit, basis or source")
        if self.basis == "proposal" and self.length * _DAYS[self.unit] > LONGEST_PROPOSAL:
            raise ValueError("a proposal is longer than the rules for complaints")


@cache
def time_limits() -> Mapping[str, TimeLimit]:
    """Return the limits of `rules/clocks.toml` by name, those of the bands as `bands.<name>`; raises ValueError, TypeError."""
    read = dict(rules("clocks"))
    bands = read.pop("bands")
    tables = {**read, **{f"bands.{name}": table for name, table in bands.items()}}
    return {name: TimeLimit(**{**table, "stops": tuple(map(Status, table.get("stops", ())))}) for name, table in tables.items()}


def zone_of(region: str) -> timezone:
    """Return the zone (WIB, WITA or WIT, by its name) of a region code below the country."""
    return _zone_of_province(region[:2])


@cache
def _zone_of_province(province: str) -> timezone:
    zones = rules("zones")
    name = next((zone for zone, provinces in zones["provinces"].items() if province in provinces), "WIB")
    return timezone(timedelta(hours=zones["offsets"][name]), name)


def today_at(desk: Desk, now: datetime) -> date:
    """Return the day at a desk; at the pusat that of Jakarta."""
    return now.astimezone(zone_of(desk.region)).date()


def earliest_zone() -> timezone:
    """Return the zone in which a day starts first."""
    name, hours = max(rules("zones")["offsets"].items(), key=lambda zone: zone[1])
    return timezone(timedelta(hours=hours), name)


def answer_due(received_at: datetime, region: str) -> date:
    """Return the last day, in the region's zone, on which the complainant is owed an answer.

    Source: UU 25/2009, 14 days from receipt; calendar days, as the law does not say working days.
    """
    local = received_at.astimezone(zone_of(region))
    return local.date() + timedelta(days=time_limits()["answer"].length)


class Timeliness(StrEnum):
    """How the answer that is owed stands: still to come in time, or late; given in time, or late."""

    AWAITED = "awaited"
    LATE = "late"
    IN_TIME = "in_time"
    GIVEN_LATE = "given_late"


def timeliness(ticket: Ticket, now: datetime) -> Timeliness:
    """Return how a ticket's answer stands at `now`: not late on the last day, late the day after, by the district's zone.

    The first state that `rules/clocks.toml` calls an answer decides; what comes after it changes nothing.
    """
    stops, zone = time_limits()["answer"].stops, zone_of(ticket.district)
    given_at = next((step.at for step in ticket.steps if step.status in stops), None)
    late = (given_at or now).astimezone(zone).date() > answer_due(ticket.receipt.received_at, ticket.district)
    if given_at is None:
        return Timeliness.LATE if late else Timeliness.AWAITED
    return Timeliness.GIVEN_LATE if late else Timeliness.IN_TIME


def objection_ends(ticket: Ticket) -> date | None:
    """Return the last day, in the district's zone, on which the family may object to where the ticket stands; None: not at all.

    It counts from the answer, or from the closing. Whoever withdrew it has nothing to object to.
    """
    if ticket.status not in (Status.ANSWERED, Status.CLOSING, Status.CLOSED) or ticket.ending is Ending.WITHDRAWN:
        return None
    since = ticket.steps[-1].at.astimezone(zone_of(ticket.district)).date()
    return since + timedelta(days=time_limits()["objection"].length)


def next_deadline(ticket: Ticket) -> datetime | None:
    """Return the moment, UTC, at which a rule of time must look at the ticket; None while none waits for it.

    An answer waits for the family until the window of an objection is over; so does a closing at the pusat, where nobody can
    sign it off.
    """
    waits = ticket.status is Status.ANSWERED or (ticket.status is Status.CLOSING and ticket.desk.tier is Tier.PUSAT)
    last = objection_ends(ticket)
    if not waits or last is None:
        return None
    return datetime.combine(last + timedelta(days=1), time(), zone_of(ticket.district)).astimezone(UTC)


def span_of(at: datetime, hours: int) -> tuple[datetime, datetime]:
    """Return start and end, UTC, of the span that `at` lies in, when all time since 1970 is cut into spans of `hours`."""
    length = hours * 3600
    start = int(at.timestamp()) // length * length
    return datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(start + length, UTC)
