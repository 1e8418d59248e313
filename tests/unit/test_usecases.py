"""The use cases on ports in memory: what is stored, what is refused, and that nothing stored changes by it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from chalicelib.domain.changes import Change
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import AccessCode, LinkToken
from chalicelib.domain.errors import Invalid, NotOpened, NumberUsed, StaleVersion, UnknownTicket
from chalicelib.domain.events import Event, System
from chalicelib.domain.tickets import Digests
from chalicelib.domain.tiers import Desk, Tier
from chalicelib.domain.workflow import Status
from chalicelib.usecases.act import act
from chalicelib.usecases.add_staff import Appointment, add_staff
from chalicelib.usecases.deliver_news import deliver_news, sweep_outbox
from chalicelib.usecases.digests import code_digest
from chalicelib.usecases.open_case import open_case
from chalicelib.usecases.read_ticket import read_ticket
from chalicelib.usecases.submit_report import submit_report

from tests.support import samples
from tests.support.fakes import FakePorts

IDENTITY = samples.credentials()
NUMBER = IDENTITY.number
OFFICER = samples.PASIR_SAKTI_OFFICER


def test_the_same_report_again_gives_the_same_receipt_also_after_it_moved(ports: FakePorts) -> None:
    first = submit_report(ports, samples.report(), IDENTITY)
    act(ports, OFFICER, NUMBER, "identify", 1, {"note": "mulai"})
    ports.wait(timedelta(days=3))
    assert submit_report(ports, samples.report(), IDENTITY) == first
    assert len(ports.tickets.files[NUMBER].events) == 2


@pytest.mark.parametrize("other", ["story", "code", "token"])
def test_another_report_or_code_under_a_used_number_is_refused_and_changes_nothing(ports: FakePorts, other: str) -> None:
    submit_report(ports, samples.report(), IDENTITY)
    before = ports.tickets.files[NUMBER]
    story = "Cerita lain." if other == "story" else samples.report().story
    others = {
        "story": IDENTITY,
        "code": replace(IDENTITY, code=samples.code(2)),
        "token": replace(IDENTITY, token=LinkToken.mint()),
    }
    with pytest.raises(NumberUsed):
        submit_report(ports, samples.report(story), others[other])
    assert ports.tickets.files[NUMBER] == before


NEW_CODE = AccessCode("00000017")


@pytest.mark.parametrize("with_link", [True, False])
def test_a_report_resent_after_its_code_was_replaced_is_still_the_same_and_the_old_code_opens_nothing(
    ports: FakePorts, with_link: bool
) -> None:
    credentials = IDENTITY if with_link else replace(IDENTITY, token=None)
    first = submit_report(ports, samples.report(), credentials)
    replace_code(ports)
    assert submit_report(ports, samples.report(), credentials) == first
    assert submit_report(ports, samples.report(), replace(credentials, code=NEW_CODE)) == first
    with pytest.raises(NumberUsed):
        submit_report(ports, samples.report(), replace(credentials, code=AccessCode("00000018")))
    assert open_case(ports, NUMBER, NEW_CODE)
    with pytest.raises(NotOpened):
        open_case(ports, NUMBER, credentials.code)


def replace_code(ports: FakePorts) -> None:
    """Give the ticket a new code, as a desk will that knows the family."""
    before, world = ports.tickets.get(NUMBER), samples.world(ports.now(), ports.new_id())
    digests = Digests(
        before.digests.content, code_digest(ports, NUMBER, NEW_CODE), before.digests.token, (before.digests.code,)
    )
    after = replace(before, version=before.version + 1, last_event=world.event_id, digests=digests)
    event = Event(world.event_id, NUMBER, after.version, "other", after.status, world.now, System())
    ports.tickets.commit(Change(before, after, event), {})


def test_every_rule_broken_is_named_at_once(ports: FakePorts) -> None:
    wrong = replace(samples.report(), category="x", district="99.99.99", happened_on=ports.now().date() + timedelta(days=2))
    with pytest.raises(Invalid) as refused:
        submit_report(ports, wrong, IDENTITY)
    assert {field for field, _ in refused.value.problems} == {"category", "happened_on", "district"}


def test_today_in_papua_is_not_in_the_future(ports: FakePorts) -> None:
    ports.wait(timedelta(hours=13))  # 16.00 UTC on the 22nd is 01.00 WIT on the 23rd
    submit_report(ports, replace(samples.report(), happened_on=ports.now().date() + timedelta(days=1)), IDENTITY)


def test_nothing_personal_is_stored_readable(ports: FakePorts) -> None:
    report = samples.report()
    submit_report(ports, report, IDENTITY)
    act(ports, OFFICER, NUMBER, "identify", 1, {"note": "catatan rahasia"})
    stored = repr((ports.tickets.files, ports.tickets.reporters, ports.outbox.rows))
    assert report.reporter
    assert report.subject
    for secret in (
        report.story,
        report.reporter.name,
        report.reporter.nik,
        report.subject.name,
        IDENTITY.code.digits,
        str(IDENTITY.token),
        "catatan rahasia",
    ):
        assert str(secret) not in stored


def test_the_officer_reads_story_notes_and_steps_but_not_the_reporter(ports: FakePorts) -> None:
    submit_report(ports, samples.report(), IDENTITY)
    act(ports, OFFICER, NUMBER, "identify", 1, {"note": "Sudah ditelepon"})
    opened, _ = read_ticket(ports, OFFICER, NUMBER)
    assert opened.statement.story == samples.report().story
    assert opened.statement.subject == samples.report().subject
    assert opened.texts == {"note-2": "Sudah ditelepon"}
    assert "Siti Contoh" not in repr(opened)


def test_a_sealed_part_does_not_open_under_another_ticket(ports: FakePorts) -> None:
    submit_report(ports, samples.report(), IDENTITY)
    file = ports.tickets.case_file(NUMBER)
    statement = file.sealed["statement"]
    with pytest.raises(ValueError, match="verify"):
        ports.vault.sealer(samples.number(2), file.ticket.keys, Compartment.CASE).unseal({"statement": statement})
    with pytest.raises(ValueError, match="verify"):
        ports.vault.sealer(NUMBER, file.ticket.keys, Compartment.CASE).unseal({"reporter": statement})


def test_a_part_does_not_open_in_another_compartment(ports: FakePorts) -> None:
    submit_report(ports, samples.report(), IDENTITY)
    ticket, reporter = ports.tickets.get(NUMBER), ports.tickets.reporters[NUMBER]
    assert (
        b"Siti Contoh"
        in ports.vault.sealer(NUMBER, ticket.keys, Compartment.IDENTITY).unseal({"reporter": reporter})["reporter"]
    )
    with pytest.raises(ValueError, match="verify"):
        ports.vault.sealer(NUMBER, ticket.keys, Compartment.CASE).unseal({"reporter": reporter})
    swapped = {Compartment.CASE: ticket.keys[Compartment.IDENTITY]}
    with pytest.raises(ValueError, match="not wrapped here"):
        ports.vault.sealer(NUMBER, swapped, Compartment.CASE)
    with pytest.raises(ValueError, match="compartment"):
        ports.vault.sealer(NUMBER, {Compartment.CASE: ticket.keys[Compartment.CASE]}, Compartment.TALK)


def test_outside_its_region_a_ticket_does_not_exist(ports: FakePorts) -> None:
    submit_report(ports, samples.report(), IDENTITY)
    with pytest.raises(UnknownTicket):
        read_ticket(ports, samples.SUKADANA_OFFICER, NUMBER)
    with pytest.raises(UnknownTicket):
        act(ports, samples.SUKADANA_OFFICER, NUMBER, "identify", 1, {"note": "x"})
    assert ports.tickets.get(NUMBER).status is Status.RECEIVED


def test_a_stale_version_changes_nothing(ports: FakePorts) -> None:
    submit_report(ports, samples.report(), IDENTITY)
    act(ports, OFFICER, NUMBER, "identify", 1, {"note": "x"})
    with pytest.raises(StaleVersion):
        act(ports, OFFICER, NUMBER, "identify", 1, {"note": "x"})
    assert ports.tickets.get(NUMBER).version == 2


def test_an_unknown_action_is_a_field_error(ports: FakePorts) -> None:
    submit_report(ports, samples.report(), IDENTITY)
    with pytest.raises(Invalid) as refused:
        act(ports, OFFICER, NUMBER, "delete", 1, {"note": "x"})
    assert refused.value.problems == (("action", "unknown_action"),)


def test_a_new_report_is_announced_once_and_a_move_is_not(ports: FakePorts) -> None:
    submit_report(ports, samples.report(), IDENTITY)
    act(ports, OFFICER, NUMBER, "identify", 1, {"note": "x"})
    for news in list(ports.outbox.rows.values()):
        deliver_news(ports, news)
    assert [(news.number, news.version, news.desk) for news in ports.announcer.told] == [(NUMBER, 1, OFFICER.desk)]
    assert not ports.outbox.rows


def test_the_sweep_leaves_the_stream_its_time_then_delivers_what_it_left(ports: FakePorts) -> None:
    submit_report(ports, samples.report(), IDENTITY)
    assert sweep_outbox(ports, grace=timedelta(minutes=1)) == 0
    ports.wait(timedelta(minutes=2))
    assert sweep_outbox(ports, grace=timedelta(minutes=1)) == 1
    assert sweep_outbox(ports, grace=timedelta(minutes=1)) == 0
    assert len(ports.announcer.told) == 1


def test_a_sweep_delivers_more_than_one_batch_and_each_once(ports: FakePorts) -> None:
    for seed in range(60):
        submit_report(ports, samples.report(), samples.credentials(seed))
    ports.wait(timedelta(minutes=2))
    assert sweep_outbox(ports, grace=timedelta(0)) == 60
    assert len({news.number for news in ports.announcer.told}) == len(ports.announcer.told) == 60
    assert not ports.outbox.rows


def test_news_that_fails_holds_up_nobody_and_is_tried_again(ports: FakePorts) -> None:
    for seed in (1, 2, 3):
        submit_report(ports, samples.report(), samples.credentials(seed))
    ports.announcer.broken = {samples.number(2)}
    ports.wait(timedelta(minutes=2))
    with pytest.raises(ExceptionGroup):
        sweep_outbox(ports, grace=timedelta(0))
    assert {news.number for news in ports.announcer.told} == {samples.number(1), samples.number(3)}
    ports.announcer.broken = set()
    assert sweep_outbox(ports, grace=timedelta(0)) == 1
    assert not ports.outbox.rows


@pytest.mark.parametrize(
    ("tier", "region"), [(Tier.KECAMATAN, "18.07"), (Tier.KABUPATEN, "99.99"), (Tier.PROVINSI, "ID"), (Tier.PUSAT, "18")]
)
def test_nobody_is_put_on_a_desk_that_does_not_exist(ports: FakePorts, tier: Tier, region: str) -> None:
    with pytest.raises(Invalid):
        add_staff(ports, "sub", Appointment("Nama", Desk(tier, region)))
    assert not ports.staff.people


def test_somebody_is_put_on_a_desk(ports: FakePorts) -> None:
    add_staff(ports, "sub", Appointment("Nama", Desk(Tier.KABUPATEN, "18.07")))
    assert ports.staff.get("sub").desk == Desk(Tier.KABUPATEN, "18.07")
