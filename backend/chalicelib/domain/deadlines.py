"""Which clocks of a ticket run, when a rule of time must look at it, and the one deadline that family and desk read.

What an action does to them is data: the rows of `rules/workflow.toml`. A rule of time acts at its moment and at no other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

from chalicelib.domain.calendar import end_after, last_day, zone_of
from chalicelib.domain.clocks import Clock, ClockName, Only, Side, TimeLimit, again, begun, paused, resumed, time_limits
from chalicelib.domain.reports import categories
from chalicelib.domain.retention import waiting
from chalicelib.domain.tickets import Receipt, Ticket
from chalicelib.domain.tiers import Desk, Tier, above
from chalicelib.domain.workflow import Action, Condition, Ending, Status

_UNANSWERED = (Status.RECEIVED, Status.IDENTIFYING, Status.INVESTIGATING, Status.CLARIFYING)


def today_at(desk: Desk, now: datetime) -> date:
    """Return the day at a desk; at the pusat that of Jakarta."""
    return now.astimezone(zone_of(desk.region)).date()


def limit_of(name: ClockName, category: str) -> TimeLimit:
    """Return the limit by which a clock of a ticket of this category runs."""
    band = f"bands.{categories()[category].band}"
    return time_limits()[band if name is ClockName.RESOLVE else name]


def touched(ticket: Ticket, row: Action, now: datetime) -> Ticket:
    """Return the ticket, as it stands after an action otherwise, with its clocks as the action's row wants them."""
    clocks = {clock.name: clock for clock in ticket.clocks if clock.name not in row.stops}
    for name in row.pauses & clocks.keys():
        clocks[name] = paused(clocks[name], now.astimezone(_zone(name, ticket)).date())
    for name in row.resumes & clocks.keys():
        clocks[name] = resumed(clocks[name], now.astimezone(_zone(name, ticket)).date())
    for name in row.recounts & clocks.keys():
        if not clocks[name].late:
            clocks[name] = _begun(name, ticket, clocks[name].since)
    for name in row.starts:
        clocks[name] = _begun(name, ticket, now)
    answered = ClockName.ANSWER in row.stops and ticket.answered_at is None
    return replace(
        ticket,
        clocks=tuple(clocks[name] for name in ClockName if name in clocks and _applies(name, ticket)),
        answered_at=now if answered else ticket.answered_at,
    )


def run_again(ticket: Ticket, now: datetime) -> Ticket:
    """Return the ticket, as it has moved up, with the clocks that ran out running again for the desk that it is on now."""
    clocks = (
        again(clock, limit_of(clock.name, ticket.category), now, _zone(clock.name, ticket))
        if _moves_up(clock, ticket) and clock.ends <= now
        else clock
        for clock in ticket.clocks
    )
    return replace(ticket, clocks=tuple(clocks))


def marked_late(ticket: Ticket, now: datetime) -> Ticket:
    """Return the ticket with the clocks that ran out marked as late, and nobody to be reminded of them any more."""
    clocks = (
        replace(clock, late=True, remind_at=None) if _moves_up(clock, ticket) and clock.ends <= now else clock
        for clock in ticket.clocks
    )
    return replace(ticket, clocks=tuple(clocks))


def reminded(ticket: Ticket, side: Side, now: datetime) -> Ticket:
    """Return the ticket with the reminders for one side that are due noted as given.

    A family has the days between reminder and end whole: by as many days as the reminder is late, the end is later.
    """
    clocks = []
    for clock in ticket.clocks:
        of, zone = limit_of(clock.name, ticket.category).of, _zone(clock.name, ticket)
        if of is side and clock.remind_at and clock.remind_at <= now:
            late = now.astimezone(zone).date() - clock.remind_at.astimezone(zone).date()
            clocks.append(replace(clock, remind_at=None, due=clock.due + (late if side is Side.FAMILY else timedelta())))
        else:
            clocks.append(clock)
    return replace(ticket, clocks=tuple(clocks))


