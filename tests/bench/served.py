"""Rates of submissions and look-ups behind the local server with 16 clients, against a Python help desk beside it."""

import itertools
import json
import os
import random
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode, urlsplit

from infra.local.bootstrap import local_adapters
from infra.local.run import WORKERS
from infra.local.surfaces import API
from tests.bench import figures
from tests.bench.load import CLIENTS, http_request, send_all
from tests.bench.peer.server import install, running_peer
from tests.bench.sides import USUAL_STORY, report
from tests.support import samples
from tests.support.local_stack import LocalStack, local_stack

ROUNDS = 5
REQUESTS = 320  # a round
_LIMIT = 2.5
_SETTLE_SECONDS = 120
_MAILLESS = "peer without mail"
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_SUBMIT = "/tickets/submit/"
_COOKIE = re.compile(r"Set-Cookie: csrftoken=(\w+)")
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
_LOCATION = re.compile(r"Location: (/view/\S+)")
_DIFFERENCES = (
    "ours: `make run` (gunicorn, durable engine, sweeps); peer: django-helpdesk, settings in tests/bench/peer/settings.py.",
    f"Both: {WORKERS} gunicorn sync workers, a connection a request, SQLite with WAL and synchronous=FULL (fsync each commit).",
    "submit, ours: JSON checked, personal data sealed with AES-GCM under a key of its own, keyed hashes, 8 items in one",
    "transaction of the engine, which is a process of its own. Delivery of news runs beside; what is left of it is awaited",
    "between rounds and not counted. submit, peer: a form with CSRF check, some rows in plain text in several transactions,",
    "one mail rendered to the complainant and given to Django's dummy backend, as the peer is installed; beside it the same",
    "peer with its mail templates deleted, which renders none. The form's page (one a session) and the page it leads to are",
    "not counted: only the POST is.",
    "status, ours: JSON from one read. status, peer: an HTML page with the whole ticket, by number, e-mail and key.",
)


class _Side(Protocol):
    port: int

    def submissions(self) -> list[bytes]:
        """Return the requests of a round of submissions."""

    def note_submitted(self, answers: list[bytes]) -> None:
        """Take the answers of such a round; raises AssertionError for a refusal."""

    def look_ups(self) -> list[bytes]:
        """Return the requests of a round of look-ups of tickets submitted before."""

    def check_looked_up(self, answers: list[bytes]) -> None:
        """Raise AssertionError for an answer that is no ticket."""

    def settle(self) -> None:
        """Return when nothing of the last round is left to do."""


def main() -> None:
    """Print rates of both servers and their ratio."""
    figures.heading(f"Behind the local server, {CLIENTS} clients")
    for line in _DIFFERENCES:
        figures.note(line)
    figures.noise()
    install()
    with _both() as sides:
        _compare(sides, "submit", lambda side: (side.submissions, side.note_submitted))
        _compare(sides, "status", lambda side: (side.look_ups, side.check_looked_up))


def _compare(
    sides: dict[str, _Side],
    operation: str,
    parts: Callable[[_Side], tuple[Callable[[], list[bytes]], Callable[[list[bytes]], None]]],
) -> None:
    rates: dict[str, list[float]] = {name: [] for name in sides}
    generator = []
    for turn in range(ROUNDS + 1):
        for name, side in sides.items():
            make, check = parts(side)
            done = send_all(side.port, make())
            check(done.answers)
            side.settle()
            if turn:  # the first is to warm up
                rates[name].append(done.rate)
                generator.append(done.generator)
    for name, values in rates.items():
        figures.figure(f"{operation}, {name}", values, "/s")
    figures.at_least(f"{operation}: ours / peer", figures.ratios(rates["ours"], rates["peer"]), _LIMIT)
    if _MAILLESS in rates:
        figures.figure(f"{operation}: ours / {_MAILLESS}", figures.ratios(rates["ours"], rates[_MAILLESS]), "x", digits=2)
    figures.figure(f"{operation}: load generator, of one core", generator, "%", 100, 0)


@contextmanager
def _both() -> Iterator[dict[str, _Side]]:
    with (
        tempfile.TemporaryDirectory() as folder,
        local_stack(Path(folder, "ours"), WORKERS) as ours,
        running_peer(Path(folder, "peer"), mail=True) as port,
        running_peer(Path(folder, "mailless"), mail=False) as mailless_port,
    ):
        yield {"ours": _Ours(ours), "peer": _Peer(port), _MAILLESS: _Peer(mailless_port)}


class _Ours:
    def __init__(self, stack: LocalStack) -> None:
        self.port = urlsplit(stack.origin).port or 0
        os.environ.update(stack.stack.environment())
        self._ports = local_adapters()
        self._seeds = itertools.count()
        self._submitted = 0

    def submissions(self) -> list[bytes]:
        return [self._post("tickets", report(next(self._seeds))) for _ in range(REQUESTS)]

    def note_submitted(self, answers: list[bytes]) -> None:
        assert all(answer.startswith(b"HTTP/1.1 201 ") for answer in answers), answers
        self._submitted += len(answers)

    def look_ups(self) -> list[bytes]:
        numbers = [str(samples.number(random.randrange(self._submitted))) for _ in range(REQUESTS)]
        return [self._post("tickets/status", json.dumps({"number": number}).encode()) for number in numbers]

    def check_looked_up(self, answers: list[bytes]) -> None:
        assert all(answer.startswith(b"HTTP/1.1 200 ") for answer in answers), answers

    def settle(self) -> None:
        deadline = time.monotonic() + _SETTLE_SECONDS
        while any(self._ports.outbox.pending(datetime.now(UTC))):
            assert time.monotonic() < deadline, "the sweeps do not keep up"
            time.sleep(0.2)

    @staticmethod
    def _post(path: str, body: bytes) -> bytes:
        return http_request("POST", f"{API}{path}", {"Content-Type": "application/json"}, body)


class _Peer:
    def __init__(self, port: int) -> None:
        self.port = port
        forms = send_all(port, [http_request("GET", _SUBMIT)] * CLIENTS).answers
        self._sessions = [(_found(_COOKIE, form), _found(_TOKEN, form)) for form in forms]
        self._pages: list[str] = []

    def submissions(self) -> list[bytes]:
        return [self._submission(*self._sessions[place % CLIENTS]) for place in range(REQUESTS)]

    def note_submitted(self, answers: list[bytes]) -> None:
        self._pages += [_found(_LOCATION, answer) for answer in answers]

    def look_ups(self) -> list[bytes]:
        return [http_request("GET", random.choice(self._pages)) for _ in range(REQUESTS)]

    def check_looked_up(self, answers: list[bytes]) -> None:
        story = USUAL_STORY.split(",")[0].encode()
        assert all(story in answer for answer in answers), answers[0]

    def settle(self) -> None:
        pass

    @staticmethod
    def _submission(cookie: str, token: str) -> bytes:
        fields = {
            "csrfmiddlewaretoken": token,
            "queue": "1",
            "title": "Uang belum masuk",
            "body": USUAL_STORY,
            "priority": "3",
            "submitter_email": "siti@example.com",
        }
        return http_request("POST", _SUBMIT, {**_FORM, "Cookie": f"csrftoken={cookie}"}, urlencode(fields).encode())


def _found(pattern: re.Pattern[str], answer: bytes) -> str:
    match = pattern.search(answer.decode())
    assert match, answer
    return match[1]
