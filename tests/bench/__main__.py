"""Runs the benchmarks: `python -m tests.bench [PART]`, one part in this process or all of them in one process each."""

import importlib
import subprocess
import sys

from tests.bench.figures import MISSED

PARTS = ("cpu", "refused", "cold", "calls", "scale", "served")


def main() -> None:
    """Run the part named on the command line, or all; raises SystemExit for an unknown part or one that broke off."""
    if len(sys.argv) == 1:
        _run_all()
    elif sys.argv[1] in PARTS:
        importlib.import_module(f"tests.bench.{sys.argv[1]}").main()
    else:
        raise SystemExit(f"PART must be one of: {', '.join(PARTS)}")


def _run_all() -> None:
    missed, broken = [], []
    for part in PARTS:
        with subprocess.Popen([sys.executable, "-m", "tests.bench", part], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                print(line, end="", flush=True)
                missed += [line] if MISSED in line else []
        broken += [part] if process.returncode else []
    print(f"\n{len(missed)} targets missed\n" + "".join(missed))
    if broken:
        raise SystemExit(f"broke off: {', '.join(broken)}")


if __name__ == "__main__":
    main()
