"""Many reports in one press: each by the rules of one, with its own result; nothing is told or ended so."""

from dataclasses import replace

import pytest
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.errors import Invalid, NotAllowedNow, UnknownTicket
from chalicelib.domain.rulebook import limits
from chalicelib.domain.workflow import actions
from chalicelib.usecases.act import act
from chalicelib.usecases.act_on_all import act_on_all
from chalicelib.usecases.submit_report import submit_report

from tests.support import samples
from tests.support.fakes import FakePorts

RINA = samples.PASIR_SAKTI_OFFICER
ONCE = "b" * 16


@pytest.fixture
def filed(ports: FakePorts) -> FakePorts:
    for staff in samples.STAFF:
        ports.staff.put(staff)
    for seed in range(1, 6):
        submit_report(ports, replace(samples.report(), subject=None), samples.credentials(seed))
    submit_report(ports, replace(samples.report(district=samples.SUKADANA), subject=None, village=None), samples.credentials(9))
    return ports


def test_each_has_its_own_result_and_those_that_are_refused_are_as_they_were(filed: FakePorts) -> None:
    act(filed, RINA, samples.number(2), "take", 1, {})
    numbers = [samples.number(seed) for seed in (1, 2, 3, 9, 77)]
    done = act_on_all(filed, RINA, numbers, "take", {}, ONCE)
    kinds = [type(error) if error else None for _, error in done]
    # Who has one already, who may not know of one, and that there is none: the last two are the same.
    assert kinds == [None, NotAllowedNow, None, UnknownTicket, UnknownTicket]
    assert [filed.tickets.get(samples.number(seed)).assignee for seed in (1, 3)] == [RINA.sub] * 2
    assert filed.tickets.get(samples.number(9)).version == 1


def test_the_same_press_is_done_once_and_taken_back_as_a_whole(filed: FakePorts) -> None:
    numbers = [samples.number(seed) for seed in range(1, 6)]
    for _ in range(3):
        assert not [error for _, error in act_on_all(filed, RINA, numbers, "take", {}, ONCE) if error]
    assert {filed.tickets.get(number).version for number in numbers} == {2}
    back = act_on_all(filed, RINA, numbers, "hand_back", {"note": "Pengambilan dibatalkan."}, "c" * 16)
    assert not [error for _, error in back if error]
    assert {filed.tickets.get(number).assignee for number in numbers} == {None}


def test_what_it_needs_is_asked_of_each(filed: FakePorts) -> None:
    act(filed, RINA, samples.number(1), "take", 1, {})
    [(_, error)] = act_on_all(filed, RINA, [samples.number(1)], "hand_back", {}, ONCE)
    assert isinstance(error, Invalid)


@pytest.mark.parametrize("action", [name for name, row in actions().items() if not row.bulk] + ["sing"])
def test_everything_else_is_done_for_one_at_a_time(filed: FakePorts, action: str) -> None:
    with pytest.raises(NotAllowedNow):
        act_on_all(filed, RINA, [samples.number(1)], action, {"note": "x", "message": "x"}, ONCE)


def test_what_is_done_for_many_tells_no_family_anything_and_ends_nothing() -> None:
    many = [row for row in actions().values() if row.bulk]
    assert [row.id for row in many] == ["take", "assign", "hand_back", "label", "unlabel"]
    assert not [row for row in many if row.to or row.ending]
    assert not [field for row in many for field in row.needs if field.compartment is Compartment.TALK]


@pytest.mark.parametrize("count", [0, limits().bulk + 1])
def test_there_is_a_most(filed: FakePorts, count: int) -> None:
    with pytest.raises(Invalid):
        act_on_all(filed, RINA, [samples.number(seed) for seed in range(count)], "take", {}, ONCE)
