"""Measures in turn and prints: every figure is a median with least and most, every target says whether it was met."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

MISSED = "MISSED"
_CALIBRATION_ROUNDS = 40


@dataclass(frozen=True, slots=True)
class Task:
    """Something to measure; `prepare` runs before each round and is not measured."""

    run: Callable[[], object]
    prepare: Callable[[], object] = lambda: None


def cpu_in_turn(tasks: Mapping[str, Task], rounds: int, calls: int) -> dict[str, list[float]]:
    """Return the CPU seconds per call of each task, one value a round; every round runs every task, in changing order."""
    return _in_turn(tasks, rounds, calls, time.process_time)


def wall_in_turn(tasks: Mapping[str, Task], rounds: int, calls: int) -> dict[str, list[float]]:
    """Return the wall-clock seconds per call of each task, one value a round, as `cpu_in_turn`."""
    return _in_turn(tasks, rounds, calls, time.perf_counter)


def ratios(measured: Sequence[float], against: Sequence[float]) -> list[float]:
    """Return the ratio of each round."""
    return [ours / theirs for ours, theirs in zip(measured, against, strict=True)]


def heading(text: str) -> None:
    """Print the heading of a part."""
    print(f"\n{text}\n{'-' * len(text)}", flush=True)


def note(text: str) -> None:
    """Print how to read what follows, or what is left out."""
    print(f"  {text}", flush=True)


def figure(name: str, values: Sequence[float], unit: str, scale: float = 1, digits: int = 1) -> None:
    """Print the median of `values` times `scale`, with least and most."""
    note(f"{name:<56} {spread([value * scale for value in values], digits)} {unit}")


def at_most(name: str, values: Sequence[float], limit: float, unit: str = "x", digits: int = 2) -> None:
    """Print a ratio, or values in another unit, and whether their median is at most `limit`."""
    _verdict(name, values, f"<= {limit:.{digits}f}", statistics.median(values) <= limit, unit, digits)


def at_least(name: str, values: Sequence[float], limit: float, unit: str = "x", digits: int = 2) -> None:
    """Print a ratio, or values in another unit, and whether their median is at least `limit`."""
    _verdict(name, values, f">= {limit:.{digits}f}", statistics.median(values) >= limit, unit, digits)


def noise() -> None:
    """Print how much the machine alone spreads: the same loop, over and over."""
    values = cpu_in_turn({"loop": Task(lambda: sum(range(20_000)))}, _CALIBRATION_ROUNDS, 20)["loop"]
    middle = statistics.median(values)
    figure("noise: one loop, against its own median", [value / middle for value in values], "x", digits=2)


def spread(values: Sequence[float], digits: int) -> str:
    """Return median, least and most as text."""
    return f"{statistics.median(values):>9.{digits}f}  ({min(values):.{digits}f} .. {max(values):.{digits}f})"


def _in_turn(tasks: Mapping[str, Task], rounds: int, calls: int, clock: Callable[[], float]) -> dict[str, list[float]]:
    for task in tasks.values():
        task.prepare()
        task.run()
    taken: dict[str, list[float]] = {name: [] for name in tasks}
    for turn in range(rounds):
        order = list(tasks.items())
        for name, task in order if turn % 2 else reversed(order):
            task.prepare()
            started = clock()
            for _ in range(calls):
                task.run()
            taken[name].append((clock() - started) / calls)
    return taken


def _verdict(name: str, values: Sequence[float], limit: str, met: bool, unit: str, digits: int) -> None:
    note(f"{name:<56} {spread(values, digits)} {unit}  target {limit}: {'met' if met else MISSED}")
