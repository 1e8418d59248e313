"""What the use cases need from the outside world. Adapters fulfil these; `bootstrap.py` picks which."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypedDict

from chalicelib.domain.changes import Change
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.events import Event
from chalicelib.domain.staff import Staff
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.tiers import Desk
from chalicelib.domain.workflow import Status
from chalicelib.usecases.photo_ports import Albums, PhotoCleaner, PhotoFiles

SETTLED_AT_ONCE = 25  # as many as DynamoDB deletes in one call


# Sealed parts that a new ticket may bring; any other belongs to the event that it was stored with.
STATEMENT = "statement"
REPORTER = "reporter"


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A ticket with its events in order and what was sealed with them, by name; the reporter is not among it."""

    ticket: Ticket
    events: Sequence[Event]
    sealed: Mapping[str, bytes]


class InboxEntry(TypedDict):
    """What an inbox lists of a ticket, as texts, since a page holds fifty and decides nothing; `desk` is [tier, region]."""

    number: str
    status: str
    kind: str
    category: str
    district: str
    desk: list[str]
    received_at: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an inbox; `next` is an opaque text that leads to the page after it, None at the end."""

    entries: Sequence[InboxEntry]
    next: str | None


@dataclass(frozen=True, slots=True)
class News:
    """A version of a ticket that somebody may have to be told of; `position` is where the outbox keeps it."""

    number: TicketNumber
    version: int
    action: str
    desk: Desk
    at: datetime
    position: str


class Overtaken(Exception):
    """Something else stands where a change was to be stored: `stored` is the ticket as it is."""

    def __init__(self, stored: Ticket) -> None:
        super().__init__()
        self.stored = stored


class Tickets(Protocol):
    """Where tickets live, with their events, what is sealed, their rows in inboxes and their news."""

    def commit(self, change: Change, sealed: Mapping[str, bytes]) -> None:
        """Store a change with its sealed parts by name, all of it or nothing, provided that `change.before` still stands.

        Storing the same change again changes nothing. Raises Overtaken when something else stands there, StoreBusy.
        """

    def get(self, number: TicketNumber) -> Ticket:
        """Return the ticket as last written; raises UnknownTicket, StoreBusy."""

    def case_file(self, number: TicketNumber) -> CaseFile:
        """Return the ticket with all that belongs to it; raises UnknownTicket, StoreBusy."""

    def inbox(self, desk: Desk, status: Status | None, limit: int, after: str | None) -> Page:
        """Return a page of the desk's inbox, lane by lane and the oldest first in each; `after` is a `Page.next`.

        Raises Invalid when `after` was not given out for this filter, StoreBusy.
        """


class Outbox(Protocol):
    """News not yet delivered, written with the tickets."""

    def pending(self, before: datetime) -> Iterator[News]:
        """Yield news older than `before`, oldest first within each shard."""

    def decode(self, image: Mapping[str, Any]) -> News:
        """Return the news of an outbox row as the table's stream hands it over."""

    def settle(self, delivered: Sequence[News]) -> None:
        """Forget at most SETTLED_AT_ONCE pieces of delivered news; forgetting twice is no error.

        What the store does not get to stays, and is delivered again. Raises StoreBusy.
        """


class CodeTries(Protocol):
    """Counts the tries at the access code of a ticket, in spans of time (`rules/limits.toml`)."""

    def admit(self, number: TicketNumber, at: datetime, *, right: bool) -> bool:
        """Return whether one more try is within the limit of the span that `at` lies in; a wrong one is counted.

        Right and wrong tries queue for the same item, so that of many at once no more than the limit are answered.
        A reply lost on the way may count a try twice, never not at all. Raises StoreBusy.
        """


class StaffRegister(Protocol):
    """Who works on which desk, keyed by the `sub` of the sign-in."""

    def get(self, sub: str) -> Staff:
        """Return an active staff member; raises NotStaff."""

    def put(self, staff: Staff) -> None:
        """Add or replace a staff record."""


class Regions(Protocol):
    """Which regions exist and what they are called."""

    def problems(self, district: str, village: str | None) -> tuple[tuple[str, str], ...]:
        """Return the (field, code) of what is wrong: no such kecamatan, or the desa does not lie in it."""

    def exists(self, region: str) -> bool:
        """Whether a province, kabupaten or kecamatan of this code exists."""

    def name(self, region: str) -> str:
        """Return the name of an existing region of any level, the desa included."""

    def within(self, region: str) -> Mapping[str, str]:
        """Return code → name of what lies directly in a region, of the country its provinces; nothing for an unknown one."""


