"""Open a ticket to whoever holds its number and one of its secrets: the access code, or the token of the receipt link.

Nothing else compares a secret (`tests/integration/test_side_doors.py` holds it): here every try at a code is counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from typing import Protocol

from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import AccessCode, Credentials, LinkToken, TicketNumber
from chalicelib.domain.errors import NotOpened, UnknownTicket
from chalicelib.domain.events import Event, part_name
from chalicelib.domain.photos import Album
from chalicelib.domain.tickets import Ticket
from chalicelib.usecases.digests import code_digest, token_digest
from chalicelib.usecases.ports import WithAlbums, WithCodeTries, WithFingerprints, WithTickets, WithVault, WithWorld
from chalicelib.usecases.ports.tickets import OWN_WORDS, CaseFile
from chalicelib.usecases.sealed_parts import SealedParts
from chalicelib.usecases.statements import OwnWords, read_own_words

Secret = AccessCode | LinkToken


class Comparing(WithCodeTries, WithFingerprints, WithWorld, Protocol):
    """What comparing a secret takes."""


class Opening(Comparing, WithTickets, Protocol):
    """What opening a ticket takes."""


class Showing(Opening, WithAlbums, WithVault, Protocol):
    """What showing an opened ticket takes."""


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A ticket as its complainant sees it: with its photos, what they wrote first, and the talk since then.

    `texts` holds what was said with an event, by its `events.part_name`; `own_words` are None in a ticket of before the talk.
    """

    ticket: Ticket
    album: Album
    events: tuple[Event, ...]
    texts: Mapping[str, str]
    own_words: OwnWords | None


def open_case(ports: Showing, number: TicketNumber, secret: Secret) -> OpenedCase:
    """Return the ticket that `secret` opens, and what belongs to it; raises NotOpened, StoreBusy."""
    opened_ticket(ports, number, secret)
    file = ports.tickets.case_file(number)
    return opened_file(ports, file, SealedParts(ports, file.ticket))


def opened_file(ports: Showing, file: CaseFile, parts: SealedParts) -> OpenedCase:
    """Return a ticket's file as its complainant sees it, to whom it has been opened."""
    texts = dict(parts.unseal(file.sealed, (Compartment.TALK,)))
    own = texts.pop(part_name(OWN_WORDS, 1), None)
    said = {name: text.decode() for name, text in texts.items()}
    album = ports.albums.get(file.ticket.number)
    return OpenedCase(file.ticket, album, tuple(file.events), said, read_own_words(own) if own else None)


def opened_ticket(ports: Opening, number: TicketNumber, secret: Secret) -> Ticket:
    """Return the ticket that `secret` opens; raises NotOpened in every other case, StoreBusy."""
    try:
        ticket = ports.tickets.get(number)
    except UnknownTicket:
        raise NotOpened from None
    if not _holds(ports, ticket, secret) or ticket.erased:
        raise NotOpened
    return ticket


def minted_by(ports: Comparing, ticket: Ticket, credentials: Credentials) -> bool:
    """Whether the ticket was sent under `credentials`: its number, its token if it has one, and its code of then.

    With the right token a code is compared without limit, since the token opens all that the code does. Raises StoreBusy.
    """
    if credentials.number != ticket.number or (credentials.token is None) != (ticket.digests.token is None):
        return False
    right = _was_right(ports, ticket, credentials.code)
    if credentials.token is None:
        return _admitted(ports, ticket, right) and right
    return _was_right_token(ports, ticket, credentials.token) and right


def _holds(ports: Comparing, ticket: Ticket, secret: Secret) -> bool:
    """Whether somebody who offers `secret` holds the ticket; a try at a code is counted."""
    if isinstance(secret, LinkToken):
        # A ticket of a logbook sheet has no token, so no digest of one.
        return compare_digest(ticket.digests.token or "", token_digest(ports, ticket.number, secret))
    right = compare_digest(ticket.digests.code, code_digest(ports, ticket.number, secret))
    return _admitted(ports, ticket, right) and right


def _admitted(ports: Comparing, ticket: Ticket, right: bool) -> bool:
    """Count a try at a code; return whether it is still within the limit.

    Access codes are few enough to guess, so tries are limited per ticket, right ones too once the limit is reached. The
    token has 128 bits and is not limited.
    """
    return ports.code_tries.admit(ticket.number, ports.now(), right=right)


def _was_right_token(ports: Comparing, ticket: Ticket, token: LinkToken) -> bool:
    """Whether `token` is, or before it was replaced was, that of the ticket; compared in a time that does not tell which."""
    offered = token_digest(ports, ticket.number, token)
    matches = [compare_digest(digest or "", offered) for digest in (ticket.digests.token, *ticket.digests.earlier_tokens)]
    return any(matches)


def _was_right(ports: Comparing, ticket: Ticket, code: AccessCode) -> bool:
    """Whether `code` is, or before it was replaced was, the ticket's; compared in a time that does not tell which."""
    offered = code_digest(ports, ticket.number, code)
    matches = [compare_digest(digest, offered) for digest in (ticket.digests.code, *ticket.digests.earlier_codes)]
    return any(matches)
