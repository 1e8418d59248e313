"""Where npm has no durable engine, the run says that data will not last, and works."""

from pathlib import Path

import pytest

from infra.local import engine
from infra.local.stack import TABLE, free_port
from tests.support.engines import running, wait_for_port


def test_without_a_durable_engine_it_warns_and_serves_from_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(engine, "durable_engine", lambda: None)
    port = free_port()
    command = engine.engine_command(port, tmp_path / "unused")
    assert "LOST" in capsys.readouterr().out
    with running(command, tmp_path / "engine.log"):
        wait_for_port(port)
        client = engine.plain_client(port)
        engine.create_table(client)
        engine.create_table(client)
        client.put_item(TableName=TABLE, Item={"pk": {"S": "x"}, "sk": {"S": "y"}})
        assert client.get_item(TableName=TABLE, Key={"pk": {"S": "x"}, "sk": {"S": "y"}})["Item"]["pk"] == {"S": "x"}


@pytest.mark.parametrize(
    ("system", "machine", "package"),
    [("linux", "x86_64", "linux-x64"), ("linux", "aarch64", "linux-arm64"), ("darwin", "arm64", "darwin-arm64")],
)
def test_the_engine_is_looked_for_under_npms_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, machine: str, package: str
) -> None:
    binary = tmp_path / "node_modules" / "@dynoxide" / package / "dynoxide"
    binary.parent.mkdir(parents=True)
    monkeypatch.setattr(engine, "ROOT", tmp_path)
    monkeypatch.setattr("sys.platform", system)
    monkeypatch.setattr("platform.machine", lambda: machine)
    assert engine.durable_engine() is None
    binary.touch()
    assert engine.durable_engine() == binary
