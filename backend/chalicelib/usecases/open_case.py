"""Open a ticket to whoever holds its number and one of its secrets: the access code, or the token of the receipt link."""

import hmac
from dataclasses import dataclass

from chalicelib.domain.errors import NotOpened, UnknownTicket
from chalicelib.domain.identity import AccessCode, LinkToken, TicketNumber
from chalicelib.domain.photos import Album
from chalicelib.domain.tickets import Ticket
from chalicelib.usecases.marks import code_mark_of, token_mark_of
from chalicelib.usecases.ports import Ports

Secret = AccessCode | LinkToken


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A ticket as its complainant sees it."""

    ticket: Ticket
    album: Album


def open_case(ports: Ports, number: TicketNumber, secret: Secret) -> OpenedCase:
    """Return the ticket that `secret` opens, with its photos; raises NotOpened, StoreBusy."""
    return OpenedCase(opened_ticket(ports, number, secret), ports.albums.get(number))


def opened_ticket(ports: Ports, number: TicketNumber, secret: Secret) -> Ticket:
    """Return the ticket that `secret` opens; raises NotOpened in every other case, StoreBusy.

    Access codes are few enough to guess, so tries are limited per ticket, right ones too once the limit is reached. The
    token has 128 bits and is not limited.
    """
    try:
        ticket = ports.tickets.get(number)
    except UnknownTicket:
        raise NotOpened from None
    if isinstance(secret, LinkToken):
        right = _same(ticket.receipt.token_mark, token_mark_of(ports, number, secret))
        admitted = True
    else:
        right = _same(ticket.receipt.code_mark, code_mark_of(ports, number, secret))
        admitted = ports.code_tries.admit(number, ports.now(), right=right)
    if not (admitted and right) or ticket.erased:
        raise NotOpened
    return ticket


def _same(stored: str | None, given: str) -> bool:
    """Compare in a time that tells nothing; a ticket of a logbook sheet has no token, so no mark of one."""
    return hmac.compare_digest(stored or "", given)
