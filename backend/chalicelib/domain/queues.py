"""Work queues (`rules/queues.toml`): which shelves a ticket lies on, and in which order a queue lists what lies there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from functools import cache

from chalicelib.domain.access import second_desk
from chalicelib.domain.calendar import zone_of
from chalicelib.domain.clocks import Side
from chalicelib.domain.deadlines import deadline_of
from chalicelib.domain.rulebook import rules
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.tiers import Desk, DeskKind, Tier
from chalicelib.domain.workflow import Lane, Status, ends, lane_of

_BEHIND_ALL = timedelta(days=36_525)
_INSTANT = timedelta(milliseconds=1)


class Shelf(StrEnum):
    """Where a ticket lies for a desk; the file says what each is."""

    OPEN = "open"
    NEW = "new"
    DANGER = "danger"
    REPLIED = "replied"
    OTHERS = "others"
    MINE = "mine"
    DECIDE = "decide"


class DueSpan(StrEnum):
    """Which part of a shelf a queue shows, by when it is due."""

    TODAY = "today"
    OVER = "over"


class Rank(StrEnum):
    """How a shelf is sorted before the date; what is overdue and not of the first rank comes between this and the others."""

    DANGER = "0"
    REPLIED = "1"
    REST = "2"


class Reason(StrEnum):
    """Why a ticket stands where it stands in a queue."""

    DANGER = "danger"
    OVERDUE = "overdue"
    REPLIED = "replied"
    DUE = "due"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue: what of a shelf it shows, and the tiers that have it."""

    id: str
    shelf: Shelf
    due: DueSpan | None
    tiers: frozenset[Tier]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a queue: tickets of these ranks, due from `first` on and before `last`, the first due first."""

    ranks: tuple[Rank, ...]
    first: datetime | None = None
    last: datetime | None = None


@cache
def queues() -> tuple[Queue, ...]:
    """Return every queue in the order of the file; raises KeyError, ValueError for a word not known."""
    return tuple(
        Queue(
            row["id"],
            Shelf(row["shelf"]),
            DueSpan(row["due"]) if "due" in row else None,
            frozenset(map(Tier, row["tiers"])),
        )
        for row in rules("queues")["queue"]
    )


def queues_of(desk: Desk) -> tuple[Queue, ...]:
    """Return the queues that a desk has; desks that handle nothing have none."""
    return tuple(queue for queue in queues() if desk.kind is DeskKind.PKH and desk.tier in queue.tiers)


def shelves(ticket: Ticket) -> Iterator[tuple[Desk, Shelf]]:
    """Yield (of which desk, which shelf) for each that the ticket lies on; that of its officer is `assignee`'s alone."""
    desk, done = ticket.desk, ticket.status in ends()
    if ticket.erased:
        return
    if _waits_for_a_second_person(ticket):
        yield second_desk(ticket), Shelf.DECIDE
    if done:
        return
    if lane_of(ticket.status) is Lane.WORK:
        yield desk, Shelf.OPEN
    if ticket.status is Status.RECEIVED and ticket.assignee is None:
        yield desk, Shelf.NEW
    if ticket.urgent:
        yield desk, Shelf.DANGER
    if ticket.replied:
        yield desk, Shelf.REPLIED
    if lane_of(ticket.status) is Lane.FAMILY or ticket.status is Status.CLARIFYING:
        yield desk, Shelf.OTHERS
    if ticket.assignee is not None:
        yield desk, Shelf.MINE


def _waits_for_a_second_person(ticket: Ticket) -> bool:
    """Whether somebody of `second_desk` has to decide: on a request to erase, a closing, or by a call that was drawn."""
    above_signs = second_desk(ticket) != ticket.desk and (ticket.status is Status.CLOSING or ticket.to_call)
    return ticket.asks_to_be_erased or above_signs


def rank_of(ticket: Ticket) -> Rank:
    """Return how a ticket is sorted before its date."""
    if ticket.urgent:
        return Rank.DANGER
    return Rank.REPLIED if ticket.replied else Rank.REST


def due_of(ticket: Ticket) -> datetime:
    """Return the date by which a ticket is sorted: its deadline; where nothing is owed behind all others, the oldest first."""
    deadline = deadline_of(ticket)
    return deadline.at if deadline else ticket.receipt.received_at + _BEHIND_ALL


def spans(queue: Queue, desk: Desk, now: datetime) -> tuple[Span, ...]:
    """Return the stretches of a queue in the order in which it lists them at `now`.

    Danger first, then what is overdue, then whom the family has answered, then what is due soonest.
    """
    # What is due now is over; and a deadline is the first moment after its last day.
    after_now, after_today = now + _INSTANT, _end_of_day(desk, now) + _INSTANT
    first = after_now if queue.due is DueSpan.TODAY else None
    last = {DueSpan.TODAY: after_today, DueSpan.OVER: after_now}.get(queue.due) if queue.due else None
    danger = Span((Rank.DANGER,), first, last)
    overdue = Span((Rank.REPLIED, Rank.REST), None, after_now)
    rest = [Span((rank,), after_now, last) for rank in (Rank.REPLIED, Rank.REST)]
    if queue.due is DueSpan.OVER:
        return danger, overdue
    return (danger, *rest) if queue.due is DueSpan.TODAY else (danger, overdue, *rest)


def reason_of(rank: Rank, due: datetime | None, side: Side | None, now: datetime) -> Reason:
    """Return why a ticket of this rank, due then by somebody, stands where it stands; None: nothing is owed."""
    if rank is Rank.DANGER:
        return Reason.DANGER
    if due and side is Side.DESK and due <= now:
        return Reason.OVERDUE
    if rank is Rank.REPLIED:
        return Reason.REPLIED
    return Reason.DUE if side else Reason.OLDEST


def _end_of_day(desk: Desk, now: datetime) -> datetime:
    """Return the first moment, UTC, of the next day at a desk."""
    local = now.astimezone(zone_of(desk.region))
    return datetime.combine(local.date() + timedelta(days=1), time(), local.tzinfo).astimezone(UTC)
