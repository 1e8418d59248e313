"""The keyed marks by which a ticket knows its secrets again; the secrets themselves are stored nowhere."""

from chalicelib.domain.identity import AccessCode, LinkToken, TicketNumber
from chalicelib.usecases.ports import Ports


def code_mark_of(ports: Ports, number: TicketNumber, code: AccessCode) -> str:
    """Return the mark of a ticket's access code."""
    return ports.fingerprints.of("access-code", f"{number.symbols}:{code.digits}")


def token_mark_of(ports: Ports, number: TicketNumber, token: LinkToken) -> str:
    """Return the mark of the token in a ticket's receipt link."""
    return ports.fingerprints.of("link-token", f"{number.symbols}:{token.text}")
