"""A ticket's credentials: the number anybody may quote and the access code only the complainant holds.

Whoever takes the report mints both (a phone, the server, a logbook sheet), so the number is the idempotency key.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain.errors import Invalid
from chalicelib.domain.pasted import visible

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32
CHECK_MODULUS = 37  # Crockford's check symbol; numbers whose check falls outside the 32 symbols are never minted
RANDOM_SYMBOLS = 12
CODE_DIGITS = 8

_BETWEEN = "[^0-9A-Z]"
# Where the number stands in a text that was pasted whole: what we let people share, a receipt's link, bold letters.
_GROUP = f"[0-9A-Z]{{4}}{_BETWEEN}{{0,3}}"
_INSIDE = re.compile(f"(?:^|{_BETWEEN})PKH{_BETWEEN}{{0,3}}({_GROUP}{_GROUP}{_GROUP}[0-9A-Z])(?!-?[0-9A-Z])")
_LOOKALIKES = str.maketrans("OIL", "011")
_SHAPE = re.compile(f"[{SYMBOLS}]{{{RANDOM_SYMBOLS + 1}}}")
_CODE_SHAPE = re.compile(f"[0-9]{{{CODE_DIGITS}}}")
_LONGEST_TYPED = 1000
_TOKEN_BYTES = 16
_TOKEN_SHAPE = re.compile("[A-Za-z0-9_-]{22}")  # 16 bytes in base64url

RandomBelow = Callable[[int], int]


@dataclass(frozen=True, slots=True)
class TicketNumber:
    """A valid ticket number; `symbols` are its 12 random symbols and the check symbol, without dashes."""

    symbols: str

    def __str__(self) -> str:
        """The form shown to people: `PKH-XXXX-XXXX-XXXX-C`."""
        s = self.symbols
        return f"PKH-{s[:4]}-{s[4:8]}-{s[8:12]}-{s[12]}"

    @classmethod
    def mint(cls, random_below: RandomBelow = secrets.randbelow) -> "TicketNumber":
        """Draw a new number (60 random bits); `random_below(n)` must return a uniform integer in [0, n)."""
        while True:
            value = random_below(32**RANDOM_SYMBOLS)
            check = value % CHECK_MODULUS
            if check < len(SYMBOLS):
                return cls(_to_base_32(value) + SYMBOLS[check])

    @classmethod
    def parse(cls, text: str) -> "TicketNumber":
        """Read a number as people type or paste it: any case, anything between its groups, O for 0, I or L for 1, with or
        without `PKH`, alone or inside a longer text.

        Raises Invalid (field "number", code "bad_number") when it is no number or its check symbol does not fit.
        """
        if len(text) <= _LONGEST_TYPED:
            seen = visible(text).upper()
            for part in (seen, *_INSIDE.findall(seen)):
                symbols = re.sub(f"{_BETWEEN}+", "", part).removeprefix("PKH").translate(_LOOKALIKES)
                if _SHAPE.fullmatch(symbols) and _check_symbol(symbols[:-1]) == symbols[-1]:
                    return cls(symbols)
        raise Invalid(("number", "bad_number"))


@dataclass(frozen=True, slots=True)
class AccessCode:
    """The secret of 8 digits (kode rahasia laporan) that opens the conversation about a ticket."""

    digits: str

    @classmethod
    def mint(cls, random_below: RandomBelow = secrets.randbelow) -> "AccessCode":
        """Draw a new code; `random_below(n)` must return a uniform integer in [0, n)."""
        return cls(f"{random_below(10**CODE_DIGITS):0{CODE_DIGITS}d}")

    @classmethod
    def parse(cls, text: str) -> "AccessCode":
        """Read exactly 8 ASCII digits; raises Invalid (field "access_code", code "bad_code")."""
        if not _CODE_SHAPE.fullmatch(text):
            raise Invalid(("access_code", "bad_code"))
        return cls(text)


@dataclass(frozen=True, slots=True)
class LinkToken:
    """The secret in the receipt's link and QR, 128 random bits as base64url; like the access code, it opens the ticket."""

    text: str

    def __str__(self) -> str:
        return self.text

    @classmethod
    def mint(cls) -> "LinkToken":
        """Draw a new token."""
        return cls(secrets.token_urlsafe(_TOKEN_BYTES))

    @classmethod
    def parse(cls, text: str) -> "LinkToken":
        """Read a token exactly as minted; raises Invalid (field "link_token", code "bad_token")."""
        if not _TOKEN_SHAPE.fullmatch(text):
            raise Invalid(("link_token", "bad_token"))
        return cls(text)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a report is sent under, minted together by whoever takes it; a logbook sheet has no link, so no token."""

    number: TicketNumber
    code: AccessCode
    token: LinkToken | None

    @classmethod
    def mint(cls) -> "Credentials":
        """Draw all three."""
        return cls(TicketNumber.mint(), AccessCode.mint(), LinkToken.mint())


def _to_base_32(value: int) -> str:
    return "".join(SYMBOLS[value >> 5 * place & 31] for place in reversed(range(RANDOM_SYMBOLS)))


def _check_symbol(symbols: str) -> str | None:
    value = 0
    for symbol in symbols:
        value = value << 5 | SYMBOLS.index(symbol)
    check = value % CHECK_MODULUS
    return SYMBOLS[check] if check < len(SYMBOLS) else None
