"""When something is over: boundaries written by hand, and what the rules of time do at them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from chalicelib.domain import changes
from chalicelib.domain.access import open_actions
from chalicelib.domain.calendar import Unit, end_after, zone_of
from chalicelib.domain.changes import open_ticket
from chalicelib.domain.clocks import Clock, ClockName, begun, paused, resumed, time_limits
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.deadlines import Deadline, deadline_of, first_due, next_moment, settled_by
from chalicelib.domain.events import Actor, Complainant, Officer, System
from chalicelib.domain.reports import Report
from chalicelib.domain.tickets import Digests, Ticket
from chalicelib.domain.tiers import DeskKind, Tier, desk_at
from chalicelib.domain.workflow import Status, actions

from tests.support import samples

DISTRICTS = {"WIB": "18.07.19", "WITA": "51.01.01", "WIT": "91.03.01"}
H, D, W = Unit.HOURS, Unit.DAYS, Unit.WORKING_DAYS


def at(text: str, zone: str = "WIB") -> datetime:
    """Return the moment, UTC, that clocks of a zone show as `text`."""
    return datetime.fromisoformat(text).replace(tzinfo=zone_of(DISTRICTS[zone])).astimezone(UTC)


# since, length, unit, and the first moment after the end, as clocks there show them.
# Lebaran, with Nyepi: 18 to 24 March 2026, 8 to 15 March 2027.
ENDS = [
    # Hours run day and night, over midnight, weekends, holidays and the end of a month.
    ("2026-12-01 08:00", 4, H, "2026-12-01 12:00"),
    ("2026-12-01 21:30", 4, H, "2026-12-02 01:30"),
    ("2026-12-04 23:59", 4, H, "2026-12-05 03:59"),
    ("2026-12-24 22:00", 4, H, "2026-12-25 02:00"),
    ("2026-03-21 03:00", 4, H, "2026-03-21 07:00"),
    ("2026-12-31 20:00", 4, H, "2027-01-01 00:00"),
    ("2026-12-31 21:00", 4, H, "2027-01-01 01:00"),
    ("2028-02-28 22:00", 4, H, "2028-02-29 02:00"),
    ("2027-02-28 22:00", 4, H, "2027-03-01 02:00"),
    # Days begin on the day after, and end with the last: weekends and holidays count.
    ("2026-11-01 00:00", 14, D, "2026-11-16 00:00"),
    ("2026-11-01 10:00", 14, D, "2026-11-16 00:00"),
    ("2026-11-01 23:59", 14, D, "2026-11-16 00:00"),
    ("2026-11-02 00:00", 14, D, "2026-11-17 00:00"),
    ("2026-12-20 10:00", 5, D, "2026-12-26 00:00"),
    ("2026-12-25 10:00", 14, D, "2027-01-09 00:00"),
    ("2026-03-16 10:00", 14, D, "2026-03-31 00:00"),
    ("2026-11-02 10:00", 60, D, "2027-01-02 00:00"),
    ("2026-01-31 10:00", 30, D, "2026-03-03 00:00"),
    # 29 February.
    ("2028-02-15 10:00", 14, D, "2028-03-01 00:00"),
    ("2028-02-29 10:00", 14, D, "2028-03-15 00:00"),
    ("2028-02-14 23:59", 14, D, "2028-02-29 00:00"),
    ("2027-02-14 10:00", 14, D, "2027-03-01 00:00"),
    ("2028-02-28 10:00", 1, W, "2028-03-01 00:00"),
    ("2028-02-29 10:00", 3, W, "2028-03-04 00:00"),
    # Working days in a plain week: the day it began is none of them.
    ("2026-11-30 00:00", 3, W, "2026-12-04 00:00"),
    ("2026-11-30 23:59", 3, W, "2026-12-04 00:00"),
    ("2026-12-01 08:00", 3, W, "2026-12-05 00:00"),
    ("2026-12-01 08:00", 1, W, "2026-12-03 00:00"),
    # Friday evening, and the weekend.
    ("2026-12-04 17:00", 1, W, "2026-12-08 00:00"),
    ("2026-12-04 23:59", 3, W, "2026-12-10 00:00"),
    ("2026-12-05 00:00", 3, W, "2026-12-10 00:00"),
    ("2026-12-06 23:59", 3, W, "2026-12-10 00:00"),
    ("2026-12-07 00:00", 3, W, "2026-12-11 00:00"),
    ("2026-12-03 10:00", 10, W, "2026-12-18 00:00"),
    # One holiday, on a Monday and on a Friday, and one on a weekend that takes nothing away.
    ("2026-08-14 10:00", 1, W, "2026-08-19 00:00"),
    ("2026-08-17 10:00", 1, W, "2026-08-19 00:00"),
    ("2026-04-02 10:00", 1, W, "2026-04-07 00:00"),
    ("2026-05-29 10:00", 1, W, "2026-06-03 00:00"),
    ("2026-04-03 10:00", 1, W, "2026-04-07 00:00"),
    # Cuti bersama.
    ("2026-02-13 10:00", 3, W, "2026-02-21 00:00"),
    ("2026-05-13 10:00", 1, W, "2026-05-19 00:00"),
    ("2026-05-26 10:00", 1, W, "2026-05-30 00:00"),
    ("2026-12-23 10:00", 1, W, "2026-12-29 00:00"),
    ("2026-12-23 10:00", 3, W, "2026-12-31 00:00"),
    ("2027-02-04 10:00", 1, W, "2027-02-09 00:00"),
    # Lebaran.
    ("2026-03-16 10:00", 3, W, "2026-03-27 00:00"),
    ("2026-03-17 10:00", 1, W, "2026-03-26 00:00"),
    ("2026-03-17 23:59", 3, W, "2026-03-28 00:00"),
    ("2026-03-18 00:00", 3, W, "2026-03-28 00:00"),
    ("2026-03-24 23:59", 3, W, "2026-03-28 00:00"),
    ("2026-03-25 00:00", 3, W, "2026-03-31 00:00"),
    ("2027-03-05 10:00", 3, W, "2027-03-19 00:00"),
    ("2027-03-15 10:00", 3, W, "2027-03-19 00:00"),
    # The turn of the year.
    ("2026-12-28 10:00", 3, W, "2027-01-01 00:00"),
    ("2026-12-29 10:00", 3, W, "2027-01-05 00:00"),
    ("2026-12-30 10:00", 3, W, "2027-01-07 00:00"),
    ("2026-12-31 23:59", 1, W, "2027-01-05 00:00"),
]


@pytest.mark.parametrize("zone", DISTRICTS)
@pytest.mark.parametrize(("since", "length", "unit", "end"), ENDS)
def test_what_began_then_is_over_then(zone: str, since: str, length: int, unit: Unit, end: str) -> None:
    assert end_after(at(since, zone), length, unit, zone_of(DISTRICTS[zone])) == at(end, zone)


@pytest.mark.parametrize(
    ("since", "unit", "ends"),
    [
        # One moment, which is another day elsewhere: 14 days, 3 working days.
        ("2026-11-01 23:30", D, {"WIB": "2026-11-16 00:00", "WITA": "2026-11-17 00:00", "WIT": "2026-11-17 00:00"}),
        ("2026-11-01 22:30", D, {"WIB": "2026-11-16 00:00", "WITA": "2026-11-16 00:00", "WIT": "2026-11-17 00:00"}),
        ("2026-11-01 21:59", D, {"WIB": "2026-11-16 00:00", "WITA": "2026-11-16 00:00", "WIT": "2026-11-16 00:00"}),
        # A Thursday in Jakarta is a Friday further east.
        ("2026-12-03 23:30", W, {"WIB": "2026-12-09 00:00", "WITA": "2026-12-10 00:00", "WIT": "2026-12-10 00:00"}),
        ("2026-12-03 22:30", W, {"WIB": "2026-12-09 00:00", "WITA": "2026-12-09 00:00", "WIT": "2026-12-10 00:00"}),
        # Sunday night in Jakarta is Monday further east.
        ("2026-12-06 23:30", W, {"WIB": "2026-12-10 00:00", "WITA": "2026-12-11 00:00", "WIT": "2026-12-11 00:00"}),
    ],
)
def test_one_moment_is_over_where_each_zone_says(since: str, unit: Unit, ends: dict[str, str]) -> None:
    length = {D: 14, W: 3}[unit]
    for zone, end in ends.items():
        assert end_after(at(since), length, unit, zone_of(DISTRICTS[zone])) == at(end, zone), zone


# A clock of 14 days since 2 November, whose last day is the 16th: when it stops and goes on, how many days it stood before, and
# its last day then.
PAUSES = [
    ("2026-11-05 10:00", "2026-11-10 10:00", 0, "2026-11-21"),
    ("2026-11-05 00:00", "2026-11-05 23:59", 0, "2026-11-16"),
    ("2026-11-05 23:59", "2026-11-06 00:00", 0, "2026-11-17"),
    ("2026-11-05 10:00", "2026-12-05 10:00", 0, "2026-12-16"),
    ("2026-11-05 10:00", "2026-12-06 10:00", 0, "2026-12-16"),
    ("2026-11-05 10:00", "2027-11-05 10:00", 0, "2026-12-16"),
    ("2026-11-05 10:00", "2026-11-15 10:00", 25, "2026-11-21"),
    ("2026-11-05 10:00", "2026-11-10 10:00", 25, "2026-11-21"),
    ("2026-11-05 10:00", "2026-11-09 10:00", 25, "2026-11-20"),
    ("2026-11-05 10:00", "2026-11-15 10:00", 30, "2026-11-16"),
    ("2026-11-16 23:59", "2026-11-18 10:00", 0, "2026-11-18"),
]


@pytest.mark.parametrize("zone", DISTRICTS)
@pytest.mark.parametrize(("stopped", "went_on", "before", "last"), PAUSES)
def test_a_pause_gives_back_its_days_and_never_more_than_its_limit(
    zone: str, stopped: str, went_on: str, before: int, last: str
) -> None:
    here = zone_of(DISTRICTS[zone])
    clock = replace(begun(ClockName.RESOLVE, time_limits()["bands.plain"], at("2026-11-02 10:00", zone), here), waited=before)
    stands = paused(clock, at(stopped, zone).astimezone(here).date())
    assert paused(stands, at(went_on, zone).astimezone(here).date()) == stands  # it stands already
    after = resumed(stands, at(went_on, zone).astimezone(here).date())
    assert after.due == at(f"{last} 00:00", zone) + timedelta(days=1)
    assert after.ends <= stands.ends  # what was announced for a pause that nobody ends
    assert (after.waited, resumed(after, at("2027-12-31 10:00").date())) == (before + (after.due - clock.due).days, after)


def opened(since: datetime, report: Report | None = None) -> Ticket:
    world, digests = samples.world(since, "first"), Digests("content", "code", "token")
    return open_ticket(samples.number(), report or samples.report(), (), digests, {Compartment.CASE: b"key"}, world).after


def taken(ticket: Ticket, action: str, now: datetime, actor: Actor | None = None) -> Ticket:
    """Return the ticket after an action by its desk, or by somebody else."""
    row = actions()[action]
    answers = samples.answers_to(row, ticket, now, "sub-named")
    world = replace(samples.world(now, f"event-{ticket.version + 1}"), named=samples.somebody_of(ticket, "sub-named"))
    by = actor or Officer(ticket.assignee or "sub-rina", ticket.desk)
    return changes.act(ticket, by, action, answers, world).after


def swept(ticket: Ticket, now: datetime) -> tuple[Ticket, list[str]]:
    """Return the ticket after everything that is due by the rules of time, and what that was."""
    done: list[str] = []
    while due := open_actions(ticket, System(), now):
        done.append(due[0].id)
        ticket = taken(ticket, due[0].id, now, System())
    return ticket, done


def shown(ticket: Ticket) -> Deadline:
    deadline = deadline_of(ticket)
    assert deadline
    return deadline


def named(ticket: Ticket, name: ClockName) -> Clock:
    return next(clock for clock in ticket.clocks if clock.name is name)


@pytest.mark.parametrize("zone", DISTRICTS)
@pytest.mark.parametrize(
    ("since", "after", "done"),
    [
        # By day, by night, on a Sunday, at Lebaran: 4 hours.
        *((since, timedelta(hours=3, minutes=59), ["remind"]) for since in ("2026-12-01 08:00", "2026-03-21 23:00")),
        *((since, timedelta(hours=4), ["escalate"]) for since in ("2026-12-01 08:00", "2026-03-21 23:00", "2026-12-06 02:00")),
        ("2026-12-01 08:00", timedelta(hours=3) - timedelta(milliseconds=1), []),
        ("2026-12-01 08:00", timedelta(hours=3), ["remind"]),
        ("2026-12-01 08:00", timedelta(hours=4) - timedelta(milliseconds=1), ["remind"]),
    ],
)
def test_nobody_waits_four_hours_for_a_first_human_when_there_is_danger(
    zone: str, since: str, after: timedelta, done: list[str]
) -> None:
    report = replace(samples.report(district=DISTRICTS[zone]), flags=("danger",))
    ticket = opened(at(since, zone), report)
    risen, acts = swept(ticket, at(since, zone) + after)
    assert acts == done
    if "escalate" in done:
        assert risen.desk == desk_at(Tier.PROVINSI, DISTRICTS[zone])
        assert named(risen, ClockName.URGENT).due == at(since, zone) + after + timedelta(hours=4)
        again, acts = swept(risen, at(since, zone) + after + timedelta(hours=4))
        assert (again.desk.tier, acts) == (Tier.PUSAT, ["escalate"])
        last, acts = swept(again, at(since, zone) + after + timedelta(hours=8))
        # At the pusat it stays, and is late; the reminder of its last hour is all that was left.
        assert (last.desk.tier, acts) == (Tier.PUSAT, ["remind"])
        assert shown(last).late


@pytest.mark.parametrize("zone", DISTRICTS)
def test_a_report_that_nobody_takes_moves_up_by_itself_tier_by_tier(zone: str) -> None:
    """Written by hand: a Tuesday; verify 3 working days and 3 more at each desk above, answer and resolve 14 days, and 5."""
    ticket = opened(at("2026-12-01 10:00", zone), samples.report(district=DISTRICTS[zone]))
    way = []
    now = at("2026-12-01 10:00", zone)
    while (moment := next_moment(ticket)) and moment < at("2027-02-01 00:00", zone):
        assert moment > now
        now = moment
        assert not open_actions(ticket, System(), now - timedelta(milliseconds=1))
        ticket, done = swept(ticket, now)
        local = now.astimezone(zone_of(DISTRICTS[zone]))
        way.append((f"{local:%d-%m %H:%M}", *done, ticket.desk.tier.value))
    assert way == [
        ("04-12 00:00", "remind", "kecamatan"),
        ("05-12 00:00", "escalate", "kabupaten"),
        ("09-12 00:00", "remind", "kabupaten"),
        ("10-12 00:00", "escalate", "provinsi"),
        ("13-12 00:00", "remind", "provinsi"),
        ("15-12 00:00", "remind", "provinsi"),
        ("16-12 00:00", "escalate", "pusat"),
        _at_the_pusat(zone),
    ]
    assert [desk for desk in ticket.watchers if desk.kind is DeskKind.PKH][-3:] == [
        desk_at(tier, DISTRICTS[zone]) for tier in (Tier.PROVINSI, Tier.KABUPATEN, Tier.KECAMATAN)
    ]
    assert ticket.assignee is None


def _at_the_pusat(zone: str) -> tuple[str, ...]:
    """The last reminder, in Jakarta's time: there it is still the 15th when it moves up from further east."""
    return ({"WIB": "19-12 00:00", "WITA": "18-12 01:00", "WIT": "18-12 02:00"}[zone], "remind", "pusat")