def moments(ticket: Ticket) -> Iterator[tuple[datetime, Condition]]:
    """Yield (from which moment on, UTC, what is so) of everything that a rule of time waits for."""
    highest = ticket.desk.tier is Tier.PUSAT
    for clock in ticket.clocks:
        family = limit_of(clock.name, ticket.category).of is Side.FAMILY
        if clock.remind_at and not clock.paused:
            yield clock.remind_at, Condition.FAMILY_REMINDER_DUE if family else Condition.REMINDER_DUE
        if _moves_up(clock, ticket) and not highest:
            yield clock.ends, Condition.OVERDUE
        elif _moves_up(clock, ticket) and not clock.late:
            yield clock.ends, Condition.OVERDUE_HIGHEST
        elif clock.name is ClockName.WAITING and not clock.remind_at:
            yield clock.ends, Condition.UNANSWERED
        elif clock.name is ClockName.REFERRAL:
            yield clock.ends, Condition.REFERRAL_OVER
        elif _ends_it(clock, ticket):
            yield clock.ends, Condition.WINDOW_OVER
    yield from waiting(ticket)


def next_moment(ticket: Ticket) -> datetime | None:
    """Return the moment, UTC, at which a rule of time must look at the ticket; None while none waits for it."""
    return min((at for at, _ in moments(ticket)), default=None)


@dataclass(frozen=True, slots=True)
class Due:
    """When something is over: `at` is the first moment, UTC, after it, in `zone`.

    `rises_to` is the tier that the ticket moves up to by itself then, None when it does not.
    """

    at: datetime
    zone: timezone
    rises_to: Tier | None

    @property
    def day(self) -> date:
        """The last day on which it is kept."""
        return last_day(self.at, self.zone)

    @property
    def exact(self) -> bool:
        """Whether it ends within that day, and not with it."""
        return self.at.astimezone(self.zone).time() != time()


@dataclass(frozen=True, slots=True)
class Deadline(Due):
    """The date that counts for a ticket now. `of` is who is waited for; `late`: something is overdue already."""

    clock: ClockName
    of: Side
    late: bool


def deadline_of(ticket: Ticket) -> Deadline | None:
    """Return the next deadline that has a consequence: what family and desk are told; None where nothing is owed."""
    shown = [
        clock
        for clock in ticket.clocks
        if _moves_up(clock, ticket) or _ends_it(clock, ticket) or clock.name is ClockName.WAITING
    ]
    if not shown:
        return None
    clock = min(shown, key=lambda one: one.ends)
    rises = _moves_up(clock, ticket) and ticket.desk.tier is not Tier.PUSAT
    return Deadline(
        at=clock.ends,
        zone=_zone(clock.name, ticket),
        rises_to=above(ticket.desk.tier) if rises else None,
        clock=clock.name,
        of=limit_of(clock.name, ticket.category).of,
        late=any(one.late for one in ticket.clocks),
    )


def first_due(receipt: Receipt) -> Due | None:
    """Return the first deadline of the desk, as the receipt says it for ever; None where nothing moves up by it."""
    if receipt.due is None:
        return None
    return Due(receipt.due, zone_of(receipt.desk.region), above(receipt.desk.tier))


def settled_by(ticket: Ticket) -> date | None:
    """Return the last day, where the desk is, on which the answer that settles it is owed; None: it is not, or stands still."""
    resolve = next((clock for clock in ticket.clocks if clock.name is ClockName.RESOLVE), None)
    return last_day(resolve.due, _zone(resolve.name, ticket)) if resolve and not resolve.paused else None


def answer_due(received_at: datetime, region: str) -> date:
    """Return the last day, in the region's zone, on which the complainant is owed a first response.

    Source: UU 25/2009, 14 days from receipt; calendar days, as the law does not say working days.
    """
    zone, limit = zone_of(region), time_limits()[ClockName.ANSWER]
    return last_day(end_after(received_at, limit.length, limit.unit, zone), zone)


class Timeliness(StrEnum):
    """How the response that is owed stands: still to come in time, or late; given in time, or late."""

    AWAITED = "awaited"
    LATE = "late"
    IN_TIME = "in_time"
    GIVEN_LATE = "given_late"


