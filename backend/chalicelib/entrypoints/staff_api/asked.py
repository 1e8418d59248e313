"""What desks send."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.domain.rulebook import limits
from chalicelib.domain.workflow import Lane
from chalicelib.entrypoints.http.fields import Line, Note, Story
from chalicelib.entrypoints.http.models import Incoming
from chalicelib.usecases.ports.tickets import Holder

_REGION = r"^\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?$"


class ActionIn(Incoming):
    """One step for a ticket that still stands at `version`. What else is needed, the ticket's `actions` say."""

    action: Line
    version: Annotated[int, Field(ge=1)]
    once: Annotated[str, Field(pattern="^[0-9a-f]{16,64}$", description="The same, sent again, is done once")] | None = None
    note: Annotated[Note, Field(description="Why, for the desks")] | None = None
    done: Annotated[Note, Field(description="What was done, for the desks")] | None = None
    message: Annotated[Story, Field(description="To the family")] | None = None
    question: Annotated[Note, Field(description="To the family")] | None = None
    answer_by: Annotated[Line, Field(description="Until when, such as 2026-12-31")] | None = None
    outcome: Line | None = None
    credited_on: Line | None = None
    reference: Line | None = None
    reason: Annotated[Note, Field(description="Why not, to the family")] | None = None
    close_reason: Line | None = None
    handed_to: Line | None = None
    duplicate_of: Line | None = None
    colleague: Annotated[Line, Field(description="Who is to have it, as `people` names them")] | None = None
    label: Line | None = None
    accused: Annotated[Line, Field(description="Who turned out to be accused, as `people` names them")] | None = None

    def answers(self) -> dict[str, str]:
        """Return the fields that were filled in."""
        asked = self.model_dump(exclude={"action", "version", "once"})
        return {name: text for name, text in asked.items() if text is not None}


class BulkIn(Incoming):
    """One action on many tickets; what it needs is the same for all of them."""

    numbers: Annotated[tuple[Line, ...], Field(min_length=1, max_length=limits().bulk, strict=False)]
    action: Line
    once: Annotated[str, Field(pattern="^[0-9a-f]{16,64}$", description="The same, sent again, is done once")]
    note: Annotated[Note, Field(description="Why, for the desks")] | None = None
    colleague: Annotated[Line, Field(description="Who is to have them, as `people` names them")] | None = None
    label: Line | None = None

    def answers(self) -> dict[str, str]:
        """Return the fields that were filled in."""
        asked = self.model_dump(exclude={"numbers", "action", "once"})
        return {name: text for name, text in asked.items() if text is not None}


class GlimpsesIn(Incoming):
    """Of which tickets of a list a glimpse is wanted."""

    numbers: Annotated[tuple[Line, ...], Field(min_length=1, max_length=limits().bulk, strict=False)]


class WritingIn(Incoming):
    """Whether the caller is writing for a ticket."""

    writing: bool


class ContactIn(Incoming):
    """Why somebody opens a contact; `action` is one of the ticket's `actions`, whose fields it needs."""

    action: Line
    version: Annotated[int, Field(ge=1)]
    once: Annotated[str, Field(pattern="^[0-9a-f]{16,64}$", description="The same, sent again, is done once")]
    contact_reason: Line | None = None
    note: Annotated[Note, Field(description="Why, for the desks")] | None = None

    def answers(self) -> dict[str, str]:
        """Return the fields that were filled in."""
        asked = self.model_dump(exclude={"action", "version", "once"})
        return {name: text for name, text in asked.items() if text is not None}


class ReissueIn(Incoming):
    """Two facts that a family at the desk names of its report, and why it gets a new receipt."""

    version: Annotated[int, Field(ge=1)]
    once: Annotated[str, Field(pattern="^[0-9a-f]{16,64}$", description="The same, sent again, is done once")]
    fact_category: Annotated[Line, Field(description="What it was about")] | None = None
    fact_day: Annotated[Line, Field(description="About when it was sent, such as 2026-12-31")] | None = None
    note: Annotated[Note, Field(description="Why, for the desks")] | None = None

    def answers(self) -> dict[str, str]:
        """Return the fields that were filled in."""
        asked = self.model_dump(exclude={"version", "once"})
        return {name: text for name, text in asked.items() if text is not None}


class FindIn(Incoming):
    """The phone or the NIK of somebody who stands at the desk."""

    phone: Line | None = None
    nik: Line | None = None


class InboxQuery(BaseModel):
    """How an inbox is asked for; `cursor` is the `next` of the page before."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    lane: Lane | None = None
    queue: Annotated[str, Field(max_length=40, description="Instead of a lane, one of `queues`")] | None = None
    category: Annotated[str, Field(max_length=40)] | None = None
    place: Annotated[str, Field(pattern=_REGION, description="The code of a region: what lies in it")] | None = None
    held: Annotated[Holder, Field(description="Who of the desk has it")] | None = None
    label: Annotated[str, Field(max_length=40)] | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50
    cursor: Annotated[str, Field(max_length=200)] | None = None
