"""The bodies that come in and go out, as pydantic models; the OpenAPI documents are made from these."""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer
from pydantic_core import PydanticCustomError

from chalicelib.domain import people
from chalicelib.domain.errors import Invalid
from chalicelib.domain.identity import AccessCode, TicketNumber
from chalicelib.domain.moments import moment
from chalicelib.domain.rulebook import rules
from chalicelib.domain.tickets import Kind, Status
from chalicelib.domain.tiers import Tier

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


def _by(rule: Callable[[str], object]) -> AfterValidator:
    """Apply a rule of the domain and keep its field code; the text becomes what the rule makes of it."""

    def check(text: str) -> str:
        try:
            return str(rule(text))
        except Invalid as invalid:
            code: Any = invalid.problems[0][1]  # the type wants a literal; the code comes from the domain's own error
            raise PydanticCustomError(code, code) from None

    return AfterValidator(check)


_MOST = rules("limits")
Line = Annotated[str, _lengths(_MOST["line"]), _cleaned(_MOST["line"])]
Story = Annotated[str, _lengths(_MOST["story"]), _cleaned(_MOST["story"])]
Note = Annotated[str, _lengths(_MOST["note"]), _cleaned(_MOST["note"])]
Number = Annotated[str, Field(examples=["PKH-7M3K-Q2ZD-90XA-A"]), _by(TicketNumber.parse)]
Code = Annotated[str, Field(json_schema_extra={"pattern": "^[0-9]{8}$"}), _by(lambda text: AccessCode.parse(text).digits)]
Moment = Annotated[datetime, PlainSerializer(moment, return_type=str)]


class Incoming(BaseModel):
    """A body from outside: exact types, no unknown fields, and errors that never repeat the input."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)


class ReporterIn(Incoming):
    """Who reports; all of it optional, kept encrypted."""

    name: Line | None = None
    phone: Annotated[Line, _by(people.mobile)] | None = None
    nik: Annotated[Line, _by(people.nik)] | None = None


class SubjectIn(Incoming):
    """Whom the report is about; optional, kept encrypted."""

    role: Line | None = None
    name: Line | None = None


class ReportIn(Incoming):
    """A report. Number and access code are minted together by the sender, or both left out and minted here."""

    number: Number | None = None
    access_code: Code | None = None
    kind: Kind
    category: Line
    district: Annotated[Line, Field(examples=["18.07.19"], description="Kecamatan code (Kemendagri)")]
    village: Annotated[Line, Field(examples=["18.07.19.2001"], description="Desa code inside the kecamatan")] | None = None
    story: Story
    happened_on: date | None = None
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
    status: Status
    desk: DeskOut
    received_at: Moment


class StatusOut(BaseModel):
    """What the number alone may see: no personal data, no story."""

    number: str
    status: Status
    desk: DeskOut
    received_at: Moment
    updated_at: Moment
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


class TicketOut(InboxItemOut):
    """A ticket as its desk reads it. Who reported it is not part of it."""

    village: str | None
    happened_on: date | None
    story: str
    subject: SubjectOut | None
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
