"""Starts the whole product on this machine and ends it again: engine, two surfaces and sign-in, sweeps."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from chalicelib.domain.errors import StoreBusy
from chalicelib.usecases.name_marks import name_marks

from infra.keeper import die_with_parent
from infra.local.bootstrap import local_adapters
from infra.local.engine import create_table, engine_command, plain_client
from infra.local.keys import create_key_file
from infra.local.signin import create_keys
from infra.local.stack import TABLE, Stack, free_port, listens, var_folder
from infra.local.sweeps import JOBS
from infra.local.trouble import keeps_reports, troubles
from infra.local.users import add_demo_staff
from infra.local.whole_file import write_whole
from infra.upgrade import upgrade

# As gunicorn's documentation advises, since a worker waits for the engine much of its time; its own variable says otherwise.
WORKERS = int(os.environ.get("WEB_CONCURRENCY") or 2 * (os.cpu_count() or 1) + 1)
_START_SECONDS = 120
_STOP_SECONDS = 3
_KEPT = "Reports stay, also when the machine loses power."
_LOST = "There is no durable engine for this platform: reports are in memory and LOST when this ends."


def main() -> None:
    """Run until interrupted, or until one of the processes ends by itself; raises SystemExit with what went wrong."""
    port = int(os.environ.get("PORT", "8000"))
    var = var_folder()
    var.mkdir(parents=True, exist_ok=True)
    lock = _lock(var)
    stack = Stack(var, free_port())
    if found := list(troubles(stack, port)):
        raise SystemExit("\n".join(found))
    children: list[subprocess.Popen[bytes]] = []
    signal.signal(signal.SIGTERM, _interrupt)
    die_with_parent(signal.SIGTERM)
    try:
        children.append(_start(stack, "engine", engine_command(stack.engine_port, stack.database)))
        _wait_for(stack.engine_port, children[0], "engine")
        create_key_file(stack.key_file)
        create_keys(stack)
        write_whole(stack.engine_port_file, [str(stack.engine_port).encode()])
        os.environ["LAPOR_SITE_URL"] = f"http://127.0.0.1:{port}"
        os.environ.update(stack.environment())
        _prepare_store(stack)
        children.append(_start(stack, "server", _server_command(port)))
        for job in JOBS:
            children.append(_start(stack, job, [sys.executable, "-m", "infra.local.sweeps", job]))
        _wait_for(port, children[1], "server")
        print(_addresses(port), flush=True)
        _first_to_end(children)
    except KeyboardInterrupt:
        print("Stopped.")
    finally:
        _stop(children)
        stack.engine_port_file.unlink(missing_ok=True)
        lock.close()


def _server_command(port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "infra.local.server:make_application()", "--config", "python:infra.local.workers"),
        *("--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "--worker-class", "sync"),
        *("--log-level", "warning", "--no-control-socket"),
    ]


def _addresses(port: int) -> str:
    origin = f"http://127.0.0.1:{port}"
    return f"""
Lapor PKH is running. Everything here is a simulation: use invented people only.
  site     {origin}/
  report   {origin}/lapor/
  status   {origin}/status/
  staff    {origin}/petugas/
  messages {origin}/pesan-keluar/
  API      {origin}/api/v1/openapi.json  {origin}/api/v1/staff/openapi.json
Stop with Ctrl-C. {_KEPT if keeps_reports() else _LOST} Logs are {var_folder()}/*.log."""


def _prepare_store(stack: Stack) -> None:
    try:
        engine = plain_client(stack.engine_port)
        create_table(engine)
        ports = local_adapters()
        upgrade(engine, TABLE, partial(name_marks, ports))
        add_demo_staff(stack, ports)
    except (StoreBusy, BotoCoreError, ClientError, OSError):
        raise SystemExit(f"The engine cannot write to {stack.var}: is the disk full? See {stack.var / 'engine.log'}.") from None


def _lock(var: Path) -> Any:
    file = (var / "lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SystemExit(f"Another local stack is running on {var}.") from None
    return file


def _start(stack: Stack, name: str, command: list[str]) -> "subprocess.Popen[bytes]":
    with (stack.var / f"{name}.log").open("ab") as log:
        # So that a killed run leaves no engine on the database.
        tied = partial(die_with_parent, signal.SIGKILL)
        return subprocess.Popen(command, stdout=log, stderr=log, env=stack.environment(), preexec_fn=tied)


def _wait_for(port: int, child: "subprocess.Popen[bytes]", name: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and child.poll() is None:
        if listens(port) and child.poll() is None:
            return
        time.sleep(0.05)
    raise SystemExit(f"The {name} did not start; see {var_folder() / name}.log")


def _first_to_end(children: list["subprocess.Popen[bytes]"]) -> None:
    pid, _ = os.wait()
    for child in children:
        if child.pid == pid:
            raise SystemExit(f"A process of the local stack ended: {child.args!r}")


def _stop(children: list["subprocess.Popen[bytes]"]) -> None:
    for child in reversed(children):
        if child.poll() is None:
            child.terminate()
    for child in reversed(children):
        try:
            child.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
