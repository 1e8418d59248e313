"""Who opens a ticket: number and one right secret, within the limit of tries; everybody else learns nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from chalicelib.domain.credentials import LinkToken
from chalicelib.domain.errors import NotOpened
from chalicelib.domain.rulebook import rules
from chalicelib.usecases.open_case import open_case
from chalicelib.usecases.submit_report import submit_report

from tests.support import samples
from tests.support.fakes import FakePorts

IDENTITY = samples.credentials()
NUMBER, CODE = IDENTITY.number, IDENTITY.code
TOKEN = IDENTITY.token or LinkToken.mint()
WRONG = samples.code(2)
MOST = rules("limits")["code_tries"]


@pytest.fixture
def filed(ports: FakePorts) -> FakePorts:
    """A ticket, and time well within a span of tries."""
    submit_report(ports, samples.report(), IDENTITY)
    return ports


def guess(ports: FakePorts, times: int) -> None:
    for _ in range(times):
        with pytest.raises(NotOpened):
            open_case(ports, NUMBER, WRONG)


def test_code_and_token_open(filed: FakePorts) -> None:
    for secret in (CODE, TOKEN):
        assert open_case(filed, NUMBER, secret).ticket.number == NUMBER


def test_another_secret_or_number_opens_nothing(filed: FakePorts) -> None:
    for number, secret in ((NUMBER, WRONG), (NUMBER, LinkToken.mint()), (samples.number(2), CODE), (samples.number(2), TOKEN)):
        with pytest.raises(NotOpened):
            open_case(filed, number, secret)


def test_an_unknown_number_leaves_nothing_behind(filed: FakePorts) -> None:
    with pytest.raises(NotOpened):
        open_case(filed, samples.number(2), CODE)
    assert not filed.code_tries.wrong


def test_after_too_many_wrong_codes_the_right_one_opens_nothing_until_the_next_span(filed: FakePorts) -> None:
    guess(filed, MOST - 1)
    open_case(filed, NUMBER, CODE)
    guess(filed, 1)
    with pytest.raises(NotOpened):
        open_case(filed, NUMBER, CODE)
    assert open_case(filed, NUMBER, TOKEN)
    filed.wait(timedelta(hours=rules("limits")["code_tries_hours"]))
    assert open_case(filed, NUMBER, CODE)


def test_an_erased_ticket_opens_no_more(filed: FakePorts) -> None:
    file = filed.tickets.files[NUMBER]
    filed.tickets.files[NUMBER] = replace(file, ticket=replace(file.ticket, keys={}))
    for secret in (CODE, TOKEN):
        with pytest.raises(NotOpened):
            open_case(filed, NUMBER, secret)


def test_a_logbook_sheet_has_no_link_that_could_be_guessed(ports: FakePorts) -> None:
    submit_report(ports, samples.report(), replace(IDENTITY, token=None))
    with pytest.raises(NotOpened):
        open_case(ports, NUMBER, TOKEN)
    assert open_case(ports, NUMBER, CODE)
