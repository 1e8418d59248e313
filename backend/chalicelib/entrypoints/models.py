"""The bodies that come in and go out, as pydantic models; the OpenAPI documents are made from these."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.domain import people, typed
from chalicelib.domain.clocks import Timeliness
from chalicelib.domain.reports import Kind
from chalicelib.domain.rulebook import rules
from chalicelib.domain.tiers import Tier
from chalicelib.domain.workflow import Status
from chalicelib.entrypoints.field_types import Code, Line, Moment, Note, Number, Story, Token, as_typed, by_rule
from chalicelib.entrypoints.photo_models import ViewedPhotoOut


class Incoming(BaseModel):
    """A body from outside: exact types, no unknown fields, and errors that never repeat the input."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)


class ReporterIn(Incoming):
    """Who reports, and for whom; all of it optional, kept encrypted."""

    name: Line | None = None
    phone: Annotated[Line, by_rule(people.mobile)] | None = None
    nik: Annotated[Line, by_rule(people.nik)] | None = None
    beneficiary: Line | None = None


class SubjectIn(Incoming):
    """Whom the report is about; optional, kept encrypted."""

    role: Line | None = None
    name: Line | None = None


class PaymentIn(Incoming):
    """Which payment: `amount` in rupiah. No account or card number has a place here."""

    bank: Line | None = None
    stage: Annotated[int, as_typed(int, "not_a_choice")] | None = None
    month: Annotated[str, Field(examples=["2026-10"]), as_typed(typed.month, "bad_month")] | None = None
    amount: Annotated[int, Field(ge=0, le=rules("limits")["amount"]), as_typed(typed.rupiah, "bad_amount")] | None = None


class WishesIn(Incoming):
    """How the complainant wants to be treated, kept encrypted."""

    hide_name: bool = False
    keep_secret: bool = False
    call_time: Line | None = None


class ReportIn(Incoming):
    """A report. Number, access code and link token are minted together by the sender, or all left out and minted here."""

    number: Number | None = None
    access_code: Code | None = None
    link_token: Token | None = None
    kind: Annotated[Kind, Field(description="What the category says, unless given")] | None = None
    category: Line
    flags: Annotated[tuple[Line, ...], Field(max_length=len(rules("choices")["flags"]), strict=False)] = ()
    district: Annotated[Line, Field(examples=["18.07.19"], description="Kecamatan code (Kemendagri)")]
    village: Annotated[Line, Field(examples=["18.07.19.2001"], description="Desa code inside the kecamatan")] | None = None
    story: Story
    happened_on: Annotated[date, as_typed(typed.day, "bad_date")] | None = None
    payment: PaymentIn | None = None
    complainant: Line | None = None
    for_other: bool = False
    wishes: WishesIn | None = None
    reporter: ReporterIn | None = None
    subject: SubjectIn | None = None


class LookUpIn(Incoming):
    """A ticket number as people type it."""

    number: Number


class ActionIn(Incoming):
    """One step for a ticket that still stands at `version`. What else is needed, the ticket's `actions` say."""

    action: Line
    version: Annotated[int, Field(ge=1)]
    note: Annotated[Note, Field(description="Why, for the desks")] | None = None

    def answers(self) -> dict[str, str]:
        """Return the fields that were filled in."""
        return {name: text for name, text in self.model_dump(exclude={"action", "version"}).items() if text is not None}


class InboxQuery(BaseModel):
    """How an inbox is asked for; `cursor` is the `next` of the page before."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    status: Status | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Annotated[str, Field(max_length=200)] | None = None


class DeskOut(BaseModel):
    """A desk: one tier in one region (Kemendagri code, or ID for the whole country), with its Indonesian name."""

    tier: Tier
    region: str
    name: str


class ReceiptOut(BaseModel):
    """What the complainant keeps."""

    number: str
    access_code: str
    link_token: str | None
    status: Status
    desk: DeskOut
    received_at: Moment


class PublicStepOut(BaseModel):
    """One entry of the way a ticket has gone."""

    status: Status
    at: Moment


class StatusOut(BaseModel):
    """What the number alone may see: no personal data, no story."""

    number: str
    status: Status
    desk: DeskOut
    received_at: Moment
    updated_at: Moment
    answer_due: Annotated[date, Field(description="The last day, where the desk is, on which an answer is owed")]
    answer: Annotated[Timeliness, Field(description="Whether it came, and whether in time")]
    steps: list[PublicStepOut]
    next_step: Annotated[str, Field(description="One plain Indonesian sentence or two: what happens next")]


class MeOut(BaseModel):
    """The signed-in staff member."""

    name: str
    tier: Tier
    region: str
    desk: DeskOut


class InboxItemOut(BaseModel):
    """A ticket as an inbox lists it."""

    number: str
    kind: Kind
    category: str
    status: Status
    desk: DeskOut
    district: str
    received_at: Moment


class InboxOut(BaseModel):
    """One page of an inbox; `next` is the cursor of the page after it."""

    items: list[InboxItemOut]
    next: str | None


class SubjectOut(BaseModel):
    """Whom the report is about, in the complainant's words."""

    role: str | None
    name: str | None


class EventOut(BaseModel):
    """One step of a ticket; `by` is the desk that took it, null unless an officer did."""

    version: int
    action: str
    status: Status
    actor: Annotated[str, Field(description="complainant, officer or system")]
    by: DeskOut | None
    at: Moment
    note: str | None


class NeededOut(BaseModel):
    """A text that an action needs, as a field of the same name in its body; `longest` in characters."""

    name: str
    longest: int


class StepOut(BaseModel):
    """An action that is open to the caller now, the status it leads to, and the fields it needs."""

    action: str
    to: Status
    needs: list[NeededOut]


class PaymentOut(BaseModel):
    """Which payment the report is about; `amount` in rupiah."""

    bank: str | None
    stage: int | None
    month: str | None
    amount: int | None


class WishesOut(BaseModel):
    """How the complainant wants to be treated."""

    hide_name: bool
    keep_secret: bool
    call_time: str | None


class CaseOut(InboxItemOut):
    """A ticket as its desk reads it, without its photos, which no step changes. Who reported it is not part of it."""

    version: int
    updated_at: Moment
    flags: list[str]
    village: str | None
    happened_on: date | None
    story: str
    subject: SubjectOut | None
    payment: PaymentOut | None
    complainant: str | None
    for_other: bool
    wishes: WishesOut | None
    events: list[EventOut]
    actions: list[StepOut]


class TicketOut(CaseOut):
    """A ticket as its desk reads it, with its photos."""

    photos: list[ViewedPhotoOut]


class FieldProblemOut(BaseModel):
    """What is wrong with one field; never its value."""

    field: str
    code: str
    message: str


class ProblemOut(BaseModel):
    """An error (RFC 9457). `code` is stable; `title` says it in plain Indonesian, with what to do."""

    type: str
    title: str
    status: int
    code: str
    fields: list[FieldProblemOut] | None = None
