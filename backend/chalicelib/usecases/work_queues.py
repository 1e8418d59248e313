"""The work queues of a staff member: how much is in each, and what."""

from collections.abc import Sequence
from typing import Protocol

from chalicelib.domain.errors import Invalid
from chalicelib.domain.queues import Queue, queues_of
from chalicelib.domain.staff import Staff
from chalicelib.usecases.ports import WithQueues, WithWorld
from chalicelib.usecases.ports.tickets import EVERYTHING, Choice, Page

MOST_COUNTED = 100  # beyond that a number tells nobody more: "99+"


class Listing(WithQueues, WithWorld, Protocol):
    """What listing takes."""


def count_queues(ports: Listing, staff: Staff) -> Sequence[tuple[Queue, int]]:
    """Return the queues of their desk and how many tickets each lists for them, `MOST_COUNTED` for that many or more.

    Raises StoreBusy.
    """
    now = ports.now()
    return [(queue, ports.queues.count(staff, queue, now, MOST_COUNTED)) for queue in queues_of(staff.desk)]


def list_queue(ports: Listing, staff: Staff, name: str, limit: int, after: str | None, choice: Choice = EVERYTHING) -> Page:
    """Return a page of a queue: see `ports.queues.Queues`. Raises Invalid for one that their desk does not have, StoreBusy."""
    queue = next((queue for queue in queues_of(staff.desk) if queue.id == name), None)
    if queue is None:
        raise Invalid(("queue", "not_a_choice"))
    return ports.queues.page(staff, queue, ports.now(), limit, after, choice)
