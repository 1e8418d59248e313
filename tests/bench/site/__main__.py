"""Runs the benchmarks of the built site: `python -m tests.bench.site [PART]`."""

from tests.bench.parts import run_parts

if __name__ == "__main__":
    run_parts("tests.bench.site", ("weight", "lighthouse", "slow2g", "photo", "build", "search", "console"))
