"""Whoever starts the local run, or anything under a keeper, and is killed, takes every process with it within 5 seconds."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from infra.keeper import kept
from infra.local.stack import ROOT, free_port

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent is gone"),
]
WITHIN = 5  # seconds, of a machine that has nothing else to do
MARK = "LAPOR_TEST_MARK"

# Starts the local run as tests do, and waits to be killed.
STARTER = """
import sys, time
from pathlib import Path
from tests.support.local_stack import local_stack
with local_stack(Path(sys.argv[1])):
    print("ready", flush=True)
    time.sleep(600)
"""
# A tree of processes with everything that makes one hard to find: a session of its own, a dead parent, deafness to SIGTERM.
TREE = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if len(sys.argv) == 1:
    subprocess.Popen([sys.executable, __file__, "child"], start_new_session=True)
    time.sleep(0.5)
    print("ready", flush=True)
elif sys.argv[1] == "child":
    subprocess.Popen([sys.executable, __file__, "grandchild"], start_new_session=True)
    sys.exit()
time.sleep(600)
"""


def marked(value: str) -> dict[int, str]:
    """Return process id → command line of every process that carries a mark in its environment."""
    found = {}
    for environ in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"{MARK}={value}".encode() in environ.read_bytes().split(b"\0"):
                found[int(environ.parent.name)] = (environ.parent / "cmdline").read_text().replace("\0", " ")
        except OSError:  # ended since, or none of ours
            continue
    return found


@contextmanager
def started(command: list[str], value: str, ready: str = "ready") -> Iterator["subprocess.Popen[str]"]:
    """Run a command until it says that it is ready; at the end nothing that carries the mark may be left, whatever happened."""
    environment = {**os.environ, MARK: value, "PYTHONPATH": os.pathsep.join([str(ROOT / "backend"), str(ROOT)])}
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        assert process.stdout
        assert any(line.startswith(ready) for line in process.stdout)
        yield process
    finally:
        for pid in marked(value):
            os.kill(pid, signal.SIGKILL)
        process.wait()
        if process.stdout:
            process.stdout.close()


def is_gone(process: "subprocess.Popen[str]", value: str) -> bool:
    """Whether all that carries the mark ends in time."""
    deadline = time.monotonic() + WITHIN * max(1, 2 * os.getloadavg()[0] / (os.cpu_count() or 1))
    while time.monotonic() < deadline:
        process.poll()
        if not marked(value):
            return True
        time.sleep(0.05)
    return not marked(value)


KILLED: dict[str, Callable[[str], bool]] = {
    "the starter": lambda command: "-c" in command.split(),
    "the keeper": lambda command: "infra.keeper" in command,
    "the run": lambda command: command.rstrip().endswith("-m infra.local.run") and "keeper" not in command,
}


@pytest.mark.parametrize("victim", KILLED.values(), ids=KILLED.keys())
def test_a_killed_run_leaves_nothing(tmp_path: Path, victim: Callable[[str], bool]) -> None:
    value = str(tmp_path)
    with started([sys.executable, "-c", STARTER, str(tmp_path / "var")], value) as process:
        assert len(marked(value)) >= 8
        [pid] = [pid for pid, command in marked(value).items() if victim(command)]
        os.kill(pid, signal.SIGKILL)
        if pid != process.pid:  # the starter of a run that was killed ends when it notices, as a test would
            process.kill()
        assert is_gone(process, value), marked(value)


def test_a_killed_make_run_leaves_nothing_also_while_it_starts(tmp_path: Path) -> None:
    """As `make run` starts it, without a keeper; the workers have not loaded when it says that it runs."""
    value = str(tmp_path)
    environment = {"LAPOR_LOCAL_VAR": str(tmp_path / "var"), "PORT": str(free_port())}
    run = [sys.executable, "-m", "infra.local.run"]
    code = f"import os, subprocess; subprocess.run({run!r}, env={{**os.environ, **{environment!r}}})"
    with started([sys.executable, "-c", code], value, ready="Lapor PKH is running") as process:
        assert len(marked(value)) > 3  # the starter, the run, the engine, and what is starting
        process.kill()
        assert is_gone(process, value), marked(value)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_keeper_ends_what_hides(tmp_path: Path, how: signal.Signals) -> None:
    tree = tmp_path / "tree.py"
    tree.write_text(TREE)
    value = str(tmp_path)
    starter = f"import subprocess; subprocess.run({kept([sys.executable, str(tree)])!r})"
    with started([sys.executable, "-c", starter], value) as process:
        assert len(marked(value)) == 4  # starter, keeper, tree, grandchild
        os.kill(process.pid, how)
        assert is_gone(process, value), marked(value)


def test_a_keeper_ends_as_its_command_and_takes_along_what_that_left(tmp_path: Path) -> None:
    left = "import subprocess, sys; subprocess.Popen(['sleep', '600'], start_new_session=True); sys.exit(7)"
    environment = {**os.environ, MARK: str(tmp_path)}
    ended = subprocess.run(kept([sys.executable, "-c", left]), env=environment, cwd=ROOT)
    assert ended.returncode == 7
    assert not marked(str(tmp_path))
