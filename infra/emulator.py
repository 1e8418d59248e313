"""Starts a local AWS emulator (PyPI `ministack`) in an environment of its own, and ends it with all its workers.

Its own, because it pins another botocore than the functions carry. It forgets everything when it ends.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.keeper import kept
from infra.local.stack import listens
from infra.pinned import ROOT, install_pinned

HOME = ROOT / ".tools" / "ministack"
REQUIREMENTS = ROOT / "infra" / "ministack-requirements.txt"
ROOT_CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}  # the emulator's own, for its root
_START_SECONDS = 60


def install() -> None:
    """Install the emulator from its pinned list, unless that list is installed."""
    install_pinned(HOME, REQUIREMENTS)


@contextmanager
def running_emulator(port: int, region: str, log: Path) -> Iterator[str]:
    """Run an empty emulator on 127.0.0.1 and yield its address; raises SystemExit when it does not start.

    Roles count: a function calls the emulated services with its own role's policies, and is refused what they do not grant.
    """
    if listens(port):
        raise SystemExit(f"Port {port} is taken; is another emulator running?")
    with tempfile.TemporaryDirectory() as folder, log.open("wb") as output:
        environment = {
            # CloudFront's functions run on Node.js: the machine's, or the one beside this interpreter.
            "PATH": os.pathsep.join([str(HOME / "bin"), os.environ["PATH"], str(Path(sys.executable).parent)]),
            "HOME": folder,
            "TMPDIR": folder,
            "STATE_DIR": f"{folder}/state",
            "S3_DATA_DIR": f"{folder}/s3",
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(port),
            "MINISTACK_REGION": region,
            "AUTH": "true",
            # These two would listen on every interface, whatever BIND_HOST says.
            "IOT_MTLS_ENABLED": "false",
            "SFTP_ENABLED": "false",
            **ROOT_CREDENTIALS,
        }
        process = subprocess.Popen(
            kept([str(HOME / "bin" / "ministack")]),
            env=environment,
            stdout=output,
            stderr=output,
            cwd=ROOT,
            start_new_session=True,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_ready(address, process, log)
            yield address
        finally:
            # The keeper ends the emulator's workers too.
            process.terminate()
            process.wait()


def _wait_until_ready(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_ministack/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SystemExit(f"The emulator did not start; see {log}")
