"""What refusing bad input costs, against accepting a report: nobody shall keep us busy with nonsense."""

import json
from functools import partial
from typing import Any

from chalicelib.entrypoints.http.body import LARGEST

from infra.local.surfaces import Event
from tests.bench import figures
from tests.bench.figures import Task
from tests.bench.sides import USUAL_STORY, Handler, both_sides, report, submit_event
from tests.support import samples

ROUNDS = 100
CALLS = 5
LIMIT = 0.10
_KEY_AND_VALUE = len('"k00000":0,')


def main() -> None:
    """Print the CPU of an accepted report and of each refusal, and their ratio."""
    figures.heading("Refused input, CPU against an accepted report")
    figures.note("CPU of the function's process. The accepted report is sealed, and stored in the durable engine over its")
    figures.note("socket (the engine's own CPU is not counted); the refused ones never reach the store.")
    figures.noise()
    with both_sides() as (_, ours, _):
        accepted = submit_event(ours.handlers["public"], _changed(number=None, access_code=None, story=USUAL_STORY))
        tasks = {"accepted": Task(lambda: _run(ours.handlers["public"], accepted, 201))}
        for name, (status, body) in _bodies().items():
            event = submit_event(ours.handlers["public"], body)
            tasks[name] = Task(partial(_run, ours.handlers["public"], event, status))
        taken = figures.cpu_in_turn(tasks, ROUNDS, CALLS)
    figures.figure("accepted", taken["accepted"], "us", 1e6, 0)
    for name in list(tasks)[1:]:
        figures.at_most(f"{name} / accepted", figures.ratios(taken[name], taken["accepted"]), LIMIT)


def _run(handler: Handler, event: Event, status: int) -> None:
    answer = handler(event, None)
    assert answer["statusCode"] == status, answer


def _bodies() -> dict[str, tuple[int, bytes]]:
    """Return refused bodies by name, each with the status it gets."""
    unknown = ",".join(f'"k{place:05}":0' for place in range(LARGEST // _KEY_AND_VALUE))
    return {
        "bad JSON": (400, report(1)[:-1]),
        "deep nesting, 64 KiB of [": (400, b"[" * LARGEST),
        "64 KiB of unknown keys": (400, f"{{{unknown}}}".encode()),
        "50 unknown keys": (400, json.dumps({f"k{place}": 0 for place in range(50)}).encode()),
        "5 unknown keys": (422, _changed(**{f"k{place}": 0 for place in range(5)})),
        "empty object": (422, b"{}"),
        "NaN": (400, report(1).replace(b'"story"', b'"x": NaN, "story"')),
        "bad number": (422, _changed(number="PKH-0000-0000-0000-Z")),
        "unknown district": (422, _changed(district="18.07.99", village=None)),
        "over-long story": (422, _changed(story="a" * 5_001)),
        "64 KiB story": (422, _changed(story="a" * (LARGEST - 1_000))),
        "64 KiB + 1": (413, b" " * (LARGEST + 1)),
    }


def _changed(**changes: Any) -> bytes:
    return json.dumps(samples.body(**changes), ensure_ascii=False).encode()
