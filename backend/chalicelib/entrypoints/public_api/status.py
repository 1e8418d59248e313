"""A ticket as anybody who holds its number may see it."""

from chalicelib.domain.deadlines import Due, answer_due, deadline_of, objection_ends, settled_by, timeliness
from chalicelib.domain.tickets import Step, Ticket
from chalicelib.domain.tiers import Tier
from chalicelib.domain.workflow import Status
from chalicelib.entrypoints.desks import desk_out
from chalicelib.entrypoints.front import Front
from chalicelib.entrypoints.moments import says
from chalicelib.entrypoints.public_api.models import PublicStepOut, SaidDeadlineOut, SaidDueOut, StatusOut
from chalicelib.usecases.deadline_entries import deadline_entry, due_entry
from chalicelib.usecases.look_up_status import shared_status


def shared_status_out(ports: Front, ticket: Ticket) -> StatusOut:
    """Return where a ticket stands to whoever has its number: of a duplicate, where the one stands that it was linked to."""
    shared = status_out(ports, shared_status(ports, ticket))
    return shared.model_copy(update={"number": str(ticket.number)})


def status_out(ports: Front, ticket: Ticket) -> StatusOut:
    """Return where a ticket stands, with the next step in words; nothing personal, no story."""
    desk = desk_out(ports, ticket.desk)
    said = ports.words["statuses"][ticket.status]
    next_step = " ".join(part for part in (next_step_of(ports, ticket), said.get("with_code")) if part)
    return StatusOut(
        number=str(ticket.number),
        status=ticket.status,
        desk=desk,
        received_at=ticket.receipt.received_at,
        updated_at=ticket.updated_at,
        answer_due=answer_due(ticket.receipt.received_at, ticket.district),
        answer=timeliness(ticket, ports.now()),
        settled_by=settled_by(ticket),
        deadline=said_deadline(ports, ticket),
        answer_by=ticket.answer_by if ticket.status is Status.NEEDS_INFO else None,
        ending=ticket.ending,
        objection_ends=objection_ends(ticket) if ticket.desk.tier is not Tier.PUSAT else None,
        steps=[
            PublicStepOut(status=step.status, at=step.at, desk=desk_out(ports, step.desk) if step.desk else None)
            for step in ticket.steps
        ],
        next_step=next_step,
    )


def said_deadline(ports: Front, ticket: Ticket) -> SaidDeadlineOut | None:
    """Return the next deadline of a ticket, also in words; None where nothing is owed."""
    entry, deadline = deadline_entry(ticket), deadline_of(ticket)
    return SaidDeadlineOut.model_validate({**entry, "says": says(ports, deadline)}) if entry and deadline else None


def said_due(ports: Front, due: Due) -> SaidDueOut:
    """Return when something is over, also in words."""
    return SaidDueOut.model_validate({**due_entry(due), "says": says(ports, due)})


def next_step_of(ports: Front, ticket: Ticket) -> str:
    """Return what happens next, in words for whoever has opened the ticket already."""
    sentence: str = ports.words["statuses"][ticket.status]["next_step"]
    return sentence.format(desk=desk_out(ports, ticket.desk).name)


def _step(ports: Front, step: Step) -> PublicStepOut:
    return PublicStepOut(status=step.status, at=step.at, desk=desk_out(ports, step.desk) if step.desk else None)
