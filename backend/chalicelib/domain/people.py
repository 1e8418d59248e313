"""Identifiers of people: a mobile number and a NIK are checked and written one way. Both are optional, always."""

import re

from chalicelib.domain.errors import Invalid

_MOBILE = re.compile(r"(?:\+?62|0)?(8[1-35-9][0-9]{7,10})")
_NIK = re.compile(r"[0-9]{6}([0-9]{2})([0-9]{2})[0-9]{2}([0-9]{4})")
_SEPARATORS = re.compile(r"[\s().-]+")


def mobile(text: str) -> str:
    """Return an Indonesian mobile number as E.164 (+628…); raises Invalid (field "reporter.phone", code "bad_phone")."""
    match = _MOBILE.fullmatch(_SEPARATORS.sub("", text))
    if not match:
        raise Invalid(("reporter.phone", "bad_phone"))
    return "+62" + match[1]


def nik(text: str) -> str:
    """Return a NIK as 16 digits; raises Invalid (field "reporter.nik", code "bad_nik").

    PPKKCC + DDMMYY (women DD+40) + serial other than 0000. The region part is never refused: old codes live on in cards.
    """
    digits = _SEPARATORS.sub("", text)
    match = _NIK.fullmatch(digits)
    if not match:
        raise Invalid(("reporter.nik", "bad_nik"))
    day, month, serial = int(match[1]), int(match[2]), match[3]
    if not (1 <= day <= 31 or 41 <= day <= 71) or not 1 <= month <= 12 or serial == "0000":
        raise Invalid(("reporter.nik", "bad_nik"))
    return digits
