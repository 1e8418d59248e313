"""How a ticket moves: the rows of `rules/workflow.toml`. Everything not listed there is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from chalicelib.domain.clocks import ClockName
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.rulebook import limits, rules


class Status(StrEnum):
    """Where a ticket stands, in the order of the work (`rules/workflow.toml`)."""

    RECEIVED = "received"
    IDENTIFYING = "identifying"
    NEEDS_INFO = "needs_info"
    INVESTIGATING = "investigating"
    CLARIFYING = "clarifying"
    ANSWERED = "answered"
    CLOSING = "closing"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Lane(StrEnum):
    """Whose turn it is: where inboxes list a ticket."""

    WORK = "work"
    FAMILY = "family"
    SIGN_OFF = "sign_off"
    ENDED = "ended"


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
    """Who is told that an action was taken.

    The desk that handles the ticket after it, and the one above it; of an urgent one, desks above too; the family, on its page.
    """

    DESK = "desk"
    DESK_ABOVE = "desk_above"
    URGENT_DESKS = "urgent_desks"
    FAMILY = "family"


class Effect(StrEnum):
    """What an action does beside the status, where that is no data: the functions of `effects.py`."""

    TAKE = "take"
    ASSIGN = "assign"
    HAND_BACK = "hand_back"
    TAKE_OVER = "take_over"
    LABEL = "label"
    UNLABEL = "unlabel"
    STEP_ASIDE = "step_aside"
    EXCLUDE = "exclude"
    WAIT = "wait"
    GO_ON = "go_on"
    RATE = "rate"
    RISE = "rise"
    CORRECT = "correct"
    PROPOSE = "propose"
    DRAW = "draw"
    CALL = "call"
    ESCALATE = "escalate"
    MARK_LATE = "mark_late"
    REMIND = "remind"
    REMIND_FAMILY = "remind_family"
    OPEN_CONTACT = "open_contact"
    REISSUE = "reissue"
    LINK = "link"
    ASK_ERASURE = "ask_erasure"
    REMIND_ERASURE = "remind_erasure"
    CONFIRM_ERASURE = "confirm_erasure"
    DROP_ERASURE = "drop_erasure"
    HOLD = "hold"
    RELEASE = "release"
    EXPIRE = "expire"
    DISCARD_PHOTOS = "discard_photos"


class Condition(StrEnum):
    """What must be so, beside state and role, for an action to be open: see `access.py`, and of time `deadlines.moments`."""

    NOT_MINE = "not_mine"
    HELD = "held"
    UNTAKEN = "untaken"
    OBJECTABLE = "objectable"
    RESPONSE_OWED = "response_owed"
    REACHABLE = "reachable"
    CORRECTING_DATA = "correcting_data"
    OVERDUE = "overdue"
    OVERDUE_HIGHEST = "overdue_highest"
    REMINDER_DUE = "reminder_due"
    FAMILY_REMINDER_DUE = "family_reminder_due"
    UNANSWERED = "unanswered"
    REFERRAL_OVER = "referral_over"
    WINDOW_OVER = "window_over"
    TO_CALL = "to_call"
    ERASURE_UNASKED = "erasure_unasked"
    ERASURE_ASKED = "erasure_asked"
    ERASURE_TO_CONFIRM = "erasure_to_confirm"
    ERASURE_TO_REFUSE = "erasure_to_refuse"
    HOLDABLE = "holdable"
    HELD_BACK = "held_back"
    ERASURE_UNDECIDED = "erasure_undecided"
    RETENTION_OVER = "retention_over"
    PHOTOS_LEFT = "photos_left"


class Ending(StrEnum):
    """How a ticket ended, or is to end: what the family said, or that it said nothing, or why there is no more to do."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"
    NOT_OURS = "not_ours"
    NOT_ENOUGH = "not_enough"


class FieldKind(StrEnum):
    """What the answer to a field is; `answers.py` says how each is checked."""

    TEXT = "text"
    PERSON = "person"
    DAY = "day"
    CHOICE = "choice"
    RATING = "rating"
    NUMBER = "number"
    CATEGORY = "category"
    DISTRICT = "district"


