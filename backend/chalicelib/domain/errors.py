"""Everything that can go wrong, by name. How it looks over HTTP is decided in `entrypoints/http/errors.py`.

LaporError
├── Invalid            a field breaks a rule; carries (field, code), never the value
├── UnknownTicket      no ticket under this number that the asker may see
├── NotOpened          number and secret do not open a ticket, whatever the reason
├── NumberUsed         the number is stored already with other content
├── StaleVersion       the ticket has changed since the asker read it
├── NotAllowedNow      the action is not open to the asker from the ticket's status
├── NobodyLeft         nobody could handle the ticket any more, if that were done
├── TooManyContacts    the officer has opened as many contacts today as anybody may
├── NoPhotoRoom        the ticket takes no more photos
├── NotSignedIn        no token, or one that does not hold
├── NotStaff           a valid token of somebody who is no active staff member
└── StoreBusy          the store could not take the request just now; safe to try again
"""


class LaporError(Exception):
    """Base of all domain errors."""


class Invalid(LaporError):
    """One or more fields break a rule. `problems` is a tuple of (field path such as "reporter.phone", field code)."""

    def __init__(self, *problems: tuple[str, str]) -> None:
        super().__init__()
        self.problems = problems


class UnknownTicket(LaporError):
    """No ticket under this number that the asker may see."""


class NotOpened(LaporError):
    """Number and secret open no ticket: no such number, wrong secret, too many wrong tries, or erased. Never says which."""


class NumberUsed(LaporError):
    """The number belongs to a report with other content."""


class StaleVersion(LaporError):
    """The ticket has changed since the asker read it."""


class NotAllowedNow(LaporError):
    """The action is not open to whoever asks for it, from the ticket's status."""


class NobodyLeft(LaporError):
    """Nobody would be left who may handle the ticket: somebody else must be appointed first."""


class TooManyContacts(LaporError):
    """The officer has opened as many contacts today as anybody may."""


class NoPhotoRoom(LaporError):
    """The ticket takes no more photos."""


class NotSignedIn(LaporError):
    """No token, or one that does not hold."""


class NotStaff(LaporError):
    """A valid token of somebody who is no active staff member."""


class StoreBusy(LaporError):
    """The store could not take the request just now; nothing was changed, trying again is safe."""
