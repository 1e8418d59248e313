"""Cold start: CPU of a fresh interpreter up to its first answer, for our package, Chalice's own and a raw handler."""

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from functools import partial
from pathlib import Path

from infra.package import PACKAGES
from infra.package import main as package
from tests.bench import figures
from tests.bench.replay import to_text
from tests.bench.sides import PAGE, Side, both_sides

RUNS = 15
LIMIT = 0.75
_FIRST_REQUESTS = {"status": "public", "submit": "public", f"inbox page of {PAGE}": "admin"}
_CHILD = Path(__file__).with_name("cold_start.py")
_PYTHON = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
_OURS, _CHALICE = "deployment.zip", "as-chalice-makes-it.zip"


def main() -> None:
    """Print package sizes and the CPU of cold starts, both surfaces."""
    figures.heading("Cold start, CPU from interpreter start to first answer")
    figures.note("Packages as `make package` makes them, unpacked; an interpreter that can import nothing else; the store's")
    figures.note("answers replayed. raw: tests/bench/raw_handler.py on the libraries of Chalice's package, not compiled.")
    figures.noise()
    package()
    with tempfile.TemporaryDirectory() as folder, both_sides() as (_, ours, raw):
        root = Path(folder)
        for surface in sorted(set(_FIRST_REQUESTS.values())):
            for name in (_OURS, _CHALICE):
                _unpack(surface, name, root / surface / name)
        environment = {key: value for key, value in os.environ.items() if not key.startswith("AWS_ENDPOINT_URL")}
        figures.figure("an interpreter that does nothing", [_cpu(["-c", _REPORT], environment) for _ in range(RUNS)], "ms", 1e3)
        for operation, surface in _FIRST_REQUESTS.items():
            _compare(root, operation, environment | {"LAPOR_SURFACE": surface}, ours, raw)


_REPORT = "import sys, time; sys.stderr.write(str(time.process_time()))"


def _compare(root: Path, operation: str, environment: dict[str, str], ours: Side, raw: Side) -> None:
    folder = root / environment["LAPOR_SURFACE"]
    requests = {side.name: _request(folder / f"{side.name}-{operation}.json", side, operation) for side in (ours, raw)}
    starts = {
        "our package": [str(folder / _OURS), "app", requests["ours"]],
        "as Chalice makes it": [str(folder / _CHALICE), "app", requests["ours"]],
        "raw handler": [str(folder / _CHALICE), "raw_handler", requests["raw"]],
    }
    taken: dict[str, list[float]] = {name: [] for name in starts}
    for _ in range(RUNS):
        for name, arguments in starts.items():
            taken[name].append(_cpu([str(_CHILD), *arguments], environment))
    for name, values in taken.items():
        figures.figure(f"first answer {operation}: {name}", values, "ms", 1e3)
    whole = partial(figures.ratios, taken["our package"])
    figures.at_most(f"first answer {operation}: ours / Chalice's", whole(taken["as Chalice makes it"]), LIMIT)
    figures.figure(f"first answer {operation}: ours / raw", whole(taken["raw handler"]), "x", digits=2)


def _cpu(arguments: list[str], environment: dict[str, str]) -> float:
    """Run a fresh interpreter without site-packages; return the CPU seconds it reports."""
    command = [str(_PYTHON), "-I", "-S", "-B", *arguments]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    return float(done.stderr)


def _unpack(surface: str, name: str, target: Path) -> None:
    archive = PACKAGES / surface / name
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(target)
        unpacked = sum(entry.file_size for entry in packed.infolist())
    size = archive.stat().st_size
    figures.note(f"{surface}/{name:<28} {size / 2**20:>5.1f} MiB packed, {unpacked / 2**20:>6.1f} MiB unpacked")


def _request(path: Path, side: Side, operation: str) -> str:
    recorded = side.operations[operation]
    path.write_text(json.dumps({"event": recorded.event, "exchanges": to_text(recorded.exchanges)}))
    return str(path)
