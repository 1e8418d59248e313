"""How long what is personal is kept (`rules/retention.toml`), and what waits for its end. Erasing is destroying keys."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from chalicelib.domain.compartments import Compartment
from chalicelib.domain.rulebook import positive, rules
from chalicelib.domain.tickets import ErasureRequest, Ticket
from chalicelib.domain.workflow import Condition, ends


@dataclass(frozen=True, slots=True)
class Retention:
    """How many years after its end each compartment of a ticket is kept, how often a request to erase it is reminded of, and
    how long after the keys the files of photos go.
    """

    years: Mapping[Compartment, int]
    remind: timedelta
    photos: timedelta


@cache
def retention() -> Retention:
    """Return the rules; raises KeyError, ValueError, TypeError for what cannot be kept, or who reports outliving the report."""
    read = rules("retention")
    identity, report = read["identity"]["years"], read["report"]["years"]
    remind, photos = read["request"]["days"], read["photos"]["hours"]
    for name, value in (("identity", identity), ("report", report), ("request", remind), ("photos", photos)):
        positive(name, value)
    if identity > report:
        raise ValueError("who reports is kept longer than what they report")
    if read["basis"] not in ("law", "proposal"):
        raise ValueError("years without a basis")
    return Retention(
        years={one: identity if one is Compartment.IDENTITY else report for one in Compartment},
        remind=timedelta(days=remind),
        photos=timedelta(hours=photos),
    )


def kept_until(ticket: Ticket) -> Mapping[Compartment, datetime]:
    """Return the first moment, UTC, at which each compartment is not kept any more; nothing while the ticket has not ended."""
    if ticket.status not in ends():
        return {}
    ended_at = ticket.steps[-1].at
    return {one: _years_later(ended_at, retention().years[one]) for one in Compartment if one in ticket.keys}


def waiting(ticket: Ticket) -> Iterator[tuple[datetime, Condition]]:
    """Yield (from which moment on, UTC, what is so) of what the end of the keeping waits for."""
    if ticket.erased:
        if ticket.photos_left:
            yield ticket.updated_at + retention().photos, Condition.PHOTOS_LEFT
        return
    asked = ticket.erasure
    if asked and ticket.asks_to_be_erased:
        yield asked.remind_at, Condition.ERASURE_UNDECIDED
    if ticket.held:
        return
    if asked and asked.confirmed:
        yield asked.asked_at, Condition.RETENTION_OVER
    elif ends_at := kept_until(ticket):
        yield min(ends_at.values()), Condition.RETENTION_OVER


def without_what_is_over(ticket: Ticket, now: datetime) -> Ticket:
    """Return the ticket without the keys of what is kept no longer.

    With the last of them goes whatever else tells of people; what is counted stays.
    """
    confirmed = ticket.erasure is not None and ticket.erasure.confirmed
    over = {one for one, until in kept_until(ticket).items() if confirmed or until <= now}
    keys = {one: key for one, key in ticket.keys.items() if one not in over}
    after = replace(ticket, keys=keys, found_by=ticket.found_by if Compartment.IDENTITY in keys else ())
    if keys:
        return after
    wall = replace(ticket.wall, accused=(), barred=())
    return replace(
        after, flags=(), village=None, happened_on=None, wall=wall, assignee=None, to_call=False, erasure=None, photos_left=True
    )


def asked_for(now: datetime) -> ErasureRequest:
    """Return the request of a family that asks now."""
    return ErasureRequest(now, now + retention().remind)


def reminded_of(request: ErasureRequest, now: datetime) -> ErasureRequest:
    """Return a request that the desks were reminded of now."""
    return replace(request, remind_at=now + retention().remind)


def _years_later(moment: datetime, years: int) -> datetime:
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:  # 29 February
        return moment.replace(year=moment.year + years, month=3, day=1)