START = at("2026-12-01 10:00")  # a Tuesday
IDLE = ["message", "tell", "note", "take", "assign", "hand_back", "step_aside"]  # what moves no date, and opens none


def by(action: str, ticket: Ticket) -> Actor:
    return Complainant() if action == "message" else Officer(ticket.assignee or "sub-rina", ticket.desk)


@pytest.mark.parametrize("action", IDLE)
def test_no_message_note_or_other_officer_moves_a_date(action: str) -> None:
    """One that is edited every hour moves up at the same moments as one that nobody touches."""
    quiet = busy = opened(START)
    way: dict[str, list[tuple[datetime, Tier]]] = {"quiet": [], "busy": []}
    for hour in range(24 * 22):
        now = START + timedelta(hours=hour)
        quiet, acts = swept(quiet, now)
        way["quiet"] += [(now, quiet.desk.tier)] * acts.count("escalate")
        busy, acts = swept(busy, now)
        way["busy"] += [(now, busy.desk.tier)] * acts.count("escalate")
        if action in ("assign", "hand_back") and busy.assignee is None:
            busy = taken(busy, "take", now)
        if busy.status is Status.RECEIVED and actions()[action] in open_actions(busy, by(action, busy), now):
            dates = busy.clocks
            busy = taken(busy, action, now, by(action, busy))
            assert busy.clocks == dates
    assert action == "take" or busy.version > quiet.version + 100
    assert way["busy"] == way["quiet"]
    assert [tier for _, tier in way["busy"]] == [Tier.KABUPATEN, Tier.PROVINSI, Tier.PUSAT]


