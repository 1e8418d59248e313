"""How a ticket moves: the rows of `rules/workflow.toml`. Everything not listed there is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from chalicelib.domain.rulebook import limits, rules


class Status(StrEnum):
    """Where a ticket stands, in the order of the work (`rules/workflow.toml`)."""

    RECEIVED = "received"
    IDENTIFYING = "identifying"
    NEEDS_INFO = "needs_info"
    INVESTIGATING = "investigating"
    CLARIFYING = "clarifying"
    ANSWERED = "answered"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Role(StrEnum):
    """Who somebody is to a ticket.

    The family; of the handling desk the officer who has it (anybody there while nobody has, and a deputy) and their
    colleagues; an officer of a desk above; one who only reads it; or a rule of time.
    """

    COMPLAINANT = "complainant"
    HANDLER = "handler"
    COLLEAGUE = "colleague"
    ABOVE = "above"
    READER = "reader"
    SYSTEM = "system"


class Audience(StrEnum):
    """Who is told that an action was taken: the desk that handles the ticket after it; of an urgent one, desks above too."""

    DESK = "desk"
    URGENT_DESKS = "urgent_desks"


class Effect(StrEnum):
    """What an action does beside the status, where that is no data: the functions of `effects.py`."""

    TAKE = "take"
    ASSIGN = "assign"
    HAND_BACK = "hand_back"
    TAKE_OVER = "take_over"
    STEP_ASIDE = "step_aside"
    EXCLUDE = "exclude"


SUBMIT = "submit"  # the action of the first event: it leads out of no status, since nothing comes before it


@dataclass(frozen=True, slots=True)
class Field:
    """A text that an action needs, `longest` in characters; or, if it names a `person`, the `sub` of somebody of the staff."""

    name: str
    longest: int
    person: bool


@dataclass(frozen=True, slots=True)
class Action:
    """One row: the action leads from any of `sources` to `to`, may be taken by any of `by`, and `tells` whom.

    Without a `to` the status stays as it is.
    """

    id: str
    sources: tuple[Status, ...]
    to: Status | None
    by: frozenset[Role]
    needs: tuple[Field, ...]
    tells: frozenset[Audience]
    effect: Effect | None


@cache
def actions() -> Mapping[str, Action]:
    """Return every action by its id, in the order of the file; raises ValueError for two rows of one id or a word not known."""
    rows = rules("workflow")["action"]
    read = {row["id"]: _read(row) for row in rows}
    if len(read) < len(rows):
        raise ValueError("an action has two rows")
    return read


def lane(status: Status) -> int:
    """Return the lane, 0 to 999, in which inboxes list the tickets of a status; the lowest comes first."""
    return int(rules("workflow")["lanes"][status])


@cache
def ends() -> frozenset[Status]:
    """Return the states that nothing leads out of."""
    return frozenset(Status(name) for name in rules("workflow")["ends"])


def _read(row: Mapping[str, Any]) -> Action:
    fields = rules("workflow")["fields"]
    return Action(
        id=row["id"],
        sources=tuple(Status(name) for name in (rules("workflow")["open"] if row["from"] == "open" else row["from"])),
        to=Status(row["to"]) if "to" in row else None,
        by=frozenset(Role(name) for name in row["by"]),
        needs=tuple(Field(name, getattr(limits(), fields[name]["longest"]), fields[name]["person"]) for name in row["needs"]),
        tells=frozenset(Audience(name) for name in row["tells"]),
        effect=Effect(row["effect"]) if "effect" in row else None,
    )