SUBMIT = "submit"  # the action of the first event: it leads out of no status, since nothing comes before it


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that a choice offers, and the fields it needs. `credit`: for tickets of the credit categories alone, or never
    for them; `after`: only when the ticket has been in that state.
    """

    id: str
    needs: "tuple[Field, ...]" = ()
    credit: bool | None = None
    after: Status | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """What an action asks for: a text, at most `longest` characters, that is what `kind` says and sealed in `compartment`.

    Of a person it is the `sub` of somebody of the staff, of a choice the id of one of its `options`.
    """

    name: str
    kind: FieldKind
    longest: int
    compartment: Compartment
    options: tuple[Option, ...] = ()

    def option(self, chosen: str) -> Option | None:
        """Return what the choice offers under an id."""
        return next((option for option in self.options if option.id == chosen), None)


@dataclass(frozen=True, slots=True)
class Action:
    """One row: the action leads from any of `sources` to `to`, may be taken by any of `by`, and `tells` whom.

    Without a `to` the status stays as it is, unless its effect leads back. The fields it `needs` must be answered, those of
    `may` can be. The five behind `ending` are the clocks that it touches (`deadlines.touched`). `bulk`: for many at once;
    `final`: nothing takes it back.
    """

    id: str
    sources: tuple[Status, ...]
    to: Status | None
    by: frozenset[Role]
    needs: tuple[Field, ...]
    may: tuple[Field, ...]
    tells: frozenset[Audience]
    effect: Effect | None
    when: Condition | None
    ending: Ending | None
    starts: frozenset[ClockName]
    stops: frozenset[ClockName]
    pauses: frozenset[ClockName]
    resumes: frozenset[ClockName]
    recounts: frozenset[ClockName]
    bulk: bool = False
    final: bool = False


@cache
def actions() -> Mapping[str, Action]:
    """Return every action by its id, in the order of the file; raises ValueError for two rows of one id or a word not known."""
    rows = rules("workflow")["action"]
    read = {row["id"]: _read(row) for row in rows}
    if len(read) < len(rows):
        raise ValueError("an action has two rows")
    return read


@cache
def lane_of(status: Status) -> Lane:
    """Return the lane in which inboxes list the tickets of a status; raises ValueError unless it stands in exactly one."""
    (lane,) = (Lane(name) for name, table in rules("workflow")["lanes"].items() if status in table["states"])
    return lane


def place_of(lane: Lane) -> int:
    """Return the place of a lane, 0 to 999; the lowest comes first."""
    return int(rules("workflow")["lanes"][lane]["place"])


@cache
def ends() -> frozenset[Status]:
    """Return the states in which nothing is left to do."""
    return frozenset(Status(name) for name in rules("workflow")["ends"])


@cache
def fields() -> Mapping[str, Field]:
    """Return every field by its name; raises KeyError, ValueError for one that no code can check."""
    return {name: _field(name) for name in rules("workflow")["fields"]}


@cache
def credit_categories() -> frozenset[str]:
    """Return the categories whose tickets are answered with a credit, or with why there is none."""
    return frozenset(rules("workflow")["credit_categories"])


def _field(name: str) -> Field:
    row = rules("workflow")["fields"][name]
    options = rules("workflow")["choices"].get(name, {}) if row["kind"] == FieldKind.CHOICE else {}
    return Field(
        name=name,
        kind=FieldKind(row["kind"]),
        longest=getattr(limits(), row["longest"]),
        compartment=Compartment(row["compartment"]),
        options=tuple(
            Option(
                offered,
                tuple(map(_field, option["needs"])),
                option.get("credit"),
                Status(option["after"]) if "after" in option else None,
            )
            for offered, option in options.items()
        ),
    )


def _read(row: Mapping[str, Any]) -> Action:
    whence = row["from"]
    return Action(
        id=row["id"],
        sources=tuple(Status(name) for name in (rules("workflow")[whence] if isinstance(whence, str) else whence)),
        to=Status(row["to"]) if "to" in row else None,
        by=frozenset(Role(name) for name in row["by"]),
        needs=tuple(fields()[name] for name in row.get("needs", ())),
        may=tuple(fields()[name] for name in row.get("may", ())),
        tells=frozenset(Audience(name) for name in row.get("tells", ())),
        effect=Effect(row["effect"]) if "effect" in row else None,
        when=Condition(row["when"]) if "when" in row else None,
        ending=Ending(row["ending"]) if "ending" in row else None,
        starts=_clocks(row, "starts"),
        stops=_clocks(row, "stops"),
        pauses=_clocks(row, "pauses"),
        resumes=_clocks(row, "resumes"),
        recounts=_clocks(row, "recounts"),
        bulk=row.get("bulk", False),
        final=row.get("final", False),
    )


def _clocks(row: Mapping[str, Any], what: str) -> frozenset[ClockName]:
    named = row.get(what, ())
    return frozenset(ClockName if named == "all" else map(ClockName, named))
