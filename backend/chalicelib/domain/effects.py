"""What actions do to a ticket beside its status: who has it, which desk, and who is out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from chalicelib.domain.errors import Invalid, NobodyLeft
from chalicelib.domain.events import Officer
from chalicelib.domain.routing import Roster, excluded, route_from, watchers
from chalicelib.domain.staff import Member
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.tiers import DeskKind, Tier, above, desk_at, is_above
from chalicelib.domain.workflow import Effect


@dataclass(frozen=True, slots=True)
class Scene:
    """What an effect needs beside the ticket: who acts, whom they named, who there is, and the day where the ticket lies."""

    officer: Officer
    named: Member | None
    roster: Roster
    today: date


def applied(effect: Effect, ticket: Ticket, scene: Scene) -> Ticket:
    """Return the ticket after an effect; raises Invalid when the person named cannot be meant, NobodyLeft."""
    return _EFFECTS[effect](ticket, scene)


def _take(ticket: Ticket, scene: Scene) -> Ticket:
    return replace(ticket, assignee=scene.officer.sub)


def _assign(ticket: Ticket, scene: Scene) -> Ticket:
    named = scene.named
    if named is None or not named.active or named.desk != ticket.desk or not ticket.wall.admits(named):
        raise Invalid(("colleague", "not_a_choice"))
    return replace(ticket, assignee=named.sub)


def _hand_back(ticket: Ticket, _scene: Scene) -> Ticket:
    return replace(ticket, assignee=None)


def _take_over(ticket: Ticket, scene: Scene) -> Ticket:
    desk = scene.officer.desk
    return replace(ticket, desk=desk, watchers=watchers(desk, ticket.district), assignee=scene.officer.sub)


def _step_aside(ticket: Ticket, scene: Scene) -> Ticket:
    return _without(scene.officer, ticket, ticket.desk.tier, scene)


def _exclude(ticket: Ticket, scene: Scene) -> Ticket:
    named = scene.named
    if named is None or named.sub == scene.officer.sub or named.desk.place != desk_at(named.desk.tier, ticket.district).place:
        raise Invalid(("accused", "not_a_choice"))
    if named.desk.kind is not DeskKind.PKH:
        # Nobody of other desks handles reports: they are out, and the ticket stays where it is.
        return _without(named, ticket, ticket.desk.tier, scene)
    least = above(named.desk.tier)
    below = replace(ticket, excluded=tuple(dict.fromkeys((*ticket.excluded, *excluded(least, ticket.district)))))
    return _without(named, below, least if is_above(least, ticket.desk.tier) else ticket.desk.tier, scene)


def _without(person: Officer | Member, ticket: Ticket, tier: Tier, scene: Scene) -> Ticket:
    """Return the ticket behind a wall that keeps one more person out, on a desk of `tier` or above that can handle it."""
    after = replace(
        ticket, wall=ticket.wall.around(person.sub), assignee=None if ticket.assignee == person.sub else ticket.assignee
    )
    if tier is ticket.desk.tier and person.desk != ticket.desk:
        return after
    way = route_from(tier, ticket.district, ticket.village, after.wall, scene.roster, scene.today)
    if not any(member.desk == way.desk and after.wall.admits(member) for member in scene.roster(way.desk)):
        raise NobodyLeft
    return after if way.desk == ticket.desk else replace(after, desk=way.desk, watchers=way.watchers, assignee=None)


_EFFECTS: Mapping[Effect, Callable[[Ticket, Scene], Ticket]] = {
    Effect.TAKE: _take,
    Effect.ASSIGN: _assign,
    Effect.HAND_BACK: _hand_back,
    Effect.TAKE_OVER: _take_over,
    Effect.STEP_ASIDE: _step_aside,
    Effect.EXCLUDE: _exclude,
}
