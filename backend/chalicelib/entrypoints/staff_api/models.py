"""What desks see."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.domain.queues import Reason
from chalicelib.domain.reports import Kind
from chalicelib.domain.tiers import Tier
from chalicelib.domain.workflow import Ending, FieldKind, Role, Status
from chalicelib.entrypoints.http.fields import Moment
from chalicelib.entrypoints.http.models import DeadlineOut, DeskOut, PaymentOut, PhotoOut
from chalicelib.usecases.ports.tickets import Holder


class MeOut(BaseModel):
    """The signed-in staff member; `id` is the `sub` of the sign-in, `hours` how far their desk is ahead of UTC."""

    id: str
    hours: int
    queues: Annotated[list[str], Field(description="The work queues of their desk, in the order in which they are shown")]
    name: str
    tier: Tier
    region: str
    desk: DeskOut


class InboxItemOut(BaseModel):
    """A ticket as an inbox lists it. `confidential` ones only marked readers see."""

    number: str
    kind: Kind
    category: str
    status: Status
    desk: DeskOut
    district: str
    village: str | None
    received_at: Moment
    deadline: Annotated[DeadlineOut | None, Field(description="What counts for it now, the same that the family is told")]
    held: Annotated[Holder, Field(description="Who of the handling desk has it, as seen by the caller")]
    confidential: bool
    urgent: bool
    to_call: Annotated[bool, Field(description="Ended in silence, and drawn for a call by the tier above")]
    replied: Annotated[bool, Field(description="The family has written, and nobody has answered or moved it since")]
    labels: Annotated[list[str], Field(description="What its desk finds it together with others by")]
    erasure: Annotated[bool, Field(description="The family has asked for its data to be erased, and nobody has decided")]


class ListedOut(InboxItemOut):
    """A ticket in a list, with why it stands there."""

    reason: Reason
    takeable: Annotated[bool, Field(description="Whether nobody has it and the caller can take it")]


class InboxOut(BaseModel):
    """One page of an inbox; `next` is the cursor of the page after it, which may follow an empty one of a choice."""

    items: list[ListedOut]
    next: str | None
    hidden: Annotated[int, Field(description="How many were passed over because they are not among what was chosen")]


class QueueOut(BaseModel):
    """A work queue and how many tickets it lists, at most 100: so many or more."""

    id: str
    count: int


class QueuesOut(BaseModel):
    """The work queues of the caller's desk, in the order in which they are shown."""

    items: list[QueueOut]


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
    said: Annotated[dict[str, str], Field(description="What was written with it by field; of a person the name")]
    deputy: Annotated[bool, Field(description="Whether the officer stood in for a colleague on leave")]


class NeededOut(BaseModel):
    """What an action needs, as a field of the same name in its body; `longest` in characters, `to_family` who reads it.

    Of a person it is the `sub` that the ticket's people have, of a choice one of `options`. One that stands under `only` is
    needed when that was chosen.
    """

    name: str
    kind: FieldKind
    longest: int
    to_family: bool
    options: list[str]
    only: str | None


class StepOut(BaseModel):
    """An action that is open to the caller now, the status it leads to (null: the same), and the fields it needs."""

    action: str
    to: Status | None
    final: Annotated[bool, Field(description="Nothing takes it back: to be confirmed, with a preview of the family's page")]
    needs: list[NeededOut]


class ClosedStepOut(BaseModel):
    """An action that officers take and the caller cannot take now: why, and in which states it could be."""

    action: str
    why: str
    states: list[Status]


class WriterOut(BaseModel):
    """A colleague who was seen writing for a ticket a moment ago."""

    name: str
    at: Moment


class WritingOut(BaseModel):
    """Which colleague writes for the same ticket; null: nobody."""

    writer: WriterOut | None


class GlimpseOut(BaseModel):
    """How the story of a ticket begins, "" for a confidential one, and which colleague writes for it."""

    number: str
    excerpt: str
    writer: WriterOut | None


