"""The keyed digests by which a ticket knows its secrets again; the secrets themselves are stored nowhere."""

from chalicelib.domain.credentials import AccessCode, LinkToken, TicketNumber
from chalicelib.usecases.ports import WithFingerprints

_FOUND_BY = 32  # hexadecimal digits: 128 bits, so that nobody is found by chance


def code_digest(ports: WithFingerprints, number: TicketNumber, code: AccessCode) -> str:
    """Return the digest of a ticket's access code."""
    return ports.fingerprints.of("access-code", f"{number.symbols}:{code.digits}")


def found_by(ports: WithFingerprints, phone: str | None, nik: str | None) -> tuple[str, ...]:
    """Return the keyed hashes by which desks find the reports of somebody with this phone (E.164) or NIK."""
    told = (("phone", phone), ("nik", nik))
    return tuple(ports.fingerprints.of(f"found-by-{kind}", text)[:_FOUND_BY] for kind, text in told if text)


def token_digest(ports: WithFingerprints, number: TicketNumber, token: LinkToken) -> str:
    """Return the digest of the token in a ticket's receipt link."""
    return ports.fingerprints.of("link-token", f"{number.symbols}:{token.text}")
