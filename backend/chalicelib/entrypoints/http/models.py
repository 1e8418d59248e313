"""The parts of bodies that several audiences share. The OpenAPI documents are made from these models."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from chalicelib.domain.clocks import ClockName, Side
from chalicelib.domain.photos import PhotoState
from chalicelib.domain.tiers import Tier
from chalicelib.entrypoints.http.fields import Moment


class Incoming(BaseModel):
    """A body from outside: exact types, no unknown fields, and errors that never repeat the input."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)


class DeskOut(BaseModel):
    """A desk: one tier in one region (Kemendagri code, or ID for the whole country), with its Indonesian name."""

    tier: Tier
    region: str
    name: str


class DueOut(BaseModel):
    """When something is over: `at` is the first moment after it, `day` the last day, where the desk is, on which it is kept.

    `exact`: it ends within that day, at that moment. `rises_to`: where the report moves up to by itself then.
    """

    at: Moment
    day: date
    exact: bool
    rises_to: Tier | None


class DeadlineOut(DueOut):
    """The date that counts for a ticket now, the same for family and desk. `late`: something is overdue already."""

    clock: ClockName
    waits_for: Side
    late: bool


class PaymentOut(BaseModel):
    """Which payment the report is about; `amount` in rupiah."""

    bank: str | None
    stage: int | None
    month: str | None
    amount: int | None


class PhotoOut(BaseModel):
    """A photo of a ticket. `reason` says why it was refused: a key of `photo_reasons` in `site/data/words.yaml`."""

    id: str
    state: PhotoState
    reason: str | None


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
