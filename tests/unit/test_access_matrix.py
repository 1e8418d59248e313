"""Who may know of which ticket, and what they may do with it: a table written by hand, held against every route of the surface.

`.` nothing: each route answers as for a number that nobody has, and no list holds it
`r` reads it by its number · `R` their inbox lists it, too · `a`, `A` likewise, and may take it over
`C` a colleague of whoever has it · `H` handles it
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from chalice.app import Chalice
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.reports import Report, Subject, Wishes
from chalicelib.domain.staff import Staff
from chalicelib.domain.tiers import Desk, DeskKind, Tier
from chalicelib.entrypoints import staff_api
from chalicelib.entrypoints.http.routes import register
from chalicelib.usecases.act import act
from chalicelib.usecases.submit_report import submit_report
from chalicelib.usecases.sweep_deadlines import sweep_deadlines

from tests.support import samples
from tests.support.fakes import FakePorts
from tests.support.http import Reply, Surface

KEC, KAB, PROV = Tier.KECAMATAN, Tier.KABUPATEN, Tier.PROVINSI
DESKS: dict[str, tuple[Desk, bool]] = {
    "rina": (Desk(KEC, "18.07.19"), False),
    "tono": (Desk(KEC, "18.07.19"), False),
    "budi": (Desk(KEC, "18.07.01"), False),
    "jauh": (Desk(KEC, "11.01.01"), False),
    "sari": (Desk(KAB, "18.07"), True),
    "hadi": (Desk(KAB, "18.07"), False),
    "wira": (Desk(KAB, "18.01"), True),
    "agus": (Desk(PROV, "18"), True),
    "dian": (Desk(PROV, "18"), False),
    "cut": (Desk(PROV, "11"), True),
    "dewi": (Desk(Tier.PUSAT, "ID"), True),
    "gani": (Desk(Tier.PUSAT, "ID"), False),
    "yanti": (Desk(KAB, "18.07", DeskKind.DINSOS), False),
    "yudi": (Desk(KAB, "18.07", DeskKind.DINSOS), True),
    "yoga": (Desk(KAB, "18.01", DeskKind.DINSOS), True),
    "umi": (Desk(KEC, "18.07.19", DeskKind.UPT), False),
    "udin": (Desk(KEC, "18.07.19.2001", DeskKind.UPT), False),
    "ujang": (Desk(KEC, "18.07.19.2002", DeskKind.UPT), False),
    "bayu": (Desk(KAB, "18.07", DeskKind.BANK), False),
    "oki": (Desk(KAB, "18.07", DeskKind.OFFICE), False),
}

PLAIN = Report(category="payment_missing", district="18.07.19", story="Uang belum masuk.", village="18.07.19.2001")
Ports = FakePorts
Then = Callable[[Ports, TicketNumber], object]


def done(who: str, action: str, named: str | None = None) -> Then:
    """Let somebody take an action."""

    def then(ports: Ports, number: TicketNumber) -> object:
        answers = {"step_aside": {}, "take": {}}.get(action, {"note": "Alasan."}) | ({"accused": named} if named else {})
        return act(ports, ports.staff.get(who), number, action, ports.tickets.get(number).version, answers)

    return then


def nothing(_ports: Ports, _number: TicketNumber) -> object:
    return None


def risen(ports: Ports, _number: TicketNumber) -> object:
    """Let nobody begin in time."""
    ports.wait(timedelta(days=7))
    return sweep_deadlines(ports)


TICKETS: dict[str, tuple[Report, Then]] = {
    "plain": (PLAIN, nothing),
    "taken by rina": (PLAIN, done("rina", "take")),
    "group head": (replace(PLAIN, subject=Subject("group_head")), nothing),
    "facilitator": (replace(PLAIN, subject=Subject("facilitator")), nothing),
    "conduct": (replace(PLAIN, category="staff_conduct"), nothing),
    "secret": (replace(PLAIN, wishes=Wishes(keep_secret=True)), nothing),
    "fraud": (replace(PLAIN, flags=("fraud",)), nothing),
    "coordinator": (replace(PLAIN, subject=Subject("coordinator")), nothing),
    "provincial": (replace(PLAIN, subject=Subject("provincial")), nothing),
    "danger": (replace(PLAIN, flags=("danger",)), nothing),
    "danger, sari": (replace(PLAIN, flags=("danger",), subject=Subject(name="Bu SARI")), nothing),
    "distress": (replace(PLAIN, flags=("psychosocial",)), nothing),
    "corruption": (replace(PLAIN, category="misuse"), nothing),
    "late": (PLAIN, lambda ports, _number: ports.wait(timedelta(days=15))),
    "taken over": (PLAIN, done("hadi", "take_over")),
    "risen": (PLAIN, risen),
    "rina aside": (PLAIN, done("rina", "step_aside")),
    "rina accused": (PLAIN, done("tono", "exclude", named="rina")),
    "yanti named": (replace(PLAIN, subject=Subject(name="Yanti Contoh")), nothing),
}

# In the order of TICKETS.
MATRIX = {
    "rina": " H H H . . . . . . . . . . H R R . . . ",
    "tono": " H C H . . . . . . . . . . H R R H . . ",
    "budi": " . . . . . . . . . . . . . . . . . . . ",
    "jauh": " . . . . . . . . . . . . . . . . . . . ",
    "sari": " A A A H H H H . . H . H H A C H A H H ",
    "hadi": " A A A H H H H . . . . . . A H H A H H ",
    "wira": " . . . . . . . . . . . . . . . . . . . ",
    "agus": " A A A A A A A H . A H A A A A A A A A ",
    "dian": " A A A A A A A H . . . . . A A A A A A ",
    "cut ": " . . . . . . . . . . . . . . . . . . . ",
    "dewi": " . . . . . . . . H . . . . a . . . . . ",
    "gani": " . . . . . . . . H . . . . a . . . . . ",
    "yanti": " R R R R R R R . . . . . . R R R R R . ",
    "yudi": " R R R R R R R . . R . R R R R R R R R ",
    "yoga": " . . . . . . . . . . . . . . . . . . . ",
    "umi": " R R R . . . . . . . . . . R R R R . . ",
    "udin": " R R R . . . . . . . . . . R R R R . . ",
    "ujang": " . . . . . . . . . . . . . . . . . . . ",
    "bayu": " . . . . . . . . . . . . . . . . . . . ",
    "oki": " . . . . . . . . . . . . . . . . . . . ",
}
CELLS = {(who.strip(), ticket): cell for who, row in MATRIX.items() for ticket, cell in zip(TICKETS, row.split(), strict=True)}


@pytest.fixture
def surface(ports: FakePorts) -> Surface:
    """The staff's surface, with everybody of DESKS and nobody else at work."""
    for name, (desk, confidential) in DESKS.items():
        names = samples.named(f"{name} Contoh")
        ports.staff.put(Staff(name, f"{name.title()} Contoh", desk, confidential=confidential, names=names))
    app = Chalice(app_name="lapor-pkh", configure_logs=False)
    register(app, lambda: ports, staff_api.ROUTES, authorizer=None)
    return Surface(app)


