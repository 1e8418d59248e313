"""How a ticket moves: only as the rules say, by whom they say, one version and one event at a time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from chalicelib.domain import changes as domain
from chalicelib.domain.access import officer, open_actions, role_of
from chalicelib.domain.changes import Change, open_ticket
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.errors import Invalid, NotAllowedNow
from chalicelib.domain.events import Actor, Complainant, Officer, System
from chalicelib.domain.rulebook import rules
from chalicelib.domain.staff import Leave, Member, StandIn
from chalicelib.domain.tickets import Digests, Step, Ticket
from chalicelib.domain.tiers import Desk, DeskKind, Tier
from chalicelib.domain.workflow import SUBMIT, Action, Condition, Effect, Role, Status, actions, ends, lane
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
    world = replace(samples.world(at, f"event-{ticket.version + 1}"), named=samples.somebody_of(ticket, NAMED.sub))
    return domain.act(ticket, actor, action, answers, world)


def test_a_report_starts_on_its_kecamatans_desk() -> None:
    change = opened()
    ticket, event = change.after, change.event
    assert change.before is None
    assert (ticket.status, ticket.version, ticket.desk) == (Status.RECEIVED, 1, samples.PASIR_SAKTI_OFFICER.desk)
    assert (event.version, event.status, event.actor) == (1, Status.RECEIVED, Complainant())


LATER = AT + timedelta(days=40)


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
        if change.after.status is Status.CLOSED:
            assert action in ("withdraw", "accept_close", "approve_close", "lapse_close", "mark_duplicate")
        if change.after.status is not ticket.status or row.to:
            walked.append(change.after.status)
        ticket = change.after
        events.append(change.event)
    assert [event.version for event in events] == list(range(1, ticket.version + 1))
    # The way that the family sees is what changed the status.
    assert [step.status for step in ticket.steps] == walked
    assert ticket.last_event == events[-1].id
    assert (ticket.receipt, ticket.digests) == (opened().after.receipt, opened().after.digests)


def reached(row: Action, source: Status, assignee: str | None) -> Ticket:
    """A ticket in a state in which a row may be open: it came there by a question, and what must be so for the row is so."""
    ticket = replace(opened().after, status=source, assignee=assignee)
    steps = (*ticket.steps, Step(Status.IDENTIFYING, AT), Step(Status.NEEDS_INFO, AT), Step(source, AT))
    if row.when is Condition.UNTAKEN:
        return replace(ticket, assignee=None)
    if row.id == "lapse_close":
        ticket = replace(ticket, desk=NATIONAL)
    return replace(ticket, steps=steps, to_call=row.when is Condition.TO_CALL)


@pytest.mark.parametrize("role", Role)
def test_an_action_is_open_to_whom_its_row_names_and_to_nobody_else(role: Role) -> None:
    for row in actions().values():
        for source in row.sources:
            # What one has cannot be taken once more.
            assignee = None if row.effect is Effect.TAKE and role is Role.HANDLER else HANDLER.sub
            ticket = reached(row, source, assignee)
            at = LATER if row.when is Condition.WINDOW_OVER else AT
            actor = ACTORS[role]
            if role in row.by:
                assert row in open_actions(ticket, actor, at)
                assert moved(ticket, row.id, actor, at).after.status is (row.to or BACK.get((row.effect, source), source))
            elif role_of(actor, ticket) is role:
                assert row not in open_actions(ticket, actor, at)
                with pytest.raises(NotAllowedNow):
                    moved(ticket, row.id, actor, at)


BEGINS = ["identify", "ask", "investigate", "tell", "note", "close", "mark_duplicate"]


def test_what_each_may_do_with_a_ticket_that_somebody_has() -> None:
    # Written by hand, in the order of the rules.
    ticket = replace(opened().after, assignee=HANDLER.sub)
    actors: dict[str, Actor] = {role.value: actor for role, actor in ACTORS.items()} | {"deputy": DEPUTY}
    may = {name: [action.id for action in open_actions(ticket, actor, AT)] for name, actor in actors.items()}
    assert may == {
        Role.COMPLAINANT: ["message", "withdraw"],
        Role.HANDLER: [*BEGINS, "assign", "hand_back", "step_aside", "exclude"],
        Role.COLLEAGUE: ["note", "assign", "step_aside", "exclude"],
        Role.ABOVE: ["note", "take_over", "step_aside", "exclude"],
        Role.READER: ["step_aside"],
        Role.SYSTEM: [],
        "deputy": [*BEGINS, "take", "assign", "hand_back", "step_aside", "exclude"],
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
    assert HANDLER.desk not in after.watchers
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


def test_the_rule_file_names_the_same_states_and_a_lane_for_each_in_the_order_of_the_work() -> None:
    assert rules("workflow")["states"] == [status.value for status in Status]
    lanes = [lane(status) for status in Status]
    assert lanes == sorted(set(lanes))
    assert all(0 <= one <= 999 for one in lanes)  # three digits in a key
    assert set(rules("workflow")["lanes"]) == set(Status)


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
