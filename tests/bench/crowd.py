"""Fills the durable engine with a million tickets of one desk, fast, and keeps the result under `var/bench/`.

One ticket is written by the product's own store into a list instead of a table; the others are its items with number and
moments replaced. They go in by the engine's import of a DynamoDB export, since writes over HTTP would take hours.
"""

import gzip
import hashlib
import json
import random
import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.tickets import DynamoTickets
from chalicelib.domain.changes import Change, open_ticket
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.deadlines import deadline_of, next_moment
from chalicelib.domain.queues import Shelf
from chalicelib.domain.tickets import Digests
from chalicelib.domain.timestamps import timestamp
from chalicelib.domain.workflow import Status
from chalicelib.usecases.ports.tickets import REPORTER, STATEMENT

from infra.local.engine import durable_engine, plain_client
from infra.local.stack import ROOT, TABLE, Stack
from tests.support import samples
from tests.support.engines import NO_DURABLE_ENGINE, durable_store

DESK = samples.LAMPUNG_TIMUR_COORDINATOR.desk  # has every ticket in its inbox
CACHE = ROOT / "var" / "bench"
HANDLERS = samples.PASIR_SAKTI_OFFICER.desk  # has every ticket in its queues
WHAT = "a ticket is its ticket item, its inbox row there, its rows in queues and its deadline; its other items are left out"
# Nothing of the crowd is due in the lifetime of this bench: what a sweep finds is what the bench puts there.
_FIRST = datetime(2090, 1, 1, tzinfo=UTC)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)")
_EVERY = timedelta(seconds=30)
_KEYS = dict.fromkeys((Compartment.CASE, Compartment.IDENTITY), bytes(185))  # as long as KMS wraps them, and their form
_MARK = "0" * 64


def number(index: int) -> TicketNumber:
    """Return the number of the ticket that came in as number `index`, from 0."""
    return samples.number(index)


def inbox_cursor(index: int) -> str:
    """Return the cursor of the inbox page that begins after the ticket of `index`."""
    return keys.cursor(_row_key(index)["sk"]["S"])


def folder_with(tickets: int) -> tuple[Path, bool]:
    """Return a folder for `durable_store` whose database holds so many tickets, and whether it had to be made now."""
    folder = CACHE / f"tickets-{tickets}-{_layout()}"
    if folder.exists():
        return folder, False
    for older in CACHE.glob(f"tickets-{tickets}-*"):
        shutil.rmtree(older)
    draft = CACHE / f"tickets-{tickets}-draft"
    export, schema, made = draft / "export", draft / "schema.json", draft / "made"
    made.mkdir(parents=True)
    schema.write_text(json.dumps([_table(draft / "empty")], default=str))
    _write_export(export / TABLE / "data", tickets)
    command = [str(durable_engine()), "import", "--source", str(export), "--schema", str(schema)]
    with (CACHE / "import.log").open("wb") as log:
        subprocess.run([*command, "--output", str(Stack(made, 0).database)], check=True, stdout=log, stderr=log)
    made.rename(folder)
    shutil.rmtree(draft)
    return folder, True


def _write_export(folder: Path, tickets: int) -> None:
    folder.mkdir(parents=True)
    parts = _MOMENT.split(_template())
    with gzip.open(folder / "tickets.json.gz", "wt", compresslevel=1) as file:
        for index in range(tickets):
            file.write(_lines(parts, index))


def _lines(parts: list[str], index: int) -> str:
    """Return the lines of a ticket, from the first one's parted at its moments."""
    symbols, mine = number(0).symbols, number(index).symbols
    later = index * _EVERY
    shifted = (
        timestamp(datetime.fromisoformat(part) + later) if place % 2 else part.replace(symbols, mine)
        for place, part in enumerate(parts)
    )
    moment = next_moment(_first().after)
    assert moment
    due = json.dumps({"Item": keys.due(number(index), moment + later)})
    return f"{''.join(shifted)}{due}\n"


def _template() -> str:
    """Return the first ticket as lines of an export."""
    wanted = (_row_key(0), keys.ticket(number(0)))
    shelves = keys.queue_partition(HANDLERS, Shelf.OPEN, None), keys.queue_partition(HANDLERS, Shelf.NEW, None)
    read = [item for item in _items() if item["pk"]["S"] in shelves or any(key.items() <= item.items() for key in wanted)]
    return "".join(json.dumps({"Item": item}) + "\n" for item in read)


def _items() -> list[dict[str, Any]]:
    catcher = _Catcher()
    DynamoTickets(cast(Any, catcher), TABLE).commit(_first(), {STATEMENT: b"", REPORTER: b""})
    return catcher.items


@cache
def _first() -> Change:
    return opened(number(0), _FIRST)


def opened(of: TicketNumber, at: datetime) -> Change:
    """Return a report like all others that came in at a moment."""
    world = samples.world(at, f"{random.Random(of.symbols).getrandbits(128):032x}")
    return open_ticket(of, samples.report(), (), Digests(_MARK, _MARK, _MARK), _KEYS, world)


def _row_key(index: int) -> keys.Key:
    deadline = deadline_of(_first().after)
    assert deadline
    due = timestamp(deadline.at + index * _EVERY)
    return keys.inbox(DESK, keys.inbox_order(Status.RECEIVED, due, number(index), confidential=False))


def _layout() -> str:
    """Return a mark that changes with the items and with the engine."""
    binary = durable_engine()
    if binary is None:
        raise SystemExit(NO_DURABLE_ENGINE)
    package = binary.with_name("package.json").read_text()
    return hashlib.sha256((_template() + package).encode()).hexdigest()[:12]


def _table(folder: Path) -> Any:
    with durable_store(folder) as stack:
        return plain_client(stack.engine_port).describe_table(TableName=TABLE)


class _Catcher:
    """Stands in for the DynamoDB client."""

    def __init__(self) -> None:
        self.items: list[dict[str, Any]] = []

    def transact_write_items(self, TransactItems: list[Any], **_: Any) -> None:  # noqa: N803
        """Keep the items."""
        self.items = [write["Put"]["Item"] for write in TransactItems]
