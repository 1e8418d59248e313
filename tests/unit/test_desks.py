"""Desks: every kecamatan has exactly one, and a desk sees its own region and nothing beside it."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from chalicelib.adapters.packaged.files import GENERATED, PackagedRegions
from chalicelib.domain.access import may_see
from chalicelib.domain.changes import open_ticket
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.reports import Report, categories
from chalicelib.domain.routing import Route, excluded, route, watchers
from chalicelib.domain.rulebook import rules
from chalicelib.domain.tickets import Digests, Ticket
from chalicelib.domain.tiers import Desk, DeskKind, Tier, desk_at, desk_fits
from chalicelib.domain.walls import Wall
from hypothesis import given
from hypothesis import strategies as st

from tests.support import samples

DISTRICTS = [
    district
    for path in sorted(GENERATED.glob("regions/[0-9]*.json"))
    for district in json.loads(path.read_text(encoding="utf-8"))
]

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def test_every_kecamatan_resolves_to_its_own_desk_and_that_desk_has_a_name() -> None:
    regions = PackagedRegions()
    desks = [routed(samples.report(district=district)).desk for district in DISTRICTS]
    assert len(set(desks)) == len(DISTRICTS) == 7_285
    assert all(desk.tier is Tier.KECAMATAN and regions.exists(desk.region) and regions.name(desk.region) for desk in desks)


def test_a_ticket_is_listed_by_its_desk_the_tiers_above_up_to_the_province_and_the_dinas_sosial() -> None:
    assert routed(samples.report()).watchers == (
        Desk(Tier.KECAMATAN, "18.07.19"),
        Desk(Tier.KABUPATEN, "18.07"),
        Desk(Tier.PROVINSI, "18"),
        Desk(Tier.KABUPATEN, "18.07", DeskKind.DINSOS),
    )


def test_a_ticket_on_the_national_desk_is_listed_there_alone() -> None:
    national = desk_at(Tier.PUSAT, "18.07.19")
    assert watchers(national, "18.07.19") == (national,)


def test_the_routing_rules_name_what_can_be_chosen() -> None:
    routing, choices = rules("routing"), rules("choices")
    roles = set(choices["subject_roles"])
    assert set(routing["subject_roles"]) | set(routing["unplaced_name"]["subject_roles"]) == roles
    assert set(routing["one_officer"]["subject_roles"]) <= roles
    assert set(routing["flags"]) == set(choices["flags"])
    assert {*routing["confidential"]["flags"], *routing["urgent"]["flags"]} <= set(choices["flags"])
    assert {*routing["categories"], *routing["confidential"]["categories"]} <= set(categories())


def routed(report: Report) -> Route:
    return route(report, Wall(), samples.fully_staffed, AT.date())


def on_desk(handling: Tier, district: str = samples.PASIR_SAKTI) -> Ticket:
    ticket = open_ticket(
        samples.number(),
        samples.report(district=district),
        (),
        Digests("content", "code"),
        {Compartment.CASE: b"key"},
        samples.world(AT, "first"),
    ).after
    desk = desk_at(handling, district)
    return replace(ticket, desk=desk, watchers=watchers(desk, district), excluded=excluded(desk.tier, district))


@pytest.mark.parametrize("handling", Tier)
def test_nobody_below_the_handling_desk_may_know_or_lists_it(handling: Tier) -> None:
    ticket, tiers = on_desk(handling), list(Tier)
    for tier in Tier:
        desk = desk_at(tier, samples.PASIR_SAKTI)
        # The pusat knows of what it handles, and of what is late.
        knows = tier is handling if tier is Tier.PUSAT else tiers.index(tier) >= tiers.index(handling)
        assert may_see(samples.reader(desk), ticket, AT) is knows
        assert knows or desk not in ticket.watchers
    assert not may_see(samples.SUKADANA_OFFICER, ticket, AT)


@given(handling=st.sampled_from(Tier), district=st.sampled_from(DISTRICTS))
def test_every_ticket_is_listed_by_its_desk_and_by_nobody_who_may_not_know_of_it(handling: Tier, district: str) -> None:
    ticket = on_desk(handling, district)
    assert ticket.desk in ticket.watchers
    assert all(may_see(samples.reader(desk), ticket, AT) for desk in ticket.watchers)


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
    assert desk_fits(Desk(tier, region)) is fits


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