def test_a_question_stops_the_answer_and_pauses_what_settles_it_alone() -> None:
    ticket = taken(opened(START), "identify", START)
    assert {clock.name for clock in ticket.clocks} == {ClockName.ANSWER, ClockName.RESOLVE}
    asked = taken(ticket, "ask", START + timedelta(days=1))  # until the 9th, in 7 days
    assert {clock.name for clock in asked.clocks} == {ClockName.WAITING, ClockName.RESOLVE}
    assert (shown(asked).clock, str(shown(asked).day), shown(asked).rises_to) == (ClockName.WAITING, "2026-12-09", None)
    assert asked.answered_at == START + timedelta(days=1)
    replied = taken(asked, "reply", START + timedelta(days=5), Complainant())
    assert str(settled_by(replied)) == "2026-12-19"  # 4 days more than the 15th
    assert (shown(replied).clock, shown(replied).rises_to) == (ClockName.RESOLVE, Tier.KABUPATEN)
    assert str(settled_by(ticket)) == "2026-12-15"


def test_questions_without_end_do_not_keep_a_report_from_moving_up() -> None:
    """A desk that asks again whenever the family has answered gains the limit of waiting once, and no day more."""
    ticket, now, risen = taken(opened(START), "identify", START), START, None
    while risen is None and now < START + timedelta(days=200):
        now += timedelta(days=3)
        ticket, acts = swept(ticket, now)
        risen = now if "escalate" in acts else None
        if ticket.status is Status.NEEDS_INFO:
            ticket = taken(ticket, "reply", now, Complainant())
        ticket = taken(ticket, "ask", now)
    assert risen
    limit = time_limits()["bands.plain"].length + time_limits()["waiting"].length
    assert 0 <= (risen - START).days - limit <= 3


