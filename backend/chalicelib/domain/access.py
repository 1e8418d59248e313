"""Who may know of a ticket, and who may do what with it: the one gate of reads and actions. Lists hold what `watchers` says."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum

from chalicelib.domain.calendar import zone_of
from chalicelib.domain.clocks import ClockName
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.deadlines import Timeliness, moments, objection_ends, timeliness, today_at
from chalicelib.domain.errors import UnknownTicket
from chalicelib.domain.events import Actor, Complainant, Officer
from chalicelib.domain.staff import Staff
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.tiers import Desk, DeskKind, Tier, above, desk_at, is_above
from chalicelib.domain.workflow import Action, Condition, Role, Status, actions


def may_see(staff: Staff, ticket: Ticket, now: datetime) -> bool:
    """Whether this person may know of the ticket at `now`.

    Nobody may of an erased one. The wall around it must admit them. Beyond that, Pelaksana PKH read what lies in their region
    and is not kept from their desk (the pusat: what it handles, and what is late); all other desks read what lists them.
    """
    desk = staff.desk
    if ticket.erased:
        return False
    if not ticket.wall.admits(staff) or desk in ticket.excluded:
        return False
    if desk.kind is not DeskKind.PKH:
        return desk in ticket.watchers
    if desk.tier is Tier.PUSAT:
        return desk == ticket.desk or timeliness(ticket, now) is Timeliness.LATE
    return desk.covers(ticket.district)


def must_see(staff: Staff, ticket: Ticket, now: datetime) -> None:
    """Raise UnknownTicket when this person may not know of the ticket: to them it does not exist."""
    if not may_see(staff, ticket, now):
        raise UnknownTicket


def officer(staff: Staff, now: datetime) -> Officer:
    """Return a staff member as the one who acts at `now`, with the colleagues on leave whom they stand in for that day."""
    today = today_at(staff.desk, now)
    return Officer(staff.sub, staff.desk, tuple(one.sub for one in staff.stands_in if one.leave.holds(today)))


def role_of(actor: Actor, ticket: Ticket) -> Role:
    """Return what somebody, who may know of it, is to a ticket."""
    if isinstance(actor, Complainant):
        return Role.COMPLAINANT
    if not isinstance(actor, Officer):
        return Role.SYSTEM
    if actor.desk == ticket.desk:
        return Role.HANDLER if ticket.assignee in (None, actor.sub, *actor.stands_in) else Role.COLLEAGUE
    if actor.desk.kind is DeskKind.PKH and is_above(actor.desk.tier, ticket.desk.tier):
        return Role.ABOVE
    return Role.READER


def open_actions(ticket: Ticket, actor: Actor, now: datetime) -> tuple[Action, ...]:
    """Return what the actor may do with the ticket as it stands at `now`, in the order of the rules.

    With an erased one nobody does anything but the rules of time.
    """
    role = role_of(actor, ticket)
    if ticket.erased and role is not Role.SYSTEM:
        return ()
    rows = (action for action in actions().values() if ticket.status in action.sources and role in action.by)
    return tuple(action for action in rows if action.when is None or _holds(action.when, ticket, actor, now))


class Closed(StrEnum):
    """Why an officer cannot take an action now, where it is no `Condition`."""

    STATE = "state"
    OTHERS_HAVE_IT = "others_have_it"
    NOT_TAKEN_OVER = "not_taken_over"
    DESK_ABOVE = "desk_above"
    READS_ONLY = "reads_only"


def closed_actions(ticket: Ticket, actor: Officer, now: datetime) -> tuple[tuple[Action, Closed | Condition], ...]:
    """Return (an action, why the actor cannot take it now) for each that officers take and that is not open, in the order of
    the rules.
    """
    role, open_ = role_of(actor, ticket), open_actions(ticket, actor, now)
    return tuple(
        (action, _why(action, role, ticket))
        for action in actions().values()
        if action not in open_ and action.by & _OFFICERS and action.sources
    )


def _why(action: Action, role: Role, ticket: Ticket) -> Closed | Condition:
    """Return what is in the way: the state first, since in another nobody could take it."""
    if ticket.status not in action.sources:
        return Closed.STATE
    if role in action.by and action.when:
        return action.when
    # A colleague and a desk above come closer to it by having the ticket; nobody else does.
    if Role.HANDLER in action.by and role in _NEARER:
        return _NEARER[role]
    return Closed.READS_ONLY if role is Role.READER else Closed.DESK_ABOVE


_OFFICERS = frozenset({Role.HANDLER, Role.COLLEAGUE, Role.ABOVE})
_NEARER = {Role.COLLEAGUE: Closed.OTHERS_HAVE_IT, Role.ABOVE: Closed.NOT_TAKEN_OVER}


def _holds(condition: Condition, ticket: Ticket, actor: Actor, now: datetime) -> bool:
    if condition in _CONDITIONS:
        return _CONDITIONS[condition](ticket, actor, now)
    return any(at <= now for at, waited_for in moments(ticket) if waited_for is condition)


def _today(ticket: Ticket, now: datetime) -> date:
    return now.astimezone(zone_of(ticket.district)).date()


def _objectable(ticket: Ticket, _actor: Actor, now: datetime) -> bool:
    """Whether there is a tier above to object to, and time left for it."""
    last = objection_ends(ticket)
    return last is not None and ticket.desk.tier is not Tier.PUSAT and _today(ticket, now) <= last


def second_desk(ticket: Ticket) -> Desk:
    """Return the desk of the second person of what one alone must not do: the one above, or the handling desk itself where
    none above reads a ticket before it is late.
    """
    desk = ticket.desk
    return desk if desk.tier in (Tier.PROVINSI, Tier.PUSAT) else desk_at(above(desk.tier), ticket.district)


def _decides(ticket: Ticket, actor: Actor) -> bool:
    """Whether the actor is that second person: never whoever has the ticket."""
    if role_of(actor, ticket) is Role.ABOVE:
        return True
    return isinstance(actor, Officer) and actor.desk == second_desk(ticket) and actor.sub != ticket.assignee


_CONDITIONS: Mapping[Condition, Callable[[Ticket, Actor, datetime], bool]] = {
    # What one has cannot be taken, and what nobody has not handed back.
    Condition.NOT_MINE: lambda ticket, actor, _now: isinstance(actor, Officer) and ticket.assignee != actor.sub,
    Condition.HELD: lambda ticket, _actor, _now: ticket.assignee is not None,
    Condition.UNTAKEN: lambda ticket, _actor, _now: (
        ticket.assignee is None and all(step.status is Status.RECEIVED for step in ticket.steps)
    ),
    Condition.OBJECTABLE: _objectable,
    Condition.RESPONSE_OWED: lambda ticket, _actor, _now: any(clock.name is ClockName.ANSWER for clock in ticket.clocks),
    Condition.REACHABLE: lambda ticket, _actor, _now: Compartment.IDENTITY in ticket.keys,
    Condition.CORRECTING_DATA: lambda ticket, _actor, _now: (
        Compartment.IDENTITY in ticket.keys and ticket.desk.tier is Tier.KABUPATEN
    ),
    Condition.TO_CALL: lambda ticket, _actor, _now: ticket.to_call,
    Condition.ERASURE_UNASKED: lambda ticket, _actor, _now: ticket.erasure is None,
    Condition.ERASURE_ASKED: lambda ticket, _actor, _now: ticket.erasure is not None,
    Condition.ERASURE_TO_CONFIRM: lambda ticket, actor, _now: (
        ticket.asks_to_be_erased and not ticket.held and _decides(ticket, actor)
    ),
    Condition.ERASURE_TO_REFUSE: lambda ticket, actor, _now: ticket.asks_to_be_erased and _decides(ticket, actor),
    Condition.HOLDABLE: lambda ticket, actor, _now: not ticket.held and _decides(ticket, actor),
    Condition.HELD_BACK: lambda ticket, actor, _now: ticket.held and _decides(ticket, actor),
}
