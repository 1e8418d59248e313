"""The main job over HTTP: report, number, status, inbox, move; and the shapes others rely on."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from chalicelib.domain.credentials import Credentials
from chalicelib.domain.workflow import Status, lane_of
from chalicelib.entrypoints.staff_api.models import CaseOut, InboxOut, TicketOut
from chalicelib.usecases.submit_report import submit_report

from infra.local.users import subject
from tests.integration.conftest import System
from tests.support import samples


def inbox(system: System, login: str, lane: str = "") -> dict[str, Any]:
    """Return what an inbox lists, by number, page by page."""
    seen: dict[str, Any] = {}
    query = f"limit=100&lane={lane}"
    while True:
        page = system.admin.get("/api/v1/staff/tickets", system.token(login), query).json
        seen |= {item["number"]: item for item in page["items"]}
        if page["next"] is None:
            return seen
        query = f"limit=100&lane={lane}&cursor={page['next']}"


def test_a_report_gets_a_receipt_and_its_number_shows_where_it_is(system: System) -> None:
    sent = system.submit()
    assert sent.status == 201
    receipt = sent.json
    assert set(receipt) == {"number", "access_code", "link_token", "status", "desk", "answer_due", "passed", "received_at"} | {
        "deadline"
    }
    assert receipt["desk"] == {"tier": "kecamatan", "region": "18.07.19", "name": "Pelaksana PKH Kecamatan Pasir Sakti"}
    assert receipt["status"] == "received"

    looked_up = system.status(receipt["number"].lower().replace("-", " "))
    assert looked_up.status == 200
    assert set(looked_up.json) == {
        *(
            "number",
            "status",
            "desk",
            "received_at",
            "updated_at",
            "answer_due",
            "answer",
            "settled_by",
            "deadline",
            "steps",
            "next_step",
        ),
        *("answer_by", "ending", "objection_ends"),
    }
    assert looked_up.json["received_at"] == receipt["received_at"]
    assert "Pasir Sakti" in looked_up.json["next_step"]


def test_the_number_alone_shows_nothing_personal(system: System) -> None:
    sent = system.submit()
    whole = system.status(sent.json["number"]).text
    for word in ("Uang", "Siti", "Joko", "1234567890", "1807194505800001", sent.json["access_code"], "payment_missing"):
        assert word not in whole


def test_number_and_code_may_be_left_to_the_server(system: System) -> None:
    sent = system.public.post("/api/v1/tickets", samples.body(number=None, access_code=None))
    assert sent.status == 201
    assert system.status(sent.json["number"]).status == 200


def test_the_smallest_report(system: System) -> None:
    smallest = {"kind": "aspiration", "category": "other", "district": "11.01.01", "story": "x"}
    assert system.public.post("/api/v1/tickets", smallest).status == 201


def test_the_same_body_again_gives_the_same_answer_for_ever(system: System) -> None:
    first = system.submit()
    number, code = first.json["number"], first.json["access_code"]
    assert system.act("pasir-sakti", number, "identify", 1).status == 200
    again = system.submit(number=number, access_code=code)
    assert again.status in (200, 201)
    assert again.text == first.text


@pytest.mark.parametrize(
    "change",
    [{"story": "Cerita lain."}, {"access_code": "00000000"}, {"reporter": None}, {"district": "18.07.01", "village": None}],
)
def test_another_body_or_code_under_a_used_number_is_409_without_data(system: System, change: dict[str, object]) -> None:
    first = system.submit(access_code="12345678")
    number = first.json["number"]
    before = system.status(number).text
    refused = system.submit(**{"number": number, "access_code": "12345678", **change})
    assert refused.is_problem(409, "number_used")
    assert number not in refused.text
    assert "Pasir Sakti" not in refused.text
    assert system.status(number).text == before


def test_the_report_is_in_its_desks_inboxes_and_for_a_neighbour_it_does_not_exist(system: System) -> None:
    number = system.submit().json["number"]

    assert number in inbox(system, "pasir-sakti")
    assert number in inbox(system, "lampung-timur")
    assert number in inbox(system, "lampung")
    assert number not in inbox(system, "sukadana")

    token = system.token("sukadana")
    unknown = system.admin.get(f"/api/v1/staff/tickets/{samples.number(99)}", token)
    hidden = system.admin.get(f"/api/v1/staff/tickets/{number}", token)
    assert hidden.is_problem(404, "unknown_number")
    assert hidden.text == unknown.text
    assert system.act("sukadana", number, "identify", 1).is_problem(404, "unknown_number")
    assert system.status(number).json["status"] == "received"


def test_an_inbox_page_is_what_its_document_says(system: System) -> None:
    system.submit()
    text = system.admin.get("/api/v1/staff/tickets", system.token("pasir-sakti")).text
    assert json.loads(InboxOut.model_validate_json(text).model_dump_json()) == json.loads(text)


def test_a_ticket_and_a_step_are_what_their_document_says(system: System) -> None:
    number = system.submit().json["number"]
    moved = system.act("pasir-sakti", number, "identify", 1)
    assert json.loads(CaseOut.model_validate_json(moved.text).model_dump_json()) == moved.json
    whole = system.admin.get(f"/api/v1/staff/tickets/{number}", system.token("pasir-sakti"))
    assert json.loads(TicketOut.model_validate_json(whole.text).model_dump_json()) == whole.json
    # Everybody here has the same phone: what is like it is the other tests' reports.
    assert whole.json == {**moved.json, "photos": [], "kept_out": [], "similar": whole.json["similar"], "writer": None}
    assert number not in [one["number"] for one in whole.json["similar"]]


def test_the_officer_moves_it_and_the_citizen_sees_it(system: System) -> None:
    number = system.submit().json["number"]
    moved = system.act("pasir-sakti", number, "identify", 1)
    assert moved.status == 200
    assert (moved.json["status"], moved.json["version"]) == ("identifying", 2)
    status = system.status(number).json
    assert status["status"] == "identifying"
    assert status["updated_at"] > status["received_at"]
    assert system.act("pasir-sakti", number, "identify", 1).is_problem(409, "stale")
    assert system.act("pasir-sakti", number, "approve_close", 2).is_problem(409, "not_allowed_now")
    assert system.status(number).json == status


def test_a_ticket_walks_the_whole_way_and_the_lanes_of_the_inbox_follow(system: System) -> None:
    number = system.submit().json["number"]
    actions = ["identify", "ask", "resume", "investigate", "clarify", "answer", "tell"]
    for version, action in enumerate(actions, start=1):
        moved = system.act("pasir-sakti", number, action, version)
        assert moved.status == 200, moved.text
        listed = inbox(system, "pasir-sakti", lane_of(Status(moved.json["status"])))
        assert listed[number]["held"] == "mine"
    whole = system.admin.get(f"/api/v1/staff/tickets/{number}", system.token("pasir-sakti")).json
    assert [event["version"] for event in whole["events"]] == list(range(1, 9))
    assert whole["events"][0]["by"] is None
    assert whole["events"][-1]["said"] == {"message": "Kabar dari kami."}
    assert whole["events"][1]["said"] == {"note": "Sudah diperiksa"}
    assert whole["events"][-1]["by"]["tier"] == "kecamatan"
    assert "answer" not in [action["action"] for action in whole["actions"]]
    assert whole["story"] == "Uang belum masuk sejak bulan lalu."
    assert "Siti" not in json.dumps(whole)


def test_who_am_i(system: System) -> None:
    me = system.admin.get("/api/v1/staff/me", system.token("lampung-timur")).json
    assert me == {
        "id": subject("lampung-timur"),
        "hours": 7,
        "queues": ["open", "new", "today", "overdue", "danger", "replied", "others", "mine", "decide"],
        "name": "Sari Contoh",
        "tier": "kabupaten",
        "region": "18.07",
        "desk": {"tier": "kabupaten", "region": "18.07", "name": "Koordinator PKH Kabupaten Lampung Timur"},
    }


def test_fifty_at_once_under_one_number_make_one_ticket_and_one_answer(system: System) -> None:
    credentials = Credentials.mint()
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: submit_report(system.ports, samples.report(), credentials), range(50)))
    assert len(set(answers)) == 1
    assert len(system.ports.tickets.case_file(credentials.number).events) == 1


def test_nothing_a_citizen_wrote_stands_readable_in_the_engines_file(system: System) -> None:
    planted = {"story": "ceritatanda", "name": "namatanda", "subject": "terlaportanda", "note": "catatantanda"}
    sent = system.submit(
        story=planted["story"],
        reporter={"name": planted["name"], "phone": "081299887766", "nik": "1807194505809876"},
        subject={"role": "facilitator", "name": planted["subject"]},
    )
    system.act("pasir-sakti", sent.json["number"], "identify", 1, note=planted["note"])
    content = b"".join(path.read_bytes() for path in system.stack.var.glob("dynamodb.sqlite*"))
    assert sent.json["number"].replace("-", "")[3:].encode() in content
    for word in (*planted.values(), "81299887766", "1807194505809876"):
        assert word.encode() not in content
