"""Latency of a look-up and of inbox pages on one hot desk, with 1 thousand and with 1 million tickets in the durable engine."""

import os
import random
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from infra.local.bootstrap import local_adapters
from infra.local.keys import create_key_file
from infra.local.signin import access_token, create_keys
from infra.local.users import add_demo_staff
from tests.bench import crowd, figures
from tests.bench.figures import Task
from tests.bench.sides import PAGE, inbox_event, status_event, surfaces
from tests.support.engines import durable_store

FEW, MANY = 1_000, 1_000_000
ROUNDS = 300
_LIMIT = 1.2
_COORDINATOR = "lampung-timur"  # works on crowd.DESK
_LOOK_UP, _FIRST_PAGE, _SOME_PAGE = "status of a random number", f"first inbox page of {PAGE}", f"random inbox page of {PAGE}"


def main() -> None:
    """Print the latency of each operation at both sizes and their ratio."""
    figures.heading(f"Latency at {FEW:,} and at {MANY:,} tickets")
    figures.note(
        "Whole operation in process: surface, store client, durable engine. Both engines run side by side and take turns."
    )
    figures.note("All tickets are on one kabupaten desk, whose inbox is listed;")
    figures.note(f"{crowd.WHAT}.")
    figures.note("Both databases are read into memory first: what is compared is the work, not the disk.")
    figures.noise()
    with ExitStack() as running:
        sizes = {size: _operations(running, size) for size in (FEW, MANY)}
        for operation in (_LOOK_UP, _FIRST_PAGE, _SOME_PAGE):
            tasks = {str(size): Task(operations[operation]) for size, operations in sizes.items()}
            taken = figures.wall_in_turn(tasks, ROUNDS, calls=1)
            for size in (FEW, MANY):
                figures.figure(f"{operation}, {size:,} tickets", taken[str(size)], "ms", 1e3, 2)
            figures.at_most(f"{operation}: {MANY:,} / {FEW:,}", figures.ratios(taken[str(MANY)], taken[str(FEW)]), _LIMIT)


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

    operations: dict[str, Callable[[], None]] = {
        _LOOK_UP: look_up,
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
