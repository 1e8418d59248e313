"""In-memory ports for tests of the rules and use cases; `tests/contract` holds them to what the real store does."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from chalicelib.adapters.envelope import Envelope
from chalicelib.adapters.packaged.files import PackagedRegions, words
from chalicelib.adapters.packaged.pages import PackagedPages
from chalicelib.adapters.pillow.picture import redrawn
from chalicelib.adapters.slips import SealedSlips
from chalicelib.domain.calendar import span_of
from chalicelib.domain.changes import Change
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.deadlines import deadline_of, next_moment, today_at
from chalicelib.domain.errors import NotSignedIn, NotStaff, StaleVersion, UnknownTicket
from chalicelib.domain.events import Read
from chalicelib.domain.photos import Album, PhotoMedia, Refusal
from chalicelib.domain.queues import DueSpan, Queue, Shelf, due_of, shelves
from chalicelib.domain.rulebook import limits, rules
from chalicelib.domain.staff import Member, Staff
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.tiers import Desk, Tier
from chalicelib.domain.timestamps import timestamp
from chalicelib.domain.trail import read_digest
from chalicelib.domain.workflow import Lane, lane_of, place_of
from chalicelib.usecases.deadline_entries import deadline_entry
from chalicelib.usecases.ports.news import DeskUnheard, News
from chalicelib.usecases.ports.photos import Arrival, Reading, Received, Upload
from chalicelib.usecases.ports.tickets import EVERYTHING, REPORTER, STATEMENT, CaseFile, Choice, InboxEntry, Overtaken, Page
from chalicelib.usecases.ports.trail import TicketTrail
from chalicelib.usecases.ports.writers import Writing

from infra.local.contacts import OwnContacts
from tests.support import samples


class FakeTickets:
    """`ports.Tickets` in dictionaries, with the outbox beside them."""

    def __init__(self, outbox: "FakeOutbox") -> None:
        self.files: dict[TicketNumber, CaseFile] = {}
        self.reporters: dict[TicketNumber, bytes] = {}
        self._outbox = outbox

    def commit(self, change: Change, sealed: Mapping[str, bytes]) -> None:
        number, event = change.after.number, change.event
        file = self.files.get(number, CaseFile(change.after, [], {}))
        stored = file.ticket if file.events else None
        if stored and stored.last_event == event.id:
            return
        if stored and (change.before is None or stored.version != change.before.version):
            raise Overtaken(stored)
        kept = {name: box for name, box in sealed.items() if name != REPORTER}
        self.files[number] = CaseFile(change.after, [*file.events, event], {**file.sealed, **kept})
        if REPORTER in sealed:
            self.reporters[number] = sealed[REPORTER]
        self._outbox.put(change)

    def get(self, number: TicketNumber) -> Ticket:
        return self.case_file(number).ticket

    def case_file(self, number: TicketNumber) -> CaseFile:
        if number not in self.files:
            raise UnknownTicket
        return self.files[number]

    def statements(self, numbers: Collection[TicketNumber]) -> Mapping[TicketNumber, tuple[Ticket, bytes]]:
        files = {number: self.files[number] for number in numbers if number in self.files}
        return {number: (file.ticket, file.sealed[STATEMENT]) for number, file in files.items()}

    def found(self, mark: str, limit: int) -> Sequence[TicketNumber]:
        tickets = [file.ticket for file in self.files.values() if mark in file.ticket.found_by]
        newest = sorted(tickets, key=lambda one: (one.receipt.received_at, one.number.symbols), reverse=True)
        return [ticket.number for ticket in newest[:limit]]

    def reporter(self, number: TicketNumber) -> bytes | None:
        return self.reporters.get(number)

    def due(self, at: datetime) -> Iterator[TicketNumber]:
        rows = [(next_moment(file.ticket), number.symbols) for number, file in self.files.items()]
        waiting = sorted((moment, symbols) for moment, symbols in rows if moment)
        yield from [TicketNumber(symbols) for moment, symbols in waiting if moment <= at]

    def inbox(self, staff: Staff, lane: Lane | None, limit: int, after: str | None, choice: Choice = EVERYTHING) -> Page:
        tickets = [file.ticket for file in self.files.values()]
        listed = [ticket for ticket in tickets if staff.desk in ticket.watchers and ticket.wall.admits(staff)]
        listed = [ticket for ticket in listed if not ticket.erased]
        rows = sorted((_order(ticket), inbox_entry(ticket)) for ticket in listed if lane in (None, lane_of(ticket.status)))
        behind = [(order, entry) for order, entry in rows if after is None or order > after]
        rest = [(order, entry) for order, entry in behind if choice.takes(entry, staff.sub)]
        hidden = len(behind) - len(rest)
        return Page([entry for _, entry in rest[:limit]], rest[limit - 1][0] if len(rest) > limit else None, hidden)


def inbox_entry(ticket: Ticket) -> InboxEntry:
    """Return what an inbox lists of a ticket."""
    return {
        "number": str(ticket.number),
        "status": ticket.status,
        "kind": ticket.kind,
        "category": ticket.category,
        "district": ticket.district,
        "village": ticket.village,
        "desk": [ticket.desk.tier, ticket.desk.region],
        "received_at": timestamp(ticket.receipt.received_at),
        "deadline": deadline_entry(ticket),
        "assignee": ticket.assignee,
        "confidential": ticket.wall.confidential,
        "urgent": ticket.urgent,
        "to_call": ticket.to_call,
        "erasure": ticket.asks_to_be_erased,
        "replied": ticket.replied,
        "labels": ticket.labels,
    }


def _order(ticket: Ticket) -> str:
    track = "" if ticket.wall.confidential else "~"
    deadline = deadline_of(ticket)
    due = timestamp(deadline.at if deadline else ticket.receipt.received_at)
    return f"{track}{place_of(lane_of(ticket.status)):03d}#{due}#{ticket.number.symbols}"


class FakeQueues:
    """`ports.queues.Queues` on a FakeTickets: told from the rules by a sort, with no stretch and no rank in a key."""

    def __init__(self, tickets: FakeTickets) -> None:
        self._tickets = tickets

    def listed(self, staff: Staff, queue: Queue, now: datetime) -> list[Ticket]:
        """Return every ticket of a queue in order."""
        tickets = [file.ticket for file in self._tickets.files.values()]
        lying = [
            ticket
            for ticket in tickets
            if (staff.desk, queue.shelf) in shelves(ticket)
            and ticket.wall.admits(staff)
            and (queue.shelf is not Shelf.MINE or ticket.assignee == staff.sub)
        ]
        ends = datetime.combine((now + timedelta(hours=7)).date() + timedelta(days=1), time(), UTC) - timedelta(hours=7)
        wanted: dict[DueSpan | None, Callable[[datetime], bool]] = {
            None: lambda _due: True,
            DueSpan.TODAY: lambda due: now < due <= ends,  # of desks in WIB
            DueSpan.OVER: lambda due: due <= now,
        }
        return sorted(
            (ticket for ticket in lying if wanted[queue.due](due_of(ticket))),
            key=lambda ticket: (
                not ticket.wall.confidential,
                not ticket.urgent,
                ticket.urgent or due_of(ticket) > now,
                not ticket.urgent and due_of(ticket) > now and not ticket.replied,
                due_of(ticket),
                ticket.number.symbols,
            ),
        )

    def page(
        self, staff: Staff, queue: Queue, now: datetime, limit: int, after: str | None, choice: Choice = EVERYTHING
    ) -> Page:
        listed = [inbox_entry(ticket) for ticket in self.listed(staff, queue, now)]
        rest = [entry for entry in listed if choice.takes(entry, staff.sub)]
        start = [entry["number"] for entry in rest].index(after) + 1 if after else 0
        shown = rest[start : start + limit]
        return Page(shown, shown[-1]["number"] if start + limit < len(rest) else None, len(listed) - len(rest))

    def count(self, staff: Staff, queue: Queue, now: datetime, most: int) -> int:
        return min(most, len(self.listed(staff, queue, now)))


class FakeOutbox:
    """`ports.Outbox` in a dictionary; the stream hands over what was ever `written`, whether or not it still stands."""

    def __init__(self) -> None:
        self.rows: dict[str, News] = {}
        self.written: dict[str, News] = {}

    def put(self, change: Change) -> None:
        event = change.event
        for desk in change.tells or (change.after.desk,):
            position = f"{timestamp(event.at)}#{event.number.symbols}#{event.version:08d}#{desk.tier}"
            told = desk in change.tells
            news = News(event.number, event.version, event.action, desk, event.at, position, told, change.after.wall)
            self.rows[position] = self.written[position] = news

    def pending(self, before: datetime) -> Iterator[News]:
        yield from [news for _, news in sorted(self.rows.items()) if news.at < before]

    def decode(self, image: Mapping[str, Any]) -> News:
        return self.written[image["position"]]

    def settle(self, delivered: Sequence[News]) -> None:
        for news in delivered:
            self.rows.pop(news.position, None)


class FakeQuotas:
    """`ports.quotas.Quotas` in a dictionary."""

    def __init__(self) -> None:
        self.opened: dict[tuple[str, date], int] = {}

    def admit(self, sub: str, desk: Desk, at: datetime) -> bool:
        day = (sub, today_at(desk, at))
        if self.opened.get(day, 0) >= limits().contacts_a_day:
            return False
        self.opened[day] = self.opened.get(day, 0) + 1
        return True


class FakeWriters:
    """`ports.writers.Writers` in a dictionary."""

    def __init__(self) -> None:
        self.last: dict[TicketNumber, Writing] = {}

    def seen(self, number: TicketNumber, sub: str, at: datetime) -> Writing | None:
        before = self.of([number], at).get(number)
        self.last[number] = Writing(sub, at)
        return before if before and before.sub != sub else None

    def gone(self, number: TicketNumber, sub: str) -> None:
        if number in self.last and self.last[number].sub == sub:
            del self.last[number]

    def of(self, numbers: Collection[TicketNumber], at: datetime) -> Mapping[TicketNumber, Writing]:
        span = timedelta(minutes=limits().writing_minutes)
        return {one: self.last[one] for one in numbers if one in self.last and at - self.last[one].at < span}


class FakeReads:
    """`ports.reads.Reads` in a dictionary."""

    def __init__(self) -> None:
        self.noted: dict[TicketNumber, list[Read]] = {}

    def note(self, number: TicketNumber, sub: str, desk: Desk, what: str, at: datetime) -> None:
        before = self.noted.setdefault(number, [])
        read = Read(number, len(before) + 1, sub, desk, what, at)
        before.append(replace(read, digest=read_digest(before[-1].digest if before else "", read)))

    def of(self, number: TicketNumber) -> Sequence[Read]:
        return self.noted.get(number, [])


class FakeRoots:
    """`ports.trail.Roots` in a dictionary."""

    def __init__(self) -> None:
        self.files: dict[date, list[str]] = {}

    def put(self, day: date, lines: Iterable[str]) -> None:
        self.files[day] = list(lines)

    def days(self) -> Sequence[date]:
        return sorted(self.files)

    def lines(self, day: date) -> Iterator[str]:
        yield from self.files[day]


class FakeStoredTrail:
    """`ports.trail.StoredTrail` over the fakes."""

    def __init__(self, tickets: FakeTickets, reads: FakeReads) -> None:
        self._tickets, self._reads = tickets, reads

    def tickets(self) -> Iterator[TicketTrail]:
        for number in list(self._tickets.files):
            yield self.ticket(number)

    def ticket(self, number: TicketNumber) -> TicketTrail:
        file = self._tickets.files[number]
        return TicketTrail(number, file.ticket, list(file.events), dict(file.sealed))

    def reads(self) -> Iterator[tuple[TicketNumber, Sequence[Read]]]:
        yield from self._reads.noted.items()


class FakeAlbums:
    """`ports.photos.Albums` in a dictionary."""

    def __init__(self) -> None:
        self.albums: dict[TicketNumber, Album] = {}
        self.readings: dict[TicketNumber, dict[str, Reading]] = {}

    def view(self, number: TicketNumber, sub: str, at: datetime) -> tuple[Album, Collection[Reading]]:
        readings = self.readings.setdefault(number, {})
        first = readings[sub].first if sub in readings else at
        readings[sub] = Reading(sub, first, at)
        return self.get(number), list(readings.values())

    def get(self, number: TicketNumber) -> Album:
        return self.albums.get(number, Album())

    def put(self, number: TicketNumber, album: Album) -> None:
        if self.get(number).version != album.version - 1:
            raise StaleVersion
        self.albums[number] = album


class FakePhotoFiles:
    """`ports.photos.PhotoFiles` in dictionaries; `send` does what a browser does with an upload."""

    def __init__(self) -> None:
        self.incoming: dict[str, Received] = {}
        self.kept: dict[tuple[TicketNumber, str], bytes] = {}

    def upload(self, number: TicketNumber, photo: str, media: PhotoMedia, then: str | None = None) -> Upload:
        return Upload("", {"number": number.symbols, "photo": photo, "media": media, "then": then or ""})

    def send(self, upload: Upload, content: bytes) -> Arrival:
        """Send a photo; return its arrival."""
        photo = upload.fields["photo"]
        self.incoming[photo] = Received(TicketNumber(upload.fields["number"]), content)
        return Arrival(photo, "")

    def arrivals(self, notice: str) -> Iterator[Arrival]:
        yield Arrival(notice, "")

    def read(self, arrival: Arrival) -> Received | None:
        return self.incoming.get(arrival.photo)

    def discard(self, arrival: Arrival) -> None:
        self.incoming.pop(arrival.photo, None)

    def keep(self, number: TicketNumber, photo: str, content: bytes) -> None:
        self.kept[number, photo] = content

    def forget(self, number: TicketNumber) -> None:
        self.kept = {place: content for place, content in self.kept.items() if place[0] != number}

    def link(self, number: TicketNumber, photo: str) -> str:
        return f"link-to-{number.symbols}/{photo}"


class FakeCleaner:
    """`ports.photos.PhotoCleaner` in this process, without limits."""

    def clean(self, content: bytes) -> bytes | Refusal:
        return redrawn(content)


class FakeCodeTries:
    """`ports.CodeTries` in a dictionary."""

    def __init__(self) -> None:
        self.wrong: dict[tuple[TicketNumber, datetime], int] = {}

    def admit(self, number: TicketNumber, at: datetime, *, right: bool) -> bool:
        limits = rules("limits")
        span = number, span_of(at, limits["code_tries_hours"])[0]
        before = self.wrong.get(span, 0)
        if before >= limits["code_tries"]:
            return False
        self.wrong[span] = before + (not right)
        return True


class FakeStaff:
    """`ports.StaffRegister` in a dictionary."""

    def __init__(self) -> None:
        self.people: dict[str, Staff] = {}

    def get(self, sub: str) -> Staff:
        if sub not in self.people or not self.people[sub].active:
            raise NotStaff
        return self.people[sub]

    def find(self, sub: str) -> Staff | None:
        return self.people.get(sub)

    def put(self, staff: Staff) -> None:
        self.people[staff.sub] = staff

    def names(self, subs: Collection[str]) -> Mapping[str, str]:
        return {sub: self.people[sub].name for sub in subs if sub in self.people}


class FakeRosters:
    """`ports.people.Rosters` on a FakeStaff; places where nobody was put are fully staffed, unless they are `empty`."""

    def __init__(self, staff: FakeStaff) -> None:
        self._staff = staff
        self.empty: set[tuple[Tier, str]] = set()

    def at(self, desk: Desk) -> Collection[Member]:
        people = [one.member for one in self._staff.people.values() if one.desk.place == desk.place and one.active]
        if people or desk.place in self.empty:
            return people
        return samples.fully_staffed(desk)


class FakeWrapper:
    """`envelope.KeyWrapper` that wraps by counting."""

    def __init__(self) -> None:
        self._keys: dict[tuple[bytes, Compartment | None], bytes] = {}

    def new_data_key(self, compartment: Compartment) -> tuple[bytes, bytes]:
        wrapped = b"wrapped-%d" % len(self._keys)
        self._keys[wrapped, compartment] = hashlib.sha256(wrapped).digest()
        return self._keys[wrapped, compartment], wrapped

    def unwrap(self, wrapped: bytes, compartment: Compartment | None) -> bytes:
        if (wrapped, compartment) not in self._keys:
            raise ValueError("data key was not wrapped here")
        return self._keys[wrapped, compartment]


class FakeFingerprints:
    """`ports.Fingerprints` without a secret."""

    def of(self, purpose: str, text: str) -> str:
        return hashlib.sha256(f"{purpose}\0{text}".encode()).hexdigest()


class FakeAnnouncer:
    """`ports.Announcer` that remembers; numbers in `broken` fail, at desks in `unheard` nobody listens."""

    def __init__(self) -> None:
        self.told: list[News] = []
        self.to: list[tuple[News, tuple[str, ...]]] = []
        self.broken: set[TicketNumber] = set()
        self.unheard: set[Desk] = set()

    def tell_desk(self, news: News, subs: Collection[str]) -> None:
        if news.desk in self.unheard or not subs:
            raise DeskUnheard
        if news.number in self.broken:
            raise ConnectionError
        self.told.append(news)
        self.to.append((news, tuple(subs)))


class FakeListeners:
    """`ports.Listeners` in a dictionary."""

    def __init__(self) -> None:
        self.desks: dict[Desk, dict[str, str]] = {}

    def put(self, desk: Desk, sub: str, subscription: str) -> None:
        self.desks.setdefault(desk, {})[sub] = subscription

    def remove(self, desk: Desk, sub: str) -> None:
        self.desks.get(desk, {}).pop(sub, None)

    def of(self, desk: Desk) -> Mapping[str, str]:
        return dict(self.desks.get(desk, {}))


class FakeTokens:
    """`ports.Tokens` that takes `token-of-<sub>`."""

    def subject(self, token: str) -> str:
        if not token.startswith("token-of-"):
            raise NotSignedIn
        return token.removeprefix("token-of-")


class FakePorts:
    """`ports.Ports` in memory; time stands still until `wait`."""

    def __init__(self) -> None:
        self.outbox = FakeOutbox()
        self.stream = self.outbox
        self.tickets = FakeTickets(self.outbox)
        self.queues = FakeQueues(self.tickets)
        self.reads = FakeReads()
        self.quotas = FakeQuotas()
        self.writers = FakeWriters()
        self.contacts = OwnContacts(self)
        self.roots = FakeRoots()
        self.stored_trail = FakeStoredTrail(self.tickets, self.reads)
        self.albums = FakeAlbums()
        self.photo_files = FakePhotoFiles()
        self.photo_cleaner = FakeCleaner()
        self.code_tries = FakeCodeTries()
        self.staff = FakeStaff()
        self.rosters = FakeRosters(self.staff)
        self.regions = PackagedRegions()
        self.vault = Envelope(FakeWrapper())
        self.fingerprints = FakeFingerprints()
        self.announcer = FakeAnnouncer()
        self.listeners = FakeListeners()
        self.slips = SealedSlips(self.fingerprints)
        self.tokens = FakeTokens()
        self.words = words()
        self.pages = PackagedPages()
        self.site_url = "https://lapor.example"
        self._now = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
        self._ids = 0

    def now(self) -> datetime:
        return self._now

    def new_id(self) -> str:
        self._ids += 1
        return f"id-{self._ids}"

    def wait(self, time: timedelta) -> None:
        """Let time pass."""
        self._now += time
