"""What a local run says before it starts: one true sentence for each thing that stands in its way, and what to do."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from infra.local import engine, trouble
from infra.local.keys import create_key_file
from infra.local.signin import create_keys
from infra.local.stack import ROOT, Stack, free_port
from infra.local.trouble import troubles
from infra.local.whole_file import write_whole


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    """A folder as an earlier run left it."""
    stack = Stack(tmp_path, free_port())
    create_key_file(stack.key_file)
    create_keys(stack)
    stack.users.write_text('{"pasir-sakti": "Rina Contoh"}')
    stack.database.touch()
    return stack


def test_nothing_stands_in_the_way_of_a_new_or_an_earlier_folder(stack: Stack, tmp_path: Path) -> None:
    assert list(troubles(stack, free_port())) == []
    (tmp_path / "new").mkdir()
    assert list(troubles(Stack(tmp_path / "new", free_port()), free_port())) == []


DAMAGE: dict[str, tuple[Callable[[Stack], object], str]] = {
    "keys lost": (lambda stack: stack.key_file.unlink(), "keys.json"),
    "keys empty": (lambda stack: stack.key_file.write_text(""), "keys.json"),
    "keys cut off": (lambda stack: stack.key_file.write_text(stack.key_file.read_text()[:40]), "keys.json"),
    "a key short": (lambda stack: stack.key_file.write_text('{"wrapping": "00", "hashing": "00"}'), "keys.json"),
    "users empty": (lambda stack: stack.users.write_text(""), "users.json"),
    "users of another form": (lambda stack: stack.users.write_text("[1]"), "users.json"),
    "jwks empty": (lambda stack: stack.jwks.write_text(""), "jwks.json"),
    "signing key empty": (lambda stack: stack.signing_key.write_text(""), "signin-key.pem"),
    "signing key lost": (lambda stack: stack.signing_key.unlink(), "signin-key.pem"),
}


@pytest.mark.parametrize(("damage", "named"), DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_file_is_named_with_what_to_do(stack: Stack, damage: Callable[[Stack], object], named: str) -> None:
    damage(stack)
    [said] = troubles(stack, free_port())
    assert named in said
    assert any(word in said for word in ("put it back", "delete"))


def test_a_missing_engine_and_a_full_disk_are_named(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "durable_engine", lambda: None)
    monkeypatch.setattr(engine, "_platform", lambda: "linux-x64")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(1, 1, 0))
    disk, missing = troubles(stack, free_port())
    assert "make room" in disk
    assert "engine" in missing
    assert "make install" in missing


def test_a_platform_without_an_engine_is_no_trouble_but_is_said(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    from infra.local import run

    monkeypatch.setattr(trouble, "durable_engine", lambda: None)
    monkeypatch.setattr(engine, "_platform", lambda: "darwin-x64")
    assert list(troubles(stack, free_port())) == []
    assert "LOST" in run._addresses(8000)


def test_a_port_in_use_is_said_instead_of_running(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        environment = {**os.environ, "LAPOR_LOCAL_VAR": str(tmp_path), "PORT": str(port)}
        environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "backend"), str(ROOT)])
        command = [sys.executable, "-m", "infra.local.run"]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert "is running" not in done.stdout
    assert f"Port {port} is in use" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_is_replaced_and_never_written_in_place(tmp_path: Path) -> None:
    path, as_it_was = tmp_path / "users.json", tmp_path / "held-by-a-reader"
    write_whole(path, [b"before"])
    os.link(path, as_it_was)
    write_whole(path, [b"after"])
    assert (path.read_bytes(), as_it_was.read_bytes()) == (b"after", b"before")


def test_a_file_that_cannot_be_written_whole_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    write_whole(path, [b"before"])

    def broken() -> Iterator[bytes]:
        yield b"half"
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        write_whole(path, broken())
    assert path.read_bytes() == b"before"
    assert [file.name for file in tmp_path.iterdir()] == ["users.json"]
