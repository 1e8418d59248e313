"""CPU per operation of the product against the raw handler with a default botocore client, in one process."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from botocore.client import BaseClient
from chalicelib.adapters.cognito.tokens import AccessTokens
from chalicelib.adapters.envelope import Envelope, EnvelopeSealer
from chalicelib.adapters.fingerprints import KeyedHashes

from tests.bench import figures
from tests.bench.figures import Task
from tests.bench.replay import Replay
from tests.bench.sides import PAGE, Recorded, both_sides

ROUNDS = 200
CALLS = 5
_LIMITS = {"submit": 0.75, "status": 0.75, f"inbox page of {PAGE}": 0.30}
# What both sides do with the same code, and no framework, parser or store client has a part in.
_CRYPTO: list[tuple[type, str]] = [
    *((Envelope, "seal_new"), (Envelope, "sealer"), (EnvelopeSealer, "seal"), (EnvelopeSealer, "unseal")),
    *((KeyedHashes, "of"), (AccessTokens, "subject")),
]


def main() -> None:
    """Print CPU per operation of both sides, their ratio, and where the time goes."""
    figures.heading("CPU per operation, in process")
    figures.note("ours: the surface, called with an API Gateway event, its log line included; raw: tests/bench/raw_handler.py.")
    figures.note("Store: answers recorded from the durable engine, replayed on both sides in place of botocore's")
    figures.note(
        "URLLib3Session.send. 'whole' includes what both sides share: the domain's rules, and the crypto (sealing, keyed"
    )
    figures.note(
        "hashes, token check). 'own work' is the whole less the crypto: framework, parsing, store client, shared rules."
    )
    figures.noise()
    with both_sides() as (_, ours, raw):
        replay = Replay()
        for operation, of_ours in ours.operations.items():
            _compare(replay, operation, of_ours, raw.operations[operation])


def _compare(replay: Replay, operation: str, ours: Recorded, raw: Recorded) -> None:
    tasks = {"ours": _task(replay, ours), "raw": _task(replay, raw)}
    taken = figures.cpu_in_turn(tasks, ROUNDS, CALLS)
    own_share = {}
    for name, values in taken.items():
        client, crypto = _shares(tasks[name])
        own_share[name] = 1 - crypto
        figures.figure(f"{operation}, {name}", values, "us", 1e6, 0)
        figures.note(f"    store client {client:.0%}, crypto {crypto:.0%}, the rest {1 - client - crypto:.0%}")
    whole = figures.ratios(taken["ours"], taken["raw"])
    own = [ratio * own_share["ours"] / own_share["raw"] for ratio in whole]
    figures.figure(f"{operation}: ours / raw, whole", whole, "x", digits=2)
    if operation in _LIMITS:
        figures.at_most(f"{operation}: ours / raw, own work", own, _LIMITS[operation])
    else:
        figures.figure(f"{operation}: ours / raw, own work", own, "x", digits=2)


def _task(replay: Replay, side: Recorded) -> Task:
    return Task(side.run, prepare=lambda: replay.play(side.exchanges))


def _shares(task: Task) -> tuple[float, float]:
    """Return the share of the CPU that goes into the store client and into the crypto, from rounds of their own."""
    shares = []
    for _ in range(ROUNDS // 4):
        task.prepare()
        with _clocked([(BaseClient, "_make_api_call")]) as client, _clocked(_CRYPTO) as crypto:
            started = time.process_time()
            for _ in range(CALLS):
                task.run()
            whole = time.process_time() - started
        shares.append((sum(client) / whole, sum(crypto) / whole))
    return statistics.median(client for client, _ in shares), statistics.median(crypto for _, crypto in shares)


@contextmanager
def _clocked(methods: list[tuple[type, str]]) -> Iterator[list[float]]:
    """Note the CPU seconds of every call of `methods` in the list while the block runs."""
    taken: list[float] = []

    def clocked(method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            started = time.process_time()
            try:
                return method(*arguments, **named)
            finally:
                taken.append(time.process_time() - started)

        return call

    patches = [patch.object(owner, name, clocked(getattr(owner, name))) for owner, name in methods]
    for each in patches:
        each.start()
    try:
        yield taken
    finally:
        for each in patches:
            each.stop()
