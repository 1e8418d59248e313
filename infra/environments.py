"""What `environments.toml` says of an environment, and how this process comes to speak to it."""

import os
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from infra.emulator import ROOT_CREDENTIALS

_FILE = Path(__file__).with_name("environments.toml")


@dataclass(frozen=True, slots=True)
class Environment:
    """One environment; `parameters` are those of the templates, by name."""

    name: str
    region: str
    parameters: dict[str, str]

    @property
    def emulator_port(self) -> int | None:
        """The port of the emulator this environment lives on, None in the cloud."""
        return int(self.parameters["EmulatorPort"]) if "EmulatorPort" in self.parameters else None

    def stack(self, part: str) -> str:
        """The name of the CloudFormation stack of one part of it."""
        return f"lapor-pkh-{self.name}-{part}"

    def enter(self) -> None:
        """Make it the one that every AWS client of this process speaks to."""
        os.environ["AWS_DEFAULT_REGION"] = self.region
        if self.emulator_port:
            os.environ.update(ROOT_CREDENTIALS, AWS_ENDPOINT_URL=f"http://127.0.0.1:{self.emulator_port}")
            os.environ.pop("AWS_PROFILE", None)


def named_environment() -> Environment:
    """Return the environment that ENV names; raises SystemExit for none or an unknown one."""
    known = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    name = os.environ.get("ENV", "")
    if name not in known:
        sys.exit(f"Say which environment: ENV={'|'.join(known)}")
    return environment(name)


def environment(name: str, **overrides: object) -> Environment:
    """Return a known environment, with parameters of its own where given."""
    settings = {**tomllib.loads(_FILE.read_text(encoding="utf-8"))[name], **overrides}
    region = str(settings.pop("region"))
    return Environment(name, region, {key: str(value) for key, value in settings.items()})
