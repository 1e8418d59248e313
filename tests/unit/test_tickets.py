"""How a ticket moves: only as the rules say, by whom they say, one version and one event at a time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from chalicelib.domain import changes as domain
from chalicelib.domain.access import officer, open_actions, role_of
from chalicelib.domain.answers import problems_of
from chalicelib.domain.changes import Change, open_ticket
from chalicelib.domain.clocks import ClockName, Side
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.deadlines import next_moment, reminded
from chalicelib.domain.errors import Invalid, NotAllowedNow
from chalicelib.domain.events import Actor, Complainant, Officer, System
from chalicelib.domain.rulebook import rules
from chalicelib.domain.staff import Leave, Member, StandIn
from chalicelib.domain.tickets import Digests, ErasureRequest, Step, Ticket
from chalicelib.domain.tiers import Desk, DeskKind, Tier, desk_at
from chalicelib.domain.workflow import SUBMIT, Action, Condition, Effect, Lane, Role, Status, actions, ends, lane_of, place_of
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import samples

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
HANDLER = Officer(samples.PASIR_SAKTI_OFFICER.sub, samples.PASIR_SAKTI_OFFICER.desk)
COLLEAGUE = Officer("sub-colleague", HANDLER.desk)
DEPUTY = Officer("sub-deputy", HANDLER.desk, (HANDLER.sub,))
ABOVE = Officer(samples.LAMPUNG_COORDINATOR.sub, samples.LAMPUNG_COORDINATOR.desk)
READER = Officer("sub-dinsos", Desk(Tier.KABUPATEN, "18.07", DeskKind.DINSOS))
ACTORS: dict[Role, Actor] = {
    Role.COMPLAINANT: Complainant(),
    Role.HANDLER: HANDLER,
    Role.COLLEAGUE: COLLEAGUE,
    Role.ABOVE: ABOVE,
    Role.READER: READER,
    Role.SYSTEM: System(),
}
# Whom an answer names where one is needed: somebody of the same desk.
NAMED = Member("sub-named", HANDLER.desk)


NATIONAL = samples.NATIONAL_OFFICER.desk
# Where an effect leads back to, from the way that `reached` makes.
BACK: dict[tuple[Effect | None, Status], Status] = {
    (Effect.GO_ON, Status.NEEDS_INFO): Status.IDENTIFYING,
    (Effect.GO_ON, Status.CLOSING): Status.IDENTIFYING,
}


def opened() -> Change:
    digests = Digests("content", "code", "token")
    return open_ticket(samples.number(), samples.report(), (), digests, {Compartment.CASE: b"key"}, samples.world(AT, "first"))


def moved(ticket: Ticket, action: str, actor: Actor = HANDLER, at: datetime = AT) -> Change:
    """Take an action with an answer to each field that it needs."""
    answers = samples.answers_to(actions()[action], ticket, at, NAMED.sub) if action in actions() else {}
    world = samples.world(at, f"event-{ticket.version + 1}")
    world = replace(world, named=samples.somebody_of(ticket, NAMED.sub), secrets=("new code", "new token"))
    return domain.act(ticket, actor, action, answers, world)


def test_a_report_starts_on_its_kecamatans_desk() -> None:
    change = opened()
    ticket, event = change.after, change.event
    assert change.before is None
    assert (ticket.status, ticket.version, ticket.desk) == (Status.RECEIVED, 1, samples.PASIR_SAKTI_OFFICER.desk)
    assert (event.version, event.status, event.actor) == (1, Status.RECEIVED, Complainant())


LATER = AT + timedelta(days=100)


def moment_of(row: Action) -> datetime:
    """When what a row of time waits for is so."""
    return LATER if Role.SYSTEM in row.by else AT


@given(
    st.lists(
        st.tuples(st.sampled_from([*actions(), "delete", ""]), st.sampled_from(list(ACTORS.values())), st.integers(0, 20)),
        max_size=14,
    )
)
@settings(max_examples=400)
def test_any_sequence_of_actions_keeps_to_the_rules(attempts: list[tuple[str, Actor, int]]) -> None:
    ticket, at = opened().after, AT
    events = [opened().event]
    walked = [Status.RECEIVED]
    for action, actor, days in attempts:
        at += timedelta(days=days)
        row = actions().get(action)
        if row not in open_actions(ticket, actor, at):
            with pytest.raises((NotAllowedNow, Invalid)):
                moved(ticket, action, actor, at)
            continue
        change = moved(ticket, action, actor, at)
        assert row
        assert (change.before, change.event.actor) == (ticket, actor)
        assert change.after.status is change.event.status
        assert change.after.status is row.to or row.to is None
        # Nobody ends a report without an answer that the family could read, or the family's word, or a second pair of eyes.
        if change.after.status is Status.RESOLVED and ticket.status is not Status.RESOLVED:
            assert events[-1].status is Status.ANSWERED or ticket.status is Status.ANSWERED
        if change.after.status is Status.CLOSED and ticket.status is not Status.CLOSED:
            assert action in ("withdraw", "accept_close", "approve_close", "lapse_close", "lapse_wait", "mark_duplicate")
        if change.after.status is not ticket.status or change.after.desk != ticket.desk or row.to:
            walked.append(change.after.status)
        # Nothing but what a row names, and the rules of time, touches a clock.
        if not (row.starts or row.stops or row.pauses or row.resumes or row.recounts or Role.SYSTEM in row.by):
            assert [clock for clock in ticket.clocks if clock.name is not ClockName.SIGN_OFF] == [
                clock for clock in change.after.clocks if clock.name is not ClockName.SIGN_OFF
            ]
        ticket = change.after
        events.append(change.event)
        # What a rule of time waits for and when it is looked at are one thing.
        moment = next_moment(ticket)
        assert bool(open_actions(ticket, System(), at)) is (moment is not None and moment <= at)
        if moment:
            assert not open_actions(ticket, System(), moment - timedelta(seconds=1))
            assert open_actions(ticket, System(), moment)
    assert [event.version for event in events] == list(range(1, ticket.version + 1))
    # The way that the family sees is what changed the status.
    assert [step.status for step in ticket.steps] == walked
    assert ticket.last_event == events[-1].id
    assert (ticket.receipt, ticket.digests.content) == (opened().after.receipt, opened().after.digests.content)
    reissued = [event.id for event in events if event.action == "reissue"]
    assert len(ticket.digests.earlier_codes) == len(reissued)


ASKED = (
    Condition.ERASURE_ASKED,
    Condition.ERASURE_TO_CONFIRM,
    Condition.ERASURE_TO_REFUSE,
    Condition.ERASURE_UNDECIDED,
    Condition.RETENTION_OVER,
)
# What is for a second person alone: `test_retention.py` has who that is at each tier.
BY_A_SECOND_PERSON = (
    Condition.ERASURE_TO_CONFIRM,
    Condition.ERASURE_TO_REFUSE,
    Condition.HOLDABLE,
    Condition.HELD_BACK,
)


def reached(row: Action, source: Status, assignee: str | None) -> Ticket:
    """A ticket in a state in which a row may be open: it came there by a question, and what must be so for the row is so."""
    if row.when is Condition.UNTAKEN:
        return opened().after
    if row.when in (Condition.REACHABLE, Condition.CORRECTING_DATA):
        desk = desk_at(Tier.KABUPATEN, samples.PASIR_SAKTI) if row.when is Condition.CORRECTING_DATA else HANDLER.desk
        known = {Compartment.CASE: b"key", Compartment.IDENTITY: b"key"}
        return replace(samples.standing(opened().after, source, AT), keys=known, assignee=assignee, desk=desk)
    asked = () if row.when is Condition.RESPONSE_OWED else (Step(Status.NEEDS_INFO, AT),)
    ticket = samples.standing(opened().after, source, AT, Step(Status.IDENTIFYING, AT), *asked)
    if row.when is Condition.REMINDER_DUE:
        # A question does not pause what has been paused for as long as it may be.
        ticket = replace(ticket, clocks=tuple(replace(clock, paused=None) for clock in ticket.clocks))
    ticket = replace(ticket, assignee=assignee, to_call=row.when is Condition.TO_CALL, held=row.when is Condition.HELD_BACK)
    if row.when in ASKED:
        ticket = replace(ticket, erasure=ErasureRequest(AT, AT + timedelta(days=7), row.when is Condition.RETENTION_OVER))
    if row.when is Condition.PHOTOS_LEFT:
        ticket = replace(ticket, keys={}, photos_left=True)
    if row.when is Condition.UNANSWERED:
        ticket = reminded(ticket, Side.FAMILY, LATER - timedelta(days=10))
    return replace(ticket, desk=NATIONAL) if row.id in ("lapse_close", "mark_late") else ticket


@pytest.mark.parametrize("role", Role)
def test_an_action_is_open_to_whom_its_row_names_and_to_nobody_else(role: Role) -> None:
    for row in actions().values():
        for source in row.sources:
            # What one has cannot be taken once more.
            assignee = None if row.effect is Effect.TAKE and role is Role.HANDLER else HANDLER.sub
            ticket = reached(row, source, assignee)
            at = moment_of(row)
            actor = ACTORS[role]
            if row.when is Condition.CORRECTING_DATA and isinstance(actor, Officer):
                continue  # at the kabupaten alone: `test_contacts.py`
            if row.when in BY_A_SECOND_PERSON and role in (Role.HANDLER, Role.COLLEAGUE):
                continue
            if role in row.by:
                assert row in open_actions(ticket, actor, at)
                assert moved(ticket, row.id, actor, at).after.status is (row.to or BACK.get((row.effect, source), source))
            elif role_of(actor, ticket) is role:
                assert row not in open_actions(ticket, actor, at)
                with pytest.raises(NotAllowedNow):
                    moved(ticket, row.id, actor, at)


LABELS = ("label", "unlabel")
BEGINS = ["identify", "ask", "investigate", "tell", "note", "reissue", "close", "mark_duplicate"]


def test_what_each_may_do_with_a_ticket_that_somebody_has() -> None:
    # Written by hand, in the order of the rules.
    ticket = replace(opened().after, assignee=HANDLER.sub)
    actors: dict[str, Actor] = {role.value: actor for role, actor in ACTORS.items()} | {"deputy": DEPUTY}
    may = {name: [action.id for action in open_actions(ticket, actor, AT)] for name, actor in actors.items()}
    assert may == {
        Role.COMPLAINANT: ["message", "withdraw"],
        Role.HANDLER: [*BEGINS, "assign", "hand_back", *LABELS, "step_aside", "exclude"],
        Role.COLLEAGUE: ["note", "reissue", "assign", *LABELS, "step_aside", "exclude"],
        Role.ABOVE: ["note", "reissue", "take_over", "step_aside", "exclude"],
        Role.READER: ["step_aside"],
        Role.SYSTEM: [],
        "deputy": [*BEGINS, "take", "assign", "hand_back", *LABELS, "step_aside", "exclude"],
    }


def test_while_nobody_has_it_anybody_of_the_desk_begins_and_then_has_it() -> None:
    assert "take" in [action.id for action in open_actions(opened().after, COLLEAGUE, AT)]
    begun = moved(opened().after, "identify", COLLEAGUE).after
    assert begun.assignee == COLLEAGUE.sub
    assert not [action for action in open_actions(begun, HANDLER, AT) if action.to]
    assert moved(begun, "note", HANDLER).after.assignee == COLLEAGUE.sub
    assert moved(opened().after, "take", COLLEAGUE).after.assignee == COLLEAGUE.sub
    assert moved(begun, "assign", HANDLER).after.assignee == NAMED.sub
    assert moved(begun, "hand_back", COLLEAGUE).after.assignee is None


def test_a_deputy_acts_in_the_name_of_whoever_is_away_and_only_there() -> None:
    ticket = replace(opened().after, assignee=HANDLER.sub)
    assert moved(ticket, "identify", DEPUTY).event.actor == DEPUTY
    assert moved(ticket, "identify", DEPUTY).after.assignee == HANDLER.sub
    assert moved(opened().after, "identify", DEPUTY).event.actor == Officer(DEPUTY.sub, DEPUTY.desk)


@pytest.mark.parametrize(
    ("now", "stands_in"),
    [
        (datetime(2026, 11, 19, 16, 59, tzinfo=UTC), ()),  # 23.59 WIB on the day before
        (datetime(2026, 11, 19, 17, 0, tzinfo=UTC), ("sub-away",)),
        (datetime(2026, 11, 22, 16, 59, tzinfo=UTC), ("sub-away",)),
        (datetime(2026, 11, 22, 17, 0, tzinfo=UTC), ()),
    ],
)
def test_a_deputy_stands_in_for_the_days_of_the_leave_where_their_desk_is(now: datetime, stands_in: tuple[str, ...]) -> None:
    leave = Leave(date(2026, 11, 20), date(2026, 11, 22))
    staff = replace(samples.PASIR_SAKTI_OFFICER, stands_in=(StandIn("sub-away", leave),))
    assert officer(staff, now) == Officer(staff.sub, staff.desk, stands_in)


def test_whoever_takes_over_handles_it_and_those_below_do_not_any_more() -> None:
    after = moved(replace(opened().after, assignee=HANDLER.sub), "take_over", ABOVE).after
    assert (after.desk, after.assignee) == (ABOVE.desk, ABOVE.sub)
    assert HANDLER.desk in after.watchers
    assert not [action for action in open_actions(after, HANDLER, AT) if action.id != "step_aside"]


@pytest.mark.parametrize(
    ("action", "answers", "problems"),
    [
        ("delete", {"note": "x"}, (("action", "unknown_action"),)),
        ("identify", {}, (("note", "required"),)),
        ("identify", {"note": ""}, (("note", "required"),)),
        ("identify", {"note": "x", "amount": "5"}, (("amount", "unknown_field"),)),
        (SUBMIT, {"note": "x"}, (("note", "unknown_field"),)),
    ],
)
def test_an_action_wants_the_fields_that_its_row_needs_and_no_others(
    action: str, answers: dict[str, str], problems: tuple[tuple[str, str], ...]
) -> None:
    with pytest.raises(Invalid) as refused:
        domain.act(opened().after, HANDLER, action, answers, samples.world(AT, "next"))
    assert refused.value.problems == problems


def test_no_path_to_resolved_skips_an_answer() -> None:
    pairs = [(source, row.to) for row in actions().values() for source in row.sources if row.to]
    without = [pair for pair in pairs if Status.ANSWERED not in pair]
    reached, frontier = {Status.RECEIVED}, [Status.RECEIVED]
    while frontier:
        here = frontier.pop()
        for source, to in without:
            if source is here and to not in reached:
                reached.add(to)
                frontier.append(to)
    assert Status.RESOLVED not in reached
    assert Status.CLOSED in reached
    assert {field.name for field in actions()["answer"].needs} == {"outcome", "done", "message"}


def test_every_state_can_be_reached_and_only_an_objection_leads_out_of_an_end() -> None:
    assert {row.to for row in actions().values() if row.to} == set(Status)
    leaving = {row.id for row in actions().values() if row.to and ends() & set(row.sources)}
    assert leaving == {"object"}
    assert Status.RESOLVED not in actions()["object"].sources


def test_the_rule_file_names_the_same_states_and_one_lane_for_each() -> None:
    assert rules("workflow")["states"] == [status.value for status in Status]
    assert [place_of(lane) for lane in Lane] == [100, 300, 650, 700]  # as stored: three digits in a key, never changed
    assert {lane_of(status) for status in Status} == set(Lane)
    assert {status for status in Status if lane_of(status) is Lane.ENDED} == ends()


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({}, ()),
        ({"category": "unheard_of"}, (("category", "not_a_choice"),)),
        ({"happened_on": date(2026, 11, 23)}, (("happened_on", "future_date"),)),
        ({"happened_on": date(2026, 11, 22)}, ()),
    ],
)
def test_the_rules_of_a_report(changes: dict[str, Any], problems: tuple[tuple[str, str], ...]) -> None:
    assert replace(samples.report(), **changes).problems(latest_day=date(2026, 11, 22)) == problems


@pytest.mark.parametrize("holding", Tier)
@pytest.mark.parametrize("acting", Tier)
def test_each_tier_does_what_its_row_says_and_nothing_else(holding: Tier, acting: Tier) -> None:
    """Every action from every state, by somebody of every tier, on a report that somebody has at every tier."""
    tiers = list(Tier)
    place = tiers.index(acting) - tiers.index(holding)
    role = Role.COLLEAGUE if place == 0 else Role.ABOVE if place > 0 else Role.READER
    officer_ = Officer("sub-other", desk_at(acting, samples.PASIR_SAKTI))
    for row in actions().values():
        for source in row.sources:
            ticket = replace(reached(row, source, HANDLER.sub), desk=desk_at(holding, samples.PASIR_SAKTI))
            if row.when is Condition.UNTAKEN:
                continue  # of an untaken one everybody of the desk is the handler; a row of families
            at = moment_of(row)
            if row.when in BY_A_SECOND_PERSON and role is Role.COLLEAGUE:
                continue
            assert (row in open_actions(ticket, officer_, at)) is (role in row.by), (row.id, source)
            if role not in row.by:
                with pytest.raises(NotAllowedNow):
                    moved(ticket, row.id, officer_, at)


PAYMENT = {"outcome": "paid", "done": "x", "message": "x", "credited_on": "2026-11-20", "reference": "TRX-1"}
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("category", "change", "problems"),
    [
        ("payment_missing", {}, ()),
        ("payment_missing", {"credited_on": None}, (("credited_on", "required"),)),
        ("payment_missing", {"reference": None}, (("reference", "required"),)),
        ("payment_missing", {"credited_on": "2026-11-23"}, (("credited_on", "future_date"),)),
        ("payment_missing", {"credited_on": "1998-11-23"}, (("credited_on", "too_early"),)),
        ("payment_missing", {"credited_on": "kemarin"}, (("credited_on", "bad_date"),)),
        ("payment_missing", {"reason": "x"}, (("reason", "unknown_field"),)),
        ("payment_missing", {"done": None}, (("done", "required"),)),
        ("payment_missing", {"message": None}, (("message", "required"),)),
        ("payment_missing", {"message": "x" * 5001}, (("message", "too_long"),)),
        ("payment_short", {"outcome": "not_paid", "credited_on": None, "reference": None}, (("reason", "required"),)),
        (
            "payment_missing",
            {"outcome": "solved", "credited_on": None, "reference": None},
            (("outcome", "not_a_choice"),),
        ),
        ("card_account", {"outcome": "solved", "credited_on": None, "reference": None}, ()),
        ("card_account", {"outcome": "paid"}, (("outcome", "not_a_choice"),)),
        ("card_account", {"outcome": "unfounded", "credited_on": None, "reference": None}, (("reason", "required"),)),
        ("card_account", {"outcome": None, "credited_on": None, "reference": None}, (("outcome", "required"),)),
    ],
)
def test_an_answer_says_what_came_of_it(
    category: str, change: dict[str, str | None], problems: tuple[tuple[str, str], ...]
) -> None:
    answers = {name: text for name, text in {**PAYMENT, **change}.items() if text is not None}
    ticket = replace(opened().after, status=Status.INVESTIGATING, category=category)
    assert tuple(problems_of(actions()["answer"], answers, ticket, TODAY)) == problems


@pytest.mark.parametrize(
    ("action", "answers", "problems"),
    [
        ("ask", {"question": "x", "answer_by": "2026-11-28"}, (("answer_by", "out_of_range"),)),
        ("ask", {"question": "x", "answer_by": "2026-11-29"}, ()),
        ("ask", {"question": "x", "answer_by": "2026-12-22"}, ()),
        ("ask", {"question": "x", "answer_by": "2026-12-23"}, (("answer_by", "out_of_range"),)),
        ("close", {"close_reason": "not_ours", "message": "x"}, (("handed_to", "required"),)),
        ("close", {"close_reason": "not_enough", "message": "x"}, (("close_reason", "not_a_choice"),)),
        ("mark_duplicate", {"duplicate_of": "PKH", "message": "x"}, (("duplicate_of", "bad_number"),)),
        ("mark_duplicate", {"duplicate_of": str(samples.number(9)), "message": "x"}, ()),
        ("confirm", {"rating": "6"}, (("rating", "not_a_choice"),)),
        ("confirm", {"rating": "0"}, (("rating", "not_a_choice"),)),
        ("confirm", {"rating": "5", "comment": "Terima kasih"}, ()),
        ("confirm", {}, ()),
        ("correct", {"category": "gold"}, (("category", "not_a_choice"),)),
        ("message", {}, (("message", "required"),)),
    ],
)
def test_an_answer_to_a_field_is_what_its_kind_says(
    action: str, answers: dict[str, str], problems: tuple[tuple[str, str], ...]
) -> None:
    assert tuple(problems_of(actions()[action], answers, opened().after, TODAY)) == problems


def test_a_report_is_closed_for_want_of_data_only_after_the_family_was_asked() -> None:
    asked = moved(moved(opened().after, "identify").after, "ask").after
    answers = {"close_reason": "not_enough", "message": "x"}
    assert not problems_of(actions()["close"], answers, asked, TODAY)


def test_an_objection_goes_past_a_tier_without_people_and_those_below_go_on_reading() -> None:
    ticket = replace(samples.standing(opened().after, Status.ANSWERED, AT), assignee=HANDLER.sub)
    nobody_there = desk_at(Tier.KABUPATEN, samples.PASIR_SAKTI)
    world = replace(samples.world(AT, "event"), roster=lambda desk: () if desk == nobody_there else samples.fully_staffed(desk))
    after = domain.act(ticket, Complainant(), "object", {"message": "Belum."}, world).after
    assert (after.desk, after.assignee, after.status) == (desk_at(Tier.PROVINSI, samples.PASIR_SAKTI), None, Status.RECEIVED)
    assert after.excluded == ticket.excluded
    assert (ticket.desk in after.watchers, after.ending) == (True, None)


def test_a_share_of_what_ended_in_silence_is_drawn_for_a_call() -> None:
    ticket = samples.standing(opened().after, Status.ANSWERED, AT)
    drawn = [
        domain.act(ticket, System(), "lapse", {}, samples.world(LATER, f"event-{place}")).after.to_call for place in range(1000)
    ]
    assert 60 < sum(drawn) < 150
    high = replace(ticket, desk=NATIONAL)
    assert not any(
        domain.act(high, System(), "lapse", {}, samples.world(LATER, f"event-{place}")).after.to_call for place in range(50)
    )


def test_what_a_family_corrects_never_lowers_who_handles_it() -> None:
    ticket = replace(opened().after, desk=desk_at(Tier.KABUPATEN, samples.PASIR_SAKTI))
    world = samples.world(AT, "event")
    moved_ = domain.act(ticket, Complainant(), "correct", {"district": samples.SUKADANA}, world).after
    assert moved_.desk == desk_at(Tier.KABUPATEN, samples.SUKADANA)
    secret = domain.act(opened().after, Complainant(), "correct", {"category": "misuse"}, world).after
    assert secret.wall.confidential
    assert secret.desk.tier is Tier.KABUPATEN
    alone = replace(world, roster=lambda desk: samples.fully_staffed(desk)[:1])
    lifted = domain.act(opened().after, Complainant(), "correct", {"district": "18.07.02"}, alone).after
    assert lifted.desk.tier is Tier.KABUPATEN
    with pytest.raises(Invalid):
        domain.act(opened().after, Complainant(), "correct", {}, world)


DESKS = (Role.HANDLER, Role.COLLEAGUE, Role.ABOVE)  # whoever a family may stand before
# Written by hand: what each may do with a report that somebody has, in the states in which it ends.
AFTER_THE_END: dict[Role, list[str]] = {
    Role.HANDLER: ["reissue"],
    Role.COLLEAGUE: ["reissue"],
    Role.ABOVE: ["reissue", "hold"],
    Role.READER: [],
    Role.SYSTEM: [],
}
ENDS: dict[Status, dict[Role, list[str]]] = {
    Status.ANSWERED: {
        Role.COMPLAINANT: ["message", "confirm", "object", "withdraw"],
        Role.HANDLER: ["tell", "note", "reissue", "assign", "hand_back", *LABELS, "step_aside", "exclude"],
        Role.COLLEAGUE: ["note", "reissue", "assign", *LABELS, "step_aside", "exclude"],
        Role.ABOVE: ["note", "reissue", "take_over", "step_aside", "exclude"],
        Role.READER: ["step_aside"],
        Role.SYSTEM: [],
    },
    Status.CLOSING: {
        Role.COMPLAINANT: ["message", "object", "accept_close", "withdraw"],
        Role.HANDLER: ["tell", "note", "reissue", "assign", "hand_back", *LABELS, "step_aside", "exclude"],
        Role.COLLEAGUE: ["note", "reissue", "assign", *LABELS, "step_aside", "exclude"],
        Role.ABOVE: ["note", "reissue", "approve_close", "refuse_close", "take_over", "step_aside", "exclude"],
        Role.READER: ["step_aside"],
        Role.SYSTEM: [],
    },
    Status.NEEDS_INFO: {
        Role.COMPLAINANT: ["reply", "withdraw"],
        Role.HANDLER: [
            "resume",
            "tell",
            "note",
            "reissue",
            "close",
            "mark_duplicate",
            "assign",
            "hand_back",
            *LABELS,
            "step_aside",
            "exclude",
        ],
        Role.COLLEAGUE: ["note", "reissue", "assign", *LABELS, "step_aside", "exclude"],
        Role.ABOVE: ["note", "reissue", "take_over", "step_aside", "exclude"],
        Role.READER: ["step_aside"],
        Role.SYSTEM: [],
    },
    Status.RESOLVED: {**AFTER_THE_END, Role.COMPLAINANT: ["ask_erasure"]},
    Status.CLOSED: {**AFTER_THE_END, Role.COMPLAINANT: ["object", "ask_erasure"]},
}


@pytest.mark.parametrize("status", ENDS)
def test_what_each_may_do_where_a_report_ends(status: Status) -> None:
    ticket = replace(samples.standing(opened().after, status, AT), assignee=HANDLER.sub)
    assert {role: [action.id for action in open_actions(ticket, ACTORS[role], AT)] for role in Role} == ENDS[status]


@pytest.mark.parametrize(("ends_by", "last", "at"), [("confirm", Complainant(), AT), ("lapse", System(), LATER)])
def test_who_waits_for_a_word_waits_until_it_comes_or_the_report_ends(ends_by: str, last: Actor, at: datetime) -> None:
    asked = moved(moved(opened().after, "identify").after, "message", Complainant()).after
    assert asked.replied
    assert moved(asked, "note").after.replied, "a note is no answer"
    assert not moved(asked, "tell").after.replied
    assert not moved(asked, "investigate").after.replied
    answered = replace(samples.standing(asked, Status.ANSWERED, AT), replied=True)
    assert not moved(answered, ends_by, last, at).after.replied


def test_a_label_is_there_once_and_begins_nothing() -> None:
    fresh = opened().after
    marked = moved(moved(fresh, "label").after, "label").after
    assert marked.labels == ("home_visit",)
    assert (marked.assignee, marked.status, marked.replied) == (None, fresh.status, False)
    both = domain.act(marked, HANDLER, "label", {"label": "bank"}, samples.world(AT, "event-4")).after
    assert both.labels == ("home_visit", "bank"), "in the order of the rules"
    assert moved(both, "unlabel").after.labels == ("bank",)
    with pytest.raises(Invalid):
        domain.act(fresh, HANDLER, "label", {"label": "secret"}, samples.world(AT, "event-2"))
