"""The local user pool: who can sign in to this stack, kept in a file; their desks are in the staff register as anywhere."""

import json
import tomllib
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from chalicelib.domain.tiers import Tier
from chalicelib.usecases.add_staff import add_staff
from chalicelib.usecases.ports import Ports

from infra.local.stack import Stack
from infra.local.whole_file import write_whole

_DEMO = Path(__file__).with_name("demo_staff.toml")


def subject(login: str) -> str:
    """Return the `sub` of a login; the same at every start, so that the register stays valid."""
    return str(uuid5(NAMESPACE_URL, f"lapor-pkh:{login}"))


def users(stack: Stack) -> dict[str, str]:
    """Return login → name of everybody who can sign in."""
    names: dict[str, str] = json.loads(stack.users.read_text()) if stack.users.exists() else {}
    return names


def are_users(stack: Stack) -> bool:
    """Whether the file of who can sign in can be read, or is not there yet."""
    try:
        return all(isinstance(name, str) for name in users(stack).values())
    except (OSError, ValueError, AttributeError):
        return False


def add_user(stack: Stack, ports: Ports, login: str, name: str, tier: str, region: str) -> None:
    """Put a person on a desk and let them sign in; raises Invalid for a region that is not of the tier."""
    add_staff(ports, subject(login), name, Tier(tier), region)
    known = users(stack)
    if known.get(login) != name:
        write_whole(stack.users, [json.dumps({**known, login: name}, indent=1).encode()])


def add_demo_staff(stack: Stack, ports: Ports) -> None:
    """Add the people of `demo_staff.toml`."""
    for person in tomllib.loads(_DEMO.read_text())["staff"]:
        add_user(stack, ports, **person)
