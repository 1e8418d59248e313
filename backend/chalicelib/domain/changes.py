"""Whatever happens to a ticket is one value, a Change, made here. Time, ids and secrets are handed in, never taken."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.access import open_actions, role_of
from chalicelib.domain.answers import problems_of
from chalicelib.domain.calendar import zone_of
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.deadlines import deadline_of, touched
from chalicelib.domain.effects import Scene, applied
from chalicelib.domain.errors import Invalid, NotAllowedNow
from chalicelib.domain.events import Actor, Complainant, Event, Officer
from chalicelib.domain.names import Marks
from chalicelib.domain.reports import Report, categories
from chalicelib.domain.routing import Roster, is_confidential, is_urgent, route, urgent_desks
from chalicelib.domain.staff import Member
from chalicelib.domain.tickets import Digests, Receipt, Step, Ticket
from chalicelib.domain.tiers import Desk, Tier, above, desk_at
from chalicelib.domain.walls import Wall
from chalicelib.domain.workflow import SUBMIT, Action, Audience, Effect, Role, Status, actions, ends

# What decides by itself who has a ticket after it, or has nothing to do with that.
_ABOUT_WHO_HAS_IT = (
    Effect.TAKE,
    Effect.ASSIGN,
    Effect.HAND_BACK,
    Effect.TAKE_OVER,
    Effect.STEP_ASIDE,
    Effect.EXCLUDE,
    Effect.LABEL,
    Effect.UNLABEL,
    Effect.REISSUE,
    Effect.CONFIRM_ERASURE,
    Effect.DROP_ERASURE,
    Effect.HOLD,
    Effect.RELEASE,
)


@dataclass(frozen=True, slots=True)
class World:
    """What a rule needs from outside the ticket: the present moment, UTC, an id that no other event has, and who works where.

    `named` is whom an answer names, if one names somebody; `secrets` the digests of a new code and a new token.
    """

    now: datetime
    event_id: str
    roster: Roster
    named: Member | None = None
    secrets: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a ticket: how it stood (None: it did not exist), how it stands after, and the event between the two.

    `tells` are the desks that must hear of it.
    """

    before: Ticket | None
    after: Ticket
    event: Event
    tells: tuple[Desk, ...] = ()


def open_ticket(
    number: TicketNumber,
    report: Report,
    accused: Marks,
    digests: Digests,
    keys: Mapping[Compartment, bytes],
    world: World,
) -> Change:
    """Return the change by which a valid `report` becomes a ticket on its first desk; what it says is sealed by others.

    `accused` are the marks of the name that it reports.
    """
    row, to = actions()[SUBMIT], Status.RECEIVED
    wall = Wall(is_confidential(report.category, report.flags), accused)
    way = route(report, wall, world.roster, world.now.astimezone(zone_of(report.district)).date())
    ticket = Ticket(
        number=number,
        version=1,
        status=to,
        kind=report.kind or categories()[report.category].kind,
        category=report.category,
        flags=report.flags,
        district=report.district,
        village=report.village,
        happened_on=report.happened_on,
        desk=way.desk,
        watchers=way.watchers,
        excluded=way.excluded,
        updated_at=world.now,
        last_event=world.event_id,
        steps=(Step(to, world.now, way.desk),),
        receipt=Receipt(way.desk, world.now, way.excluded),
        digests=digests,
        keys=keys,
        wall=wall,
        urgent=is_urgent(report),
    )
    ticket = touched(ticket, row, world.now)
    first = deadline_of(ticket)
    due = first.at if first and first.rises_to else None
    ticket = replace(ticket, receipt=replace(ticket.receipt, due=due))
    event = Event(world.event_id, number, 1, SUBMIT, to, world.now, Complainant(), ticket.desk)
    return Change(None, ticket, event, _told(row, ticket))


def act(ticket: Ticket, actor: Actor, action: str, answers: Mapping[str, str], world: World) -> Change:
    """Return the change that `action`, taken by `actor` with `answers` to the fields it needs, makes of the ticket.

    Whether the actor may know of the ticket is asked before (`access.must_see`). Raises Invalid for an action that does not
    exist, a field it needs and lacks, one it does not need, or somebody who cannot be meant; NotAllowedNow when it is not open
    to the actor now; NobodyLeft when nobody could go on with the ticket after it.
    """
    if action not in actions():
        raise Invalid(("action", "unknown_action"))
    row = actions()[action]
    problems = problems_of(row, answers, ticket, world.now.astimezone(zone_of(ticket.district)).date())
    if problems:
        raise Invalid(*problems)
    if row not in open_actions(ticket, actor, world.now):
        raise NotAllowedNow
    affected = _affected(row, ticket, actor, answers, world)
    to = row.to or affected.status
    after = replace(
        affected,
        version=ticket.version + 1,
        status=to,
        updated_at=world.now,
        last_event=world.event_id,
        steps=_steps(ticket, row, affected.desk, to, world.now),
        ending=row.ending or affected.ending,
    )
    after = replace(touched(after, row, world.now), replied=to not in ends() and _replied(row, ticket, actor))
    event = Event(world.event_id, ticket.number, after.version, action, to, world.now, _acting(actor, ticket), after.desk)
    return Change(ticket, after, event, _told(row, after))


def _affected(row: Action, ticket: Ticket, actor: Actor, answers: Mapping[str, str], world: World) -> Ticket:
    """Return what an action does beside the status: its effect; and whichever handler begins with what nobody has, has it."""
    after = ticket
    if row.effect:
        today = world.now.astimezone(zone_of(ticket.district)).date()
        scene = Scene(actor, answers, world.named, world.roster, world.now, today, world.event_id, world.secrets)
        after = applied(row.effect, ticket, scene)
    begins = isinstance(actor, Officer) and role_of(actor, ticket) is Role.HANDLER and row.effect not in _ABOUT_WHO_HAS_IT
    return replace(after, assignee=ticket.assignee or actor.sub) if begins and isinstance(actor, Officer) else after


def _replied(row: Action, ticket: Ticket, actor: Actor) -> bool:
    """Whether the family waits for a word after an action: it wrote last, and no officer has answered or moved the ticket."""
    if isinstance(actor, Complainant):
        return ticket.replied or bool(row.needs)
    answers = any(field.compartment is Compartment.TALK for field in row.needs)
    return ticket.replied and not (isinstance(actor, Officer) and (answers or row.to is not None))


def _steps(ticket: Ticket, row: Action, desk: Desk, to: Status, now: datetime) -> tuple[Step, ...]:
    """Return the way of a ticket with the step that an action makes, if it leads to a status or to another desk."""
    moved = desk != ticket.desk
    if not (row.to or moved or to is not ticket.status):
        return ticket.steps
    return (*ticket.steps, Step(to, now, desk if moved else None))


def _acting(actor: Actor, ticket: Ticket) -> Actor:
    """Return who acted, and for which colleague if that was as a deputy."""
    if not isinstance(actor, Officer):
        return actor
    return replace(actor, stands_in=tuple(sub for sub in actor.stands_in if sub == ticket.assignee))


def _told(row: Action, after: Ticket) -> tuple[Desk, ...]:
    told = (after.desk,) if Audience.DESK in row.tells else ()
    if Audience.DESK_ABOVE in row.tells and after.desk.tier is not Tier.PUSAT:
        told = (*told, desk_at(above(after.desk.tier), after.district))
    urgent = after.urgent and Audience.URGENT_DESKS in row.tells
    return (*told, *urgent_desks(after.desk, after.watchers, after.district)) if urgent else told
