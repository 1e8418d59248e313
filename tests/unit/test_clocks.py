"""Every province has one zone, and the day by which an answer is owed counts there."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from chalicelib.adapters.packaged.files import PackagedRegions
from chalicelib.domain.access import open_actions
from chalicelib.domain.calendar import zone_of
from chalicelib.domain.changes import open_ticket
from chalicelib.domain.clocks import ClockName, time_limits
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.deadlines import Timeliness, answer_due, next_moment, objection_ends, timeliness
from chalicelib.domain.events import Complainant, System
from chalicelib.domain.reports import categories
from chalicelib.domain.rulebook import rules
from chalicelib.domain.tickets import Digests, Step, Ticket
from chalicelib.domain.tiers import Tier, desk_at
from chalicelib.domain.workflow import Ending, Role, Status, actions, ends

from tests.support import samples


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


DISTRICTS = {"WIB": "18.07.19", "WITA": "51.01.01", "WIT": "91.03.01"}
LENGTH = rules("clocks")["answer"]["length"]


def answered(district: str, received: datetime, given: datetime | None) -> Ticket:
    world = samples.world(received, "first")
    ticket = open_ticket(
        samples.number(), samples.report(district=district), (), Digests("content", "code"), {Compartment.CASE: b"key"}, world
    ).after
    return ticket if given is None else samples.standing(ticket, Status.ANSWERED, given)


@pytest.mark.parametrize("zone", DISTRICTS)
@pytest.mark.parametrize("hour", [0, 7, 23])
@pytest.mark.parametrize(
    ("days", "still_owed", "given"),
    [
        (0, Timeliness.AWAITED, Timeliness.IN_TIME),
        (LENGTH - 1, Timeliness.AWAITED, Timeliness.IN_TIME),
        (LENGTH, Timeliness.AWAITED, Timeliness.IN_TIME),
        (LENGTH + 1, Timeliness.LATE, Timeliness.GIVEN_LATE),
        (LENGTH + 100, Timeliness.LATE, Timeliness.GIVEN_LATE),
    ],
)
def test_an_answer_is_not_late_on_its_last_day_and_late_the_day_after_where_the_family_lives(
    zone: str, hour: int, days: int, still_owed: Timeliness, given: Timeliness
) -> None:
    district = DISTRICTS[zone]
    received = datetime(2026, 11, 1, hour, 59, tzinfo=zone_of(district))
    day = received + timedelta(days=days)
    for local in (max(day.replace(hour=0, minute=0), received), day.replace(hour=23)):
        now = local.astimezone(UTC)
        assert timeliness(answered(district, received.astimezone(UTC), None), now) is still_owed
        assert timeliness(answered(district, received.astimezone(UTC), now), now) is given
        # What happened in time stays in time, whenever one looks.
        assert timeliness(answered(district, received.astimezone(UTC), now), now + timedelta(days=1000)) is given


def test_the_first_answer_decides_and_what_comes_after_it_changes_nothing() -> None:
    received = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)
    ticket = answered("18.07.19", received, received + timedelta(days=2))
    resolved = replace(ticket, steps=(*ticket.steps, Step(Status.RESOLVED, received + timedelta(days=40))))
    assert timeliness(resolved, received + timedelta(days=41)) is Timeliness.IN_TIME


def test_the_clock_of_the_answer_stops_wherever_the_family_has_been_told_something() -> None:
    told = {row.id for row in actions().values() if ClockName.ANSWER in row.stops and Role.HANDLER in row.by}
    assert told == {"ask", "respond", "answer", "close", "mark_duplicate"}
    assert {row.id for row in actions().values() if row.to in ends()} <= {
        row.id for row in actions().values() if row.stops == frozenset(ClockName)
    }


def test_every_limit_says_where_it_comes_from_and_every_category_has_one() -> None:
    assert set(ClockName) - {ClockName.RESOLVE} < set(time_limits())
    assert {f"bands.{category.band}" for category in categories().values()} <= set(time_limits())


@pytest.mark.parametrize("zone", DISTRICTS)
@pytest.mark.parametrize("hour", [0, 23])
def test_an_objection_is_open_until_the_end_of_its_last_day_where_the_family_lives(zone: str, hour: int) -> None:
    district = DISTRICTS[zone]
    given = datetime(2026, 11, 2, hour, 59, tzinfo=zone_of(district))
    ticket = answered(district, given.astimezone(UTC), given.astimezone(UTC))
    assert objection_ends(ticket) == date(2026, 12, 2)
    last = datetime(2026, 12, 2, 23, 59, 59, tzinfo=zone_of(district)).astimezone(UTC)
    for now, open_, over in ((last, True, False), (last + timedelta(seconds=1), False, True)):
        family = [action.id for action in open_actions(ticket, Complainant(), now)]
        assert ("object" in family) is open_
        assert ("lapse" in [action.id for action in open_actions(ticket, System(), now)]) is over
    assert next_moment(ticket) == last + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("status", "ending", "tier", "may_object", "waits"),
    [
        # Written by hand.
        (Status.RECEIVED, None, Tier.KECAMATAN, False, True),
        (Status.NEEDS_INFO, None, Tier.KECAMATAN, False, True),
        (Status.ANSWERED, None, Tier.KECAMATAN, True, True),
        (Status.ANSWERED, None, Tier.PROVINSI, True, True),
        (Status.ANSWERED, None, Tier.PUSAT, False, True),
        (Status.CLOSING, Ending.NOT_OURS, Tier.KABUPATEN, True, True),
        (Status.CLOSING, Ending.NOT_OURS, Tier.PUSAT, False, True),
        (Status.CLOSED, Ending.NOT_OURS, Tier.KECAMATAN, True, False),
        (Status.CLOSED, Ending.DUPLICATE, Tier.KECAMATAN, True, False),
        (Status.CLOSED, Ending.WITHDRAWN, Tier.KECAMATAN, False, False),
        (Status.CLOSED, Ending.NOT_ENOUGH, Tier.PUSAT, False, False),
        (Status.RESOLVED, Ending.CONFIRMED, Tier.KECAMATAN, False, False),
        (Status.RESOLVED, Ending.UNCONFIRMED, Tier.KECAMATAN, False, False),
    ],
)
def test_what_a_family_may_object_to_and_what_waits_for_time(
    status: Status, ending: Ending | None, tier: Tier, may_object: bool, waits: bool
) -> None:
    at = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
    there = replace(answered("18.07.19", at, None), ending=ending, desk=desk_at(tier, "18.07.19"))
    ticket = samples.standing(there, status, at)
    assert ("object" in [action.id for action in open_actions(ticket, Complainant(), at)]) is may_object
    moment = next_moment(ticket)
    # Beyond a year it is the end of what is kept.
    assert (moment is not None and moment < at + timedelta(days=365)) is waits
