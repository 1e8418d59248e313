"""The DynamoDB-compatible engine: `dynoxide` on a SQLite file where npm has it for this platform, else moto in memory."""

import platform
import sys
from pathlib import Path
from typing import Any

import botocore.session

from infra.local.stack import ROOT, TABLE
from infra.templates import load_template

TEMPLATE = ROOT / "infra" / "data.yaml"
_LOCKED = ("linux-x64",)  # package.json's optional dependencies
_NPM_ARCHITECTURES = {"x86_64": "x64", "amd64": "x64", "arm64": "arm64", "aarch64": "arm64"}


def durable_engine() -> Path | None:
    """Return the engine's binary for this platform, None when npm has none."""
    binary = ROOT / "node_modules" / "@dynoxide" / _platform() / "dynoxide"
    return binary if binary.exists() else None


def engine_is_missing() -> bool:
    """Whether the lock file has an engine for this platform, and it is not installed."""
    return _platform() in _LOCKED and durable_engine() is None


def _platform() -> str:
    machine = platform.machine().lower()
    return f"{sys.platform}-{_NPM_ARCHITECTURES.get(machine, machine)}"


def engine_command(port: int, database: Path) -> list[str]:
    """Return the command that starts an engine on 127.0.0.1; says plainly when data will not last."""
    binary = durable_engine()
    if binary:
        return [str(binary), "serve", "--host", "127.0.0.1", "--port", str(port), "--db-path", str(database)]
    print("WARNING: no durable engine for this platform. Reports are kept in memory and are LOST at the end of this run.")
    return [str(Path(sys.executable).with_name("moto_server")), "-H", "127.0.0.1", "-p", str(port)]


def create_table(client: Any, name: str = TABLE) -> None:
    """Create the table as `infra/data.yaml` defines it, unless it exists. Streams stay off: they slow every write down here."""
    properties = table_properties()
    wanted = {key: properties[key] for key in ("AttributeDefinitions", "KeySchema", "BillingMode")}
    try:
        client.create_table(TableName=name, **wanted)
    except client.exceptions.ResourceInUseException:
        return


def table_properties() -> dict[str, Any]:
    """Return the properties of the table in the data template."""
    properties: dict[str, Any] = load_template(TEMPLATE)["Resources"]["Table"]["Properties"]
    return properties


def plain_client(port: int) -> Any:
    """Return a stock botocore client for an engine on this machine."""
    return botocore.session.get_session().create_client(
        "dynamodb",
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name="ap-southeast-3",
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106  the engine asks for none
    )
