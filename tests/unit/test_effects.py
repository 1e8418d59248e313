"""Who has a ticket, who is out of it, and where it goes when somebody is."""

from dataclasses import replace
from datetime import timedelta

import pytest
from chalicelib.domain.errors import Invalid, NobodyLeft, UnknownTicket
from chalicelib.domain.staff import Staff
from chalicelib.domain.tiers import Desk, DeskKind, Tier
from chalicelib.usecases.act import act
from chalicelib.usecases.list_people import list_people
from chalicelib.usecases.read_ticket import Beside, UnsealedFile, read_ticket
from chalicelib.usecases.submit_report import submit_report

from tests.support import samples
from tests.support.fakes import FakePorts

NUMBER = samples.number()
RINA, SARI, AGUS = samples.PASIR_SAKTI_OFFICER, samples.LAMPUNG_TIMUR_COORDINATOR, samples.LAMPUNG_COORDINATOR
TONO = replace(RINA, sub="sub-tono", name="Tono Contoh", names=samples.named("Tono Contoh"))
WATI = replace(SARI, sub="sub-wati", name="Wati Contoh", names=samples.named("Wati Contoh"))
DEWI = samples.NATIONAL_OFFICER
YANTI = Staff("sub-yanti", "Yanti Contoh", Desk(Tier.KABUPATEN, "18.07", DeskKind.DINSOS))
BUDI = samples.SUKADANA_OFFICER


@pytest.fixture
def world(ports: FakePorts) -> FakePorts:
    """A report at Pasir Sakti, and people at each tier."""
    for staff in (RINA, TONO, SARI, WATI, AGUS, DEWI, YANTI, BUDI):
        ports.staff.put(staff)
    submit_report(ports, replace(samples.report(), subject=None), samples.credentials())
    return ports


def acted(ports: FakePorts, who: Staff, action: str, **answers: str) -> UnsealedFile | None:
    ports.wait(timedelta(minutes=1))
    return act(ports, who, NUMBER, action, ports.tickets.get(NUMBER).version, answers)


def beside(ports: FakePorts, who: Staff) -> Beside:
    return read_ticket(ports, who, NUMBER)[1]


def test_a_ticket_is_given_only_to_somebody_of_its_desk_who_may_have_it(world: FakePorts) -> None:
    for other in (SARI.sub, BUDI.sub, YANTI.sub, "nobody"):
        with pytest.raises(Invalid) as refused:
            acted(world, RINA, "assign", colleague=other, note="Tolong.")
        assert refused.value.problems == (("colleague", "not_a_choice"),)
    world.staff.put(replace(TONO, active=False))
    with pytest.raises(Invalid):
        acted(world, RINA, "assign", colleague=TONO.sub, note="Tolong.")
    world.staff.put(TONO)
    file = acted(world, RINA, "assign", colleague=TONO.sub, note="Tolong.")
    assert file
    assert file.ticket.assignee == TONO.sub
    assert file.texts["colleague-2"] == "Tono Contoh", "the name is kept, sealed, and not the sub"


def test_an_accused_found_later_is_out_and_the_ticket_is_above_her_and_all_of_her_tier(world: FakePorts) -> None:
    read_ticket(world, RINA, NUMBER)
    world.wait(timedelta(hours=1))
    read_ticket(world, RINA, NUMBER)
    assert acted(world, TONO, "exclude", accused=RINA.sub, note="Pelapor menyebut namanya.") is None
    ticket = world.tickets.get(NUMBER)
    assert (ticket.desk, ticket.excluded, ticket.assignee) == (SARI.desk, (RINA.desk,), None)
    assert ticket.wall.barred == (RINA.sub,)
    for below in (RINA, TONO):
        with pytest.raises(UnknownTicket):
            read_ticket(world, below, NUMBER)
    [out] = beside(world, SARI).kept_out
    assert out.name == RINA.name
    assert out.reading
    assert out.reading.last - out.reading.first == timedelta(hours=1)
    assert beside(world, AGUS).kept_out == beside(world, SARI).kept_out
    assert beside(world, YANTI).kept_out == (), "who only reads is not told"
    assert world.tickets.files[NUMBER].sealed["accused-2"] != RINA.name.encode()


def test_an_accused_who_never_opened_it_is_said_never_to_have(world: FakePorts) -> None:
    acted(world, SARI, "exclude", accused=RINA.sub, note="x")
    assert [(out.name, out.reading) for out in beside(world, SARI).kept_out] == [(RINA.name, None)]


def test_it_never_comes_down_by_an_accused_of_a_lower_tier(world: FakePorts) -> None:
    acted(world, AGUS, "take_over", note="Mendesak.")
    acted(world, AGUS, "exclude", accused=RINA.sub, note="x")
    ticket = world.tickets.get(NUMBER)
    assert (ticket.desk, ticket.assignee) == (AGUS.desk, AGUS.sub)
    assert ticket.excluded == (RINA.desk,)


def test_a_reader_of_another_kind_of_desk_is_out_and_the_ticket_stays(world: FakePorts) -> None:
    acted(world, RINA, "exclude", accused=YANTI.sub, note="x")
    assert world.tickets.get(NUMBER).desk == RINA.desk
    with pytest.raises(UnknownTicket):
        read_ticket(world, YANTI, NUMBER)


@pytest.mark.parametrize("other", [RINA.sub, BUDI.sub, "nobody"])
def test_nobody_excludes_themselves_or_somebody_of_another_region(world: FakePorts, other: str) -> None:
    with pytest.raises(Invalid) as refused:
        acted(world, RINA, "exclude", accused=other, note="x")
    assert refused.value.problems == (("accused", "not_a_choice"),)


def test_whoever_steps_aside_is_out_and_a_colleague_goes_on(world: FakePorts) -> None:
    acted(world, RINA, "take")
    assert acted(world, RINA, "step_aside") is None
    ticket = world.tickets.get(NUMBER)
    assert (ticket.desk, ticket.assignee, ticket.excluded) == (RINA.desk, None, ())
    assert acted(world, TONO, "step_aside") is None
    ticket = world.tickets.get(NUMBER)
    assert (ticket.desk, ticket.excluded) == (SARI.desk, ()), "the last of a desk takes it up, and keeps nobody else out"
    assert [news.desk for news in world.announcer.told or world.outbox.rows.values()][-1] == SARI.desk


def test_somebody_above_steps_aside_and_the_ticket_stays_where_it_is(world: FakePorts) -> None:
    acted(world, SARI, "step_aside")
    assert world.tickets.get(NUMBER).desk == RINA.desk
    with pytest.raises(UnknownTicket):
        read_ticket(world, SARI, NUMBER)


def test_what_would_leave_nobody_is_refused_and_changes_nothing(world: FakePorts) -> None:
    acted(world, AGUS, "take_over", note="x")
    world.staff.put(replace(DEWI, active=False))
    world.rosters.empty.add(DEWI.desk.place)
    before = world.tickets.get(NUMBER)
    with pytest.raises(NobodyLeft):
        acted(world, AGUS, "step_aside")
    assert world.tickets.get(NUMBER) == before


def test_whom_a_ticket_may_concern_is_everybody_of_its_region_and_who_can_have_it_is_said(world: FakePorts) -> None:
    people = {one.name: one.assignable for one in list_people(world, RINA, NUMBER)}
    assert people == {
        "Rina Contoh": True,
        "Tono Contoh": True,
        "Sari Contoh": False,
        "Wati Contoh": False,
        "Yanti Contoh": False,
        "Agus Contoh": False,
        "Dewi Contoh": False,
    }
    with pytest.raises(UnknownTicket):
        list_people(world, BUDI, NUMBER)
