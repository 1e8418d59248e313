"""The local user pool: who can sign in to this stack, kept in a file; their desks are in the staff register as anywhere."""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from chalicelib.bootstrap import Adapters
from chalicelib.domain.errors import Invalid
from chalicelib.domain.staff import Staff
from chalicelib.domain.tiers import Desk, DeskKind, Tier
from chalicelib.usecases.add_staff import Appointment, add_staff

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


@dataclass(frozen=True, slots=True)
class LocalUsers:
    """`infra.staff.SignIns` of a local stack."""

    stack: Stack
    ports: Adapters

    def add(self, login: str, appointment: Appointment) -> Staff:
        """Let somebody sign in and put them on a desk; raises Invalid as `add_staff` does."""
        staff = add_staff(self.ports, subject(login), appointment)
        known = users(self.stack)
        if known.get(login) != staff.name:
            write_whole(self.stack.users, [json.dumps({**known, login: staff.name}, indent=1).encode()])
        return staff

    def find(self, login: str) -> str:
        """Return the `sub` of a login; raises Invalid for an unknown one."""
        if login not in users(self.stack):
            raise Invalid(("email", "not_a_choice"))
        return subject(login)

    def removed(self, staff: Staff) -> None:
        """There is nothing beside the desk."""


def add_demo_staff(stack: Stack, ports: Adapters) -> None:
    """Add the people of `demo_staff.toml`."""
    for person in tomllib.loads(_DEMO.read_text())["staff"]:
        desk = Desk(Tier(person["tier"]), person["region"], DeskKind(person.get("kind", DeskKind.PKH)))
        LocalUsers(stack, ports).add(person["login"], Appointment(person["name"], desk, person.get("confidential", False)))
