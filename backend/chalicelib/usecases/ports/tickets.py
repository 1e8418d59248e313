"""Where tickets live, and what a try at an access code costs."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypedDict

from chalicelib.domain.changes import Change
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.events import Event
from chalicelib.domain.staff import Staff
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.workflow import Lane
from chalicelib.usecases.deadline_entries import DeadlineEntry

# Sealed parts that a new ticket may bring; any other belongs to the event that it was stored with.
STATEMENT = "statement"
REPORTER = "reporter"
# What the complainant wrote, once more as part of the talk: with the first event, for whoever opens it with a secret.
OWN_WORDS = "own"


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A ticket with its events in order and what was sealed with them, by name; the reporter is not among it."""

    ticket: Ticket
    events: Sequence[Event]
    sealed: Mapping[str, bytes]


class InboxEntry(TypedDict):
    """What an inbox lists of a ticket, as texts, since a page holds fifty and decides nothing; `desk` is [tier, region].

    `assignee` is the `sub` of who has it.
    """

    number: str
    status: str
    kind: str
    category: str
    district: str
    village: str | None
    desk: list[str]
    received_at: str
    deadline: DeadlineEntry | None
    assignee: str | None
    confidential: bool
    urgent: bool
    to_call: bool
    erasure: bool
    replied: bool
    labels: Sequence[str]


class Holder(StrEnum):
    """Who of the desk has a ticket, as seen by one person of it."""

    MINE = "mine"
    OTHERS = "others"
    NOBODY = "nobody"


def holder_of(assignee: str | None, sub: str) -> Holder:
    """Return who has a ticket whose `assignee` this is, as seen by `sub`."""
    if assignee is None:
        return Holder.NOBODY
    return Holder.MINE if assignee == sub else Holder.OTHERS


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a list somebody wants to see; None leaves it open. `place` is the code of a region: what lies in it."""

    category: str | None = None
    place: str | None = None
    held: Holder | None = None
    label: str | None = None

    def takes(self, entry: InboxEntry, sub: str) -> bool:
        """Whether an entry is among what is wanted by `sub`."""
        code = entry["village"] or entry["district"]
        return (
            self.category in (None, entry["category"])
            and (self.place is None or f"{code}.".startswith(f"{self.place}."))
            and self.held in (None, holder_of(entry["assignee"], sub))
            and (self.label is None or self.label in entry["labels"])
        )


EVERYTHING = Choice()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; `next` is an opaque text that leads to the page after it, None at the end.

    `hidden` tickets were passed over because they are not among what was chosen.
    """

    entries: Sequence[InboxEntry]
    next: str | None
    hidden: int = 0


class Overtaken(Exception):
    """Something else stands where a change was to be stored: `stored` is the ticket as it is."""

    def __init__(self, stored: Ticket) -> None:
        super().__init__()
        self.stored = stored


class Tickets(Protocol):
    """Where tickets live, with their events, what is sealed, their rows in inboxes and their news."""

    def commit(self, change: Change, sealed: Mapping[str, bytes]) -> None:
        """Store a change with its sealed parts by name, all of it or nothing, provided that `change.before` still stands.

        Storing the same change again changes nothing. Raises Overtaken when something else stands there, StoreBusy.
        """

    def get(self, number: TicketNumber) -> Ticket:
        """Return the ticket as last written; raises UnknownTicket, StoreBusy."""

    def case_file(self, number: TicketNumber) -> CaseFile:
        """Return the ticket with all that belongs to it; raises UnknownTicket, StoreBusy."""

    def statements(self, numbers: Collection[TicketNumber]) -> Mapping[TicketNumber, tuple[Ticket, bytes]]:
        """Return (the ticket, its sealed statement) of each of these that there is, in no order, as it was a moment ago.

        Raises StoreBusy.
        """

    def found(self, mark: str, limit: int) -> Sequence[TicketNumber]:
        """Return the tickets that one of `Ticket.found_by` leads to, the newest first, at most `limit`. Raises StoreBusy."""

    def reporter(self, number: TicketNumber) -> bytes | None:
        """Return the sealed reporter of a ticket, None when it has none. Raises StoreBusy."""

    def inbox(self, staff: Staff, lane: Lane | None, limit: int, after: str | None, choice: Choice = EVERYTHING) -> Page:
        """Return a page of what the inbox of their desk lists for this person, as walls have it; `after` is a `Page.next`.

        The confidential track comes first, then lane by lane, in each by deadline, and without one the oldest first. A page
        is as long as it would be if what they must not know of were not there. Of a choice it may be shorter, even empty,
        although another follows: none looks at more than a thousand tickets. Raises Invalid when `after` was not given out
        for this filter, StoreBusy.
        """

    def due(self, at: datetime) -> Iterator[TicketNumber]:
        """Yield the tickets that a rule of time waits for at a moment or since before, the oldest first. Raises StoreBusy."""


class CodeTries(Protocol):
    """Counts the tries at the access code of a ticket, in spans of time (`rules/limits.toml`)."""

    def admit(self, number: TicketNumber, at: datetime, *, right: bool) -> bool:
        """Return whether one more try is within the limit of the span that `at` lies in; a wrong one is counted.

        Right and wrong tries queue for the same item, so that of many at once no more than the limit are answered.
        A reply lost on the way may count a try twice, never not at all. Raises StoreBusy.
        """
