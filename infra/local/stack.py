"""Where the local run keeps things and what it tells its processes; one `var/` folder is one stack."""

import os
import socket
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "build" / "site"
TABLE = "lapor-pkh"
REGION = "ap-southeast-3"
ISSUER = "urn:lapor-pkh:local"
CLIENT_ID = "lapor-pkh-local"


@dataclass(frozen=True, slots=True)
class Stack:
    """The files of one local stack and the port of its engine."""

    var: Path
    engine_port: int

    @property
    def database(self) -> Path:
        """The engine's SQLite file."""
        return self.var / "dynamodb.sqlite"

    @property
    def key_file(self) -> Path:
        """The keys that seal personal data here."""
        return self.var / "keys.json"

    @property
    def photos(self) -> Path:
        """The photos of this stack, as sent and as kept."""
        return self.var / "photos"

    @property
    def signing_key(self) -> Path:
        """The private key of the local sign-in."""
        return self.var / "signin-key.pem"

    @property
    def jwks(self) -> Path:
        """The public keys of the local sign-in."""
        return self.var / "jwks.json"

    @property
    def users(self) -> Path:
        """The people who can sign in here."""
        return self.var / "users.json"

    @property
    def engine_port_file(self) -> Path:
        """Where the running stack says which port its engine listens on."""
        return self.var / "engine-port"

    def environment(self) -> dict[str, str]:
        """Return the environment of a process of this stack: this machine's, with no cloud account in reach."""
        return {
            **os.environ,
            "PYTHONPATH": f"{ROOT / 'backend'}{os.pathsep}{ROOT}",
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_DEFAULT_REGION": REGION,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ENDPOINT_URL": "http://127.0.0.1:9",  # nothing listens there: whatever is not local must fail
            "AWS_ENDPOINT_URL_DYNAMODB": f"http://127.0.0.1:{self.engine_port}",
            "LAPOR_TABLE": TABLE,
            "LAPOR_KEY_FILE": str(self.key_file),
            "LAPOR_NEWS_FILE": str(self.var / "announcements.jsonl"),
            "LAPOR_PHOTO_FOLDER": str(self.photos),
            "LAPOR_ROOTS_FOLDER": str(self.var / "roots"),
            "LAPOR_ISSUER": ISSUER,
            "LAPOR_CLIENT_ID": CLIENT_ID,
            "LAPOR_JWKS_URL": self.jwks.as_uri(),
            "LAPOR_LOCAL_VAR": str(self.var),
        }


def var_folder() -> Path:
    """Return the folder of the stack: LAPOR_LOCAL_VAR, or `var/` in the checkout."""
    return Path(os.environ.get("LAPOR_LOCAL_VAR") or ROOT / "var").resolve()


def running_stack() -> Stack:
    """Return the stack that `make run` started; raises SystemExit when none has been."""
    var = var_folder()
    try:
        return Stack(var, int((var / "engine-port").read_text()))
    except FileNotFoundError:
        raise SystemExit("The local stack is not running: start it with `make run`.") from None


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """Whether something on this machine listens on a port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
