"""Do something with a ticket: whatever the rules name an action for goes this one way, whoever takes it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from chalicelib.domain import changes
from chalicelib.domain.access import may_see, must_see, officer, open_actions
from chalicelib.domain.changes import Change, World
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import Invalid, NotAllowedNow, StaleVersion, StoreBusy, UnknownTicket
from chalicelib.domain.events import Actor, Complainant, System, part_name
from chalicelib.domain.staff import Member, Staff
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.workflow import Effect, FieldKind, actions, fields
from chalicelib.usecases.change_album import change_album
from chalicelib.usecases.open_case import OpenedCase, Secret, Showing, opened_file, opened_ticket
from chalicelib.usecases.ports import (
    WithAlbums,
    WithFingerprints,
    WithPhotoFiles,
    WithRegions,
    WithRosters,
    WithStaff,
    WithTickets,
    WithVault,
    WithWorld,
)
from chalicelib.usecases.ports.tickets import CaseFile, Overtaken
from chalicelib.usecases.read_ticket import UnsealedFile, unsealed_file
from chalicelib.usecases.sealed_parts import SealedParts
from chalicelib.usecases.store_change import store_change

_TRIES = 8  # rivals are the family and the officers of one ticket


class Changing(WithRosters, WithTickets, WithVault, WithWorld, Protocol):
    """What changing a ticket takes."""


class InTime(Changing, WithAlbums, WithPhotoFiles, Protocol):
    """What a rule of time takes."""


class Acting(Changing, WithFingerprints, WithStaff, Protocol):
    """What an officer's action takes."""


class Speaking(WithRosters, Showing, WithRegions, Protocol):
    """What a family's action takes."""


def act(
    ports: Acting,
    staff: Staff,
    number: TicketNumber,
    action: str,
    version: int,
    answers: Mapping[str, str],
    once: str | None = None,
    *,
    opening: bool = False,
    secrets: tuple[str, str] | None = None,
) -> UnsealedFile | None:
    """Take `action` with `answers` to its fields, if the ticket still stands at `version`; return it as it then is.

    The same with the same `once` is done once, however often it is sent. Return None to whoever may not know of it any more by
    what they did. Raises UnknownTicket (also for whoever may not know of it), StaleVersion, StoreBusy, and what `changes.act`
    raises.
    """
    file = ports.tickets.case_file(number)
    parts = SealedParts(ports, file.ticket)
    after, written = acted(ports, staff, file, parts, action, version, answers, once, opening=opening, secrets=secrets)
    if not may_see(staff, after.ticket, ports.now()):
        return None
    unsealed = unsealed_file(file, parts)
    return UnsealedFile(after.ticket, tuple(after.events), unsealed.statement, {**unsealed.texts, **written})


def acted(
    ports: Acting,
    staff: Staff,
    file: CaseFile,
    parts: SealedParts,
    action: str,
    version: int,
    answers: Mapping[str, str],
    once: str | None,
    *,
    opening: bool = False,
    secrets: tuple[str, str] | None = None,
) -> tuple[CaseFile, Mapping[str, str]]:
    """Take an action on the ticket of a file; return (the file as it then is, what was written). Raises what `act` raises."""
    number, now = file.ticket.number, ports.now()
    must_see(staff, file.ticket, now)
    if action in actions() and (actions()[action].effect is Effect.OPEN_CONTACT) is not opening:
        raise NotAllowedNow  # contacts are opened by `see_contact` alone, which counts them
    event_id = event_id_of(ports, number, action, answers, once) if once else ports.new_id()
    if once and any(event.id == event_id for event in file.events):
        return file, {}
    if file.ticket.version != version:
        raise StaleVersion
    named, texts = kept_answers(ports, staff, action, answers)
    try:
        return _changed(ports, file, officer(staff, now), action, answers, texts, event_id, parts, named, secrets)
    except Overtaken:
        raise StaleVersion from None


def act_for_family(
    ports: Speaking, number: TicketNumber, secret: Secret, action: str, answers: Mapping[str, str], once: str
) -> OpenedCase:
    """Take `action` for whoever holds the ticket, once for each `once`, and after whatever was done meanwhile; return it.

    Raises NotOpened, StoreBusy, and what `changes.act` raises.
    """
    opened_ticket(ports, number, secret)
    event_id = event_id_of(ports, number, action, answers, once)
    for _ in range(_TRIES):
        file = ports.tickets.case_file(number)
        parts = SealedParts(ports, file.ticket)
        if any(event.id == event_id for event in file.events):
            return opened_file(ports, file, parts)
        if "district" in answers and (problems := ports.regions.problems(answers["district"], None)):
            raise Invalid(*problems)
        try:
            after, _written = _changed(ports, file, Complainant(), action, answers, answers, event_id, parts)
        except Overtaken:
            continue
        # The key of the talk is new where nothing was said before.
        known = after.ticket.keys == file.ticket.keys
        return opened_file(ports, after, parts if known else SealedParts(ports, after.ticket))
    raise StoreBusy


