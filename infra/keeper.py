"""Runs a command and leaves nothing behind: `python -m infra.keeper PROGRAM ARGUMENT…`.

When the command ends, or whoever started this ends, by kill -9 too, everything that came of the command ends with it: also what
made itself a session of its own or lost its parent. On other systems than Linux it is the command and no more.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

_GRACE_SECONDS = 3.0  # between being asked to end and being ended
_PAUSE = 0.02
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36  # linux/prctl.h


class _Asked(Exception):
    """Somebody asked this process to end, or its parent is gone."""


def kept(command: list[str]) -> list[str]:
    """Return the command that runs `command` under a keeper."""
    return [sys.executable, "-m", "infra.keeper", *command]


def die_with_parent(how: signal.Signals) -> None:
    """Have this process sent a signal when its parent ends; it survives an exec. Does nothing on other systems than Linux."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, how)


def main() -> None:
    """Run the command line; exit as it exits, 128 and the signal's number when one ended it."""
    command = sys.argv[1:]
    if sys.platform != "linux":
        os.execvp(command[0], command)
    parent = os.getppid()
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _ask)
    # Ctrl-C reaches the command too, which ends in its own way.
    signal.signal(signal.SIGINT, lambda _signal, _frame: None)
    die_with_parent(signal.SIGTERM)
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    code = 128 + signal.SIGTERM
    try:
        child = subprocess.Popen(command, preexec_fn=lambda: die_with_parent(signal.SIGKILL))
        if os.getppid() == parent:  # else it ended before the signal was ordered
            code = _code_of(child.pid)
    except _Asked:
        pass
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _end_all()
    sys.exit(code)


def _code_of(child: int) -> int:
    """Wait for a process and return its exit code, reaping whoever else ends meanwhile."""
    while True:
        pid, status = os.wait()
        if pid == child:
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else 128 - code


def _end_all() -> None:
    """Ask every descendant to end, and end what is left when the time is over. Orphans among them are this process's own."""
    for pid in _descendants():
        _send(pid, signal.SIGTERM)
    deadline = time.monotonic() + _GRACE_SECONDS
    while left := _descendants():
        if time.monotonic() > deadline:
            for pid in left:
                _send(pid, signal.SIGKILL)
        _reap()
        time.sleep(_PAUSE)


def _descendants() -> list[int]:
    """Return the processes below this one, the dead that nobody has waited for left out."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except OSError:  # it has ended since
            continue
        if state != "Z":
            children.setdefault(int(parent), []).append(int(stat.parent.name))
    found = list(children.get(os.getpid(), []))
    for pid in found:
        found += children.get(pid, [])
    return found


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
    except ChildProcessError:
        return


def _send(pid: int, what: signal.Signals) -> None:
    try:
        os.kill(pid, what)
    except ProcessLookupError:
        return


def _ask(_signal: int, _frame: FrameType | None) -> None:
    raise _Asked


if __name__ == "__main__":
    main()
