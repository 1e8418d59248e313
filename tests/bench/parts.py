"""Runs the parts of a benchmark: one in this process, or all of them in one process each."""

import importlib
import subprocess
import sys
from collections.abc import Sequence

from tests.bench.figures import MISSED


def run_parts(package: str, parts: Sequence[str]) -> None:
    """Run the part named on the command line, or all; raises SystemExit for an unknown part or one that broke off."""
    if len(sys.argv) == 1:
        _run_all(package, parts)
    elif sys.argv[1] in parts:
        importlib.import_module(f"{package}.{sys.argv[1]}").main()
    else:
        raise SystemExit(f"PART must be one of: {', '.join(parts)}")


def _run_all(package: str, parts: Sequence[str]) -> None:
    missed, broken = [], []
    for part in parts:
        with subprocess.Popen([sys.executable, "-m", package, part], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                print(line, end="", flush=True)
                missed += [line] if MISSED in line else []
        broken += [part] if process.returncode else []
    print(f"\n{len(missed)} targets missed\n" + "".join(missed))
    if broken:
        raise SystemExit(f"broke off: {', '.join(broken)}")
