"""The bodies that come in and go out, as pydantic models; the OpenAPI documents are made from these."""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer
from pydantic_core import PydanticCustomError

from chalicelib.domain import people, typed
from chalicelib.domain.errors import Invalid
from chalicelib.domain.identity import AccessCode, LinkToken, TicketNumber
from chalicelib.domain.moments import moment
from chalicelib.domain.rulebook import rules
from chalicelib.domain.tickets import Kind, Status
from chalicelib.domain.tiers import Tier
from chalicelib.entrypoints.photo_models import ViewedPhotoOut

# Control, unassigned, private and surrogate characters; line breaks and tabs are part of a story.
_UNREADABLE = {"Cc", "Cn", "Co", "Cs"}


def _cleaned(most: int) -> AfterValidator:
    """Tidy a text and refuse what is empty, longer than `most` characters or not readable."""

    def check(text: str) -> str:
        text = text.strip()
        if len(text) > 2 * most:  # too long even if every other character is half of a line end; nothing below is spent on it
            raise PydanticCustomError("too_long", "too_long")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if not text:
            raise PydanticCustomError("required", "required")
        if len(text) > most:
            raise PydanticCustomError("too_long", "too_long")
        if not text.isprintable() and any(map(_unreadable, set(text))):  # all that is printable is readable
            raise PydanticCustomError("bad_text", "bad_text")
        return text

    return AfterValidator(check)


def _unreadable(character: str) -> bool:
    return unicodedata.category(character) in _UNREADABLE and character not in "\n\t"


def _lengths(most: int) -> Any:
    return Field(json_schema_extra={"minLength": 1, "maxLength": most})


def by_rule(rule: Callable[[str], object]) -> AfterValidator:
    """Apply a rule of the domain and keep its field code; the text becomes what the rule makes of it."""

    def check(text: str) -> str:
        try:
            return str(rule(text))
        except Invalid as invalid:
            code: Any = invalid.problems[0][1]  # the type wants a literal; the code comes from the domain's own error
            raise PydanticCustomError(code, code) from None

    return AfterValidator(check)


def _typed(read: Callable[[str], Any], code: Any) -> BeforeValidator:
    """Read a text as people type it; what is no text is left to the field's own type."""

    def check(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return read(value)
        except ValueError:
            raise PydanticCustomError(code, code) from None

    return BeforeValidator(check)


_MOST = rules("limits")
Line = Annotated[str, _lengths(_MOST["line"]), _cleaned(_MOST["line"])]
Story = Annotated[str, _lengths(_MOST["story"]), _cleaned(_MOST["story"])]
Note = Annotated[str, _lengths(_MOST["note"]), _cleaned(_MOST["note"])]
Number = Annotated[str, Field(examples=["PKH-7M3K-Q2ZD-90XA-A"]), by_rule(TicketNumber.parse)]
Code = Annotated[str, Field(json_schema_extra={"pattern": "^[0-9]{8}$"}), by_rule(lambda text: AccessCode.parse(text).digits)]
Token = Annotated[
    str, Field(json_schema_extra={"pattern": "^[A-Za-z0-9_-]{22}$"}), by_rule(lambda text: LinkToken.parse(text).text)
]
Moment = Annotated[datetime, PlainSerializer(moment, return_type=str)]


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
    stage: Annotated[int, _typed(int, "not_a_choice")] | None = None
    month: Annotated[str, Field(examples=["2026-10"]), _typed(typed.month, "bad_month")] | None = None
    amount: Annotated[int, Field(ge=0, le=_MOST["amount"]), _typed(typed.rupiah, "bad_amount")] | None = None


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
    happened_on: Annotated[date, _typed(typed.day, "bad_date")] | None = None
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
    """One step for a ticket that still stands at `version`; the note says why."""

    action: Line
    version: Annotated[int, Field(ge=1)]
    note: Note


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
    version: int
    desk: DeskOut
    district: str
    received_at: Moment
    updated_at: Moment


class InboxOut(BaseModel):
    """One page of an inbox; `next` is the cursor of the page after it."""

    items: list[InboxItemOut]
    next: str | None


class SubjectOut(BaseModel):
    """Whom the report is about, in the complainant's words."""

    role: str | None
    name: str | None


class EventOut(BaseModel):
    """One step of a ticket; `by` is the desk that took it, null for the complainant."""

    version: int
    action: str
    status: Status
    by: DeskOut | None
    at: Moment
    note: str | None


class StepOut(BaseModel):
    """An action that is possible now, and the status it leads to."""

    action: str
    to: Status


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


class TicketOut(InboxItemOut):
    """A ticket as its desk reads it. Who reported it is not part of it."""

    flags: list[str]
    village: str | None
    happened_on: date | None
    story: str
    subject: SubjectOut | None
    payment: PaymentOut | None
    complainant: str | None
    for_other: bool
    wishes: WishesOut | None
    photos: list[ViewedPhotoOut]
    events: list[EventOut]
    actions: list[StepOut]


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
