"""A report, the ticket it becomes, and how the ticket moves. Time, ids and secrets are handed in, never taken."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from chalicelib.domain.errors import NotAllowedNow
from chalicelib.domain.identity import TicketNumber
from chalicelib.domain.routing import first_tier
from chalicelib.domain.rulebook import rules
from chalicelib.domain.tiers import Desk, desk_at


class Kind(StrEnum):
    """What somebody wants of us: pengaduan, permintaan informasi, aspirasi."""

    COMPLAINT = "complaint"
    INFORMATION = "information"
    ASPIRATION = "aspiration"


class Status(StrEnum):
    """Where a ticket stands, in the order of the work (`rules/transitions.toml`)."""

    RECEIVED = "received"
    IDENTIFYING = "identifying"
    NEEDS_INFO = "needs_info"
    INVESTIGATING = "investigating"
    CLARIFYING = "clarifying"
    ANSWERED = "answered"
    RESOLVED = "resolved"
    CLOSED = "closed"


SUBMIT = "submit"  # the action of the first event; no transition, since nothing comes before it


@cache
def transitions() -> Mapping[tuple[Status, str], Status]:
    """Return TRANSITIONS: (status, action) → next status. What is not in it is refused."""
    return {(Status(row["from"]), row["action"]): Status(row["to"]) for row in rules("transitions")["transition"]}


@cache
def actions() -> frozenset[str]:
    """Return every action a staff member can ask for, whatever the status."""
    return frozenset(action for _, action in transitions())


@cache
def stage(status: Status) -> int:
    """Return the place of a status in the order of the work, from 0; inboxes list by it."""
    return int(rules("transitions")["states"].index(status))


@cache
def categories() -> Mapping[str, Mapping[str, Any]]:
    """Return what the rules say of each category, by its id, in the order shown."""
    return {row["id"]: row for row in rules("categories")["category"]}


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reports, and for whom: personal data, kept only encrypted. `phone` is E.164."""

    name: str | None = None
    phone: str | None = None
    nik: str | None = None
    beneficiary: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """The reported party (pihak yang dilaporkan): personal data, kept only encrypted."""

    role: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """What a payment complaint is about: `month` as "2026-10", `amount` in rupiah. Never an account or card number."""

    bank: str | None = None
    stage: int | None = None
    month: str | None = None
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the complainant wants to be treated: the name kept from others, the report kept from the reported party."""

    hide_name: bool = False
    keep_secret: bool = False
    call_time: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What the complainant sends. `district` is a kecamatan code, `village` a desa code inside it; without a `kind` it is
    what its category says. `for_other`: sent by somebody who helps the family.
    """

    category: str
    district: str
    story: str
    kind: Kind | None = None
    flags: tuple[str, ...] = ()
    village: str | None = None
    happened_on: date | None = None
    payment: Payment | None = None
    complainant: str | None = None
    for_other: bool = False
    wishes: Wishes | None = None
    reporter: Reporter | None = None
    subject: Subject | None = None

    def problems(self, latest_day: date) -> tuple[tuple[str, str], ...]:
        """Return the (field, code) of each rule broken; `latest_day` is today's date where the day starts first."""
        choices = rules("choices")
        payment, wishes, subject = self.payment or Payment(), self.wishes or Wishes(), self.subject or Subject()
        chosen: list[tuple[str, Any, Collection[Any]]] = [
            ("category", self.category, categories()),
            *(("flags", flag, choices["flags"]) for flag in self.flags),
            ("payment.bank", payment.bank, choices["banks"]),
            ("payment.stage", payment.stage, choices["stages"]),
            ("complainant", self.complainant, choices["complainants"]),
            ("wishes.call_time", wishes.call_time, choices["call_times"]),
            ("subject.role", subject.role, choices["subject_roles"]),
        ]
        wrong = [(field, "not_a_choice") for field, value, among in chosen if value is not None and value not in among]
        if self.happened_on is not None and self.happened_on > latest_day:
            wrong.append(("happened_on", "future_date"))
        if payment.month is not None and payment.month > f"{latest_day:%Y-%m}":
            wrong.append(("payment.month", "future_date"))
        return tuple(wrong)

    def first_desk(self) -> Desk:
        """Return the desk where the report starts: never that of the person it is about (`rules/routing.toml`)."""
        subject, wishes = self.subject or Subject(), self.wishes or Wishes()
        tier = first_tier(
            category=self.category,
            role=subject.role,
            named=subject.name is not None,
            flags=self.flags,
            keep_secret=wishes.keep_secret,
        )
        return desk_at(tier, self.district)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the complainant was told at submission; it never changes. The marks are keyed hashes."""

    desk: Desk
    received_at: datetime
    content_mark: str
    code_mark: str
    token_mark: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the way a ticket has gone, as anybody who holds the number may see it."""

    status: Status
    at: datetime


@dataclass(frozen=True, slots=True)
class Event:
    """One step in the life of a ticket; the event with `version` n made the ticket's version n.

    `by` is the staff member's `sub`, None for the complainant; `desk` the desk that acted, or at submission the desk that
    received. `note` is sealed under the ticket's data key.
    """

    id: str
    number: TicketNumber
    version: int
    action: str
    status: Status
    desk: Desk
    at: datetime
    by: str | None = None
    note: bytes | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """A report under handling, without what the complainant wrote: that is sealed under `data_key` (itself wrapped)."""

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
    updated_at: datetime
    last_event: str
    steps: tuple[Step, ...]
    receipt: Receipt
    data_key: bytes

    @property
    def erased(self) -> bool:
        """Whether its personal data is gone for good: without the data key nothing sealed under it opens."""
        return not self.data_key

    def allowed(self) -> Mapping[str, Status]:
        """Return the actions possible now and the status each leads to."""
        return {action: to for (status, action), to in transitions().items() if status is self.status}

    def after(self, action: str, *, desk: Desk, by: str, note: bytes, at: datetime, event_id: str) -> tuple["Ticket", Event]:
        """Return the ticket after `action` taken by staff member `by` of `desk`, and the event that says so.

        Raises NotAllowedNow when the action leads nowhere from the present status.
        """
        status = transitions().get((self.status, action))
        if status is None:
            raise NotAllowedNow
        steps = (*self.steps, Step(status, at))
        moved = replace(self, version=self.version + 1, status=status, updated_at=at, last_event=event_id, steps=steps)
        return moved, Event(event_id, self.number, moved.version, action, status, desk, at, by, note)


def open_ticket(
    number: TicketNumber,
    report: Report,
    *,
    at: datetime,
    event_id: str,
    content_mark: str,
    code_mark: str,
    token_mark: str | None,
    data_key: bytes,
) -> tuple[Ticket, Event]:
    """Return the ticket that `report` becomes on its handling desk, and its first event."""
    desk = report.first_desk()
    ticket = Ticket(
        number=number,
        version=1,
        status=Status.RECEIVED,
        kind=report.kind or Kind(categories()[report.category]["kind"]),
        category=report.category,
        flags=report.flags,
        district=report.district,
        village=report.village,
        happened_on=report.happened_on,
        desk=desk,
        updated_at=at,
        last_event=event_id,
        steps=(Step(Status.RECEIVED, at),),
        receipt=Receipt(desk, at, content_mark, code_mark, token_mark),
        data_key=data_key,
    )
    return ticket, Event(event_id, number, 1, SUBMIT, ticket.status, desk, at)
