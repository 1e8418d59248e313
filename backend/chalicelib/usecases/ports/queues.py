"""What lies on the shelves of a desk."""

from datetime import datetime
from typing import Protocol

from chalicelib.domain.queues import Queue
from chalicelib.domain.staff import Staff
from chalicelib.usecases.ports.tickets import EVERYTHING, Choice, Page


class Queues(Protocol):
    """Lists and counts the queues of a desk, as walls have it for one person of it."""

    def page(
        self, staff: Staff, queue: Queue, now: datetime, limit: int, after: str | None, choice: Choice = EVERYTHING
    ) -> Page:
        """Return a page of a queue as it stands at `now`; `after` is a `Page.next`, which goes on as it stood then.

        Of a choice it may be short, as an inbox is.

        Raises Invalid when `after` was not given out, StoreBusy.
        """

    def count(self, staff: Staff, queue: Queue, now: datetime, most: int) -> int:
        """Return how many tickets a queue lists at `now`, but never more than `most`. Raises StoreBusy."""
