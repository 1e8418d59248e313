"""Every province has one zone, and the day by which an answer is owed counts there."""

from datetime import UTC, date, datetime

import pytest
from chalicelib.adapters.packaged.files import PackagedRegions
from chalicelib.domain.clocks import answer_due, zone_of
from chalicelib.domain.reports import categories
from chalicelib.domain.rulebook import rules


@pytest.mark.parametrize(
    ("region", "name"),
    [
        *((f"{province}.01.01", "WIB") for province in (11, 21, 36, 61, 62)),
        *((f"{province}.01.01", "WITA") for province in (51, 52, 53, 63, 64, 65, 71, 76)),
        *((f"{province}.01.01", "WIT") for province in (81, 82, 91, 96)),
    ],
)
def test_provinces_live_by_their_zone(region: str, name: str) -> None:
    assert str(zone_of(region)) == name


def test_every_province_named_in_the_rules_exists() -> None:
    named = [province for provinces in rules("zones")["provinces"].values() for province in provinces]
    assert len(set(named)) == len(named)
    assert all(PackagedRegions().exists(province) for province in named)


@pytest.mark.parametrize(
    ("received", "region", "due"),
    [
        (datetime(2026, 11, 1, 3, 0, tzinfo=UTC), "18.07.19", date(2026, 11, 15)),
        # 23.30 in Lampung, already 01.30 of the next day in Papua
        (datetime(2026, 11, 1, 16, 30, tzinfo=UTC), "18.07.19", date(2026, 11, 15)),
        (datetime(2026, 11, 1, 16, 30, tzinfo=UTC), "91.03.01", date(2026, 11, 16)),
    ],
)
def test_an_answer_is_owed_fourteen_days_after_receipt_where_the_desk_is(received: datetime, region: str, due: date) -> None:
    assert answer_due(received, region) == due


def test_every_limit_says_where_it_comes_from_and_every_category_has_one() -> None:
    clocks = rules("clocks")
    limits = [clocks["answer"], clocks["verify"], *clocks["bands"].values()]
    for limit in limits:
        assert limit["length"] > 0
        assert limit["unit"] in ("hours", "days", "working_days")
        assert limit["basis"] in ("law", "proposal")
        assert limit["source"]
    assert {category["band"] for category in categories().values()} <= set(clocks["bands"])
