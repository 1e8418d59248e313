"""A family that has lost its receipt stands at a desk: find its report, hold two facts against it, give it new secrets."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Protocol

from chalicelib.domain.access import may_see
from chalicelib.domain.calendar import zone_of
from chalicelib.domain.credentials import AccessCode, Credentials, LinkToken, TicketNumber
from chalicelib.domain.errors import Invalid, NotAllowedNow, NotOpened, TooManyContacts, UnknownTicket
from chalicelib.domain.people import mobile, nik
from chalicelib.domain.rulebook import limits
from chalicelib.domain.staff import Staff
from chalicelib.domain.tickets import Ticket
from chalicelib.usecases.act import Acting, act, event_id_of
from chalicelib.usecases.digests import code_digest, found_by, token_digest
from chalicelib.usecases.ports import WithCodeTries, WithFingerprints, WithQuotas, WithTickets, WithWorld
from chalicelib.usecases.read_ticket import UnsealedFile

REISSUE = "reissue"
_MOST_FOUND = 20


class Finding(WithFingerprints, WithQuotas, WithTickets, WithWorld, Protocol):
    """What finding takes."""


class Reissuing(Acting, WithCodeTries, Protocol):
    """What giving new secrets takes."""


def find_reports(ports: Finding, staff: Staff, phone: str | None, nik_text: str | None) -> Sequence[Ticket]:
    """Return the reports under a phone or a NIK that this officer may know of, the newest first; the asking is counted.

    Raises Invalid for what is neither, TooManyContacts, StoreBusy.
    """
    if (phone is None) == (nik_text is None):
        raise Invalid(("phone", "required"))
    marks = found_by(ports, mobile(phone) if phone else None, nik(nik_text) if nik_text else None)
    now = ports.now()
    if not ports.quotas.admit(staff.sub, staff.desk, now):
        raise TooManyContacts
    tickets = (ports.tickets.get(number) for mark in marks for number in ports.tickets.found(mark, _MOST_FOUND))
    return [ticket for ticket in tickets if not ticket.erased and may_see(staff, ticket, now)]


def reissue(
    ports: Reissuing, staff: Staff, number: TicketNumber, version: int, answers: Mapping[str, str], once: str
) -> tuple[Credentials, UnsealedFile]:
    """Give a ticket a new code, and a new token if it had one; return them, and the ticket as it then is.

    They are stored nowhere: who loses the answer gives the ticket new ones again. Raises Invalid when a fact is another,
    without saying which, NotOpened after too many such tries, and what `act` raises.
    """
    file = ports.tickets.case_file(number)
    ticket = file.ticket
    if not may_see(staff, ticket, ports.now()):
        raise UnknownTicket
    if any(event.id == event_id_of(ports, number, REISSUE, answers, once) for event in file.events):
        raise NotAllowedNow  # the same press before this one gave other secrets, and its answer was lost
    right = _facts_hold(ticket, answers)
    if not ports.code_tries.admit(number, ports.now(), right=right):
        raise NotOpened
    if not right:
        raise Invalid(("fact_day", "wrong_fact"))
    fresh = Credentials(number, AccessCode.mint(), LinkToken.mint() if ticket.digests.token else None)
    token = token_digest(ports, number, fresh.token) if fresh.token else ""
    unsealed = act(
        ports, staff, number, REISSUE, version, answers, once, secrets=(code_digest(ports, number, fresh.code), token)
    )
    if unsealed is None:
        raise UnknownTicket
    return fresh, unsealed


def _facts_hold(ticket: Ticket, answers: Mapping[str, str]) -> bool:
    try:
        said = date.fromisoformat(answers.get("fact_day", ""))
    except ValueError:
        return False
    sent = ticket.receipt.received_at.astimezone(zone_of(ticket.district)).date()
    return answers.get("fact_category") == ticket.category and abs(said - sent) <= timedelta(days=limits().fact_days)