class GlimpsesOut(BaseModel):
    """A glimpse of each ticket that the caller may know of."""

    items: list[GlimpseOut]


class PreviewOut(BaseModel):
    """The family's page as an action would leave it; its forms do nothing."""

    html: str


class WishesOut(BaseModel):
    """How the complainant wants to be treated."""

    hide_name: bool
    keep_secret: bool
    call_time: str | None


class CaseOut(InboxItemOut):
    """A ticket as its desk reads it, without its photos, which no step changes. Who reported it is not part of it."""

    version: int
    updated_at: Moment
    answer_by: Annotated[date | None, Field(description="Until when the family is asked to answer a question")]
    ending: Annotated[Ending | None, Field(description="How it ended, or is to end")]
    settled_by: Annotated[date | None, Field(description="The last day on which the answer that settles it is owed")]
    role: Annotated[Role, Field(description="What the caller is to the ticket")]
    watchers: Annotated[list[DeskOut], Field(description="The other desks of Pelaksana PKH that list it")]
    on_hold: Annotated[bool, Field(description="Nothing of it may be erased")]
    rating: Annotated[int | None, Field(description="What the family gave the handling, 1 to 5")]
    flags: list[str]
    happened_on: date | None
    story: str
    subject: SubjectOut | None
    payment: PaymentOut | None
    complainant: str | None
    for_other: bool
    wishes: WishesOut | None
    as_typed: Annotated[
        dict[str, str | None], Field(description="What could not be read, as typed, by its field; null where that is personal")
    ]
    events: list[EventOut]
    actions: list[StepOut]
    closed: list[ClosedStepOut]


class DoneOut(BaseModel):
    """What became of one ticket; `problem` says why it was not done, null where it was."""

    number: str
    problem: str | None


class BulkOut(BaseModel):
    """What became of each ticket."""

    items: list[DoneOut]


class ContactOut(BaseModel):
    """Who reports. The name is null when it is to be hidden, the NIK its end alone unless data are corrected by it."""

    name: str | None
    phone: str | None
    nik: str | None
    beneficiary: str | None
    call_time: str | None
    call_now: Annotated[bool, Field(description="Whether the family wants to be called at this time of day")]


class OpenedContactOut(BaseModel):
    """A contact that was opened, and the ticket as it is after that."""

    contact: ContactOut
    ticket: CaseOut


class FoundOut(BaseModel):
    """The numbers of the reports found; what they are about, whoever stands there says first."""

    numbers: list[str]


class ReissuedOut(BaseModel):
    """A new receipt; its secrets are shown once and stored nowhere."""

    number: str
    access_code: str
    link: Annotated[str | None, Field(description="Opens the report; null where it never had a link")]
    ticket: CaseOut


class SimilarOut(BaseModel):
    """A report by the same person of the same matter, at about the same time."""

    number: str
    status: Status
    received_at: Moment


class ViewedPhotoOut(PhotoOut):
    """A photo as staff see it."""

    url: Annotated[str | None, Field(description="Where it can be seen for some minutes, once it is kept")]


class KeptOutOut(BaseModel):
    """Somebody of the staff who is kept out since it was found that they must be, and when they had read the ticket."""

    name: str
    first_read_at: Moment | None
    last_read_at: Moment | None


class TicketOut(CaseOut):
    """A ticket as its desk reads it, with what no step changes: its photos, and who is kept out."""

    photos: list[ViewedPhotoOut]
    kept_out: Annotated[list[KeptOutOut], Field(description="Shown to the handling desk and those above it")]
    similar: Annotated[list[SimilarOut], Field(description="Same person, category and district, within 30 days")]
    writer: Annotated[WriterOut | None, Field(description="A colleague who is writing for it")]


class ColleagueOut(BaseModel):
    """Somebody of the staff; `sub` is what an action names them by."""

    sub: str
    name: str
    desk: DeskOut
    assignable: Annotated[bool, Field(description="Whether the ticket can be given to them")]


class PeopleOut(BaseModel):
    """Everybody of the staff whom a ticket may concern."""

    items: list[ColleagueOut]
