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
    """Who may take an action: the family, an officer of the handling desk or of a desk above it, or a rule of time."""

    COMPLAINANT = "complainant"
    HANDLER = "handler"
    ABOVE = "above"
    SYSTEM = "system"


class Audience(StrEnum):
    """Who is told that an action was taken: the desk that handles the ticket after it."""

    DESK = "desk"


SUBMIT = "submit"  # the action of the first event: it leads out of no status, since nothing comes before it


@dataclass(frozen=True, slots=True)
class Field:
    """A text that an action needs; `longest` in characters."""

    name: str
    longest: int


@dataclass(frozen=True, slots=True)
class Action:
    """One row: the action leads from any of `sources` to `to`, may be taken by any of `by`, and `tells` whom."""

    id: str
    sources: tuple[Status, ...]
    to: Status
    by: frozenset[Role]
    needs: tuple[Field, ...]
    tells: frozenset[Audience]


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
        sources=tuple(Status(name) for name in row["from"]),
        to=Status(row["to"]),
        by=frozenset(Role(name) for name in row["by"]),
        needs=tuple(Field(name, getattr(limits(), fields[name]["longest"])) for name in row["needs"]),
        tells=frozenset(Audience(name) for name in row["tells"]),
    )
