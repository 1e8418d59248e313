"""Desks: every kecamatan has exactly one, and a desk sees its own region and nothing beside it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from chalicelib.adapters.packaged.files import GENERATED, PackagedRegions
from chalicelib.domain.access import may_see
from chalicelib.domain.changes import World, open_ticket
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.reports import categories
from chalicelib.domain.routing import excluded, first_tier, watchers
from chalicelib.domain.rulebook import rules
from chalicelib.domain.staff import Staff
from chalicelib.domain.tickets import Digests, Ticket
from chalicelib.domain.tiers import Desk, Tier, desk_at, tier_fits
from hypothesis import given
from hypothesis import strategies as st

from tests.support import samples

DISTRICTS = [
    district
    for path in sorted(GENERATED.glob("regions/[0-9]*.json"))
    for district in json.loads(path.read_text(encoding="utf-8"))
]


def test_every_kecamatan_resolves_to_its_own_desk_and_that_desk_has_a_name() -> None:
    regions = PackagedRegions()
    desks = [samples.report(district=district).first_desk() for district in DISTRICTS]
    assert len(set(desks)) == len(DISTRICTS) == 7_285
    assert all(desk.tier is Tier.KECAMATAN and regions.exists(desk.region) and regions.name(desk.region) for desk in desks)


def test_a_ticket_is_listed_by_its_desk_and_the_tiers_above_up_to_the_province() -> None:
    assert watchers(samples.report().first_desk(), "18.07.19") == (
        Desk(Tier.KECAMATAN, "18.07.19"),
        Desk(Tier.KABUPATEN, "18.07"),
        Desk(Tier.PROVINSI, "18"),
    )


def test_a_ticket_on_the_national_desk_is_listed_there_alone() -> None:
    national = desk_at(Tier.PUSAT, "18.07.19")
    assert watchers(national, "18.07.19") == (national,)


# What alone lifts a report above the kecamatan, and how far.
LIFTS: dict[str, tuple[dict[str, Any], Tier]] = {
    "nothing": ({}, Tier.KECAMATAN),
    "facilitator": ({"role": "facilitator"}, Tier.KABUPATEN),
    "coordinator": ({"role": "coordinator"}, Tier.PROVINSI),
    "group head": ({"role": "group_head", "named": True}, Tier.KECAMATAN),
    "village official": ({"role": "village_official", "named": True}, Tier.KECAMATAN),
    "agent": ({"role": "agent", "named": True}, Tier.KECAMATAN),
    "somebody": ({"role": "other"}, Tier.KECAMATAN),
    "a name alone": ({"named": True}, Tier.KABUPATEN),
    "somebody's name": ({"role": "other", "named": True}, Tier.KABUPATEN),
    "staff conduct": ({"category": "staff_conduct"}, Tier.KABUPATEN),
    "danger": ({"flags": ["danger"]}, Tier.KABUPATEN),
    "fraud": ({"flags": ["fraud"]}, Tier.KABUPATEN),
    "secrecy": ({"keep_secret": True}, Tier.KABUPATEN),
}


@pytest.mark.parametrize(("said", "tier"), LIFTS.values(), ids=LIFTS.keys())
def test_a_report_starts_above_whom_it_may_be_about(said: dict[str, Any], tier: Tier) -> None:
    assert first_tier(**{"category": "payment_missing", **said}) is tier


@given(
    category=st.sampled_from(list(categories())),
    role=st.sampled_from([None, *rules("choices")["subject_roles"]]),
    named=st.booleans(),
    flags=st.sets(st.sampled_from(rules("choices")["flags"])),
    keep_secret=st.booleans(),
)
def test_saying_more_never_brings_a_report_down(**said: Any) -> None:
    tier = list(Tier).index(first_tier(**said))
    kept = {name: value for name, value in said.items() if name in ("category", "role", "named")}
    assert list(Tier).index(first_tier(**kept)) <= tier
    if said["role"] in ("facilitator", "coordinator") or said["flags"] or said["keep_secret"]:
        assert tier >= list(Tier).index(Tier.KABUPATEN)


def test_the_routing_rules_name_what_can_be_chosen() -> None:
    routing, choices = rules("routing"), rules("choices")
    assert set(routing["subject_roles"]) <= set(choices["subject_roles"])
    assert set(routing["unplaced_name"]["subject_roles"]) <= set(choices["subject_roles"])
    assert set(routing["flags"]) == set(choices["flags"])
    assert set(routing["categories"]) <= set(categories())


def on_desk(handling: Tier, district: str = samples.PASIR_SAKTI) -> Ticket:
    desk = desk_at(handling, district)
    world = World(datetime(2026, 11, 22, 3, 0, tzinfo=UTC), "first")
    ticket = open_ticket(
        samples.number(), samples.report(district=district), Digests("content", "code"), {Compartment.CASE: b"key"}, world
    ).after
    return replace(ticket, desk=desk, watchers=watchers(desk, district), excluded=excluded(desk, district))


@pytest.mark.parametrize("handling", Tier)
def test_nobody_below_the_handling_desk_may_know_or_lists_it(handling: Tier) -> None:
    ticket, tiers = on_desk(handling), list(Tier)
    for tier in Tier:
        desk = desk_at(tier, samples.PASIR_SAKTI)
        above = tiers.index(tier) >= tiers.index(handling)
        assert may_see(Staff("sub", "Nama", desk), ticket) is above
        assert above or desk not in ticket.watchers
    assert not may_see(samples.SUKADANA_OFFICER, ticket)


@given(handling=st.sampled_from(Tier), district=st.sampled_from(DISTRICTS))
def test_every_ticket_is_listed_by_its_desk_and_by_nobody_who_may_not_know_of_it(handling: Tier, district: str) -> None:
    ticket = on_desk(handling, district)
    assert ticket.desk in ticket.watchers
    assert all(may_see(Staff("sub", "Nama", desk), ticket) for desk in ticket.watchers)


@pytest.mark.parametrize(
    ("desk", "sees"),
    [
        (samples.PASIR_SAKTI_OFFICER.desk, {"18.07.19"}),
        (samples.SUKADANA_OFFICER.desk, {"18.07.01"}),
        (samples.LAMPUNG_TIMUR_COORDINATOR.desk, {"18.07.19", "18.07.01"}),
        (samples.LAMPUNG_COORDINATOR.desk, {"18.07.19", "18.07.01", "18.01.04"}),
        (samples.NATIONAL_OFFICER.desk, {"18.07.19", "18.07.01", "18.01.04", "11.01.01"}),
        (Desk(Tier.KABUPATEN, "18.0"), set()),  # a prefix of a code is no region
    ],
)
def test_who_covers_what(desk: Desk, sees: set[str]) -> None:
    assert {district for district in ("18.07.19", "18.07.01", "18.01.04", "11.01.01") if desk.covers(district)} == sees


@pytest.mark.parametrize(
    ("tier", "region", "fits"),
    [
        (Tier.KECAMATAN, "18.07.19", True),
        (Tier.KECAMATAN, "18.07", False),
        (Tier.KABUPATEN, "18.07", True),
        (Tier.PROVINSI, "18", True),
        (Tier.PUSAT, "ID", True),
        (Tier.PROVINSI, "ID", False),
        (Tier.PUSAT, "18", False),
    ],
)
def test_region_codes_have_the_form_of_their_tier(tier: Tier, region: str, fits: bool) -> None:
    assert tier_fits(tier, region) is fits


@pytest.mark.parametrize("region", ["", "../..", "18.07/..", "99", "99.99", "99.99.99", "18.07.99", "1\u0668", "18.07.1\n"])
def test_regions_that_do_not_exist(region: str) -> None:
    regions = PackagedRegions()
    assert not regions.exists(region)
    assert regions.problems(region, None) == (("district", "unknown_district"),)


def test_a_village_must_lie_in_the_kecamatan() -> None:
    regions = PackagedRegions()
    assert regions.problems("18.07.19", "18.07.19.2001") == ()
    assert regions.problems("18.07.19", "18.07.01.2001") == (("village", "unknown_village"),)


def test_the_national_desk_is_no_province() -> None:
    assert PackagedRegions().problems("ID", None) == (("district", "unknown_district"),)
