"""No side door to a report: every route that takes an access code counts the tries, and nobody it may be about learns of it."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import chalicelib
import pytest
from chalicelib.domain.credentials import AccessCode, LinkToken, TicketNumber
from chalicelib.domain.rulebook import rules
from chalicelib.domain.tiers import Tier
from chalicelib.entrypoints import forms, public_api

from tests.integration.conftest import System
from tests.support import samples
from tests.support.html_forms import encoded
from tests.support.http import Reply

MOST = rules("limits")["code_tries"]
STORY = "Uang belum masuk sejak bulan lalu."
SMALL = {"category": "payment_missing", "district": samples.PASIR_SAKTI, "story": STORY}
SAID = {"action": "message", "once": "0" * 16, "message": "Uangnya belum juga masuk."}
PLACE = {"province": "18", "regency": "18.07"}


@dataclass(frozen=True)
class Door:
    """One way to offer a number and a code; `answered` is the status by which it lets somebody in."""

    path: str
    answered: int
    offer: Callable[[System, str, str], Reply]


def _json(path: str, answered: int, **content: object) -> Door:
    def offer(system: System, number: str, code: str) -> Reply:
        return system.public.post(path, {"number": number, "access_code": code, **content})

    return Door(path, answered, offer)


def _form(path: str, answered: int, **content: str) -> Door:
    def offer(system: System, number: str, code: str) -> Reply:
        fields = {"number": number, "access_code": code, **content}
        return system.public.send_form(path, encoded(list(fields.items())))

    return Door(path, answered, offer)


DOORS = {
    "resent": _json("/api/v1/tickets", 201, **SMALL),
    "opened": _json("/api/v1/tickets/open", 200),
    "photo": _json("/api/v1/tickets/photos", 200, photo="0" * 32),
    "form resent": _form("/formulir/lapor", 200, step="send", **SMALL, **PLACE),
    "form changed": _form("/formulir/lapor", 200, step="send", **SMALL | {"story": "x"}, **PLACE),
    "form opened": _form("/formulir/status", 200),
    "form of the script": _form("/formulir/status", 200, fragment="true"),
    "said": _json("/api/v1/tickets/actions", 200, **SAID),
    "said by form": _form("/formulir/percakapan", 200, **SAID),
    "said by the script": _form("/formulir/percakapan", 200, fragment="true", **SAID),
    "form photo": _form("/formulir/foto", 200),
    "exported": _json("/api/v1/tickets/export", 200),
    "own data": _form("/formulir/data-saya", 200),
    "own data as a file": _form("/formulir/data-saya.json", 200),
}
doors = pytest.mark.parametrize("door", DOORS.values(), ids=DOORS.keys())


@pytest.fixture
def filed(system: System) -> tuple[str, str]:
    """Number and code of a report without a link, as of a logbook sheet."""
    sent = system.public.post("/api/v1/tickets", {**SMALL, "number": str(TicketNumber.mint()), "access_code": "12345678"})
    assert sent.status == 201
    return sent.json["number"], sent.json["access_code"]


def wrong_codes(right: str) -> Iterator[str]:
    """Yield codes that are wrong."""
    return (f"{(int(right) + step) % 10**8:08d}" for step in range(1, 10**6))


def refusal(system: System, door: Door, number: str, code: str) -> tuple[int, str]:
    """Offer a code that must be refused and return what is said to it, without what a form shows again or offers anew."""
    reply = door.offer(system, number, code)
    said = str("Nomor tadi sudah dipakai" in reply.text) if door.path == "/formulir/lapor" else reply.text.replace(code, "")
    return reply.status, said


def test_every_route_that_takes_a_code_is_a_door_here() -> None:
    routes = [*public_api.ROUTES, *forms.ROUTES]
    taking = {route.path for route in routes if route.body and "access_code" in route.body.model_fields}
    assert taking == {door.path for door in DOORS.values()}


@doors
def test_the_right_code_gets_in_until_the_limit_and_then_is_refused_like_any_other(
    system: System, filed: tuple[str, str], door: Door
) -> None:
    number, code = filed
    wrong = wrong_codes(code)
    assert door.offer(system, number, code).status == door.answered
    refusals = [refusal(system, door, number, next(wrong)) for _ in range(MOST - 1)]
    assert door.offer(system, number, code).status == door.answered, "one try was left"
    refusals += [refusal(system, door, number, offered) for offered in (*islice(wrong, 5), code)]
    assert len(set(refusals)) == 1
    assert refusals[0][0] in (404, 409)


def test_300_guesses_over_every_route_are_worth_10(system: System, filed: tuple[str, str]) -> None:
    number, code = filed
    wrong = wrong_codes(code)
    for door, _ in zip(cycle(DOORS.values()), range(MOST - 1), strict=False):
        assert door.offer(system, number, next(wrong)).status != door.answered
    assert DOORS["opened"].offer(system, number, code).status == 200
    for door, _ in zip(cycle(DOORS.values()), range(300 - MOST), strict=False):
        assert door.offer(system, number, next(wrong)).status != door.answered
    assert {name for name, door in DOORS.items() if door.offer(system, number, code).status == door.answered} == set()


def test_who_holds_the_link_is_never_locked_out(system: System) -> None:
    token = LinkToken.mint().text
    credentials = {"number": str(TicketNumber.mint()), "access_code": "12345678", "link_token": token}
    first = system.public.post("/api/v1/tickets", {**SMALL, **credentials})
    wrong = wrong_codes("12345678")
    for _ in range(MOST + 1):
        DOORS["opened"].offer(system, credentials["number"], next(wrong))
    assert DOORS["opened"].offer(system, credentials["number"], "12345678").status == 404
    assert system.public.post("/api/v1/tickets", {**SMALL, **credentials}).text == first.text
    assert DOORS["opened"].offer(system, credentials["number"], "12345678").status == 404
    assert system.public.post("/api/v1/tickets/open", {"number": credentials["number"], "link_token": token}).status == 200
    # The link alone does not make a wrong code a right one: the receipt would show it.
    assert system.public.post("/api/v1/tickets", {**SMALL, **credentials, "access_code": "87654321"}).status == 409


COMPARING = "usecases/open_case.py"
# Who may touch the digests: what makes, holds and stores them, the report they are made for, the comparison.
HOLDING = {
    *("domain/tickets.py", "domain/changes.py", "adapters/dynamodb/documents.py"),
    *("usecases/submit_report.py", "usecases/digests.py", COMPARING),
    # What puts new ones in the place of lost ones.
    *("usecases/reissue.py", "domain/effects.py"),
}
MARKS = {"digests", "code_digest", "token_digest"}
SECRETS = {"code_digest", "token_digest", "digits", "access_code", "link_token"}
SECRETS |= {"digests.code", "digests.token", "digests.earlier_codes", "digests.earlier_tokens"}


def _named(node: ast.AST) -> str:
    """Return what an expression names; of an attribute of the digests, which mark."""
    name = str(getattr(node, "attr", None) or getattr(node, "id", None))
    return f"digests.{name}" if isinstance(node, ast.Attribute) and _named(node.value) == "digests" else name


def test_secrets_are_compared_in_one_place() -> None:
    package = Path(str(chalicelib.__file__)).parent
    touching, comparing = set(), set()
    for path in package.rglob("*.py"):
        place = path.relative_to(package).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = {getattr(node, "attr", None), getattr(node, "id", None), getattr(node, "name", None)}
            if named & MARKS:
                touching.add(place)
            compared = {_named(part) for part in ast.walk(node)} if isinstance(node, ast.Compare) else set()
            if compared & SECRETS and not _asks_for_none(node):
                comparing.add(place)
    assert touching == HOLDING
    assert comparing == set(), "compare_digest in open_case.py is the one comparison"


def _asks_for_none(node: ast.AST) -> bool:
    """Whether a comparison only asks if something is there."""
    return any(isinstance(part, ast.Constant) and part.value is None for part in ast.walk(node))


@pytest.mark.parametrize(("said", "tier"), samples.ACCUSING.values(), ids=samples.ACCUSING.keys())
def test_whom_a_report_may_be_about_does_not_learn_of_it(system: System, said: dict[str, object], tier: Tier) -> None:
    receipt = system.submit(**said).json
    number = receipt["number"]
    assert receipt["desk"]["tier"] == tier == system.status(number).json["desk"]["tier"]
    [handler] = [login for login, at in (("lampung-timur", Tier.KABUPATEN), ("lampung", Tier.PROVINSI)) if at is tier]
    below = ["pasir-sakti"] if tier is Tier.KABUPATEN else ["pasir-sakti", "lampung-timur"]

    unknown = system.admin.get(f"/api/v1/staff/tickets/{samples.number(99)}", system.token(handler))
    for login in (*below, "sukadana"):
        assert number not in listed(system, login)
        hidden = system.admin.get(f"/api/v1/staff/tickets/{number}", system.token(login))
        assert (hidden.status, hidden.text) == (404, unknown.text)
        assert system.act(login, number, "identify", 1).is_problem(404, "unknown_number")
    for login in (handler, "lampung"):
        assert number in listed(system, login)
        assert system.admin.get(f"/api/v1/staff/tickets/{number}", system.token(login)).status == 200
    assert system.act(handler, number, "identify", 1).status == 200


def listed(system: System, login: str) -> set[str]:
    """Every number in an officer's inbox."""
    seen, query = set(), "limit=100"
    while True:
        page = system.admin.get("/api/v1/staff/tickets", system.token(login), query).json
        seen |= {item["number"] for item in page["items"]}
        if page["next"] is None:
            return seen
        query = f"limit=100&cursor={page['next']}"


def test_the_receipt_of_a_form_names_the_desk_above(system: System) -> None:
    credentials = {"number": str(TicketNumber.mint()), "access_code": AccessCode.mint().digits}
    fields = {**SMALL, **PLACE, **credentials, "wishes.keep_secret": "true", "step": "send"}
    receipt = system.public.send_form("/formulir/lapor", encoded(list(fields.items())))
    assert receipt.status == 200
    assert "Koordinator PKH Kabupaten Lampung Timur" in receipt.text
    checked, passed = receipt.text.split("Tidak bisa membaca")
    assert "Kecamatan Pasir Sakti" not in checked
    assert "Kecamatan Pasir Sakti" in passed
