"""Runs the benchmarks of the backend: `python -m tests.bench [PART]`."""

from tests.bench.parts import run_parts

if __name__ == "__main__":
    run_parts("tests.bench", ("cpu", "refused", "cold", "calls", "scale", "served"))
