"""How a ticket moves: only as the table says, one version and one event at a time."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from chalicelib.domain.errors import NotAllowedNow
from chalicelib.domain.rulebook import rules
from chalicelib.domain.tickets import Event, Status, Ticket, actions, open_ticket, stage, transitions
from hypothesis import given
from hypothesis import strategies as st

from tests.support import samples

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def opened() -> tuple[Ticket, Event]:
    return open_ticket(
        samples.number(),
        samples.report(),
        at=AT,
        event_id="first",
        content_mark="content",
        code_mark="code",
        token_mark="token",
        data_key=b"key",
    )


def moved(ticket: Ticket, action: str) -> tuple[Ticket, Event]:
    officer = samples.PASIR_SAKTI_OFFICER
    return ticket.after(action, desk=officer.desk, by=officer.sub, note=b"why", at=AT, event_id=f"event-{ticket.version + 1}")


def test_a_report_starts_on_its_kecamatans_desk() -> None:
    ticket, event = opened()
    assert (ticket.status, ticket.version, ticket.desk) == (Status.RECEIVED, 1, samples.PASIR_SAKTI_OFFICER.desk)
    assert (event.version, event.status, event.by) == (1, Status.RECEIVED, None)


@given(st.lists(st.sampled_from([*sorted(actions()), "submit", "delete", ""]), max_size=12))
def test_any_sequence_of_actions_keeps_to_the_table(attempts: list[str]) -> None:
    ticket, first = opened()
    events = [first]
    for action in attempts:
        expected = transitions().get((ticket.status, action))
        if expected is None:
            with pytest.raises(NotAllowedNow):
                moved(ticket, action)
            assert action not in ticket.allowed()
        else:
            assert ticket.allowed()[action] is expected
            ticket, event = moved(ticket, action)
            events.append(event)
            assert ticket.status is expected
    assert [event.version for event in events] == list(range(1, ticket.version + 1))
    assert ticket.last_event == events[-1].id
    assert ticket.receipt == opened()[0].receipt


def test_no_path_to_resolved_skips_clarifying() -> None:
    without = {key: to for key, to in transitions().items() if Status.CLARIFYING not in (key[0], to)}
    reached, frontier = {Status.RECEIVED}, [Status.RECEIVED]
    while frontier:
        here = frontier.pop()
        for (status, _), to in without.items():
            if status is here and to not in reached:
                reached.add(to)
                frontier.append(to)
    assert Status.RESOLVED not in reached
    assert Status.CLOSED in reached


def test_every_state_can_be_reached_and_the_ends_are_ends() -> None:
    targets = set(transitions().values()) | {Status.RECEIVED}
    assert targets == set(Status)
    ends = {Status(name) for name in rules("transitions")["ends"]}
    assert ends == set(Status) - {status for status, _ in transitions()}


def test_the_rule_file_and_the_code_name_the_same_states_in_the_same_order() -> None:
    assert rules("transitions")["states"] == [status.value for status in Status]
    assert [stage(status) for status in Status] == list(range(len(Status)))
    assert len(Status) <= 10  # an inbox order begins with one digit


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
