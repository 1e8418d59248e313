"""The stores that tests run on: the fake, moto, and the durable engine on a temporary file."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from infra.keeper import kept
from infra.local.engine import create_table, durable_engine, engine_command, plain_client
from infra.local.stack import ROOT, TABLE, Stack, free_port, listens


@contextmanager
def durable_store(folder: Path) -> Iterator[Stack]:
    """Run the durable engine on a file in `folder`, with the table made; yield its stack."""
    folder.mkdir(parents=True, exist_ok=True)
    stack = Stack(folder, free_port())
    with running(engine_command(stack.engine_port, stack.database), folder / "engine.log"):
        wait_for_port(stack.engine_port)
        create_table(plain_client(stack.engine_port))
        yield stack


@contextmanager
def moto_store() -> Iterator[Any]:
    """Answer this process's botocore calls by moto, with the table made; yield a client made as the functions make it."""
    from moto import mock_aws

    environment = {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "ap-southeast-3",
        "AWS_ENDPOINT_URL": "",
        "AWS_ENDPOINT_URL_DYNAMODB": "",
    }
    with patch.dict(os.environ, environment), mock_aws():
        for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB"):
            del os.environ[name]
        from chalicelib.adapters.dynamodb.client import make_client

        client = make_client()
        create_table(client, TABLE)
        yield client


@contextmanager
def running(command: list[str], log: Path, env: dict[str, str] | None = None) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a process for the time of the block, in a session of its own; all that came of it ends with the block, or with us."""
    with log.open("ab") as output:
        process = subprocess.Popen(kept(command), stdout=output, stderr=output, env=env, cwd=ROOT, start_new_session=True)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for_port(port: int, seconds: float = 120) -> None:
    """Return when something listens on the port; raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if listens(port):
            return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port}")


NO_DURABLE_ENGINE = None if durable_engine() else "npm has no durable engine for this platform"