def act_in_time(ports: InTime, number: TicketNumber) -> str | None:
    """Take the first action of the rules of time that is due; return its id, None when none is.

    The photos of an erased ticket are gone before it is written that they are.

    Raises UnknownTicket, StoreBusy, Overtaken when somebody was first.
    """
    file = CaseFile(ports.tickets.get(number), (), {})
    due = open_actions(file.ticket, System(), ports.now())
    if not due:
        return None
    if due[0].effect is Effect.DISCARD_PHOTOS:
        change_album(ports, number, lambda album: album.emptied())
        ports.photo_files.forget(number)
    _changed(ports, file, System(), due[0].id, {}, {}, ports.new_id(), SealedParts(ports, file.ticket))
    return due[0].id


def _changed(
    ports: Changing,
    file: CaseFile,
    actor: Actor,
    action: str,
    answers: Mapping[str, str],
    texts: Mapping[str, str],
    event_id: str,
    parts: SealedParts,
    named: Member | None = None,
    secrets: tuple[str, str] | None = None,
) -> tuple[CaseFile, Mapping[str, str]]:
    """Store what an action makes of a ticket, with the `texts` kept of the answers; return (the file, what was written).

    Raises Overtaken, and what `changes.act` raises.
    """
    change, written = made(ports, file.ticket, actor, action, answers, texts, event_id, named, secrets)
    sealed, new_keys = parts.seal(written)
    change = store_change(ports, replace(change, after=replace(change.after, keys={**change.after.keys, **new_keys})), sealed)
    return CaseFile(change.after, [*file.events, change.event], {**file.sealed, **sealed}), written


def made(
    ports: Changing,
    ticket: Ticket,
    actor: Actor,
    action: str,
    answers: Mapping[str, str],
    texts: Mapping[str, str],
    event_id: str,
    named: Member | None = None,
    secrets: tuple[str, str] | None = None,
) -> tuple[Change, Mapping[str, str]]:
    """Return (what an action makes of a ticket, what is written with it by `events.part_name`); nothing is stored.

    Raises what `changes.act` raises.
    """
    change = changes.act(ticket, actor, action, answers, World(ports.now(), event_id, ports.rosters.at, named, secrets))
    return change, {part_name(field, change.after.version): text for field, text in texts.items()}


def event_id_of(ports: WithFingerprints, number: TicketNumber, action: str, answers: Mapping[str, str], once: str) -> str:
    """Return the id of an event that is the same for the same press of a button, and another for other words."""
    said = json.dumps([number.symbols, once, action, dict(answers)], sort_keys=True, ensure_ascii=False)
    return ports.fingerprints.of("event", said)[:32]


def kept_answers(
    ports: Acting, staff: Staff, action: str, answers: Mapping[str, str]
) -> tuple[Member | None, Mapping[str, str]]:
    """Return (whom an answer names, the answers as they are kept).

    Raises Invalid when they name somebody whom the register has not, or a ticket that this officer may not know of.
    """
    _check_link(ports, staff, action, answers)
    return _named(ports, action, answers)


def _check_link(ports: Acting, staff: Staff, action: str, answers: Mapping[str, str]) -> None:
    """Raise Invalid when an officer links a ticket to one that they may not know of; a number of paper is in no store."""
    if action not in actions() or actions()[action].effect is not Effect.LINK or not answers.get("duplicate_of"):
        return
    try:
        other = ports.tickets.get(TicketNumber.parse(answers["duplicate_of"]))
    except UnknownTicket:
        return
    if not may_see(staff, other, ports.now()):
        raise Invalid(("duplicate_of", "bad_number"))


def _named(ports: WithStaff, action: str, answers: Mapping[str, str]) -> tuple[Member | None, Mapping[str, str]]:
    """Return (whom an answer names, the answers as they are kept: with the name of that person instead of their `sub`).

    Raises Invalid when the register has nobody of that `sub`.
    """
    known = actions().get(action)
    people = [name for name, field in fields().items() if field.kind is FieldKind.PERSON and answers.get(name)] if known else []
    texts, member = dict(answers), None
    for field in people:
        person = ports.staff.find(answers[field])
        if person is None:
            raise Invalid((field, "not_a_choice"))
        member, texts[field] = person.member, person.name
    return member, texts
