"""A lost receipt: the report is found, two facts are named, the old secrets open nothing any more; and what is found alike."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from chalicelib.domain.credentials import Credentials
from chalicelib.domain.errors import Invalid, NotAllowedNow, NotOpened, TooManyContacts, UnknownTicket
from chalicelib.domain.reports import Report, Reporter
from chalicelib.domain.rulebook import limits
from chalicelib.domain.staff import Staff
from chalicelib.domain.tiers import Desk, DeskKind, Tier
from chalicelib.domain.workflow import Ending
from chalicelib.usecases.act import act
from chalicelib.usecases.look_up_status import look_up_status, shared_status
from chalicelib.usecases.open_case import open_case
from chalicelib.usecases.read_ticket import read_ticket
from chalicelib.usecases.reissue import find_reports, reissue
from chalicelib.usecases.submit_report import submit_report

from tests.support import samples
from tests.support.fakes import FakePorts

NUMBER, FIRST = samples.number(1), samples.credentials(1)
RINA = samples.PASIR_SAKTI_OFFICER
REPORT = replace(samples.report(), subject=None)
FACTS = {"fact_category": "payment_missing", "fact_day": "2026-11-20", "note": "Tanda terima hilang."}
PHONE, NIK = "0812-3456-7890", "1807194505800001"


@pytest.fixture
def filed(ports: FakePorts) -> FakePorts:
    """A report of a family that has lost its receipt."""
    for staff in samples.STAFF:
        ports.staff.put(staff)
    submit_report(ports, REPORT, FIRST)
    return ports


def given(ports: FakePorts, once: int = 1, facts: Mapping[str, str] = FACTS, staff: Staff = RINA) -> Credentials:
    version = ports.tickets.files[NUMBER].ticket.version
    return reissue(ports, staff, NUMBER, version, facts, f"{once:016x}")[0]


@pytest.mark.parametrize(("phone", "nik"), [(PHONE, None), ("+62 812 3456 7890", None), (None, NIK)])
def test_a_desk_finds_a_report_by_phone_or_nik_however_typed(filed: FakePorts, phone: str | None, nik: str | None) -> None:
    assert [ticket.number for ticket in find_reports(filed, RINA, phone, nik)] == [NUMBER]


def test_nobody_finds_what_they_may_not_know_of_and_what_is_no_phone_is_a_field_error(filed: FakePorts) -> None:
    assert find_reports(filed, samples.SUKADANA_OFFICER, PHONE, None) == []
    assert find_reports(filed, RINA, "081299999999", None) == []
    for phone, nik in ((None, None), (PHONE, NIK), ("171", None), (None, "123")):
        with pytest.raises(Invalid):
            find_reports(filed, RINA, phone, nik)


def test_looking_for_people_is_counted_with_the_contacts(filed: FakePorts) -> None:
    for _ in range(limits().contacts_a_day):
        find_reports(filed, RINA, PHONE, None)
    with pytest.raises(TooManyContacts):
        find_reports(filed, RINA, PHONE, None)


def test_what_is_stored_to_find_by_is_no_phone_and_no_nik(filed: FakePorts) -> None:
    marks = filed.tickets.get(NUMBER).found_by
    assert len(set(marks)) == 2
    assert all(len(mark) == 32 for mark in marks)
    assert not any(part in mark for mark in marks for part in ("81234567890", NIK))


def test_a_hundred_new_receipts_and_the_old_ones_never_open_again_and_a_resent_report_gives_its_own(filed: FakePorts) -> None:
    receipt = submit_report(filed, REPORT, FIRST)
    dead: list[Credentials] = [FIRST]
    for place in range(1, 101):
        fresh = given(filed, place)
        opened = open_case(filed, NUMBER, fresh.code)
        assert fresh.token
        assert open_case(filed, NUMBER, fresh.token).ticket == opened.ticket
        for old in (dead[0], dead[-1]):
            filed.wait(timedelta(hours=1))  # the tries at a code are counted
            for secret in (old.code, old.token):
                assert secret
                if secret == fresh.code:
                    continue
                with pytest.raises(NotOpened):
                    open_case(filed, NUMBER, secret)
        dead.append(fresh)
    filed.wait(timedelta(hours=1))
    assert submit_report(filed, REPORT, FIRST) == receipt
    ticket = filed.tickets.get(NUMBER)
    assert (len(ticket.digests.earlier_codes), len(ticket.digests.earlier_tokens)) == (100, 100)
    assert ticket.status == "received"
    assert ticket.assignee is None  # nobody has it by that


@pytest.mark.parametrize(
    "other",
    [
        {"fact_category": "card_account"},
        {"fact_day": "2026-11-14"},
        {"fact_day": "2026-11-30"},
        {"fact_day": "kemarin"},
        {"fact_category": ""},
    ],
)
def test_both_facts_must_hold_and_it_is_not_said_which_did_not(filed: FakePorts, other: dict[str, str]) -> None:
    before = filed.tickets.get(NUMBER)
    with pytest.raises(Invalid) as refused:
        given(filed, facts={**FACTS, **other})
    assert refused.value.problems == (("fact_day", "wrong_fact"),)
    assert filed.tickets.get(NUMBER) == before


def test_guessing_at_facts_comes_to_an_end(filed: FakePorts) -> None:
    for _ in range(limits().code_tries):
        with pytest.raises(Invalid):
            given(filed, facts={**FACTS, "fact_category": "card_account"})
    with pytest.raises(NotOpened):
        given(filed)


def test_no_other_desk_gives_a_receipt_and_no_other_way_leads_to_one(filed: FakePorts) -> None:
    with pytest.raises(UnknownTicket):
        given(filed, staff=samples.SUKADANA_OFFICER)
    reader = Staff("sub-dinsos", "Yanti", Desk(Tier.KABUPATEN, "18.07", DeskKind.DINSOS))
    with pytest.raises(NotAllowedNow):
        given(filed, staff=reader)
    with pytest.raises(NotAllowedNow):
        act(filed, RINA, NUMBER, "reissue", 1, FACTS)


def test_the_same_press_again_gives_no_second_receipt(filed: FakePorts) -> None:
    fresh = given(filed)
    with pytest.raises(NotAllowedNow):
        reissue(filed, RINA, NUMBER, 1, FACTS, f"{1:016x}")
    assert open_case(filed, NUMBER, fresh.code)
    assert filed.tickets.get(NUMBER).version == 2


def similar(ports: FakePorts, seed: int = 1, staff: Staff = RINA) -> list[int]:
    _unsealed, beside = read_ticket(ports, staff, samples.number(seed))
    numbers = {samples.number(one): one for one in range(1, 10)}
    return [numbers[ticket.number] for ticket in beside.similar]


def another(ports: FakePorts, seed: int, report: Report) -> None:
    submit_report(ports, report, samples.credentials(seed))


def test_what_the_same_person_reported_of_the_same_matter_is_shown_beside_a_ticket(filed: FakePorts) -> None:
    reporter = REPORT.reporter
    assert reporter
    filed.wait(timedelta(days=2))
    another(filed, 2, REPORT)  # the same
    another(filed, 3, replace(REPORT, reporter=Reporter(phone=reporter.phone)))  # the same phone
    another(filed, 4, replace(REPORT, reporter=Reporter(nik=reporter.nik)))  # the same NIK
    another(filed, 5, replace(REPORT, category="card_account", payment=None))  # another matter
    another(filed, 6, replace(REPORT, reporter=Reporter(phone="+6281299999999")))  # somebody else
    another(filed, 7, replace(REPORT, reporter=None))
    assert similar(filed) == [2, 3, 4]
    assert similar(filed, 3) == [1, 2]  # by the phone alone
    assert similar(filed, 6) == similar(filed, 7) == []
    filed.wait(timedelta(days=31))
    another(filed, 8, REPORT)
    assert similar(filed) == [2, 3, 4]
    assert similar(filed, 8) == []
    # Nothing is linked by it.
    assert all(file.ticket.linked_to is None for file in filed.tickets.files.values())


def test_nobody_is_shown_what_they_may_not_know_of(filed: FakePorts) -> None:
    another(filed, 2, replace(REPORT, flags=("danger",)))
    assert similar(filed) == []
    assert similar(filed, staff=samples.LAMPUNG_TIMUR_COORDINATOR) == [2]


def test_two_that_are_linked_keep_their_receipts_and_show_one_status(filed: FakePorts) -> None:
    another(filed, 2, REPORT)
    said = {"duplicate_of": str(NUMBER), "message": "Laporan ini sama dengan laporan Anda yang lain."}
    act(filed, RINA, samples.number(2), "mark_duplicate", 1, said)
    second = filed.tickets.get(samples.number(2))
    assert (second.linked_to, second.ending) == (NUMBER, Ending.DUPLICATE)
    assert open_case(filed, samples.number(2), samples.code(2))
    assert open_case(filed, NUMBER, samples.code(1))
    with pytest.raises(Invalid):
        act(filed, RINA, NUMBER, "mark_duplicate", 1, said)  # of itself
    assert (status_of(filed, 2), status_of(filed, 1)) == ("received", "received")
    act(filed, RINA, NUMBER, "identify", 1, {"note": "Mulai."})
    assert (status_of(filed, 2), status_of(filed, 1)) == ("identifying", "identifying")


def status_of(ports: FakePorts, seed: int) -> str:
    ticket = look_up_status(ports, samples.number(seed))
    return shared_status(ports, ticket).status


def test_nobody_links_to_what_they_may_not_know_of(filed: FakePorts) -> None:
    submit_report(filed, replace(REPORT, flags=("danger",)), samples.credentials(2))
    said = {"duplicate_of": str(samples.number(2)), "message": "Sama."}
    with pytest.raises(Invalid):
        act(filed, RINA, NUMBER, "mark_duplicate", 1, said)
