"""Show an officer the page of the family as it would be after an action that nothing takes back. Nothing is stored."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from chalicelib.domain.access import must_see, officer
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import NotAllowedNow, StaleVersion
from chalicelib.domain.staff import Staff
from chalicelib.domain.workflow import actions
from chalicelib.usecases.act import Acting, kept_answers, made
from chalicelib.usecases.open_case import OpenedCase, opened_file
from chalicelib.usecases.ports import WithAlbums, WithCodeTries
from chalicelib.usecases.ports.tickets import CaseFile
from chalicelib.usecases.sealed_parts import SealedParts, compartment_of


class Foretelling(Acting, WithAlbums, WithCodeTries, Protocol):
    """What foretelling takes."""


def preview(
    ports: Foretelling, staff: Staff, number: TicketNumber, action: str, version: int, answers: Mapping[str, str]
) -> OpenedCase:
    """Return the ticket as whoever holds its code would see it once `action` was taken with `answers` at `version`.

    Raises UnknownTicket, StaleVersion, StoreBusy, NotAllowedNow for an action that can be taken back, and what `changes.act`
    raises: whoever may not act sees nothing.
    """
    if action not in actions() or not actions()[action].final:
        raise NotAllowedNow
    file, now = ports.tickets.case_file(number), ports.now()
    must_see(staff, file.ticket, now)
    if file.ticket.version != version:
        raise StaleVersion
    named, texts = kept_answers(ports, staff, action, answers)
    change, written = made(ports, file.ticket, officer(staff, now), action, answers, texts, ports.new_id(), named)
    after = CaseFile(change.after, [*file.events, change.event], file.sealed)
    opened = opened_file(ports, after, SealedParts(ports, file.ticket))
    shared = {part: text for part, text in written.items() if compartment_of(part) is Compartment.TALK}
    return replace(opened, texts={**opened.texts, **shared})
