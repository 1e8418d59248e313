"""Write down where every trail ends today, outside the table: whoever rewrote a trail whole would have to rewrite that, too.

A file of a day has a line for each ticket and each chain of reads, and at its end the root: a digest of the root of the file
before and of all its lines.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Protocol

from chalicelib.domain.timestamps import timestamp
from chalicelib.usecases.ports import WithRoots, WithStoredTrail, WithWorld

ROOT = "root"


class Sealing(WithRoots, WithStoredTrail, WithWorld, Protocol):
    """What sealing a day's trail takes."""


def seal_trail(ports: Sealing) -> int:
    """Write the file of today, UTC, if there is none yet; return of how many trails. Raises StoreBusy."""
    today, days = ports.now().date(), ports.roots.days()
    if today in days:
        return 0
    before = root_of(ports.roots.lines(days[-1])) if days else ""
    counted = _Counted()
    ports.roots.put(today, _with_root(ports, before, counted))
    return counted.lines


def root_of(lines: Iterator[str]) -> str:
    """Return the root that a file says it has, empty when it says none."""
    last = ""
    for line in lines:
        last = line
    return str(json.loads(last).get(ROOT, "")) if last else ""


class RunningRoot:
    """The root of the lines seen so far, after a file of root `before`."""

    def __init__(self, before: str) -> None:
        self._digest = sha256(before.encode())

    def add(self, line: str) -> None:
        """Take in one more line."""
        self._digest.update(line.encode() + b"\n")

    @property
    def text(self) -> str:
        """The root."""
        return self._digest.hexdigest()


class _Counted:
    lines = 0


def _with_root(ports: Sealing, before: str, counted: _Counted) -> Iterator[str]:
    running = RunningRoot(before)
    for entry in _heads(ports):
        line = json.dumps(entry, separators=(",", ":"))
        running.add(line)
        counted.lines += 1
        yield line
    yield json.dumps({ROOT: running.text, "before": before, "at": timestamp(ports.now())}, separators=(",", ":"))


def _heads(ports: Sealing) -> Iterator[dict[str, Any]]:
    for trail in ports.stored_trail.tickets():
        if trail.ticket and trail.ticket.head:
            yield {"ticket": trail.number.symbols, "version": trail.ticket.version, "head": trail.ticket.head}
    for number, reads in ports.stored_trail.reads():
        yield {"reads": number.symbols, "place": reads[-1].place, "head": reads[-1].digest}
