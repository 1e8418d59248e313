"""Latency of a look-up, of inbox pages on one hot desk and of a sweep, with 1 thousand and with 1 million tickets stored."""

import os
import random
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from chalicelib.bootstrap import Adapters
from chalicelib.usecases.ports.tickets import REPORTER, STATEMENT
from chalicelib.usecases.submit_report import submit_report
from chalicelib.usecases.sweep_deadlines import sweep_deadlines

from infra.local.bootstrap import local_adapters
from infra.local.keys import create_key_file
from infra.local.signin import access_token, create_keys
from infra.local.users import add_demo_staff
from tests.bench import crowd, figures
from tests.bench.figures import Task
from tests.bench.sides import PAGE, inbox_event, staff_event, status_event, surfaces
from tests.support import samples
from tests.support.engines import durable_store

FEW, MANY = 1_000, 1_000_000
ROUNDS = 300
SWEEPS, DUE = 12, 100
_BESIDE = 10 * MANY  # tickets that are not of the crowd
_LIMIT = 1.2
_COORDINATOR = "lampung-timur"  # works on crowd.DESK
_OFFICER = "pasir-sakti"  # works on crowd.HANDLERS
_COUNTS, _QUEUE = "counts of all queues", f"first page of {PAGE} of a queue"
_CHOICE, _CASE = "a choice that nothing fits, of a queue", "a case by its number"
_LOOK_UP, _FIRST_PAGE, _SOME_PAGE = "status of a random number", f"first inbox page of {PAGE}", f"random inbox page of {PAGE}"


def main() -> None:
    """Print the latency of each operation at both sizes and their ratio."""
    figures.heading(f"Latency at {FEW:,} and at {MANY:,} tickets")
    figures.note(
        "Whole operation in process: surface, store client, durable engine. Both engines run side by side and take turns."
    )
    figures.note("All tickets are in the inbox of one kabupaten desk and the queues of one kecamatan desk, which are listed;")
    figures.note(f"{crowd.WHAT}.")
    figures.note("Both databases are read into memory first: what is compared is the work, not the disk.")
    figures.noise()
    with ExitStack() as running:
        sizes, sweeps = {}, {}
        for size in (FEW, MANY):
            sizes[size] = _operations(running, size)
            sweeps[size] = Sweep(local_adapters())  # of the engine that the environment names now
        for operation in (_LOOK_UP, _FIRST_PAGE, _SOME_PAGE, _COUNTS, _QUEUE, _CHOICE, _CASE):
            tasks = {str(size): Task(operations[operation]) for size, operations in sizes.items()}
            taken = figures.wall_in_turn(tasks, ROUNDS, calls=1)
            for size in (FEW, MANY):
                figures.figure(f"{operation}, {size:,} tickets", taken[str(size)], "ms", 1e3, 2)
            figures.at_most(f"{operation}: {MANY:,} / {FEW:,}", figures.ratios(taken[str(MANY)], taken[str(FEW)]), _LIMIT)
        for size, sweep in sweeps.items():
            sweep.made_due()
            figures.note(f"sweep with {DUE} of {size:,} tickets due: {sweep.counted()}")
        tasks = {str(size): Task(sweep.run, sweep.made_due) for size, sweep in sweeps.items()}
        taken = figures.wall_in_turn(tasks, SWEEPS, calls=1)
        for size in (FEW, MANY):
            figures.figure(f"sweep with {DUE} due, {size:,} tickets", taken[str(size)], "ms", 1e3, 1)
        what = f"sweep with {DUE} due: {MANY:,} / {FEW:,}"
        figures.at_most(what, figures.ratios(taken[str(MANY)], taken[str(FEW)]), _LIMIT)


class Sweep:
    """A sweep of deadlines over an engine, and what it finds there."""

    def __init__(self, ports: Adapters) -> None:
        self._ports = ports
        self._calls: Counter[str] = Counter()
        self._made = 0
        for part in (ports.tickets, ports.rosters):
            held: Any = part
            held._client = _Counting(held._client, self._calls)

    def made_due(self) -> None:
        """Store reports that nobody has begun with for ten days."""
        for _ in range(DUE):
            self._made += 1
            late = crowd.opened(crowd.number(_BESIDE + self._made), self._ports.now() - timedelta(days=10))
            self._ports.tickets.commit(late, {STATEMENT: b"", REPORTER: b""})

    def run(self) -> None:
        """Sweep; raises AssertionError unless each of them moved up."""
        assert sweep_deadlines(self._ports) == {"escalate": DUE}

    def counted(self) -> str:
        """Sweep, and return which calls it took."""
        self._calls.clear()
        self.run()
        return ", ".join(f"{count} {name}" for name, count in sorted(self._calls.items()))


class _Counting:
    """A client that counts its calls."""

    def __init__(self, client: Any, calls: Counter[str]) -> None:
        self._client, self._calls = client, calls

    def __getattr__(self, name: str) -> Any:
        self._calls[name] += 1
        return getattr(self._client, name)


def _operations(running: ExitStack, size: int) -> dict[str, Callable[[], None]]:
    started = time.monotonic()
    folder, made = crowd.folder_with(size)
    how = f"loaded in {time.monotonic() - started:.0f} s" if made else "loaded by an earlier run"
    stack = running.enter_context(durable_store(folder))
    figures.note(f"{size:,} tickets: {stack.database.stat().st_size / 1e6:,.0f} MB, {how}")
    _read_into_memory(stack.database)
    create_key_file(stack.key_file)
    create_keys(stack)
    os.environ.update(stack.environment())
    add_demo_staff(stack, local_adapters())
    apps = surfaces()
    token = access_token(stack, _COORDINATOR)
    pick = partial(random.Random(size).randrange, size - PAGE)

    def look_up() -> None:
        assert apps["public"](status_event(apps["public"], str(crowd.number(pick()))), None)["statusCode"] == 200

    def page(query: str) -> None:
        answer = apps["admin"](inbox_event(apps["admin"], token, query), None)
        assert answer["body"].count('"number"') == PAGE, answer

    officer = access_token(stack, _OFFICER)
    known = samples.credentials(random.SystemRandom().getrandbits(60))  # another in each run: what is stored stays there
    submit_report(local_adapters(), replace(samples.report(), subject=None), known)

    def asked(path: str, holds: str, query: str = "") -> None:
        answer = apps["admin"](staff_event(apps["admin"], officer, path, query), None)
        assert holds in answer["body"], answer

    operations: dict[str, Callable[[], None]] = {
        _LOOK_UP: look_up,
        _COUNTS: lambda: asked("queues", '"count":100'),
        _QUEUE: lambda: asked("tickets", '"next":"', f"queue=open&limit={PAGE}"),
        _CHOICE: lambda: asked("tickets", '"hidden":1000', f"queue=open&limit={PAGE}&label=bank"),
        _CASE: lambda: asked(f"tickets/{known.number}", '"story"'),
        _FIRST_PAGE: lambda: page(f"limit={PAGE}"),
        _SOME_PAGE: lambda: page(f"limit={PAGE}&cursor={crowd.inbox_cursor(pick())}"),
    }
    for operation in operations.values():
        operation()  # each surface reads the environment at its first request
    return operations


def _read_into_memory(file: Path) -> None:
    with file.open("rb") as content:
        while content.read(1 << 20):
            pass
