"""Reports survive: every process killed right after 500 acknowledged submits, then all 500 are there, none twice."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from chalicelib.domain.credentials import AccessCode, TicketNumber

from infra.local.engine import plain_client
from infra.local.stack import TABLE
from tests.support import samples
from tests.support.engines import NO_DURABLE_ENGINE
from tests.support.local_stack import LocalStack, local_stack

REPORTS = 500


def test_every_acknowledged_report_survives_kill_9_of_everything(tmp_path: Path) -> None:
    if NO_DURABLE_ENGINE:
        pytest.skip(NO_DURABLE_ENGINE)
    bodies = [samples.body(number=str(TicketNumber.mint()), access_code=AccessCode.mint().digits) for _ in range(REPORTS)]

    with local_stack(tmp_path) as stack, ThreadPoolExecutor(8) as pool:
        first = list(pool.map(lambda body: stack.post("/api/v1/tickets", body), bodies))
        stack.kill()
    assert {status for status, _ in first} == {201}

    with local_stack(tmp_path) as stack:
        found = [stack.post("/api/v1/tickets/status", {"number": body["number"]})[1] for body in bodies]
        assert [answer["number"] for answer in found] == [body["number"] for body in bodies]
        assert [answer["received_at"] for answer in found] == [answer["received_at"] for _, answer in first]
        again = [stack.post("/api/v1/tickets", body) for body in bodies[:50]]
        assert [answer for _, answer in again] == [answer for _, answer in first[:50]]
        assert len(tickets(stack)) == REPORTS
        case = stack.get(f"/api/v1/staff/tickets/{bodies[0]['number']}", stack.token("pasir-sakti"))
        assert case[1]["story"] == bodies[0]["story"]


def test_fifty_posts_of_one_report_at_once_make_one_ticket_and_one_answer(tmp_path: Path) -> None:
    body = samples.body(number=str(TicketNumber.mint()), access_code=AccessCode.mint().digits)
    with local_stack(tmp_path) as stack, ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: stack.post("/api/v1/tickets", body), range(50)))
        assert {status for status, _ in answers} <= {200, 201}
        assert len({str(answer) for _, answer in answers}) == 1
        assert len(tickets(stack)) == 1


def tickets(stack: LocalStack) -> list[str]:
    """Return the partition key of every ticket the engine holds."""
    pages = plain_client(stack.stack.engine_port).get_paginator("scan").paginate(TableName=TABLE)
    return [item["pk"]["S"] for page in pages for item in page["Items"] if item["sk"]["S"] == "TICKET"]
