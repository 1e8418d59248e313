"""What actions do to a ticket beside leading to a status: who has it, which desk, who is out, how it ends."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from chalicelib.domain.clocks import Side
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.deadlines import marked_late, reminded, run_again
from chalicelib.domain.errors import Invalid, NobodyLeft, NotAllowedNow
from chalicelib.domain.events import Actor, Officer
from chalicelib.domain.retention import asked_for, reminded_of, without_what_is_over
from chalicelib.domain.routing import Roster, excluded, is_confidential, route_from, tier_of, unless_alone, watchers
from chalicelib.domain.rulebook import limits
from chalicelib.domain.staff import Member
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.tiers import Desk, DeskKind, Tier, above, desk_at, is_above
from chalicelib.domain.workflow import Effect, Ending, Status, fields


@dataclass(frozen=True, slots=True)
class Scene:
    """What an effect needs beside the ticket: who acts and what they answered, whom they named, who there is, the moment, the
    day where the family lives, the id of the event, and the digests of a new code and a new token where they are given.
    """

    actor: Actor
    answers: Mapping[str, str]
    named: Member | None
    roster: Roster
    now: datetime
    today: date
    event_id: str
    secrets: tuple[str, str] | None = None

    @property
    def officer(self) -> Officer:
        """Who acts, where only officers may; raises TypeError when the rules let somebody else."""
        if not isinstance(self.actor, Officer):
            raise TypeError("the rules let somebody who is no officer take an officer's action")
        return self.actor


def applied(effect: Effect, ticket: Ticket, scene: Scene) -> Ticket:
    """Return the ticket after an effect; raises Invalid when an answer cannot be meant, NobodyLeft."""
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
    listing = _with_those_below(ticket, watchers(desk, ticket.district))
    return replace(ticket, desk=desk, watchers=listing, assignee=scene.officer.sub)


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
    below = replace(below, watchers=_not_kept_out(below, below.watchers))
    return _without(named, below, least if is_above(least, ticket.desk.tier) else ticket.desk.tier, scene)


def _wait(ticket: Ticket, scene: Scene) -> Ticket:
    return replace(ticket, answer_by=date.fromisoformat(scene.answers["answer_by"]))


def _go_on(ticket: Ticket, _scene: Scene) -> Ticket:
    """Lead back to where the work stood before the question, or before the closing; what had not begun has begun by it."""
    waited = (Status.NEEDS_INFO, Status.CLOSING)
    before = next((step.status for step in reversed(ticket.steps) if step.status not in waited), Status.RECEIVED)
    return replace(ticket, status=Status.IDENTIFYING if before is Status.RECEIVED else before, answer_by=None, ending=None)


def _rate(ticket: Ticket, scene: Scene) -> Ticket:
    rating = scene.answers.get("rating")
    return replace(ticket, rating=int(rating) if rating else None)


def _rise(ticket: Ticket, scene: Scene) -> Ticket:
    """Bring the whole file one tier up, as it was objected to; whoever objects does not want it erased."""
    return replace(_one_up(ticket, scene), ending=None, erasure=None)


def _escalate(ticket: Ticket, scene: Scene) -> Ticket:
    return run_again(_one_up(ticket, scene), scene.now)


def _mark_late(ticket: Ticket, scene: Scene) -> Ticket:
    return marked_late(ticket, scene.now)


def _remind(ticket: Ticket, scene: Scene) -> Ticket:
    return reminded(ticket, Side.DESK, scene.now)


def _remind_family(ticket: Ticket, scene: Scene) -> Ticket:
    return reminded(ticket, Side.FAMILY, scene.now)


def _one_up(ticket: Ticket, scene: Scene) -> Ticket:
    """Return the ticket at a desk of a tier above, for anybody there to take; those below go on reading it."""
    way = route_from(above(ticket.desk.tier), ticket.district, ticket.village, ticket.wall, scene.roster, scene.today)
    return replace(ticket, desk=way.desk, watchers=_with_those_below(ticket, way.watchers), assignee=None)


def _with_those_below(ticket: Ticket, listing: tuple[Desk, ...]) -> tuple[Desk, ...]:
    """Return `listing` and the desks that listed the ticket before: they cannot act on it, and see what becomes of it."""
    return tuple(dict.fromkeys((*listing, *_not_kept_out(ticket, ticket.watchers))))


def _not_kept_out(ticket: Ticket, desks: tuple[Desk, ...]) -> tuple[Desk, ...]:
    """Return those desks whose place, whatever kind of desk it has there, may know of the ticket."""
    places = {desk.place for desk in ticket.excluded}
    return tuple(desk for desk in desks if desk.place not in places)


def _correct(ticket: Ticket, scene: Scene) -> Ticket:
    """Route anew by what was corrected, and never lower than it lies: whom it is about is sealed, and has not changed."""
    category = scene.answers.get("category", ticket.category)
    district = scene.answers.get("district", ticket.district)
    if (category, district) == (ticket.category, ticket.district):
        raise Invalid(("category", "required"))
    wall = replace(ticket.wall, confidential=ticket.wall.confidential or is_confidential(category, ticket.flags))
    lowest = max(ticket.desk.tier, tier_of(category), key=list(Tier).index)
    village = ticket.village if district == ticket.district else None
    if district != ticket.district:
        lowest = unless_alone(lowest, district, scene.roster)
    way = route_from(lowest, district, village, wall, scene.roster, scene.today)
    return replace(
        ticket,
        category=category,
        district=district,
        village=village,
        wall=wall,
        desk=way.desk,
        watchers=way.watchers,
        excluded=way.excluded,
    )


def _propose(ticket: Ticket, scene: Scene) -> Ticket:
    return replace(ticket, ending=Ending(scene.answers["close_reason"]), answer_by=None)


def _reissue(ticket: Ticket, scene: Scene) -> Ticket:
    """Let a new code, and where there was one a new token, open the ticket, and the old ones nothing any more."""
    if scene.secrets is None:
        raise NotAllowedNow
    code, token = scene.secrets
    old = ticket.digests
    return replace(
        ticket,
        digests=replace(
            old,
            code=code,
            token=token if old.token else None,
            earlier_codes=(*old.earlier_codes, old.code),
            earlier_tokens=(*old.earlier_tokens, *([old.token] if old.token else [])),
        ),
    )


def _link(ticket: Ticket, scene: Scene) -> Ticket:
    other = TicketNumber.parse(scene.answers["duplicate_of"])
    if other == ticket.number:
        raise Invalid(("duplicate_of", "bad_number"))
    return replace(ticket, linked_to=other)


def _draw(ticket: Ticket, scene: Scene) -> Ticket:
    lot = int.from_bytes(sha256(scene.event_id.encode()).digest()[:8]) % limits().silent_calls
    return replace(ticket, to_call=lot == 0 and ticket.desk.tier is not Tier.PUSAT)


def _label(ticket: Ticket, scene: Scene) -> Ticket:
    wanted = {*ticket.labels, scene.answers["label"]}
    return replace(ticket, labels=tuple(option.id for option in fields()["label"].options if option.id in wanted))


def _unlabel(ticket: Ticket, scene: Scene) -> Ticket:
    return replace(ticket, labels=tuple(one for one in ticket.labels if one != scene.answers["label"]))


def _call(ticket: Ticket, _scene: Scene) -> Ticket:
    return replace(ticket, to_call=False)


def _ask_erasure(ticket: Ticket, scene: Scene) -> Ticket:
    return replace(ticket, erasure=asked_for(scene.now))


def _remind_erasure(ticket: Ticket, scene: Scene) -> Ticket:
    return replace(ticket, erasure=reminded_of(ticket.erasure, scene.now) if ticket.erasure else None)


def _confirm_erasure(ticket: Ticket, _scene: Scene) -> Ticket:
    return replace(ticket, erasure=replace(ticket.erasure, confirmed=True) if ticket.erasure else None)


def _expire(ticket: Ticket, scene: Scene) -> Ticket:
    return without_what_is_over(ticket, scene.now)


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
    Effect.LABEL: _label,
    Effect.UNLABEL: _unlabel,
    Effect.STEP_ASIDE: _step_aside,
    Effect.EXCLUDE: _exclude,
    Effect.WAIT: _wait,
    Effect.GO_ON: _go_on,
    Effect.RATE: _rate,
    Effect.RISE: _rise,
    Effect.CORRECT: _correct,
    Effect.PROPOSE: _propose,
    Effect.DRAW: _draw,
    Effect.CALL: _call,
    Effect.ESCALATE: _escalate,
    Effect.MARK_LATE: _mark_late,
    Effect.REMIND: _remind,
    Effect.REMIND_FAMILY: _remind_family,
    # What is opened by it lies elsewhere; the ticket stays as it is.
    Effect.REISSUE: _reissue,
    Effect.LINK: _link,
    Effect.OPEN_CONTACT: lambda ticket, _scene: ticket,
    Effect.ASK_ERASURE: _ask_erasure,
    Effect.REMIND_ERASURE: _remind_erasure,
    Effect.CONFIRM_ERASURE: _confirm_erasure,
    Effect.DROP_ERASURE: lambda ticket, _scene: replace(ticket, erasure=None),
    Effect.HOLD: lambda ticket, _scene: replace(ticket, held=True),
    Effect.RELEASE: lambda ticket, _scene: replace(ticket, held=False),
    Effect.EXPIRE: _expire,
    Effect.DISCARD_PHOTOS: lambda ticket, _scene: replace(ticket, photos_left=False),
}
