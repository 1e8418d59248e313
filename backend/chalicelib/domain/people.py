"""Identifiers of people: a mobile number and a NIK are checked and written one way. Both are optional, always."""

import re

from chalicelib.domain.errors import Invalid
from chalicelib.domain.pasted import bare

# Patterns that mean the same to the phone's script (`site/generate.py` hands them over): both read what `pasted.bare` leaves.
MOBILE = "(?:tel|telp|hp|wa|no)?(?:0{0,2}62)?0?(8[1-35-9][0-9]{7,10})"
NIK = "[0-9]{6}(?:0[1-9]|[12][0-9]|3[01]|4[1-9]|[56][0-9]|7[01])(?:0[1-9]|1[0-2])[0-9]{2}(?!0000)[0-9]{4}"
_MOBILE, _NIK = re.compile(MOBILE, re.IGNORECASE), re.compile(NIK)


def mobile(text: str) -> str:
    """Return an Indonesian mobile number as E.164 (+628…); raises Invalid (field "reporter.phone", code "bad_phone")."""
    match = _MOBILE.fullmatch(bare(text))
    if not match:
        raise Invalid(("reporter.phone", "bad_phone"))
    return "+62" + match[1]


def nik(text: str) -> str:
    """Return a NIK as 16 digits; raises Invalid (field "reporter.nik", code "bad_nik").

    PPKKCC + DDMMYY (women DD+40) + serial other than 0000. The region part is never refused: old codes live on in cards.
    """
    digits = bare(text)
    if not _NIK.fullmatch(digits):
        raise Invalid(("reporter.nik", "bad_nik"))
    return digits
