"""What desks send and see."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.domain.reports import Kind
from chalicelib.domain.tiers import Tier
from chalicelib.domain.workflow import Status
from chalicelib.entrypoints.http.fields import Line, Moment, Note
from chalicelib.entrypoints.http.models import DeskOut, Incoming, PhotoOut


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


class ViewedPhotoOut(PhotoOut):
    """A photo as staff see it."""

    url: Annotated[str | None, Field(description="Where it can be seen for some minutes, once it is kept")]


class TicketOut(CaseOut):
    """A ticket as its desk reads it, with its photos."""

    photos: list[ViewedPhotoOut]
