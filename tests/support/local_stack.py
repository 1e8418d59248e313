"""The local run as a whole, as `make run` starts it, on a folder and a port of its own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from infra.local.signin import access_token
from infra.local.stack import Stack, free_port
from tests.support.engines import running, wait_for_port


@dataclass(frozen=True)
class LocalStack:
    """A running stack."""

    origin: str
    var: Path
    process: "subprocess.Popen[bytes]"

    def post(self, path: str, body: dict[str, Any], token: str | None = None) -> tuple[int, Any]:
        """POST JSON; return status and parsed answer."""
        return self._send(Request(self.origin + path, json.dumps(body).encode(), _headers(token)))

    def get(self, path: str, token: str | None = None) -> tuple[int, Any]:
        """GET; return status and parsed answer."""
        return self._send(Request(self.origin + path, headers=_headers(token)))

    def token(self, login: str) -> str:
        """Return an access token of a demo officer."""
        return access_token(self.stack, login)

    @property
    def stack(self) -> Stack:
        """The stack's files, and the port its engine has now."""
        return Stack(self.var, int((self.var / "engine-port").read_text()))

    def kill(self) -> None:
        """End every process of the run at once, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    @staticmethod
    def _send(request: Request) -> tuple[int, Any]:
        try:
            with urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read())
        except HTTPError as error:
            return error.code, json.loads(error.read())


@contextmanager
def local_stack(var: Path, workers: int = 2) -> Iterator[LocalStack]:
    """Start the local run on `var` and wait until it answers. Each worker costs seconds; a test is a user or a few."""
    port = free_port()
    var.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "WEB_CONCURRENCY": str(workers), "LAPOR_LOCAL_VAR": str(var), "PORT": str(port)}
    with running([sys.executable, "-m", "infra.local.run"], var / "run.log", environment) as process:
        wait_for_port(port)
        # The server listens before its workers have loaded.
        with urlopen(f"http://127.0.0.1:{port}/api/v1/openapi.json", timeout=60):
            pass
        yield LocalStack(f"http://127.0.0.1:{port}", var, process)


def _headers(token: str | None) -> dict[str, str]:
    return {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
