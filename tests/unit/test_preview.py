"""What an officer is shown before a step that nothing takes back is what the family is then shown; and why a step is closed."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from chalicelib.adapters.packaged.files import words
from chalicelib.domain.access import Closed, closed_actions, officer, open_actions
from chalicelib.domain.errors import NotAllowedNow, StaleVersion
from chalicelib.domain.staff import Staff
from chalicelib.domain.workflow import Action, Role, Status, actions
from chalicelib.entrypoints.forms.opened import shown_opened
from chalicelib.usecases.act import act, act_for_family
from chalicelib.usecases.open_case import OpenedCase, open_case
from chalicelib.usecases.preview import preview
from chalicelib.usecases.submit_report import submit_report

from tests.support import samples
from tests.support.fakes import FakePorts

NUMBER, CODE, OTHER = samples.number(1), samples.credentials(1).code, samples.number(99)
SITI, ABOVE = samples.PASIR_SAKTI_OFFICER, samples.LAMPUNG_TIMUR_COORDINATOR
CASE = ["identify", "investigate"]
# For each step that nothing takes back: what led to where it is open (by the family in capitals), and who takes it.
WAYS: dict[str, tuple[list[str], Staff]] = {
    "answer": (CASE, SITI),
    "close": (["identify", "ask", "resume"], SITI),
    "approve_close": (["identify", "ask", "resume", "close"], ABOVE),
    "mark_duplicate": (CASE, SITI),
    "exclude": (CASE, SITI),
    "confirm_erasure": ([*CASE, "WITHDRAW", "ASK_ERASURE"], ABOVE),
    "refuse_erasure": ([*CASE, "WITHDRAW", "ASK_ERASURE"], ABOVE),
}
FINAL = [action for action in actions().values() if action.final]


@pytest.fixture
def filed() -> FakePorts:
    ports = FakePorts()
    for staff in samples.STAFF:
        ports.staff.put(staff)
    for seed in (1, 99):
        submit_report(ports, replace(samples.report(), subject=None), samples.credentials(seed))
    return ports


def led(ports: FakePorts, way: list[str]) -> None:
    for place, name in enumerate(way):
        ticket = ports.tickets.get(NUMBER)
        row = actions()[name.lower()]
        answers = samples.answers_to(row, ticket, ports.now())
        if name.isupper():
            act_for_family(ports, NUMBER, CODE, row.id, answers, f"{place:032x}")
        else:
            act(ports, SITI, NUMBER, row.id, ticket.version, answers)


def answers_of(ports: FakePorts, action: Action) -> dict[str, str]:
    # Whoever is found to be accused is of the desk, and not the one who writes it down.
    named = "sub-named"
    ports.staff.put(Staff(named, "Nama Contoh", SITI.desk))
    return samples.answers_to(action, ports.tickets.get(NUMBER), ports.now(), named) | {
        name: f"Kata {name}." for name in ("message", "reason", "note", "done") if name in {one.name for one in action.needs}
    }


def page(ports: FakePorts, opened: OpenedCase) -> dict[str, Any]:
    """The family's page as data, without what is drawn anew each time."""
    shown = shown_opened(ports, opened)
    shown["opened"].pop("once")
    return shown


@pytest.mark.parametrize("action", FINAL, ids=lambda action: action.id)
def test_the_page_foretold_is_the_page_that_comes_and_nothing_is_stored(filed: FakePorts, action: Action) -> None:
    way, staff = WAYS[action.id]
    led(filed, way)
    version, answers = filed.tickets.get(NUMBER).version, answers_of(filed, action)
    before = deepcopy((filed.tickets.files, filed.outbox.__dict__))
    foretold = page(filed, preview(filed, staff, NUMBER, action.id, version, answers))
    assert (filed.tickets.files, filed.outbox.__dict__) == before
    act(filed, staff, NUMBER, action.id, version, answers)
    assert page(filed, open_case(filed, NUMBER, CODE)) == foretold
    assert "Kata note." not in str(foretold)
    assert "Kata done." not in str(foretold)


def test_what_can_be_taken_back_and_what_is_stale_is_not_foretold(filed: FakePorts) -> None:
    led(filed, CASE)
    version = filed.tickets.get(NUMBER).version
    with pytest.raises(NotAllowedNow):
        preview(filed, SITI, NUMBER, "tell", version, {"message": "Kami cek."})
    with pytest.raises(StaleVersion):
        preview(filed, SITI, NUMBER, "answer", version - 1, answers_of(filed, actions()["answer"]))
    with pytest.raises(NotAllowedNow):
        preview(filed, ABOVE, NUMBER, "close", version, answers_of(filed, actions()["close"]))


def test_every_step_that_officers_take_is_open_or_closed_for_a_reason_that_has_words(filed: FakePorts) -> None:
    led(filed, ["identify"])
    filed_ticket = filed.tickets.get(NUMBER)
    officers = [one for one in actions().values() if one.by - {Role.SYSTEM, Role.COMPLAINANT}]
    said = set[str]()
    for status in Status:
        ticket = samples.standing(filed_ticket, status, filed.now())
        for held in (None, SITI.sub, "somebody"):
            for staff in (*samples.STAFF, SITI):
                actor = officer(staff, filed.now())
                there = replace(ticket, assignee=held)
                open_ = open_actions(there, actor, filed.now())
                closed = closed_actions(there, actor, filed.now())
                assert {*open_, *(action for action, _ in closed)} == {*officers}
                assert not {*open_} & {action for action, _ in closed}
                for action, why in closed:
                    said.add(why)
                    assert (why is Closed.STATE) is (status not in action.sources)
    assert {*Closed} <= said
    conditions = {action.when for action in officers if action.when}
    assert words()["why_not"].keys() == {*Closed, *conditions}
