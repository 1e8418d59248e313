"""Installs the peer in an environment of its own, and runs it as the local run runs its own server."""

import os
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.local.run import WORKERS
from infra.local.stack import free_port
from infra.pinned import ROOT, install_pinned
from tests.support.engines import running, wait_for_port

HOME = ROOT / "var" / "bench" / "peer"
REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def install() -> None:
    """Install the peer from its pinned list, unless that list is installed."""
    install_pinned(HOME, REQUIREMENTS)


@contextmanager
def running_peer(folder: Path, mail: bool) -> Iterator[int]:
    """Run an empty peer on a database in `folder` and yield its port; without `mail` it has no templates to render."""
    folder.mkdir(parents=True)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "tests.bench.peer.settings",
        "PEER_DATABASE": str(folder / "peer.sqlite"),
        "PEER_MEDIA": str(folder / "media"),
        "PEER_SECRET": secrets.token_hex(32),
        "PEER_MAIL": "yes" if mail else "",
    }
    python, port = str(HOME / "bin" / "python"), free_port()
    subprocess.run([python, "-m", "tests.bench.peer.prepare"], env=environment, check=True)
    command = [
        *(python, "-m", "gunicorn", "django.core.wsgi:get_wsgi_application()"),
        *("--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "--worker-class", "sync"),
        *("--log-level", "warning", "--no-control-socket"),
    ]
    with running(command, folder / "server.log", environment):
        wait_for_port(port)
        yield port