def test_a_family_that_does_not_answer_is_reminded_and_then_its_report_is_closed_and_it_may_object() -> None:
    asked = taken(taken(opened(START), "identify", START), "ask", START)  # until the 8th
    calm, acts = swept(asked, at("2026-12-06 00:00") - timedelta(milliseconds=1))
    assert acts == []
    told, acts = swept(calm, at("2026-12-06 00:00"))
    assert (acts, told.status, shown(told).day) == (["remind_family"], Status.NEEDS_INFO, shown(asked).day)
    assert swept(told, at("2026-12-09 00:00") - timedelta(milliseconds=1))[1] == []
    closed, acts = swept(told, at("2026-12-09 00:00"))
    assert (acts, closed.status, closed.ending) == (["lapse_wait"], Status.CLOSED, "not_enough")
    assert actions()["object"] in open_actions(closed, Complainant(), at("2027-01-08 23:59"))
    assert actions()["object"] not in open_actions(closed, Complainant(), at("2027-01-09 00:00"))


def test_nobody_is_closed_without_a_reminder_of_some_days_however_late_the_sweep() -> None:
    asked = taken(taken(opened(START), "identify", START), "ask", START)
    told, acts = swept(asked, at("2026-12-20 10:00"))  # nothing ran for two weeks
    assert (acts, told.status, str(shown(told).day)) == (["remind_family"], Status.NEEDS_INFO, "2026-12-22")
    assert swept(told, at("2026-12-23 00:00") - timedelta(milliseconds=1))[1] == []
    assert swept(told, at("2026-12-23 00:00"))[1] == ["lapse_wait"]


