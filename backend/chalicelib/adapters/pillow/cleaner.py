"""Cleans each photo in a process of its own, so that none can stall or lead astray the one that waits for it."""

import os
import subprocess
import sys

from chalicelib.adapters.pillow.child import CLEANED, REFUSED
from chalicelib.domain.errors import StoreBusy
from chalicelib.domain.photos import Refusal

# The command is ours; what a stranger sent is its input alone.
_CHILD = [sys.executable, "-m", "chalicelib.adapters.pillow.child"]
# What Python itself needs to start; the child gets neither credentials nor names of what is outside.
_INHERITED = ("LD_LIBRARY_PATH", "PATH")
# Seconds in all, well within the function's own limit; the limit on CPU comes first unless the machine is busy.
_PATIENCE = 50


class PillowCleaner:
    """`ports.photos.PhotoCleaner` by `picture.py`, within the limits of `rules/limits.toml`."""

    def clean(self, content: bytes) -> bytes | Refusal:
        """See `ports.photos.PhotoCleaner`; raises StoreBusy when the machine had no time, so that it is tried again."""
        environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        try:
            child = subprocess.run(_CHILD, input=content, capture_output=True, env=environment, timeout=_PATIENCE)  # noqa: S603
        except subprocess.TimeoutExpired:
            raise StoreBusy from None
        if child.returncode < 0:  # ended by a signal: the limit on CPU, or a decoder that crashed
            return Refusal.TOO_COSTLY
        kind, answer = child.stdout[:1], child.stdout[1:]
        if kind == REFUSED:
            return Refusal(answer.decode())
        if kind == CLEANED:
            return answer
        raise RuntimeError("the photo's process gave no answer")
