"""Sets up both sides of a comparison on one durable engine: the product's surfaces, and the raw handler on its own table."""

import contextlib
import importlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.local.bootstrap import local_adapters
from infra.local.engine import create_table, plain_client
from infra.local.keys import create_key_file
from infra.local.signin import access_token, create_keys
from infra.local.stack import Stack
from infra.local.surfaces import API, STAFF_API, Event, gateway_event, load_surface
from infra.local.users import add_demo_staff, subject
from tests.bench.replay import Exchange, recorded
from tests.support import samples
from tests.support.engines import NO_DURABLE_ENGINE, durable_store

RAW_TABLE = "raw"
OFFICER = "pasir-sakti"
PAGE = 50
USUAL_STORY = "Uang bantuan belum masuk ke rekening sejak bulan lalu, padahal tetangga sudah menerima semuanya. " * 4

Handler = Callable[[Event, object], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Recorded:
    """An operation of one side: the handler, the event, the answer and what the store was asked for it."""

    handler: Handler
    event: Event
    answer: dict[str, Any]
    exchanges: list[Exchange]

    def run(self) -> dict[str, Any]:
        """Do the operation again."""
        return self.handler(self.event, None)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison; `handlers` by surface."""

    name: str
    handlers: dict[str, Handler]
    operations: dict[str, Recorded]


@contextlib.contextmanager
def both_sides() -> Iterator[tuple[Stack, Side, Side]]:
    """Yield the stack, the product and the raw handler, each with the four operations done once and recorded.

    Raises SystemExit where there is no durable engine, AssertionError when the raw handler does not do what the product does.
    """
    if NO_DURABLE_ENGINE:
        raise SystemExit(NO_DURABLE_ENGINE)
    with tempfile.TemporaryDirectory() as folder, durable_store(Path(folder)) as stack:
        prepare(stack)
        _make_raw_table(stack)
        ours = surfaces()
        raw = importlib.import_module("tests.bench.raw_handler")
        events = _events(stack, ours)
        sides = (
            recorded_side("ours", ours, events),
            recorded_side("raw", {"public": raw.handler, "admin": raw.handler}, events),
        )
        _must_do_the_same(*sides)
        yield stack, *sides


def surfaces() -> dict[str, Any]:
    """Load both surfaces under this process's environment. Their request log goes nowhere, but it is written."""
    nowhere = Path(os.devnull).open("w")  # noqa: SIM115  the log handler of the surfaces keeps it
    with contextlib.redirect_stdout(nowhere):
        return {surface: load_surface(surface) for surface in ("public", "admin")}


def prepare(stack: Stack) -> None:
    """Make the keys and the staff of a stack whose table there is, and take its environment for this process."""
    create_key_file(stack.key_file)
    create_keys(stack)
    os.environ.update(stack.environment() | {"RAW_TABLE": RAW_TABLE})
    add_demo_staff(stack, local_adapters())


def report(seed: int) -> bytes:
    """Return the body of a report of usual length with every field filled in, under the number of `seed`."""
    whole = samples.body(number=str(samples.number(seed)), access_code=samples.code(seed).digits, story=USUAL_STORY)
    return json.dumps(whole, ensure_ascii=False).encode()


def submit_event(app: Any, body: bytes) -> Event:
    """Return the event of a submission."""
    return _event(app, "POST", f"{API}tickets", {"content-type": "application/json"}, body)


def status_event(app: Any, number: str) -> Event:
    """Return the event of a look-up."""
    return _event(
        app, "POST", f"{API}tickets/status", {"content-type": "application/json"}, json.dumps({"number": number}).encode()
    )


def inbox_event(app: Any, token: str, query: str = f"limit={PAGE}") -> Event:
    """Return the event of an inbox page."""
    return _event(app, "GET", f"{STAFF_API}tickets", {"authorization": f"Bearer {token}"}, b"", query)


def staff_event(app: Any, token: str, path: str, query: str = "") -> Event:
    """Return the event of something else that staff ask for."""
    return _event(app, "GET", STAFF_API + path, {"authorization": f"Bearer {token}"}, b"", query)


def talk_events(stack: Stack, apps: dict[str, Any]) -> dict[str, tuple[str, Event]]:
    """Return what family and desk say on the ticket that the sides have moved; the peer has nothing of the kind."""
    number, code = str(samples.number(1)), samples.code(1).digits
    held, headers = {"number": number, "access_code": code}, {"content-type": "application/json"}
    says = {**held, "action": "message", "once": "0" * 16, "message": "Uangnya belum juga masuk."}
    tells = {"action": "tell", "version": 3, "message": "Kami sedang mengecek ke bank."}
    signed = {**headers, "authorization": f"Bearer {access_token(stack, OFFICER)}"}

    def public(path: str, body: Any) -> tuple[str, Event]:
        return "public", _event(apps["public"], "POST", f"{API}tickets/{path}", headers, json.dumps(body).encode())

    told = _event(apps["admin"], "POST", f"{STAFF_API}tickets/{number}/actions", signed, json.dumps(tells).encode())
    return {
        "family writes": public("actions", says),
        "the same again": public("actions", says),
        "desk tells": ("admin", told),
        "family opens": public("open", held),
    }


def _make_raw_table(stack: Stack) -> None:
    client = plain_client(stack.engine_port)
    create_table(client, RAW_TABLE)
    officer, place = samples.PASIR_SAKTI_OFFICER, f"ROSTER#{samples.PASIR_SAKTI_OFFICER.desk.tier}#{samples.PASIR_SAKTI}"
    names = {"name_marks": {"L": [{"S": mark} for mark in officer.names[0]]}}
    record = {
        "pk": {"S": f"STAFF#{subject(OFFICER)}"},
        "sk": {"S": "STAFF"},
        "name": {"S": officer.name},
        "tier": {"S": officer.desk.tier},
        "region": {"S": officer.desk.region},
        "active": {"BOOL": True},
        "confidential": {"BOOL": False},
        **names,
    }
    # As in the demo, two people at the desk.
    people = [{"pk": {"S": place}, "sk": {"S": sub}, **names} for sub in (subject(OFFICER), "sub-colleague")]
    for item in (record, *people):
        client.put_item(TableName=RAW_TABLE, Item=item)


def _events(stack: Stack, apps: dict[str, Any]) -> dict[str, tuple[str, Event]]:
    number, token = str(samples.number(1)), access_token(stack, OFFICER)
    note = {"action": "identify", "version": 1, "note": "Data keluarga dicocokkan dengan daftar penerima."}
    headers = {"content-type": "application/json", "authorization": f"Bearer {token}"}
    move = _event(apps["admin"], "POST", f"{STAFF_API}tickets/{number}/actions", headers, json.dumps(note).encode())
    return {
        **{f"filler {seed}": ("public", submit_event(apps["public"], report(seed))) for seed in range(2, PAGE + 10)},
        "submit": ("public", submit_event(apps["public"], report(1))),
        "status": ("public", status_event(apps["public"], number)),
        f"inbox page of {PAGE}": ("admin", inbox_event(apps["admin"], token)),
        "move": ("admin", move),
    }


def _event(app: Any, method: str, path: str, headers: dict[str, str], body: bytes, query: str = "") -> Event:
    event = gateway_event(app, method, path, headers, body, query)
    assert event is not None, path
    return event


def recorded_side(name: str, handlers: dict[str, Handler], events: dict[str, tuple[str, Event]]) -> Side:
    """Return what handlers answered to events, and what they asked of the store for it."""
    operations = {}
    for operation, (surface, event) in events.items():
        with recorded() as exchanges:
            answer = handlers[surface](event, None)
        assert answer["statusCode"] in (200, 201), (name, operation, answer)
        if not operation.startswith("filler"):
            operations[operation] = Recorded(handlers[surface], event, answer, exchanges)
    return Side(name, handlers, operations)


def _must_do_the_same(ours: Side, raw: Side) -> None:
    """Hold that the peer is one: it asks the store the same calls and answers with the same fields."""
    for operation, mine in ours.operations.items():
        other = raw.operations[operation]
        assert _calls(mine) == _calls(other), operation
        assert _shape(json.loads(mine.answer["body"])) == _shape(json.loads(other.answer["body"])), operation


def _calls(side: Recorded) -> list[str]:
    return [exchange.operation for exchange in side.exchanges]


def _shape(content: Any) -> Any:
    """Return the fields of an answer and how they nest, without their values."""
    if isinstance(content, dict):
        return {name: _shape(value) for name, value in content.items()}
    return [_shape(one) for one in content] if isinstance(content, list) else None
