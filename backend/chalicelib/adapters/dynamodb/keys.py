"""Every key of the table, spelled once. The access patterns they serve are in `decisions/0003-keys-and-access-patterns.md`."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date, datetime
from typing import Any

from chalicelib.domain.credentials import SYMBOLS, TicketNumber
from chalicelib.domain.errors import Invalid
from chalicelib.domain.queues import Rank, Shelf
from chalicelib.domain.tiers import Desk, DeskKind
from chalicelib.domain.timestamps import timestamp
from chalicelib.domain.workflow import Lane, Status, lane_of, place_of

# Of the outbox, and of the deadlines.
SHARDS = 8

# What the keys of confidential rows begin with: they sort before all others, and whoever must not read them asks from behind.
CONFIDENTIAL = "!"

_INBOX_ORDER = re.compile(rf"{CONFIDENTIAL}?[0-9]{{3}}#[0-9TZ:.-]{{24}}#[{SYMBOLS}]{{13}}")

Key = dict[str, Any]

# What the partitions of tickets and of their reads begin with.
TICKETS, READS = "TICKET#", "READS#"

# A ticket's partition, in sort order: its events, its statement, the ticket itself.
FIRST_OF_CASE_FILE = "EVENT#"
STATEMENT = "STATEMENT"
TICKET = "TICKET"


def ticket(number: TicketNumber) -> Key:
    """The ticket itself."""
    return _key(_ticket_partition(number), TICKET)


def ticket_partition(number: TicketNumber) -> dict[str, str]:
    """The partition that holds a ticket, its events and its statement."""
    return {"S": _ticket_partition(number)}


def event(number: TicketNumber, version: int) -> Key:
    """The event that made a version; zero-padded so that text order is number order."""
    return _key(_ticket_partition(number), f"{FIRST_OF_CASE_FILE}{version:08d}")


def statement(number: TicketNumber) -> Key:
    """The sealed story and reported party."""
    return _key(_ticket_partition(number), STATEMENT)


def inbox(desk: Desk, order: str) -> Key:
    """The row of a ticket in a desk's inbox, where it stands there."""
    return _key(inbox_partition(desk), order)


def inbox_order(status: Status, due: str, number: TicketNumber, *, confidential: bool) -> str:
    """Where a ticket stands in an inbox: confidential ones first, then by lane, then what is due first; unique."""
    return f"{CONFIDENTIAL if confidential else ''}{inbox_lane(lane_of(status))}{due}#{number.symbols}"


def inbox_partition(desk: Desk) -> str:
    """The partition that is a desk's inbox."""
    return f"INBOX#{desk_key(desk)}"


def inbox_lane(lane: Lane) -> str:
    """What the keys of all rows of a lane begin with; of one width, so that text order is number order."""
    return f"{place_of(lane):03d}#"


def queue(desk: Desk, shelf: Shelf, sub: str | None, order: str) -> Key:
    """The row of a ticket on a shelf of a desk, or of one officer of it."""
    return _key(queue_partition(desk, shelf, sub), order)


def queue_partition(desk: Desk, shelf: Shelf, sub: str | None) -> str:
    """The partition that is a shelf."""
    return f"QUEUE#{desk_key(desk)}#{shelf}" + (f"#{sub}" if sub else "")


def queue_order(rank: Rank, due: datetime, number: TicketNumber, *, confidential: bool) -> str:
    """Where a ticket stands on a shelf: confidential ones first, then by rank, then what is due first; unique."""
    return f"{CONFIDENTIAL if confidential else ''}{rank}#{timestamp(due)}#{number.symbols}"


def row(partition: str, order: str) -> Key:
    """The key of a row by the texts of both its parts."""
    return _key(partition, order)


def reporter(number: TicketNumber) -> Key:
    """The sealed reporter, in a partition of its own so that a role can be kept from reading it."""
    return _key(f"REPORTER#{number.symbols}", "REPORTER")


def album(number: TicketNumber) -> Key:
    """What became of a ticket's photos, apart so that the role which opens photos of strangers touches nothing else."""
    return _key(f"PHOTOS#{number.symbols}", "PHOTOS")


def read(number: TicketNumber, place: int) -> Key:
    """A read that somebody answers for; zero-padded so that text order is number order."""
    return _key(reads_partition(number), f"{place:08d}")


