"""One cold start, run by `cold.py` in a fresh interpreter: load a package, answer its first request, print the CPU seconds.

Usage: cold_start.py PACKAGE_FOLDER app|raw_handler REQUEST_FILE. Nothing outside the package is importable but this folder,
which holds the raw handler and the replay of the store.
"""

import importlib
import json
import sys
import time
from pathlib import Path


def main() -> None:
    """Start cold once."""
    package, module, request = sys.argv[1:]
    sys.path[:0] = [package]
    sys.path.append(str(Path(__file__).parent))
    replay = importlib.import_module("replay")
    content = json.loads(Path(request).read_text())
    store = replay.Replay()
    store.play(replay.from_text(content["exchanges"]))
    loaded = importlib.import_module(module)
    answer = (loaded.app if module == "app" else loaded.handler)(content["event"], None)
    assert answer["statusCode"] in (200, 201), answer
    sys.stderr.write(f"{time.process_time()}\n")


if __name__ == "__main__":
    main()
