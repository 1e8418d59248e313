"""Latency of status and inbox at one thousand and one million tickets on the durable engine, in turn."""

import gzip
import hashlib
import json
import random
import subprocess
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.tickets import DynamoTickets
from chalicelib.domain.tickets import Event as TicketEvent
from chalicelib.domain.tickets import Ticket, open_ticket
from chalicelib.usecases.ports import Filing

from infra.local.engine import durable_engine, table_properties
from infra.local.signin import access_token
from infra.local.stack import ROOT, TABLE, Stack
from infra.local.surfaces import Event
from tests.bench import figures
from tests.bench.figures import Task
from tests.bench.sides import PAGE, Handler, inbox_event, prepare, status_event, surfaces
from tests.support import samples
from tests.support.engines import NO_DURABLE_ENGINE, durable_store

SMALL, LARGE = 1_000, 20_000
ROUNDS = 100
CALLS = 5
LIMIT = 1.2
_KABUPATEN = "18.07"
_OFFICER = "lampung-timur"
_DISTRICTS = [f"{_KABUPATEN}.{place:02}" for place in range(1, 25)]
_FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_APART = timedelta(seconds=20)
_LOOK_UPS = 500


def main() -> None:
    """Print the latencies and their ratio; raises SystemExit where there is no durable engine."""
    if NO_DURABLE_ENGINE:
        raise SystemExit(NO_DURABLE_ENGINE)
    figures.heading(f"Latency at {SMALL:,} and {LARGE:,} tickets, on the durable engine")
    figures.note("Wall clock of the surface in process with the engine behind its socket. Every ticket is in the inbox of one")
    figures.note(
        "kabupaten. Loaded are the items that these two read: the ticket and its inbox rows, as the product writes them."
    )
    figures.noise()
    with ExitStack() as running:
        tasks: dict[int, dict[str, Task]] = {}
        for tickets in (SMALL, LARGE):
            tasks[tickets] = _operations(running.enter_context(durable_store(_loaded(tickets))), tickets)
        for operation in tasks[SMALL]:
            taken = figures.wall_in_turn({str(size): tasks[size][operation] for size in tasks}, ROUNDS, CALLS)
            for size, values in taken.items():
                figures.figure(f"{operation} at {int(size):,}", values, "ms", 1e3, 2)
            figures.at_most(f"{operation}: {LARGE:,} / {SMALL:,}", figures.ratios(taken[str(LARGE)], taken[str(SMALL)]), LIMIT)


def _operations(stack: Stack, tickets: int) -> dict[str, Task]:
    prepare(stack)
    apps = surfaces()
    token = access_token(stack, _OFFICER)
    chosen = random.Random(tickets).sample(range(tickets), _LOOK_UPS)
    look_ups = cycle([status_event(apps["public"], str(samples.number(seed))) for seed in chosen])
    middle, _ = _filed(tickets // 2)
    cursor = keys.cursor(keys.inbox_order(middle.status, middle.receipt.received_at, middle.number))
    first = inbox_event(apps["admin"], token)
    deep = inbox_event(apps["admin"], token, f"limit={PAGE}&cursor={cursor}")
    return {
        "status": Task(lambda: _answered(apps["public"], next(look_ups))),
        "inbox, first page": Task(partial(_answered, apps["admin"], first)),
        "inbox, a page in the middle": Task(partial(_answered, apps["admin"], deep)),
    }


def _answered(handler: Handler, event: Event) -> None:
    answer = handler(event, None)
    assert answer["statusCode"] == 200, answer


def _loaded(tickets: int) -> Path:
    """Return the folder of a database with so many tickets, made anew when the product writes its items differently."""
    form = hashlib.sha256(json.dumps([_items(0), table_properties()], default=str).encode()).hexdigest()[:12]
    folder = ROOT / "var" / "bench" / f"{tickets}-tickets-{form}"
    if not folder.exists():
        started = time.monotonic()
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as draft:
            _load(tickets, Path(draft))
            (Path(draft) / "database").rename(folder)
        figures.note(f"loaded {tickets:,} tickets in {time.monotonic() - started:.0f} s")
    return folder


def _load(tickets: int, draft: Path) -> None:
    """Write the tickets as a DynamoDB export and let the engine import it."""
    data = draft / "export" / TABLE / "data"
    data.mkdir(parents=True)
    with gzip.open(data / "tickets.json.gz", "wt", compresslevel=1) as export:
        for seed in range(tickets):
            export.writelines(json.dumps({"Item": item}) + "\n" for item in _items(seed))
    schema = draft / "schema.json"
    schema.write_text(json.dumps({"Table": {"TableName": TABLE, **_described_table()}}))
    database = Stack(draft / "database", 0).database
    database.parent.mkdir()
    command = [durable_engine(), "import", "--source", draft / "export", "--schema", schema, "--output", database]
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)


def _described_table() -> dict[str, Any]:
    properties = table_properties()
    return {name: properties[name] for name in ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")}


def _items(seed: int) -> list[dict[str, Any]]:
    """Return the ticket and its inbox rows, taken from what the product's own store sends."""
    ticket, event = _filed(seed)
    client: Any = _Sender()
    DynamoTickets(client, TABLE).add(Filing(ticket, event, b"", None))
    return [item for item in client.items if item["sk"] == keys.ticket(ticket.number)["sk"] or "inbox_desk" in item]


def _filed(seed: int) -> tuple[Ticket, TicketEvent]:
    return open_ticket(
        samples.number(seed),
        samples.report(district=_DISTRICTS[seed % len(_DISTRICTS)]),
        at=_FIRST_DAY + seed * _APART,
        event_id=f"{seed:032x}",
        content_mark=f"{seed:064x}",
        code_mark=f"{seed:064x}",
        data_key=bytes(40),
    )


class _Sender:
    """A store client that keeps what it is told to write."""

    def __init__(self) -> None:
        self.items: list[dict[str, Any]] = []

    def transact_write_items(self, **request: Any) -> None:
        self.items += [write["Put"]["Item"] for write in request["TransactItems"]]