def test_a_closing_that_nobody_signs_off_rises_until_only_the_family_is_left() -> None:
    ticket = taken(opened(START), "close", START)
    assert (shown(ticket).clock, shown(ticket).rises_to) == (ClockName.SIGN_OFF, Tier.KABUPATEN)
    tiers: list[tuple[str, Tier]] = []
    now = START
    while (moment := next_moment(ticket)) and ticket.status is not Status.CLOSED and len(tiers) < 9:
        now = moment
        ticket, acts = swept(ticket, now)
        tiers += [(act, ticket.desk.tier) for act in acts if act != "remind"]
    assert tiers == [
        ("escalate", Tier.KABUPATEN),
        ("escalate", Tier.PROVINSI),
        ("escalate", Tier.PUSAT),
        ("lapse_close", Tier.PUSAT),
    ]
    assert (ticket.status, now) == (Status.CLOSED, at("2027-01-01 00:00"))  # the window of an objection, 30 days


def test_a_first_response_meets_the_law_once_and_what_settles_it_goes_on() -> None:
    ticket = taken(opened(START, replace(samples.report(), category="membership_data")), "identify", START)
    officer = Officer("sub-rina", ticket.desk)
    assert "respond" in [row.id for row in open_actions(ticket, officer, START)]
    after = taken(ticket, "respond", START + timedelta(days=2))
    assert (after.answered_at, after.status) == (START + timedelta(days=2), ticket.status)
    assert "respond" not in [row.id for row in open_actions(after, officer, START)]
    assert (shown(after).clock, str(shown(after).day)) == (ClockName.RESOLVE, "2027-01-30")  # 60 days
    risen, acts = swept(after, at("2027-01-31 00:00"))
    assert (acts, risen.desk.tier, risen.status) == (["escalate"], Tier.KABUPATEN, Status.IDENTIFYING)
    assert (risen.assignee, shown(risen).late, str(shown(risen).day)) == (None, True, "2027-02-05")


