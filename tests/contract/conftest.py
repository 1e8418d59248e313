"""Each contract runs on the fake, on moto and on the durable engine."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import pytest
from chalicelib.adapters.dynamodb.albums import DynamoAlbums
from chalicelib.adapters.dynamodb.client import make_client
from chalicelib.adapters.dynamodb.code_tries import DynamoCodeTries
from chalicelib.adapters.dynamodb.outbox import DynamoOutbox
from chalicelib.adapters.dynamodb.staff import DynamoRosters, DynamoStaff
from chalicelib.adapters.dynamodb.tickets import DynamoTickets
from chalicelib.adapters.dynamodb.writers import DynamoWriters
from chalicelib.usecases.ports.news import Outbox
from chalicelib.usecases.ports.people import Rosters, StaffRegister
from chalicelib.usecases.ports.photos import Albums
from chalicelib.usecases.ports.tickets import CodeTries, Tickets
from chalicelib.usecases.ports.writers import Writers

from infra.local.stack import TABLE
from tests.support.engines import moto_store
from tests.support.fakes import FakeAlbums, FakeCodeTries, FakeOutbox, FakeRosters, FakeStaff, FakeTickets, FakeWriters


@dataclass(frozen=True)
class Store:
    """The ports of the table, whatever is behind them; `client` is None for the fake."""

    tickets: Tickets
    outbox: Outbox
    staff: StaffRegister
    albums: Albums
    code_tries: CodeTries
    rosters: Rosters
    writers: Writers
    client: Any = None


def on_table(client: Any) -> Store:
    return Store(
        DynamoTickets(client, TABLE),
        DynamoOutbox(client, TABLE),
        DynamoStaff(client, TABLE),
        DynamoAlbums(client, TABLE),
        DynamoCodeTries(client, TABLE),
        DynamoRosters(client, TABLE),
        DynamoWriters(client, TABLE),
        client,
    )


@pytest.fixture(params=["fake", "moto", "durable"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """A store with the table made."""
    if request.param == "fake":
        outbox, staff = FakeOutbox(), FakeStaff()
        yield Store(FakeTickets(outbox), outbox, staff, FakeAlbums(), FakeCodeTries(), FakeRosters(staff), FakeWriters())
    elif request.param == "moto":
        with moto_store() as client:
            yield on_table(client)
    else:
        yield durable(request)


@pytest.fixture
def durable_engine_store(request: pytest.FixtureRequest) -> Store:
    """The durable engine alone, for what the others cannot show."""
    return durable(request)


def durable(request: pytest.FixtureRequest) -> Store:
    stack = request.getfixturevalue("engine")
    with patch.dict(os.environ, stack.environment()):
        return on_table(make_client())


@pytest.fixture
def fresh() -> Callable[[], int]:
    """Return seeds for numbers no other test of this run uses."""
    return lambda: int.from_bytes(os.urandom(6), "big")
