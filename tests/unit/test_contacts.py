"""Who reports is opened by an event of whoever asks, for a reason, so many times a day, and no further than that reason."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from chalicelib.domain.contact import Contact, call_hours, may_be_called, shown
from chalicelib.domain.errors import Invalid, NotAllowedNow, StaleVersion, StoreBusy, TooManyContacts, UnknownTicket
from chalicelib.domain.reports import Wishes
from chalicelib.domain.rulebook import limits
from chalicelib.domain.staff import Staff
from chalicelib.domain.workflow import Audience, actions
from chalicelib.entrypoints import events
from chalicelib.usecases.act import act
from chalicelib.usecases.see_contact import ask_contact, open_contact
from chalicelib.usecases.submit_report import submit_report

from tests.support import samples
from tests.support.fakes import FakePorts

NUMBER = samples.number(1)
RINA, SARI = samples.PASIR_SAKTI_OFFICER, samples.LAMPUNG_TIMUR_COORDINATOR
WHY = {"contact_reason": "ask_family", "note": "Menanyakan bulannya."}
ONCE = "0123456789abcdef"


@pytest.fixture
def filed(ports: FakePorts) -> FakePorts:
    """A report whose family may be named, of an officer who began with it."""
    for staff in samples.STAFF:
        ports.staff.put(staff)
    submit_report(ports, replace(samples.report(), subject=None, wishes=Wishes(call_time="afternoon")), samples.credentials(1))
    act(ports, RINA, NUMBER, "identify", 1, {"note": "Mulai."})
    return ports


def opened(ports: FakePorts, staff: Staff = RINA, action: str = "see_contact", once: str = ONCE) -> Contact:
    why = WHY if action == "see_contact" else {"note": "NIK salah ketik."}
    asked = ask_contact(ports, staff, NUMBER, action, ports.tickets.get(NUMBER).version, why, once)
    return open_contact(ports, staff, NUMBER, asked.event_id)


def test_the_handler_sees_phone_and_name_and_the_end_of_the_nik_and_the_family_that_they_did(filed: FakePorts) -> None:
    contact = opened(filed)
    assert (contact.name, contact.phone, contact.beneficiary) == ("Siti Contoh", "+6281234567890", "Nur Contoh")
    assert (contact.nik, contact.call_time) == ("•" * 12 + "0001", "afternoon")
    last = filed.tickets.case_file(NUMBER).events[-1]
    assert (last.action, last.version) == ("see_contact", 3)
    assert Audience.FAMILY in actions()["see_contact"].tells


def test_who_hides_their_name_is_called_without_one(ports: FakePorts) -> None:
    for staff in samples.STAFF:
        ports.staff.put(staff)
    submit_report(ports, replace(samples.report(), subject=None), samples.credentials(1))
    contact = opened(ports)
    assert (contact.name, contact.beneficiary, contact.phone) == (None, None, "+6281234567890")


@pytest.mark.parametrize("hide", [True, False])
@pytest.mark.parametrize("action", ["see_contact", "see_identity"])
def test_what_each_action_shows(action: str, hide: bool) -> None:
    whole = Contact("Siti", "+62812", "1807194505800001", "Nur", hide_name=hide)
    seen = shown(whole, action)
    assert (seen.name, seen.beneficiary) == ((None, None) if hide else ("Siti", "Nur"))
    assert seen.nik == ("1807194505800001" if action == "see_identity" else "•" * 12 + "0001")
    assert shown(Contact(), action) == Contact()


def test_the_whole_nik_is_for_the_kabupaten_alone(filed: FakePorts) -> None:
    with pytest.raises(NotAllowedNow):
        opened(filed, action="see_identity")
    act(filed, SARI, NUMBER, "take_over", 2, {"note": "Data perlu dibetulkan."})
    assert opened(filed, SARI, "see_identity").nik == "1807194505800001"


@pytest.mark.parametrize(
    ("staff", "refused"),
    [(SARI, NotAllowedNow), (replace(RINA, sub="sub-colleague"), NotAllowedNow), (samples.SUKADANA_OFFICER, UnknownTicket)],
)
def test_nobody_but_the_handler_opens_it_and_nothing_is_written_or_counted(
    filed: FakePorts, staff: Staff, refused: type[Exception]
) -> None:
    before = filed.tickets.get(NUMBER)
    with pytest.raises(refused):
        opened(filed, staff)
    assert filed.tickets.get(NUMBER) == before


@pytest.mark.parametrize("why", [{}, {"note": "x"}, {"contact_reason": "ask_family"}, {**WHY, "contact_reason": "curiosity"}])
def test_a_reason_is_asked_for_in_a_word_and_in_words(filed: FakePorts, why: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        ask_contact(filed, RINA, NUMBER, "see_contact", 2, why, ONCE)


def test_no_other_way_writes_the_event_and_no_other_event_opens(filed: FakePorts) -> None:
    with pytest.raises(NotAllowedNow):
        act(filed, RINA, NUMBER, "see_contact", 2, WHY)
    with pytest.raises(NotAllowedNow):
        ask_contact(filed, RINA, NUMBER, "note", 2, {"note": "x"}, ONCE)
    noted = filed.tickets.case_file(NUMBER).events[-1]
    for event_id in (noted.id, "made-up", ""):
        with pytest.raises(NotAllowedNow):
            open_contact(filed, RINA, NUMBER, event_id)


def test_an_event_opens_for_its_officer_alone_and_not_for_long(filed: FakePorts) -> None:
    asked = ask_contact(filed, RINA, NUMBER, "see_contact", 2, WHY, ONCE)
    for other in (replace(RINA, sub="sub-colleague"), SARI):
        with pytest.raises(NotAllowedNow):
            open_contact(filed, other, NUMBER, asked.event_id)
    with pytest.raises(UnknownTicket):
        open_contact(filed, samples.SUKADANA_OFFICER, NUMBER, asked.event_id)
    filed.wait(timedelta(minutes=10))
    assert open_contact(filed, RINA, NUMBER, asked.event_id).phone
    filed.wait(timedelta(seconds=1))
    with pytest.raises(NotAllowedNow):
        open_contact(filed, RINA, NUMBER, asked.event_id)


def test_the_same_press_is_one_event_and_counted_once(filed: FakePorts) -> None:
    for _ in range(3):
        asked = ask_contact(filed, RINA, NUMBER, "see_contact", 2, WHY, ONCE)
        assert open_contact(filed, RINA, NUMBER, asked.event_id).phone
    assert filed.tickets.get(NUMBER).version == 3
    assert list(filed.quotas.opened.values()) == [1]
    with pytest.raises(StaleVersion):
        ask_contact(filed, RINA, NUMBER, "see_contact", 2, WHY, "f" * 16)


def test_a_day_has_so_many_and_the_next_begins_anew_where_the_desk_is(filed: FakePorts) -> None:
    for place in range(limits().contacts_a_day):
        opened(filed, once=f"{place:016x}")
    before = filed.tickets.get(NUMBER).version
    with pytest.raises(TooManyContacts):
        opened(filed, once="e" * 16)
    assert filed.tickets.get(NUMBER).version == before
    filed.wait(datetime(2026, 11, 22, 17, 0, tzinfo=UTC) - filed.now())  # midnight in Lampung
    assert opened(filed, once="e" * 16).phone


def crash_at(ports: FakePorts, monkeypatch: pytest.MonkeyPatch, place: str, *, after: bool) -> None:
    """Let one call of a port fail, before or after it was done."""
    part, name = place.split(".")
    target = getattr(ports, part)
    work: Callable[..., Any] = getattr(target, name)

    def crash(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(target, name, work)
        if after:
            work(*args, **kwargs)
        raise StoreBusy

    monkeypatch.setattr(target, name, crash)


CALLS = ("tickets.case_file", "quotas.admit", "tickets.commit", "tickets.reporter", "vault.sealer")


@pytest.mark.parametrize("after", [False, True], ids=["never done", "reply lost"])
@pytest.mark.parametrize("place", CALLS)
def test_wherever_it_breaks_off_nobody_saw_a_contact_without_its_event(
    filed: FakePorts, monkeypatch: pytest.MonkeyPatch, place: str, after: bool
) -> None:
    crash_at(filed, monkeypatch, place, after=after)
    seen: list[Contact] = []
    for _ in range(3):  # whoever gets no answer presses again
        try:
            seen.append(opened_at(filed, 2))
        except (StoreBusy, StaleVersion):
            assert not seen
    written = [event.action for event in filed.tickets.case_file(NUMBER).events].count("see_contact")
    assert written == 1
    assert seen
    assert all(contact.phone for contact in seen)


def opened_at(ports: FakePorts, version: int) -> Contact:
    asked = ask_contact(ports, RINA, NUMBER, "see_contact", version, WHY, ONCE)
    return open_contact(ports, RINA, NUMBER, asked.event_id)


def test_the_function_believes_the_token_and_not_its_caller(filed: FakePorts, monkeypatch: pytest.MonkeyPatch) -> None:
    logged: list[Any] = []
    monkeypatch.setattr(events, "log_job", lambda name, **figures: logged.append((name, figures)))
    asked = ask_contact(filed, RINA, NUMBER, "see_contact", 2, WHY, ONCE)
    event = {"token": f"token-of-{RINA.sub}", "number": NUMBER.symbols, "event": asked.event_id}
    assert events.open_contact(filed, event)["contact"]["phone"] == "+6281234567890"
    for token, error in (("", "NotSignedIn"), ("token-of-stranger", "NotStaff"), (f"token-of-{SARI.sub}", "NotAllowedNow")):
        assert events.open_contact(filed, {**event, "token": token}) == {"error": error}
    assert "Siti" not in json.dumps(logged)
    assert "+62812" not in json.dumps(logged)


@pytest.mark.parametrize(
    ("hour", "may"),
    [(6, []), (7, ["morning"]), (10, ["morning"]), (11, ["noon"]), (14, ["afternoon"]), (18, ["evening"]), (21, [])],
)
@pytest.mark.parametrize(("district", "ahead"), [("18.07.19", 7), ("51.01.01", 8), ("91.03.01", 9)])
def test_a_family_is_called_in_the_hours_it_chose_where_it_lives(hour: int, may: list[str], district: str, ahead: int) -> None:
    now = datetime(2026, 12, 1, hour, 0, tzinfo=UTC) - timedelta(hours=ahead)
    assert [part for part in call_hours() if may_be_called(part, district, now)] == may
    assert may_be_called(None, district, now)
