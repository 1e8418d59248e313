"""How often the benchmarks of the site measure."""

import os

RUNS = int(os.environ.get("BENCH_RUNS", "3"))
