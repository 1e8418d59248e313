"""How a ticket moves: only as the rules say, by whom they say, one version and one event at a time."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from chalicelib.domain import changes as domain
from chalicelib.domain.access import open_actions
from chalicelib.domain.changes import Change, World, open_ticket
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.errors import Invalid, NotAllowedNow
from chalicelib.domain.events import Actor, Complainant, Officer, System
from chalicelib.domain.rulebook import rules
from chalicelib.domain.tickets import Digests, Ticket
from chalicelib.domain.workflow import SUBMIT, Role, Status, actions, ends, lane
from hypothesis import given
from hypothesis import strategies as st

from tests.support import samples

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
HANDLER = Officer(samples.PASIR_SAKTI_OFFICER.sub, samples.PASIR_SAKTI_OFFICER.desk)
ABOVE = Officer(samples.LAMPUNG_COORDINATOR.sub, samples.LAMPUNG_COORDINATOR.desk)
ACTORS: dict[Role, Actor] = {
    Role.COMPLAINANT: Complainant(),
    Role.HANDLER: HANDLER,
    Role.ABOVE: ABOVE,
    Role.SYSTEM: System(),
}


def opened() -> Change:
    digests = Digests("content", "code", "token")
    return open_ticket(samples.number(), samples.report(), digests, {Compartment.CASE: b"key"}, World(AT, "first"))


def moved(ticket: Ticket, action: str, actor: Actor = HANDLER) -> Change:
    return domain.act(ticket, actor, action, {"note": "Alasan."}, World(AT, f"event-{ticket.version + 1}"))


def test_a_report_starts_on_its_kecamatans_desk() -> None:
    change = opened()
    ticket, event = change.after, change.event
    assert change.before is None
    assert (ticket.status, ticket.version, ticket.desk) == (Status.RECEIVED, 1, samples.PASIR_SAKTI_OFFICER.desk)
    assert (event.version, event.status, event.actor) == (1, Status.RECEIVED, Complainant())


@given(st.lists(st.sampled_from([*actions(), "delete", ""]), max_size=12), st.sampled_from(list(ACTORS.values())))
def test_any_sequence_of_actions_keeps_to_the_rules(attempts: list[str], actor: Actor) -> None:
    ticket = opened().after
    events = [opened().event]
    for action in attempts:
        row = actions().get(action)
        if row not in open_actions(ticket, actor):
            with pytest.raises((NotAllowedNow, Invalid)):
                moved(ticket, action, actor)
            continue
        change = moved(ticket, action, actor)
        assert row
        assert (change.before, change.after.status, change.event.actor) == (ticket, row.to, actor)
        ticket = change.after
        events.append(change.event)
    assert [event.version for event in events] == list(range(1, ticket.version + 1))
    assert [(step.status, step.at) for step in ticket.steps] == [(event.status, event.at) for event in events]
    assert ticket.last_event == events[-1].id
    assert (ticket.receipt, ticket.digests) == (opened().after.receipt, opened().after.digests)


@pytest.mark.parametrize("role", Role)
def test_an_action_is_open_to_whom_its_row_names_and_to_nobody_else(role: Role) -> None:
    for row in actions().values():
        for source in row.sources:
            ticket = replace(opened().after, status=source)
            if role in row.by:
                assert row in open_actions(ticket, ACTORS[role])
                assert moved(ticket, row.id, ACTORS[role]).after.status is row.to
            else:
                assert row not in open_actions(ticket, ACTORS[role])
                with pytest.raises(NotAllowedNow):
                    moved(ticket, row.id, ACTORS[role])


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
        domain.act(opened().after, HANDLER, action, answers, World(AT, "next"))
    assert refused.value.problems == problems


def test_no_path_to_resolved_skips_clarifying() -> None:
    pairs = [(source, row.to) for row in actions().values() for source in row.sources]
    without = [pair for pair in pairs if Status.CLARIFYING not in pair]
    reached, frontier = {Status.RECEIVED}, [Status.RECEIVED]
    while frontier:
        here = frontier.pop()
        for source, to in without:
            if source is here and to not in reached:
                reached.add(to)
                frontier.append(to)
    assert Status.RESOLVED not in reached
    assert Status.CLOSED in reached


def test_every_state_can_be_reached_and_the_ends_are_ends() -> None:
    assert {row.to for row in actions().values()} == set(Status)
    assert ends() == set(Status) - {source for row in actions().values() for source in row.sources}


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
