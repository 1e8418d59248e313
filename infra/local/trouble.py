"""What stands in the way of a local run, each in one sentence that names the thing and says what to do."""

import shutil
import socket
from collections.abc import Iterator

from infra.local.engine import durable_engine, engine_is_missing
from infra.local.keys import is_key_file
from infra.local.signin import are_keys
from infra.local.stack import Stack
from infra.local.users import are_users

LEAST_FREE_MIB = 64
_MIB = 1024 * 1024


def troubles(stack: Stack, port: int) -> Iterator[str]:
    """Yield what must be mended before a run on this folder and port can keep what it is told."""
    if not _is_free(port):
        yield f"Port {port} is in use by another program: end that one, or choose another with PORT=8001 make run."
    free = shutil.disk_usage(stack.var).free // _MIB
    if free < LEAST_FREE_MIB:
        yield f"The disk of {stack.var} has {free} MiB left: make room, at least {LEAST_FREE_MIB} MiB."
    if engine_is_missing():
        yield "The engine that keeps the reports is missing: delete .venv/.installed and run `make install`."
    yield from _damaged_files(stack)


def _damaged_files(stack: Stack) -> Iterator[str]:
    keys, store = stack.key_file, stack.database
    if not keys.exists() and store.exists():
        yield (
            f"{keys} is gone, and without it nobody can read the reports in {store.name}: "
            f"put it back from a copy, or move {store.name}* elsewhere to begin anew."
        )
    if keys.exists() and not is_key_file(keys):
        yield f"{keys} is damaged: put it back from a copy, or move it and {store.name}* elsewhere to begin anew."
    if stack.jwks.exists() and not are_keys(stack):
        yield f"{stack.jwks} or {stack.signing_key.name} is damaged: delete both; everybody signs in once more."
    if not are_users(stack):
        yield f"{stack.users} is damaged: delete it; the demo officers come back, others by `make staff-add`."


def keeps_reports() -> bool:
    """Whether this platform has an engine whose reports outlast the run."""
    return durable_engine() is not None


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
