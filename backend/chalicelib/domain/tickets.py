"""A ticket: a report under handling, as it stands now. What makes one, and what changes it, is in `changes.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.domain.clocks import Clock
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.reports import Kind
from chalicelib.domain.tiers import Desk
from chalicelib.domain.walls import OPEN, Wall
from chalicelib.domain.workflow import Ending, Status


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the complainant was told at submission, the desks that do not read it too; it never changes.

    `due` is the first moment, UTC, at which the desk has let its first deadline pass; None where nothing moves up by that.
    """

    desk: Desk
    received_at: datetime
    passed: tuple[Desk, ...] = ()
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Digests:
    """The keyed hashes by which a ticket knows its content and its secrets again.

    `code` is that of the access code which opens it now, `earlier_codes` and `earlier_tokens` those of the secrets it had
    before: they open nothing any more, but a report that was sent under them is still the same report.
    """

    content: str
    code: str
    token: str | None = None
    earlier_codes: tuple[str, ...] = ()
    earlier_tokens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the way a ticket has gone, as anybody who holds the number may see it: a new status, or `desk`, a new desk.

    The desk is None where it stayed, and in steps of before.
    """

    status: Status
    at: datetime
    desk: Desk | None = None


@dataclass(frozen=True, slots=True)
class ErasureRequest:
    """That the family asked for its data to be erased, from when on the desks are reminded, and whether an officer agreed."""

    asked_at: datetime
    remind_at: datetime
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Ticket:
    """A report under handling, without what the complainant wrote: that is sealed under `keys`: a data
    key for each compartment that holds anything, itself wrapped.

    `desk` handles it, and of its people the `assignee`, if it has been taken. `watchers` are the desks whose inbox lists it,
    the handling one among them; `excluded` those whose people must not know of it although it lies in their region, and
    `wall` says which people must not, wherever they sit. `urgent`: of the class *darurat*. `last_event` is the id of the
    event that made this version, `head` its digest in the trail (empty before there was one).
    `found_by` are the keyed hashes of phone and NIK by which desks find it, `linked_to` the ticket that it is a duplicate of.
    `erasure` is the family's request, `held` that nothing of it may be erased, `photos_left` that its keys are gone and the
    files of its photos not yet. `replied`: the family has written, and no desk has answered, moved or ended it since.
    `labels` are what its desk finds it together with others by.

    `clocks` are the time limits that run, `answered_at` when the desk first told the family where it stands.
    `answer_by` is until when the family is asked to answer, `ending` how it ended or is to end, `rating` what the family gave
    the handling (1 to 5), `to_call` that it ended in silence and was drawn for a call.
    """

    number: TicketNumber
    version: int
    status: Status
    kind: Kind
    category: str
    flags: tuple[str, ...]
    district: str
    village: str | None
    happened_on: date | None
    desk: Desk
    watchers: tuple[Desk, ...]
    excluded: tuple[Desk, ...]
    updated_at: datetime
    last_event: str
    steps: tuple[Step, ...]
    receipt: Receipt
    digests: Digests
    keys: Mapping[Compartment, bytes]
    wall: Wall = OPEN
    urgent: bool = False
    assignee: str | None = None
    answer_by: date | None = None
    ending: Ending | None = None
    rating: int | None = None
    to_call: bool = False
    clocks: tuple[Clock, ...] = ()
    answered_at: datetime | None = None
    head: str = ""
    found_by: tuple[str, ...] = ()
    linked_to: TicketNumber | None = None
    erasure: ErasureRequest | None = None
    held: bool = False
    photos_left: bool = False
    replied: bool = False
    labels: tuple[str, ...] = ()

    @property
    def asks_to_be_erased(self) -> bool:
        """Whether the family has asked for it to be erased and nobody has decided."""
        return self.erasure is not None and not self.erasure.confirmed

    @property
    def erased(self) -> bool:
        """Whether its personal data is gone for good: without a key nothing sealed under it opens."""
        return not self.keys