def test_the_receipt_says_the_first_date_for_ever() -> None:
    ticket = opened(START)
    due = first_due(ticket.receipt)
    assert due
    assert (str(due.day), due.exact, due.rises_to) == ("2026-12-04", False, Tier.KABUPATEN)
    assert swept(ticket, START + timedelta(days=30))[0].receipt == ticket.receipt
    urgent = opened(START, replace(samples.report(), flags=("danger",)))
    soon = first_due(urgent.receipt)
    assert soon
    assert (soon.at, soon.exact, soon.rises_to) == (START + timedelta(hours=4), True, Tier.PROVINSI)


def test_what_somebody_else_owes_is_told_to_the_desk_and_moves_nothing() -> None:
    ticket = taken(taken(opened(START), "identify", START), "clarify", START)
    assert named(ticket, ClockName.REFERRAL).due == at("2026-12-16 00:00")  # 10 working days
    assert ClockName.REFERRAL is not shown(ticket).clock
    world = samples.world(at("2026-12-16 00:00"), "event")
    change = changes.act(ticket, System(), "referral_over", {}, world)
    assert (change.after.desk, change.tells) == (ticket.desk, (ticket.desk,))
    assert ClockName.REFERRAL not in {clock.name for clock in change.after.clocks}


def test_a_desk_that_turns_out_to_be_accused_stops_reading_what_rose_above_it() -> None:
    ticket = swept(opened(START), at("2026-12-05 00:00"))[0]
    assert desk_at(Tier.KECAMATAN, samples.PASIR_SAKTI) in ticket.watchers
    world = replace(samples.world(START, "event"), named=samples.PASIR_SAKTI_OFFICER.member)
    found = {"accused": samples.PASIR_SAKTI_OFFICER.sub, "note": "Alasan."}
    after = changes.act(ticket, Officer("sub-sari", ticket.desk), "exclude", found, world).after
    assert Tier.KECAMATAN not in {desk.tier for desk in after.watchers}
    assert after.clocks == ticket.clocks
    higher = swept(after, at("2026-12-10 00:00"))[0]
    assert Tier.KECAMATAN not in {desk.tier for desk in higher.watchers}
    assert higher.desk.tier is Tier.PROVINSI