def test_the_table_is_as_large_as_it_should_be() -> None:
    assert len(CELLS) == len(DESKS) * len(TICKETS) >= 300
    assert {who for who, _ in CELLS} == set(DESKS)


@pytest.mark.parametrize("ticket", TICKETS)
def test_everybody_may_what_the_table_says_and_nothing_else(ports: FakePorts, surface: Surface, ticket: str) -> None:
    report, then = TICKETS[ticket]
    number, unknown = samples.number(1), samples.number(2)
    submit_report(ports, report, samples.credentials(1))
    then(ports, number)
    version = ports.tickets.get(number).version
    for who in DESKS:
        cell = CELLS[who, ticket]
        seen = seen_by(surface, who, number, version)
        if cell == ".":
            assert seen == seen_by(surface, who, unknown, version), (who, ticket)
            assert {reply.status for reply in seen} == {404}, (who, ticket)
        glimpsed = surface.post("/api/v1/staff/glimpses", {"numbers": [str(number), str(unknown)]}, f"token-of-{who}")
        assert [item["number"] for item in glimpsed.json["items"]] == ([] if cell == "." else [str(number)]), (who, ticket)
        inbox = surface.get("/api/v1/staff/tickets", f"token-of-{who}").json["items"]
        assert (str(number) in [item["number"] for item in inbox]) is (cell in "RACH"), (who, ticket)
        assert right(seen[0]) == cell.lower(), (who, ticket)


def seen_by(surface: Surface, who: str, number: TicketNumber, version: int) -> list[Reply]:
    """What every route that takes a number answers; the action is one that nobody may take."""
    token, path = f"token-of-{who}", f"/api/v1/staff/tickets/{number}"
    refused = {"action": "approve_close", "version": version, "note": "Alasan."}
    return [
        surface.get(path, token),
        surface.get(f"{path}/people", token),
        surface.post(f"{path}/actions", refused, token),
        surface.post(f"{path}/writing", {"writing": False}, token),
        surface.post(f"{path}/preview", {"action": "answer", "version": version + 1}, token),
        surface.post(f"{path}/actions", {"action": "step_aside", "version": version + 1}, token),
    ]


def right(reply: Reply) -> str:
    """Which letter of the table a ticket's own answer stands for, but for its listing."""
    if reply.status == 404:
        return "."
    offered: list[dict[str, Any]] = reply.json["actions"]
    names = {action["action"] for action in offered}
    if any(action["to"] for action in offered):
        return "h"
    return {frozenset({"step_aside"}): "r", frozenset({"note", "reissue", "take_over", "step_aside", "exclude"}): "a"}.get(
        frozenset(names), "c"
    )
