"""What an officer is shown of who reports, once it is written down that they asked: no more than the reason asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from chalicelib.domain.calendar import zone_of
from chalicelib.domain.rulebook import rules

SEE_CONTACT, SEE_IDENTITY = "see_contact", "see_identity"  # the actions that open it
_LAST_OF_NIK = 4


@dataclass(frozen=True, slots=True)
class Contact:
    """Who reports, as far as an officer is shown. `call_time` is when they want to be called; `nik` may be its end alone."""

    name: str | None = None
    phone: str | None = None
    nik: str | None = None
    beneficiary: str | None = None
    call_time: str | None = None
    hide_name: bool = True


def shown(contact: Contact, action: str) -> Contact:
    """Return what an action shows: no name that is to be hidden, and the whole NIK only to whoever corrects data by it."""
    nik = contact.nik
    if nik and action != SEE_IDENTITY:
        nik = "•" * (len(nik) - _LAST_OF_NIK) + nik[-_LAST_OF_NIK:]
    if contact.hide_name:
        return replace(contact, name=None, beneficiary=None, nik=nik)
    return replace(contact, nik=nik)


@cache
def call_hours() -> Mapping[str, tuple[int, int]]:
    """Return the hours, from and up to, of each part of the day; raises KeyError, ValueError."""
    hours = {part: (int(first), int(last)) for part, (first, last) in rules("contact")["call_hours"].items()}
    if any(not 0 <= first < last <= 24 for first, last in hours.values()):
        raise ValueError("hours of a day that are none")
    return hours


def may_be_called(call_time: str | None, district: str, now: datetime) -> bool:
    """Whether a family that wants to be called at that part of the day may be now, where it lives."""
    if call_time is None:
        return True
    first, last = call_hours()[call_time]
    return first <= now.astimezone(zone_of(district)).hour < last