class OpenedVault(Protocol):
    """One compartment of a ticket, for as long as a request has it open."""

    def seal(self, name: str, text: bytes) -> bytes:
        """Seal one more part."""

    def unseal(self, sealed: Mapping[str, bytes]) -> Mapping[str, bytes]:
        """Return sealed parts by name as they were; raises ValueError when one was tampered with or misplaced."""


class Vault(Protocol):
    """Seals what is personal, under a data key for each compartment of a ticket; destroying the wrapped keys erases it."""

    def seal_new(
        self, number: TicketNumber, parts: Mapping[Compartment, Mapping[str, bytes]]
    ) -> tuple[Mapping[Compartment, bytes], Mapping[str, bytes]]:
        """Return (a wrapped new data key for each compartment, the sealed parts of all by name). Raises StoreBusy."""

    def open(self, number: TicketNumber, keys: Mapping[Compartment, bytes], compartment: Compartment) -> OpenedVault:
        """Return a compartment of a ticket with these wrapped keys, open.

        Raises ValueError when there is no key of it that was wrapped here, StoreBusy.
        """


class Fingerprints(Protocol):
    """Keyed hashes; the key lives outside the table."""

    def of(self, purpose: str, text: str) -> str:
        """Return the keyed hash of `text`; other purposes give unrelated hashes."""


class DeskUnheard(Exception):
    """Nobody listens for news of a desk: telling it would be telling nobody."""


class Announcer(Protocol):
    """Tells desks that there is work for them."""

    def tell_desk(self, news: News) -> None:
        """Announce `news` to its desk, at least once; receivers tell repeats apart by number and version.

        Raises DeskUnheard, or what the supplier raises: the news stays and is told again.
        """


class Listeners(Protocol):
    """Who listens for news of which desk: a subscription for each person, as the announcer's supplier names it."""

    def put(self, desk: Desk, sub: str, subscription: str) -> None:
        """Note that somebody listens, or listens by another subscription."""

    def remove(self, desk: Desk, sub: str) -> None:
        """Note that somebody does not listen for this desk any more; twice is no error."""

    def of(self, desk: Desk) -> Mapping[str, str]:
        """Return sub → subscription of everybody who listens for the desk. Raises StoreBusy."""


class Tokens(Protocol):
    """Verifies staff sign-ins."""

    def subject(self, token: str) -> str:
        """Return the `sub` of a valid access token; raises NotSignedIn."""


class Pages(Protocol):
    """Makes what a browser without JavaScript is shown."""

    def render(self, name: str, title: str, content: Mapping[str, Any]) -> str:
        """Return a whole page: the template `name`, filled and escaped, in the site's frame."""

    def fragment(self, name: str, content: Mapping[str, Any]) -> str:
        """Return the template alone, for a page that puts it in its own place."""

    def qr(self, text: str) -> str:
        """Return a QR code of `text` as SVG."""


class Ports(Protocol):
    """All of the above, with time and ids. Each is made when first asked for."""

    @property
    def tickets(self) -> Tickets: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def albums(self) -> Albums: ...
    @property
    def photo_files(self) -> PhotoFiles: ...
    @property
    def photo_cleaner(self) -> PhotoCleaner: ...
    @property
    def code_tries(self) -> CodeTries: ...
    @property
    def staff(self) -> StaffRegister: ...
    @property
    def regions(self) -> Regions: ...
    @property
    def vault(self) -> Vault: ...
    @property
    def fingerprints(self) -> Fingerprints: ...
    @property
    def announcer(self) -> Announcer: ...
    @property
    def listeners(self) -> Listeners: ...
    @property
    def tokens(self) -> Tokens: ...
    @property
    def pages(self) -> Pages: ...
    @property
    def site_url(self) -> str:
        """The address of the site, `https://…` without a slash at its end."""

    @property
    def words(self) -> Mapping[str, Any]:
        """Every sentence the API says, as in `site/data/words.yaml`."""

    def now(self) -> datetime:
        """Return the present moment, UTC, to the millisecond."""

    def new_id(self) -> str:
        """Return a fresh unguessable id for an event."""
