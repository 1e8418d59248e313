"""Where a report starts: a table of its own, written by hand from the rule and not from the code."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from chalicelib.domain.reports import Report, Subject, Wishes, categories, choices
from chalicelib.domain.routing import Route, first_tier, is_confidential, is_urgent, route
from chalicelib.domain.staff import Leave, Member
from chalicelib.domain.tiers import Desk, DeskKind, Tier
from chalicelib.domain.walls import Wall
from hypothesis import given
from hypothesis import strategies as st

from tests.support import samples

TODAY = date(2026, 11, 22)
KECAMATAN, KABUPATEN = Desk(Tier.KECAMATAN, "18.07.19"), Desk(Tier.KABUPATEN, "18.07")
PROVINSI, PUSAT = Desk(Tier.PROVINSI, "18"), Desk(Tier.PUSAT, "ID")
DINSOS = Desk(Tier.KABUPATEN, "18.07", DeskKind.DINSOS)
PLAIN = Report(category="payment_missing", district="18.07.19", story="Uang belum masuk.", village="18.07.19.2001")


def about(role: str | None = None, name: str | None = None, **more: Any) -> Report:
    return replace(PLAIN, subject=Subject(role, name), **more)


# What is said · with two officers in the kecamatan · with one · confidential · urgent.
TABLE: dict[str, tuple[Report, Desk, Desk, bool, bool]] = {
    "nothing": (PLAIN, KECAMATAN, KECAMATAN, False, False),
    "a group head": (about("group_head"), KECAMATAN, KABUPATEN, False, False),
    "a group head by name": (about("group_head", "Joko"), KECAMATAN, KABUPATEN, False, False),
    "a village official": (about("village_official"), KECAMATAN, KABUPATEN, False, False),
    "an agent": (about("agent"), KECAMATAN, KABUPATEN, False, False),
    "a facilitator": (about("facilitator"), KABUPATEN, KABUPATEN, False, False),
    "a coordinator": (about("coordinator"), PROVINSI, PROVINSI, False, False),
    "a provincial coordinator": (about("provincial"), PUSAT, PUSAT, False, False),
    "somebody": (about("other"), KECAMATAN, KECAMATAN, False, False),
    "somebody by name": (about("other", "Joko"), KABUPATEN, KABUPATEN, False, False),
    "a name alone": (about(None, "Joko"), KABUPATEN, KABUPATEN, False, False),
    "a name kept as typed": (replace(PLAIN, as_typed={"subject.name": "Joko"}), KABUPATEN, KABUPATEN, False, False),
    "a role kept as typed": (replace(PLAIN, as_typed={"subject.role": "bos"}), KABUPATEN, KABUPATEN, False, False),
    "staff conduct": (replace(PLAIN, category="staff_conduct"), KABUPATEN, KABUPATEN, False, False),
    "conduct of a group head": (about("group_head", category="staff_conduct"), KABUPATEN, KABUPATEN, False, False),
    "conduct of a coordinator": (about("coordinator", category="staff_conduct"), PROVINSI, PROVINSI, False, False),
    "fraud": (replace(PLAIN, flags=("fraud",)), KABUPATEN, KABUPATEN, False, False),
    "secrecy": (replace(PLAIN, wishes=Wishes(keep_secret=True)), KABUPATEN, KABUPATEN, False, False),
    "a hidden name": (replace(PLAIN, wishes=Wishes(hide_name=True)), KECAMATAN, KECAMATAN, False, False),
    "danger": (replace(PLAIN, flags=("danger",)), KABUPATEN, KABUPATEN, True, True),
    "distress": (replace(PLAIN, flags=("psychosocial",)), KABUPATEN, KABUPATEN, True, False),
    "corruption": (replace(PLAIN, category="misuse"), KABUPATEN, KABUPATEN, True, False),
    "danger from a coordinator": (about("coordinator", flags=("danger",)), PROVINSI, PROVINSI, True, True),
    "danger from the province": (about("provincial", flags=("danger", "fraud")), PUSAT, PUSAT, True, True),
    "corruption by an agent": (about("agent", category="misuse"), KABUPATEN, KABUPATEN, True, False),
}


def members(desk: Desk, count: int, **more: Any) -> list[Member]:
    return [
        Member(f"{desk.tier}-{desk.region}-{at}", desk, confidential=desk.tier is not Tier.KECAMATAN, **more)
        for at in range(count)
    ]


def way(report: Report, *people: Member, today: date = TODAY, wall: Wall | None = None) -> Route:
    def roster(desk: Desk) -> Collection[Member]:
        return [one for one in people if one.desk.place == desk.place]

    return route(report, wall or Wall(is_confidential(report.category, report.flags)), roster, today)


STAFFED = [*members(KABUPATEN, 2), *members(PROVINSI, 2), *members(PUSAT, 2)]


@pytest.mark.parametrize(("report_", "two", "one", "confidential", "urgent"), TABLE.values(), ids=TABLE.keys())
def test_where_a_report_starts(report_: Report, two: Desk, one: Desk, confidential: bool, urgent: bool) -> None:
    assert way(report_, *members(KECAMATAN, 2), *STAFFED).desk == two
    assert way(report_, *members(KECAMATAN, 1), *STAFFED).desk == one
    assert (is_confidential(report_.category, report_.flags), is_urgent(report_)) == (confidential, urgent)


@pytest.mark.parametrize(("report_", "two", "one", "_confidential", "_urgent"), TABLE.values(), ids=TABLE.keys())
def test_whoever_sits_below_where_the_rule_starts_it_is_kept_out(
    report_: Report, two: Desk, one: Desk, _confidential: bool, _urgent: bool
) -> None:
    below = {KECAMATAN: (), KABUPATEN: (KECAMATAN,), PROVINSI: (KECAMATAN, KABUPATEN), PUSAT: (KECAMATAN, KABUPATEN, PROVINSI)}
    for count, desk in ((2, two), (1, one)):
        found = way(report_, *members(KECAMATAN, count), *STAFFED)
        assert found.excluded == below[desk]
        assert not set(found.excluded) & set(found.watchers)


def test_a_desk_without_people_falls_to_the_tier_above_and_nobody_is_kept_out_by_that() -> None:
    assert way(PLAIN, *STAFFED).desk == KABUPATEN
    assert way(PLAIN, *members(PROVINSI, 1)).desk == PROVINSI
    assert way(PLAIN, *members(PUSAT, 1)).desk == PUSAT
    assert way(PLAIN).desk == PUSAT
    assert way(PLAIN).excluded == ()


def test_people_of_other_desks_of_the_place_staff_nothing() -> None:
    unit = Desk(Tier.KECAMATAN, "18.07.19", DeskKind.UPT)
    assert way(PLAIN, *members(unit, 3), *members(DINSOS, 3), *members(PROVINSI, 1)).desk == PROVINSI
    # Three of an UPT beside one officer are still one officer.
    assert way(about("agent"), *members(unit, 3), *members(KECAMATAN, 1), *STAFFED).desk == KABUPATEN


def test_whoever_is_away_that_day_staffs_nothing() -> None:
    leave = Leave(date(2026, 11, 20), date(2026, 11, 22))
    away = members(KECAMATAN, 1, leave=leave)
    assert way(PLAIN, *away, *STAFFED).desk == KABUPATEN
    assert way(PLAIN, *away, *STAFFED, today=date(2026, 11, 23)).desk == KECAMATAN
    assert way(PLAIN, *away, *STAFFED, today=date(2026, 11, 19)).desk == KECAMATAN


def test_a_desk_whose_people_all_bear_the_reported_name_is_passed_by() -> None:
    [rina], [budi] = (
        members(KECAMATAN, 1, names=samples.named("Rina Contoh")),
        members(KABUPATEN, 1, names=samples.named("Budi")),
    )
    wall = Wall(accused=samples.named("Bu Rina")[0])
    assert way(about("group_head", "Bu Rina"), rina, rina, budi, wall=wall).desk == KABUPATEN
    other = replace(rina, sub="other", names=samples.named("Tono"))
    assert way(about("group_head", "Bu Rina"), rina, other, budi, wall=wall).desk == KECAMATAN


def test_a_confidential_report_goes_where_a_marked_reader_is() -> None:
    unmarked = [replace(one, confidential=False) for one in members(KABUPATEN, 2)]
    report = replace(PLAIN, flags=("danger",))
    assert way(report, *unmarked, *members(PROVINSI, 1)).desk == PROVINSI
    assert way(report, *unmarked, *members(KABUPATEN, 1), *members(PROVINSI, 1)).desk == KABUPATEN


@pytest.mark.parametrize(
    ("region", "lists"), [("18.07.19", True), ("18.07.19.2001", True), ("18.07.19.2002", False), ("18.07.01", False)]
)
def test_an_upt_lists_what_comes_from_its_kecamatan_or_its_desa(region: str, lists: bool) -> None:
    unit = Desk(Tier.KECAMATAN, region, DeskKind.UPT)
    found = way(PLAIN, *members(unit, 1), *members(KECAMATAN, 1))
    assert (unit in found.watchers) is lists
    # Nothing that passes the kecamatan by comes to an UPT in it.
    assert unit not in way(about("facilitator"), *members(unit, 1), *members(KECAMATAN, 2), *STAFFED).watchers


@given(
    category=st.sampled_from(list(categories())),
    role=st.sampled_from([None, *choices().subject_roles]),
    name=st.sampled_from([None, "Joko"]),
    flags=st.sets(st.sampled_from(choices().flags)),
    keep_secret=st.booleans(),
)
def test_saying_more_never_brings_a_report_down(
    category: str, role: str | None, name: str | None, flags: set[str], keep_secret: bool
) -> None:
    less = about(role, name, category=category)
    more = replace(less, flags=tuple(flags), wishes=Wishes(keep_secret=keep_secret))
    tiers = list(Tier)
    assert tiers.index(first_tier(less)) <= tiers.index(first_tier(more))
    if role in ("facilitator", "coordinator", "provincial") or flags or keep_secret:
        assert first_tier(more) is not Tier.KECAMATAN
