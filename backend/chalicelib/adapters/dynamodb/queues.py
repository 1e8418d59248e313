"""Lists and counts work queues: each stretch of one is a Query of consecutive rows. Count and list read the same rows."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.listing import PageInTheMaking, admitted
from chalicelib.adapters.dynamodb.rows import inbox
from chalicelib.domain.credentials import SYMBOLS
from chalicelib.domain.errors import Invalid
from chalicelib.domain.queues import Queue, Rank, Shelf, Span, spans
from chalicelib.domain.staff import Staff
from chalicelib.domain.timestamps import timestamp
from chalicelib.usecases.ports.tickets import EVERYTHING, Choice, Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_BEFORE, _BEHIND = "", "~"  # sort before and behind every date
_AFTER = "!"  # sorts an order text right behind itself
_CURSOR = re.compile(rf"([0-9TZ:.-]{{24}})/([0-9])/([0-9TZ:.-]{{24}}#[{SYMBOLS}]{{13}})")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page ends: in which stretch of the queue as it stood `at`, behind which row."""

    at: datetime
    stretch: int
    behind: str


class DynamoQueues:
    """`ports.queues.Queues` on the table."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def page(
        self, staff: Staff, queue: Queue, now: datetime, limit: int, after: str | None, choice: Choice = EVERYTHING
    ) -> Page:
        """See `ports.queues.Queues`: a strongly consistent Query for each stretch and rank, until the page is full."""
        place = _read(after) if after else _Place(now, 0, _BEFORE)
        page = PageInTheMaking(choice, staff, limit)
        for number, (track, span) in enumerate(_stretches(staff, queue, place.at)):
            if number < place.stretch or page.more:
                continue
            behind = place.behind + _AFTER if number == place.stretch and place.behind else _BEFORE
            for row in self._rows(staff, queue.shelf, track, span, behind, page.wanted):
                if not page.take(number, row):
                    break
        following = _cursor(place.at, *page.behind) if page.more and page.behind else None
        return Page(inbox.entries(page.rows), following, page.hidden)

    def count(self, staff: Staff, queue: Queue, now: datetime, most: int) -> int:
        """See `ports.queues.Queues`: the same rows, without what they say; of a whole shelf in one Query."""
        counted = 0
        for first, last in _ranges(staff, queue, now):
            rows = self._between(staff, queue.shelf, first, last, "wall", most - counted)
            counted += sum(1 for _ in islice(rows, most - counted))
            if counted == most:
                break
        return counted

    def _rows(self, staff: Staff, shelf: Shelf, track: str, span: Span, behind: str, wanted: int) -> Iterator[Any]:
        """Yield the rows of a stretch that this person may know of, the first due first."""
        ranges = [(f"{track}{rank}#", *_dates(span)) for rank in span.ranks]
        ranks = [
            self._between(staff, shelf, rank + max(first, behind), rank + last, "doc, wall, sk", wanted)
            for rank, first, last in ranges
        ]
        yield from merge(*ranks, key=_order)

    def _between(self, staff: Staff, shelf: Shelf, first: str, last: str, shown: str, wanted: int) -> Iterator[Any]:
        """Yield the rows of a shelf between two orders, both no order of any row."""
        if first < last:
            partition = keys.queue_partition(staff.desk, shelf, staff.sub if shelf is Shelf.MINE else None)
            yield from admitted(self._client, self._table, staff, partition, first, last, shown, wanted)


def _ranges(staff: Staff, queue: Queue, now: datetime) -> Iterator[tuple[str, str]]:
    """Yield the ranges of keys that a queue is, in no order."""
    if queue.due is None:
        first, *_, last = Rank
        yield from ((f"{track}{first}", f"{track}{last}{_BEHIND}") for track in _tracks(staff))
        return
    for track, span in _stretches(staff, queue, now):
        first_at, last_at = _dates(span)
        yield from ((f"{track}{rank}#{first_at}", f"{track}{rank}#{last_at}") for rank in span.ranks)


def _dates(span: Span) -> tuple[str, str]:
    """Return what sorts before the first date of a span, and behind its last."""
    return timestamp(span.first) if span.first else _BEFORE, timestamp(span.last) if span.last else _BEHIND


def _tracks(staff: Staff) -> tuple[str, ...]:
    """Return what the keys of a person's tracks begin with; confidential tickets come first, for marked readers."""
    return (keys.CONFIDENTIAL, "") if staff.confidential else ("",)


def _stretches(staff: Staff, queue: Queue, now: datetime) -> list[tuple[str, Span]]:
    """Return (track, span) of each stretch of a queue in order."""
    return [(track, span) for track in _tracks(staff) for span in spans(queue, staff.desk, now)]


def _order(row: Any) -> str:
    """Return the date and number of a row, by which the ranks of one stretch are merged."""
    return str(row["sk"]["S"]).partition("#")[2]


def _cursor(at: datetime, stretch: int, row: Any) -> str:
    return urlsafe_b64encode(f"{timestamp(at)}/{stretch}/{_order(row)}".encode()).decode().rstrip("=")


def _read(text: str) -> _Place:
    try:
        found = _CURSOR.fullmatch(urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii"))
        at = datetime.fromisoformat(found[1]) if found else None
    except ValueError:
        at = found = None
    if not found or at is None:
        raise Invalid(("cursor", "bad_cursor"))
    return _Place(at, int(found[2]), found[3])