def reads_partition(number: TicketNumber) -> str:
    """The partition of a ticket's reads, apart so that a role may add to them and to nothing else of the ticket."""
    return f"{READS}{number.symbols}"


def number_of_partition(partition: str) -> TicketNumber:
    """Whose partition of tickets, reads or writers it is."""
    return TicketNumber(partition.partition("#")[2])


def place_of_read(item: Any) -> int:
    """Which read of its ticket a row is."""
    return int(item["sk"]["S"])


def writer(number: TicketNumber) -> Key:
    """Who was last seen writing for a ticket, apart so that it comes and goes without touching the ticket."""
    return _key(f"WRITER#{number.symbols}", "WRITER")


def code_tries(number: TicketNumber, since: datetime) -> Key:
    """The tries at a ticket's access code in the span that began then, apart so that a role may count and touch no ticket."""
    return _key(f"TRIES#{number.symbols}", timestamp(since))


def quota(sub: str, day: date) -> Key:
    """How many contacts somebody has opened on a day."""
    return _key(f"QUOTA#{sub}", day.isoformat())


def staff(sub: str) -> Key:
    """A staff member's record."""
    return _key(f"STAFF#{sub}", "STAFF")


def sub_of(item: Any) -> str:
    """Whose record a staff item is."""
    sub: str = item["pk"]["S"].removeprefix("STAFF#")
    return sub


def listener(desk: Desk, sub: str) -> Key:
    """Somebody who listens for news of a desk."""
    return _key(f"DESK#{desk_key(desk)}", sub)


def member(desk: Desk, sub: str) -> Key:
    """Somebody's place in the roster that all desks of a place share."""
    tier, region = desk.place
    return _key(f"ROSTER#{tier}#{region}", sub)


def news(number: TicketNumber, version: int, at: datetime, place: int) -> Key:
    """A piece of undelivered news: sharded by number, oldest first within a shard; `place` tells apart those of one version."""
    return _key(
        outbox_partition(_shard(number)), f"{timestamp(at)}#{number.symbols}#{version:08d}" + (f"#{place}" if place else "")
    )


def due(number: TicketNumber, at: datetime) -> Key:
    """The row of a ticket at its next deadline: sharded by number, oldest first within a shard."""
    return _key(due_partition(_shard(number)), f"{timestamp(at)}#{number.symbols}")


def found(mark: str, received_at: datetime, number: TicketNumber) -> Key:
    """Where a ticket is found by a keyed hash of its reporter's phone or NIK."""
    return _key(found_partition(mark), f"{timestamp(received_at)}#{number.symbols}")


def found_partition(mark: str) -> str:
    """The partition of everything that is found by one hash."""
    return f"FOUND#{mark}"


def number_found(item: Any) -> TicketNumber:
    """What a row leads to."""
    return TicketNumber(item["sk"]["S"].partition("#")[2])


def due_partition(shard: int) -> str:
    """The partition of one shard of deadlines."""
    return f"DUE#{shard}"


def number_due(item: Any) -> TicketNumber:
    """Whose deadline a row is."""
    return TicketNumber(item["sk"]["S"].partition("#")[2])


def outbox_partition(shard: int) -> str:
    """The partition of one outbox shard."""
    return f"OUTBOX#{shard}"


def desk_key(desk: Desk) -> str:
    """A desk as part of a key."""
    return f"{desk.tier if desk.kind is DeskKind.PKH else desk.kind}#{desk.region}"


def cursor(order: str) -> str:
    """The sort key of an inbox row as an opaque text for URLs."""
    return urlsafe_b64encode(order.encode()).decode().rstrip("=")


def read_cursor(text: str, spans: tuple[tuple[str, str], ...]) -> str:
    """Return the sort key that a cursor holds; raises Invalid unless it lies in one of `spans`, those of its list."""
    try:
        order = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
    except ValueError:
        raise Invalid(("cursor", "bad_cursor")) from None
    if not _INBOX_ORDER.fullmatch(order) or not any(first < order < last for first, last in spans):
        raise Invalid(("cursor", "bad_cursor"))
    return order


def _shard(number: TicketNumber) -> int:
    return SYMBOLS.index(number.symbols[0]) % SHARDS


def _ticket_partition(number: TicketNumber) -> str:
    return f"{TICKETS}{number.symbols}"


def _key(pk: str, sk: str) -> Key:
    return {"pk": {"S": pk}, "sk": {"S": sk}}
