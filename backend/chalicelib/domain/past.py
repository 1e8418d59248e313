"""What tickets stored by earlier versions leave unsaid, and what it was then."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.domain.routing import excluded, watchers
from chalicelib.domain.tickets import Step
from chalicelib.domain.tiers import Desk, DeskKind
from chalicelib.domain.workflow import Audience, Status, actions


def unsaid_steps(received_at: datetime, status: Status, updated_at: datetime) -> tuple[Step, ...]:
    """Return what is known of the way of a ticket that kept no steps: its beginning and where it stands."""
    first = Step(Status.RECEIVED, received_at)
    return (first,) if status is Status.RECEIVED else (first, Step(status, updated_at))


def unsaid_answered_at(steps: Sequence[Step]) -> datetime | None:
    """Return when the desk first told the family where it stands, when that was not kept: with the first step that says so."""
    said = (Status.NEEDS_INFO, Status.ANSWERED, Status.CLOSING, Status.RESOLVED, Status.CLOSED)
    return next((step.at for step in steps if step.status in said), None)


def unsaid_watchers(desk: Desk, district: str) -> tuple[Desk, ...]:
    """Return the desks that listed a ticket when that was not kept with it."""
    return tuple(watching for watching in watchers(desk, district) if watching.kind is DeskKind.PKH)


def unsaid_excluded(desk: Desk, district: str) -> tuple[Desk, ...]:
    """Return the desks that were kept from a ticket when that was not kept with it: all below."""
    return excluded(desk.tier, district)


def unsaid_told(action: str) -> bool:
    """Return whether a desk was told of a step when that was not kept with the news of it."""
    return action in actions() and Audience.DESK in actions()[action].tells
