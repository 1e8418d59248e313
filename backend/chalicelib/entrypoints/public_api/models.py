"""What families send and see."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.domain import people
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.deadlines import Timeliness
from chalicelib.domain.photos import PhotoMedia, photo_id
from chalicelib.domain.reports import OPTIONAL, Kind, choices
from chalicelib.domain.rulebook import limits
from chalicelib.domain.workflow import Ending, Status
from chalicelib.entrypoints.http import typed
from chalicelib.entrypoints.http.fields import Code, Line, Moment, Note, Number, Story, Token, among, as_typed, by_rule
from chalicelib.entrypoints.http.models import DeadlineOut, DeskOut, DueOut, Incoming, PaymentOut, PhotoOut


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
    amount: Annotated[int, Field(ge=0, le=limits().amount), as_typed(typed.rupiah, "bad_amount")] | None = None


class WishesIn(Incoming):
    """How the complainant wants to be treated, kept encrypted."""

    hide_name: bool = False
    keep_secret: bool = False
    call_time: Line | None = None


OptionalField = Annotated[str, among(OPTIONAL)]


class ReportIn(Incoming):
    """A report. Number, access code and link token are minted together by the sender, or all left out and minted here."""

    number: Number | None = None
    access_code: Code | None = None
    link_token: Token | None = None
    kind: Annotated[Kind, Field(description="What the category says, unless given")] | None = None
    category: Line
    flags: Annotated[tuple[Line, ...], Field(max_length=len(choices().flags), strict=False)] = ()
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
    as_typed: Annotated[
        dict[OptionalField, Line],
        Field(description="What stands in optional fields but could not be read, by their paths such as reporter.phone"),
    ] = Field(default_factory=dict)


class LookUpIn(Incoming):
    """A ticket number as people type it."""

    number: Number


class SaidDueOut(DueOut):
    """When something is over, also in plain Indonesian."""

    says: str


class SaidDeadlineOut(DeadlineOut):
    """The date that counts for a ticket now, also in plain Indonesian."""

    says: str


class ReceiptOut(BaseModel):
    """What the complainant keeps."""

    number: str
    access_code: str
    link_token: str | None
    status: Status
    desk: DeskOut
    answer_due: Annotated[date, Field(description="The last day, where the desk is, on which a first response is owed")]
    deadline: Annotated[SaidDueOut | None, Field(description="By when the desk begins, and what happens otherwise")]
    passed: Annotated[list[DeskOut], Field(description="The desks that the report passes by, and that cannot read it")]
    received_at: Moment


class PublicStepOut(BaseModel):
    """One entry of the way a ticket has gone."""

    status: Status
    at: Moment
    desk: Annotated[DeskOut | None, Field(description="The desk that the report moved to by it")]


class StatusOut(BaseModel):
    """What the number alone may see: no personal data, no story."""

    number: str
    status: Status
    desk: DeskOut
    received_at: Moment
    updated_at: Moment
    answer_due: Annotated[date, Field(description="The last day, where the desk is, on which a first response is owed")]
    answer: Annotated[Timeliness, Field(description="Whether it came, and whether in time")]
    settled_by: Annotated[date | None, Field(description="The last day on which the answer that settles it is owed")]
    deadline: Annotated[SaidDeadlineOut | None, Field(description="What counts for it now, the same that the desk is told")]
    answer_by: Annotated[date | None, Field(description="Until when the complainant is asked to answer a question")]
    ending: Annotated[Ending | None, Field(description="How it ended, or is to end")]
    objection_ends: Annotated[date | None, Field(description="The last day on which the complainant may object")]
    steps: list[PublicStepOut]
    next_step: Annotated[str, Field(description="One plain Indonesian sentence or two: what happens next")]


class OpenIn(Incoming):
    """A ticket number and one of its secrets: the access code, or the token of the receipt link."""

    number: Number
    access_code: Code | None = None
    link_token: Token | None = None


class FamilyActionIn(OpenIn):
    """Something that whoever holds the ticket does with it. `once` is the sender's own mark of this one press of a button: the
    same, sent again, is done once. Which fields an action asks for, the ticket's `actions` say.
    """

    action: Line
    once: Annotated[str, Field(pattern="^[0-9a-f]{16,64}$", description="Random, in hexadecimal")]
    message: Annotated[Story, Field(description="To the desk")] | None = None
    rating: Annotated[Line, Field(description="1 to 5")] | None = None
    comment: Annotated[Note, Field(description="A word about the handling, or why it is withdrawn")] | None = None
    category: Line | None = None
    district: Line | None = None

    def answers(self) -> dict[str, str]:
        """Return the fields that were filled in."""
        asked = self.model_dump(exclude={*OpenIn.model_fields, "action", "once"})
        return {name: text for name, text in asked.items() if text is not None}


class AddPhotoIn(OpenIn):
    """A photo that is about to be sent; `photo` is its id, 128 random bits of the sender's in hexadecimal."""

    photo: Annotated[str, Field(json_schema_extra={"pattern": "^[0-9a-f]{32}$"}), by_rule(photo_id)]
    type: PhotoMedia = PhotoMedia.JPEG


class UploadOut(BaseModel):
    """How to send a photo: a multipart form POST to `url` with `fields` first and the photo as `file` last."""

    photo: str
    url: str
    fields: dict[str, str]


class TurnOut(BaseModel):
    """One turn of the talk between family and desk, or a step that changed the status; `said` holds its fields by name."""

    version: int
    action: str
    status: Status
    actor: Annotated[str, Field(description="complainant, officer or system")]
    desk: Annotated[DeskOut | None, Field(description="The desk of the officer")]
    at: Moment
    said: dict[str, str]


class OpenedOut(StatusOut):
    """A ticket as its complainant sees it."""

    story: Annotated[str | None, Field(description="What the complainant wrote; null in tickets of before the talk")]
    talk: list[TurnOut]

    photos: list[PhotoOut]
    photo_room: Annotated[int, Field(description="How many more photos may be added")]
    actions: Annotated[list[str], Field(description="What the complainant may do now, beside adding photos")]
    kept_until: Annotated[
        dict[Compartment, Moment],
        Field(description="From when each part is kept no longer: who reports, the report, the talk; empty until it ends"),
    ]
    on_hold: Annotated[bool, Field(description="Nothing of it may be erased")]
    erasure: Annotated[Moment | None, Field(description="Since when the complainant asks for it to be erased")]


class ExportOut(OpenedOut):
    """Everything of a ticket that belongs to its complainant, for themselves to keep.

    Who they are is not in it: no function that the internet reaches can open that. `locked` says what is kept of it.
    """

    category: str
    district: str
    village: str | None
    happened_on: date | None
    payment: PaymentOut | None
    locked: Annotated[list[Compartment], Field(description="What is kept that only an officer opens, at a desk")]
    exported_at: Moment
