"""A ticket as its desk reads it, as the content of the models."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from chalicelib.domain.access import closed_actions, officer, open_actions, role_of
from chalicelib.domain.answers import options_of
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.deadlines import settled_by
from chalicelib.domain.events import Event, Officer, part_name
from chalicelib.domain.staff import Staff
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.tiers import DeskKind
from chalicelib.domain.timestamps import timestamp
from chalicelib.domain.workflow import Action, Field, fields
from chalicelib.entrypoints.desks import desk_content
from chalicelib.entrypoints.front import Front
from chalicelib.usecases.deadline_entries import deadline_entry
from chalicelib.usecases.glimpse import Writer
from chalicelib.usecases.ports.tickets import holder_of
from chalicelib.usecases.read_ticket import UnsealedFile


def case_content(ports: Front, staff: Staff, unsealed: UnsealedFile) -> dict[str, Any]:
    """Return the content of a CaseOut for one staff member; a test holds it against that."""
    ticket, now = unsealed.ticket, ports.now()
    caller = officer(staff, now)
    return {
        "number": str(ticket.number),
        "kind": ticket.kind,
        "category": ticket.category,
        "status": ticket.status,
        "desk": desk_content(ports, ticket.desk),
        "district": ticket.district,
        "received_at": timestamp(ticket.receipt.received_at),
        "deadline": deadline_entry(ticket),
        "held": holder_of(ticket.assignee, staff.sub),
        "confidential": ticket.wall.confidential,
        "urgent": ticket.urgent,
        "to_call": ticket.to_call,
        "replied": ticket.replied,
        "labels": ticket.labels,
        "erasure": ticket.asks_to_be_erased,
        "on_hold": ticket.held,
        "version": ticket.version,
        "updated_at": timestamp(ticket.updated_at),
        "answer_by": ticket.answer_by,
        "ending": ticket.ending,
        "settled_by": settled_by(ticket),
        "role": role_of(caller, ticket),
        "watchers": [
            desk_content(ports, desk) for desk in ticket.watchers if desk != ticket.desk and desk.kind is DeskKind.PKH
        ],
        "rating": ticket.rating,
        "flags": ticket.flags,
        "village": ticket.village,
        "happened_on": ticket.happened_on,
        **asdict(unsealed.statement),
        "events": [_event(ports, event, unsealed.texts) for event in unsealed.events],
        "actions": [_step(action, ticket) for action in open_actions(ticket, caller, now)],
        "closed": [
            {"action": action.id, "why": why, "states": action.sources} for action, why in closed_actions(ticket, caller, now)
        ],
    }


def _event(ports: Front, event: Event, texts: Mapping[str, str]) -> dict[str, Any]:
    actor = event.actor
    return {
        "version": event.version,
        "action": event.action,
        "status": event.status,
        "actor": type(actor).__name__.lower(),
        "by": desk_content(ports, actor.desk) if isinstance(actor, Officer) else None,
        "at": timestamp(event.at),
        "said": {name: texts[part] for name in fields() if (part := part_name(name, event.version)) in texts},
        "deputy": isinstance(actor, Officer) and bool(actor.stands_in),
    }


def _step(action: Action, ticket: Ticket) -> dict[str, Any]:
    """Return the content of a StepOut: the fields in the order they are asked, those of an option behind their choice."""
    needs: list[dict[str, Any]] = []
    for asked in action.needs:
        options = options_of(asked, ticket)
        needs.append(_field(asked) | {"options": [option.id for option in options]})
        needs += [_field(field) | {"only": option.id} for option in options for field in option.needs]
    return {"action": action.id, "to": action.to, "final": action.final, "needs": needs}


def _field(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "kind": field.kind,
        "longest": field.longest,
        "to_family": field.compartment is Compartment.TALK,
        "options": [],
        "only": None,
    }


def writer_content(one: Writer | None) -> dict[str, str] | None:
    """Return the content of a WriterOut."""
    return asdict(one) if one else None
