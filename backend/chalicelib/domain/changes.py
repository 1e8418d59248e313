"""Whatever happens to a ticket is one value, a Change, made here. Time, ids and secrets are handed in, never taken."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.access import open_actions
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import Invalid, NotAllowedNow
from chalicelib.domain.events import Actor, Complainant, Event
from chalicelib.domain.reports import Report, categories
from chalicelib.domain.routing import excluded, watchers
from chalicelib.domain.tickets import Digests, Receipt, Step, Ticket
from chalicelib.domain.workflow import SUBMIT, Action, actions


@dataclass(frozen=True, slots=True)
class World:
    """What a rule needs from outside the ticket: the present moment, UTC, and an id that no other event has."""

    now: datetime
    event_id: str


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a ticket: how it stood (None: it did not exist), how it stands after, and the event between the two."""

    before: Ticket | None
    after: Ticket
    event: Event


def open_ticket(
    number: TicketNumber, report: Report, digests: Digests, keys: Mapping[Compartment, bytes], world: World
) -> Change:
    """Return the change by which a valid `report` becomes a ticket on its first desk; what it says is sealed by others."""
    desk, to = report.first_desk(), actions()[SUBMIT].to
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
        desk=desk,
        watchers=watchers(desk, report.district),
        excluded=excluded(desk, report.district),
        updated_at=world.now,
        last_event=world.event_id,
        steps=(Step(to, world.now),),
        receipt=Receipt(desk, world.now),
        digests=digests,
        keys=keys,
    )
    return Change(None, ticket, Event(world.event_id, number, 1, SUBMIT, to, world.now, Complainant()))


def act(ticket: Ticket, actor: Actor, action: str, answers: Mapping[str, str], world: World) -> Change:
    """Return the change that `action`, taken by `actor` with `answers` to the fields it needs, makes of the ticket.

    Whether the actor may know of the ticket is asked before (`access.must_see`). Raises Invalid for an action that does not
    exist, a field it needs and lacks, or one it does not need; NotAllowedNow when it is not open to the actor now.
    """
    if action not in actions():
        raise Invalid(("action", "unknown_action"))
    row = actions()[action]
    problems = _problems(row, answers)
    if problems:
        raise Invalid(*problems)
    if row not in open_actions(ticket, actor):
        raise NotAllowedNow
    after = replace(
        ticket,
        version=ticket.version + 1,
        status=row.to,
        updated_at=world.now,
        last_event=world.event_id,
        steps=(*ticket.steps, Step(row.to, world.now)),
    )
    return Change(ticket, after, Event(world.event_id, ticket.number, after.version, action, row.to, world.now, actor))


def _problems(row: Action, answers: Mapping[str, str]) -> list[tuple[str, str]]:
    needed = [field.name for field in row.needs]
    missing = [(name, "required") for name in needed if not answers.get(name)]
    return [*missing, *((name, "unknown_field") for name in answers if name not in needed)]
