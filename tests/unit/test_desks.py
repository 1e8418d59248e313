"""Desks: every kecamatan has exactly one, and a desk sees its own region and nothing beside it."""

import json

import pytest
from chalicelib.adapters.packaged.files import GENERATED, PackagedRegions
from chalicelib.domain.routing import handling_desk, inboxes
from chalicelib.domain.tiers import Desk, Tier, desk_at, tier_fits

from tests.support import samples

DISTRICTS = [
    district
    for path in sorted(GENERATED.glob("regions/[0-9]*.json"))
    for district in json.loads(path.read_text(encoding="utf-8"))
]


def test_every_kecamatan_resolves_to_its_own_desk_and_that_desk_has_a_name() -> None:
    regions = PackagedRegions()
    desks = [handling_desk(district) for district in DISTRICTS]
    assert len(set(desks)) == len(DISTRICTS) == 7_285
    assert all(desk.tier is Tier.KECAMATAN and regions.exists(desk.region) and regions.name(desk.region) for desk in desks)


def test_a_ticket_is_listed_by_its_desk_and_the_tiers_above_up_to_the_province() -> None:
    assert inboxes(handling_desk("18.07.19"), "18.07.19") == (
        Desk(Tier.KECAMATAN, "18.07.19"),
        Desk(Tier.KABUPATEN, "18.07"),
        Desk(Tier.PROVINSI, "18"),
    )


def test_a_ticket_on_the_national_desk_is_listed_there_alone() -> None:
    national = desk_at(Tier.PUSAT, "18.07.19")
    assert inboxes(national, "18.07.19") == (national,)


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
