"""An environment that several processes ask for at once is made once."""

import contextlib
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from infra import pinned

ASKING = 3


def test_an_environment_asked_for_at_once_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, requirements = tmp_path / "home", tmp_path / "requirements.txt"
    requirements.write_text("something==1\n")
    together, second, made = threading.Barrier(ASKING), threading.Barrier(2), []

    def run(command: list[str], check: bool) -> None:
        made.append(command[1])
        home.mkdir(exist_ok=True)
        with contextlib.suppress(threading.BrokenBarrierError):
            second.wait(0.2)  # as long as an installation gives another one to come in beside it

    def ask(_: int) -> None:
        together.wait()
        pinned.install_pinned(home, requirements)

    monkeypatch.setattr(subprocess, "run", run)
    with ThreadPoolExecutor(ASKING) as several:
        list(several.map(ask, range(ASKING)))

    assert made == ["venv", "pip"]
