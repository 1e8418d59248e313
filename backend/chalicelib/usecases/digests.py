"""The keyed digests by which a ticket knows its secrets again; the secrets themselves are stored nowhere."""

from chalicelib.domain.credentials import AccessCode, LinkToken, TicketNumber
from chalicelib.usecases.ports import WithFingerprints


def code_digest(ports: WithFingerprints, number: TicketNumber, code: AccessCode) -> str:
    """Return the digest of a ticket's access code."""
    return ports.fingerprints.of("access-code", f"{number.symbols}:{code.digits}")


def token_digest(ports: WithFingerprints, number: TicketNumber, token: LinkToken) -> str:
    """Return the digest of the token in a ticket's receipt link."""
    return ports.fingerprints.of("link-token", f"{number.symbols}:{token.text}")