def timeliness(ticket: Ticket, now: datetime) -> Timeliness:
    """Return how a ticket's first response stands at `now`: late from the day after the last, by the district's zone.

    The first of them decides; what comes after it changes nothing.
    """
    zone = zone_of(ticket.district)
    late = (ticket.answered_at or now).astimezone(zone).date() > answer_due(ticket.receipt.received_at, ticket.district)
    if ticket.answered_at is None:
        return Timeliness.LATE if late else Timeliness.AWAITED
    return Timeliness.GIVEN_LATE if late else Timeliness.IN_TIME


def objection_ends(ticket: Ticket) -> date | None:
    """Return the last day, in the district's zone, on which the family may object to where it stands; None: not at all."""
    clock = next((clock for clock in ticket.clocks if clock.name is ClockName.OBJECTION), None)
    return last_day(clock.ends, _zone(clock.name, ticket)) if clock else None


def unsaid_clocks(ticket: Ticket) -> Ticket:
    """Return a ticket of before its clocks were kept with those that run by where it stands and since when."""
    since = {step.status: step.at for step in ticket.steps}
    here, begun_at = ticket.steps[-1].at, since[Status.RECEIVED]
    names: Mapping[ClockName, tuple[bool, datetime]] = {
        ClockName.URGENT: (ticket.status is Status.RECEIVED and ticket.urgent, begun_at),
        ClockName.VERIFY: (ticket.status is Status.RECEIVED, begun_at),
        ClockName.ANSWER: (ticket.status in _UNANSWERED and ticket.answered_at is None, begun_at),
        ClockName.RESOLVE: (ticket.status in (*_UNANSWERED, Status.NEEDS_INFO, Status.CLOSING), begun_at),
        ClockName.SIGN_OFF: (ticket.status is Status.CLOSING, here),
        ClockName.REFERRAL: (ticket.status is Status.CLARIFYING, here),
        ClockName.WAITING: (ticket.status is Status.NEEDS_INFO, here),
        ClockName.OBJECTION: (
            ticket.status in (Status.ANSWERED, Status.CLOSING, Status.CLOSED) and ticket.ending is not Ending.WITHDRAWN,
            here,
        ),
    }
    clocks = [_begun(name, ticket, at) for name, (runs, at) in names.items() if runs and _applies(name, ticket)]
    asked = ticket.status is Status.NEEDS_INFO
    today = here.astimezone(zone_of(ticket.desk.region)).date()
    return replace(
        ticket, clocks=tuple(paused(clock, today) if asked and clock.name is ClockName.RESOLVE else clock for clock in clocks)
    )


def _begun(name: ClockName, ticket: Ticket, since: datetime) -> Clock:
    zone, limit = _zone(name, ticket), limit_of(name, ticket.category)
    chosen = ticket.answer_by if name is ClockName.WAITING else None
    return begun(name, limit, since, zone, (chosen - since.astimezone(zone).date()).days if chosen else None)


def _applies(name: ClockName, ticket: Ticket) -> bool:
    only = limit_of(name, ticket.category).only
    if only is Only.URGENT:
        return ticket.urgent
    return only is None or ticket.desk.tier is not Tier.PUSAT


def _moves_up(clock: Clock, ticket: Ticket) -> bool:
    return limit_of(clock.name, ticket.category).again is not None


def _ends_it(clock: Clock, ticket: Ticket) -> bool:
    """Whether the ticket ends by this clock: by the window of an objection, where nobody else is waited for."""
    alone = ticket.status is Status.ANSWERED or (ticket.status is Status.CLOSING and ticket.desk.tier is Tier.PUSAT)
    return clock.name is ClockName.OBJECTION and alone


def _zone(name: ClockName, ticket: Ticket) -> timezone:
    """Return where a clock counts: where the desk is, or where the family lives."""
    family = limit_of(name, ticket.category).of is Side.FAMILY
    return zone_of(ticket.district if family else ticket.desk.region)
