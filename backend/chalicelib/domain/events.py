"""What happens to a ticket, and who did it. That is never guessed from anything else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.tiers import Desk
from chalicelib.domain.workflow import Status


@dataclass(frozen=True, slots=True)
class Complainant:
    """Whoever sent the report, or holds its number and a secret of it."""


@dataclass(frozen=True, slots=True)
class Officer:
    """A staff member, by the `sub` of the sign-in, acting for a desk; `stands_in` are colleagues on leave they act for."""

    sub: str
    desk: Desk
    stands_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class System:
    """A rule that came due, with nobody at the keyboard."""


Actor = Complainant | Officer | System


@dataclass(frozen=True, slots=True)
class Event:
    """One step in the life of a ticket; the event with `version` n made the ticket's version n, and left it on `desk`.

    Events of before do not say the desk.

    What was written with it is no part of it: that is sealed, under a name which holds the version. `seals` are the digests of
    what was sealed, by name, `digest` that of the event, over it and all before it (`trail.py`); in events of before the
    trail both are empty.
    """

    id: str
    number: TicketNumber
    version: int
    action: str
    status: Status
    at: datetime
    actor: Actor
    desk: Desk | None = None
    seals: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """Somebody of the staff read what must be answered for: `what` of a ticket. `place` counts a ticket's reads from 1.

    Reads have a chain of their own, so that they never touch the version of the ticket; `digest` as of an event.
    """

    number: TicketNumber
    place: int
    sub: str
    desk: Desk
    what: str
    at: datetime
    digest: str = ""


def part_name(name: str, version: int) -> str:
    """Return the name under which the answer to a field is sealed: it cannot be moved to another event or field."""
    return f"{name}-{version}"
