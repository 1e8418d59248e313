"""Which desk handles a report, which list it, and which must not know of it. Where it starts is data: `rules/routing.toml`.

report ──▶ first_tier            what was said of whom: the lowest tier that may handle it
       ──▶ one officer alone?    asks the kecamatan's roster, for people whom that officer works with
       ──▶ staffed_desk          the lowest desk from there up at which somebody may read it
       ──▶ watchers, excluded    who lists it beside that desk, and who must not know of it
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from chalicelib.domain.reports import Report, Subject, Wishes
from chalicelib.domain.rulebook import rules
from chalicelib.domain.staff import Member
from chalicelib.domain.tiers import Desk, DeskKind, Tier, above, desk_at
from chalicelib.domain.walls import Wall

# Tells who belongs to the place of a desk, whatever kind of desk theirs is. Asking may cost a read: only when it matters.
Roster = Callable[[Desk], Collection[Member]]


@dataclass(frozen=True, slots=True)
class Routing:
    """`rules/routing.toml`: the tiers at which a report starts, by what may be said in it; what is confidential or urgent."""

    start: Tier
    keep_secret: Tier
    subject_roles: Mapping[str, Tier]
    one_officer: Tier
    one_officer_roles: frozenset[str]
    unplaced_name: Tier
    unplaced_roles: frozenset[str]
    categories: Mapping[str, Tier]
    flags: Mapping[str, Tier]
    confidential: Tier
    confidential_flags: frozenset[str]
    confidential_categories: frozenset[str]
    urgent_flags: frozenset[str]
    urgent_tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """Where a ticket lies: the desk that handles it, those that list it, and those that must not know of it."""

    desk: Desk
    watchers: tuple[Desk, ...]
    excluded: tuple[Desk, ...]


@cache
def routing() -> Routing:
    """Return where reports start; raises KeyError or ValueError when the file lacks something or names no tier."""
    read = rules("routing")
    tiers = {part: {name: Tier(tier) for name, tier in read[part].items()} for part in ("subject_roles", "categories", "flags")}
    one, unplaced, secret, urgent = (read[part] for part in ("one_officer", "unplaced_name", "confidential", "urgent"))
    return Routing(
        start=Tier(read["start"]),
        keep_secret=Tier(read["keep_secret"]),
        one_officer=Tier(one["tier"]),
        one_officer_roles=frozenset(one["subject_roles"]),
        unplaced_name=Tier(unplaced["tier"]),
        unplaced_roles=frozenset(unplaced["subject_roles"]),
        confidential=Tier(secret["tier"]),
        confidential_flags=frozenset(secret["flags"]),
        confidential_categories=frozenset(secret["categories"]),
        urgent_flags=frozenset(urgent["flags"]),
        urgent_tiers=tuple(map(Tier, urgent["tiers"])),
        **tiers,
    )


def is_confidential(category: str, flags: Collection[str]) -> bool:
    """Whether only marked readers may know of a report of this category with these flags."""
    secret = routing()
    return category in secret.confidential_categories or not secret.confidential_flags.isdisjoint(flags)


def tier_of(category: str) -> Tier:
    """Return the lowest tier that may handle a report as far as its category alone says."""
    starts = routing()
    if category in starts.confidential_categories:
        return starts.confidential
    return starts.categories.get(category, starts.start)


def is_delicate(flags: Collection[str]) -> bool:
    """Whether a report with these flags may leave nothing on the phone that it was written on."""
    return not routing().confidential_flags.isdisjoint(flags)


def is_urgent(report: Report) -> bool:
    """Whether the report is of the class *darurat*."""
    return not routing().urgent_flags.isdisjoint(report.flags)


def first_tier(report: Report) -> Tier:
    """Return the lowest tier that may handle a report, by what it says, so that nobody receives a report about herself.

    Source: `rules/routing.toml`.
    """
    starts, subject, wishes = routing(), report.subject or Subject(), report.wishes or Wishes()
    # A role that nobody could read may be any.
    named = report.accused is not None or "subject.role" in report.as_typed
    named_without_place = named and (subject.role is None or subject.role in starts.unplaced_roles)
    tiers = [
        starts.start,
        starts.categories.get(report.category),
        starts.subject_roles.get(subject.role) if subject.role else None,
        starts.unplaced_name if named_without_place else None,
        *(starts.flags.get(flag) for flag in report.flags),
        starts.keep_secret if wishes.keep_secret else None,
        starts.confidential if is_confidential(report.category, report.flags) else None,
    ]
    return max((tier for tier in tiers if tier), key=list(Tier).index)


def route(report: Report, wall: Wall, roster: Roster, today: date) -> Route:
    """Return where a new report lies; `today` is the day where it comes from, since whoever is away handles nothing new."""
    known = _asked_once(roster)
    tier = first_tier(report)
    if report.subject and report.subject.role in routing().one_officer_roles:
        tier = unless_alone(tier, report.district, known)
    return route_from(tier, report.district, report.village, wall, known, today)


def unless_alone(tier: Tier, district: str, roster: Roster) -> Tier:
    """Return the tier for a report about somebody whom the officer of the kecamatan works with: one more if it is alone."""
    alone = tier is Tier.KECAMATAN and len(_of(desk_at(tier, district), roster)) == 1
    return routing().one_officer if alone else tier


def route_from(tier: Tier, district: str, village: str | None, wall: Wall, roster: Roster, today: date) -> Route:
    """Return where a ticket lies that no tier below `tier` may know of."""
    known = _asked_once(roster)
    desk = staffed_desk(tier, district, wall, known, today)
    return Route(desk, watchers(desk, district, _units(desk, village, known)), excluded(tier, district))


def staffed_desk(tier: Tier, district: str, wall: Wall, roster: Roster, today: date) -> Desk:
    """Return the lowest desk from `tier` up at which somebody is at work and may read the ticket, or else that of the pusat."""
    while tier is not Tier.PUSAT:
        desk = desk_at(tier, district)
        if any(wall.admits(member) and member.at_work(today) for member in _of(desk, roster)):
            return desk
        tier = above(tier)
    return desk_at(Tier.PUSAT, district)


def watchers(desk: Desk, district: str, units: Collection[Desk] = ()) -> tuple[Desk, ...]:
    """Return the desks whose inbox lists a ticket on `desk`: that one, `units` beside it, each tier above up to the province.

    Korkab and Korwil monitor each report of their region, and the kabupaten's Dinas Sosial each that the kabupaten may know
    of. The pusat desk lists only what it handles itself, since an inbox of all tickets would be one hot key.
    """
    tiers = list(Tier)
    up = [tier for tier in tiers[tiers.index(desk.tier) :] if tier is not Tier.PUSAT]
    listing = [desk_at(tier, district) for tier in up] or [desk]
    social = [desk_at(Tier.KABUPATEN, district, DeskKind.DINSOS)] if Tier.KABUPATEN in up else []
    return (*listing, *social, *units)


def excluded(tier: Tier, district: str) -> tuple[Desk, ...]:
    """Return the desks of a ticket's region below `tier`: whoever sits there may be whom it is about."""
    tiers = list(Tier)
    return tuple(desk_at(lower, district) for lower in tiers[: tiers.index(tier)])


def urgent_desks(desk: Desk, watching: Collection[Desk], district: str) -> tuple[Desk, ...]:
    """Return the desks beside `desk` that are told of an urgent ticket: those of the rule that list it."""
    rule = [desk_at(tier, district) for tier in routing().urgent_tiers]
    return tuple(other for other in rule if other in watching and other != desk)


def _of(desk: Desk, roster: Roster) -> list[Member]:
    return [member for member in roster(desk) if member.desk == desk]


def _units(desk: Desk, village: str | None, roster: Roster) -> tuple[Desk, ...]:
    """Return the UPT beside a desk of a kecamatan: that of the kecamatan, and that of the desa which the report names."""
    if desk.tier is not Tier.KECAMATAN:
        return ()
    here = (desk.region, village)
    found = (member.desk for member in roster(desk) if member.desk.kind is DeskKind.UPT and member.desk.region in here)
    return tuple(dict.fromkeys(found))


def _asked_once(roster: Roster) -> Roster:
    return cache(roster)
