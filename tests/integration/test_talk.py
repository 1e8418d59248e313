"""The talk on the durable engine: sent twice, at once, or with an answer that got lost, it is there once and in order."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from secrets import token_hex
from typing import Any

import pytest
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import LinkToken, TicketNumber
from chalicelib.domain.workflow import actions

from tests.integration.conftest import System
from tests.support import samples
from tests.support.html_forms import encoded
from tests.support.http import Reply

ACTIONS = "/api/v1/tickets/actions"


@pytest.fixture
def held(system: System) -> dict[str, str]:
    """Number and link of a report."""
    receipt = system.submit(link_token=LinkToken.mint().text, subject=None).json
    return {"number": receipt["number"], "link_token": receipt["link_token"]}


def says(system: System, held: dict[str, str], message: str, once: str | None = None, action: str = "message") -> Reply:
    body = {**held, "action": action, "message": message, "once": once or token_hex(8)}
    return system.public.post(ACTIONS, body)


def tells(system: System, number: str, message: str, version: int, once: str) -> Reply:
    body = {"action": "tell", "version": version, "message": message, "once": once}
    return system.admin.post(f"/api/v1/staff/tickets/{number}/actions", body, system.token("pasir-sakti"))


def said(system: System, held: dict[str, str]) -> list[str]:
    opened = system.public.post("/api/v1/tickets/open", held).json
    return [turn["said"]["message"] for turn in opened["talk"] if "message" in turn["said"]]


def test_the_same_press_is_one_message_and_the_same_words_again_are_two(system: System, held: dict[str, str]) -> None:
    once = token_hex(8)
    first, again = says(system, held, "Halo?", once), says(system, held, "Halo?", once)
    assert first.status == again.status == 200
    assert first.json["talk"] == again.json["talk"]
    assert says(system, held, "Halo?").status == 200
    # Changed after Back: other words under the same mark are not lost.
    assert says(system, held, "Halo, masih di sana?", once).status == 200
    assert said(system, held) == ["Halo?", "Halo?", "Halo, masih di sana?"]


def test_many_at_once_are_each_there_once_and_in_one_order_for_everybody(system: System, held: dict[str, str]) -> None:
    marks = {f"Pesan {place}": token_hex(8) for place in range(6)}

    def family(message: str) -> Reply:
        reply = says(system, held, message, marks[message])
        return reply if reply.status == 200 else says(system, held, message, marks[message])

    def officer(place: int) -> Reply:
        once = token_hex(8)
        while True:
            path = f"/api/v1/staff/tickets/{held['number']}"
            version = system.admin.get(path, system.token("pasir-sakti")).json["version"]
            reply = tells(system, held["number"], f"Kabar {place}", version, once)
            if reply.status == 200:
                return reply

    work: list[tuple[Callable[[Any], Reply], Any]] = [(family, message) for message in [*marks, *marks]]
    work += [(officer, place) for place in range(4)]
    with ThreadPoolExecutor(6) as pool:
        replies = list(pool.map(lambda job: job[0](job[1]), work))
    assert {reply.status for reply in replies} == {200}
    there = said(system, held)
    assert sorted(there) == sorted([*marks, *(f"Kabar {place}" for place in range(4))])
    seen = system.admin.get(f"/api/v1/staff/tickets/{held['number']}", system.token("pasir-sakti")).json
    assert [event["said"]["message"] for event in seen["events"] if "message" in event["said"]] == there
    assert [event["version"] for event in seen["events"]] == list(range(1, len(there) + 2))


def test_an_officer_whose_answer_got_lost_sends_again_and_has_said_it_once(system: System, held: dict[str, str]) -> None:
    once = token_hex(8)
    first, again = (tells(system, held["number"], "Kami cek.", 1, once) for _ in range(2))
    assert first.status == again.status == 200
    assert first.json["version"] == again.json["version"] == 2
    assert tells(system, held["number"], "Kami cek.", 1, token_hex(8)).is_problem(409, "stale")
    assert said(system, held) == ["Kami cek."]


def test_nothing_of_the_talk_lies_readable_in_the_store_or_the_log(
    system: System, held: dict[str, str], lines: list[str]
) -> None:
    says(system, held, "RAHASIA keluarga")
    tells(system, held["number"], "RAHASIA petugas", 2, token_hex(8))
    fields = {**held, "action": "message", "once": token_hex(8), "message": "RAHASIA formulir"}
    system.public.send_form("/formulir/percakapan", encoded(list(fields.items())))
    assert len(said(system, held)) == 3
    file = system.ports.tickets.case_file(TicketNumber.parse(held["number"]))
    assert b"RAHASIA" not in b"".join(file.sealed.values())
    assert "RAHASIA" not in repr(file.ticket)
    assert "RAHASIA" not in "".join(lines)


def test_what_desks_write_for_themselves_never_reaches_the_family(system: System, held: dict[str, str]) -> None:
    number = held["number"]
    system.act("pasir-sakti", number, "identify", 1, note="INTERNAL satu")
    system.act("pasir-sakti", number, "note", 2, note="INTERNAL dua")
    system.act("pasir-sakti", number, "investigate", 3, note="INTERNAL tiga")
    answered = system.act("pasir-sakti", number, "answer", 4)
    assert answered.status == 200, answered.text
    opened = system.public.post("/api/v1/tickets/open", held).text
    page = system.public.send_form("/formulir/status", encoded(list(held.items()))).text
    for text in (opened, page):
        assert "Kabar dari kami." in text
        assert "INTERNAL" not in text
        assert "Dicek di bank." not in text


def test_only_the_talk_is_opened_for_a_family(system: System, held: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Compartment] = []
    sealer = type(system.ports.vault).sealer

    def watched(vault: Any, number: TicketNumber, keys: Any, compartment: Compartment) -> Any:
        opened.append(compartment)
        return sealer(vault, number, keys, compartment)

    monkeypatch.setattr(type(system.ports.vault), "sealer", watched)
    says(system, held, "Halo")
    system.public.post("/api/v1/tickets/open", held)
    assert set(opened) == {Compartment.TALK}


@pytest.mark.parametrize("action", [row.id for row in actions().values() if row.sources])
def test_a_family_does_nothing_that_is_for_others(system: System, held: dict[str, str], action: str) -> None:
    before = system.status(held["number"]).text
    reply = system.public.post(ACTIONS, {**held, "action": action, "once": token_hex(8), "message": "x"})
    if action == "message":
        assert reply.status == 200
    else:
        assert reply.status in (409, 422), reply.text
        assert system.status(held["number"]).text == before


def test_the_same_bytes_without_the_secret_whatever_was_said(system: System, held: dict[str, str]) -> None:
    number = str(TicketNumber.mint())
    wrong = {"number": held["number"], "access_code": "00000000"}
    unknown = {"number": number, "access_code": "00000000"}
    body = {"action": "message", "once": "0" * 16, "message": "x"}
    answers = [system.public.post(ACTIONS, {**who, **body}) for who in (wrong, unknown)]
    assert answers[0].status == answers[1].status == 404
    assert answers[0].text == answers[1].text
    assert json.loads(answers[0].text)["code"] == "not_opened"
    assert samples.PASIR_SAKTI not in answers[0].text


def test_photos_come_until_the_end_and_not_after_it(system: System, held: dict[str, str]) -> None:
    photo = {**held, "photo": token_hex(16)}
    assert system.public.post("/api/v1/tickets/photos", photo).status == 200
    withdrawn = system.public.post(ACTIONS, {**held, "action": "withdraw", "once": token_hex(8)})
    assert (withdrawn.json["status"], withdrawn.json["photo_room"]) == ("closed", 0)
    refused = system.public.post("/api/v1/tickets/photos", {**held, "photo": token_hex(16)})
    assert refused.is_problem(409, "no_photo_room")
