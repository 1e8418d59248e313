"""Both surfaces in this process, on the durable engine, with the demo staff and real tokens."""

import json
import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from chalicelib.bootstrap import Adapters
from chalicelib.domain.credentials import AccessCode, TicketNumber
from chalicelib.domain.workflow import actions

from infra.local.bootstrap import local_adapters
from infra.local.keys import create_key_file
from infra.local.signin import access_token, create_keys
from infra.local.stack import TABLE, Stack
from infra.local.surfaces import load_surface
from infra.local.users import add_demo_staff, subject
from tests.support import samples
from tests.support.http import Reply, Surface

# What a desk says where an action asks for it.
SAID = {
    "question": "Bulan apa yang belum masuk?",
    "answer_by": (datetime.now(UTC) + timedelta(days=9)).date().isoformat(),  # a day there may have begun
    "outcome": "not_paid",
    "done": "Dicek di bank.",
    "message": "Kabar dari kami.",
}


@dataclass(frozen=True)
class System:
    """The whole backend: its surfaces, its stack, and the adapters behind them."""

    public: Surface
    admin: Surface
    stack: Stack
    ports: Adapters

    def token(self, login: str) -> str:
        """Return an access token of a demo officer."""
        return access_token(self.stack, login)

    def submit(self, **changes: object) -> Reply:
        """Send a report under a fresh number, unless the changes name one."""
        credentials = {"number": str(TicketNumber.mint()), "access_code": AccessCode.mint().digits}
        return self.public.post("/api/v1/tickets", samples.body(**{**credentials, **changes}))

    def status(self, number: str) -> Reply:
        """Look a number up."""
        return self.public.post("/api/v1/tickets/status", {"number": number})

    def act(
        self, login: str, number: str, action: str, version: int, note: str | None = "Sudah diperiksa", **named: str
    ) -> Reply:
        """Take a step as a demo officer; `named` are the people that it needs, by their login."""
        body: dict[str, object] = {
            "action": action,
            "version": version,
            **{field: subject(who) for field, who in named.items()},
        }
        needed = [field.name for field in actions()[action].needs] if action in actions() else ["note"]
        texts = {"note": note, **SAID}
        body |= {name: texts[name] for name in needed if texts.get(name)}
        body |= {"reason": "Data belum cocok."} if action == "answer" else {}
        return self.admin.post(f"/api/v1/staff/tickets/{number}/actions", body, self.token(login))


@pytest.fixture(scope="session")
def system(engine: Stack) -> Iterator[System]:
    """The backend on the durable engine."""
    create_key_file(engine.key_file)
    create_keys(engine)
    with patch.dict(os.environ, engine.environment()):
        ports = local_adapters()
        add_demo_staff(engine, ports)
        yield System(Surface(load_surface("public")), Surface(load_surface("admin")), engine, ports)


@pytest.fixture
def everything(system: System) -> Callable[[], list[str]]:
    """Return a function that tells all that the store holds, item by item."""

    def items() -> list[str]:
        pages = system.ports._dynamodb.get_paginator("scan").paginate(TableName=TABLE)
        return sorted(json.dumps(item, sort_keys=True) for page in pages for item in page["Items"])

    return items


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """Every line our logger writes during the test."""
    written: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(record.getMessage())

    collector, logger = Collector(), logging.getLogger("lapor")
    logger.addHandler(collector)
    yield written
    logger.removeHandler(collector)
