"""Rows that are derived from a ticket: whatever a ticket is found or listed by, beside its number.

Each is a plain item in a partition of its own kind, made by one of the modules here from the ticket alone. What a change writes
is the difference between the rows of the ticket before and after it, so a row can neither be forgotten nor left behind.
"""

from typing import Any

from chalicelib.adapters.dynamodb.rows import due, found, inbox, queue
from chalicelib.domain.tickets import Ticket

Item = dict[str, Any]
Keys = tuple[str, str]  # partition and sort key

_KINDS = (inbox.rows, queue.rows, due.rows, found.rows)


def rows_of(ticket: Ticket | None) -> dict[Keys, Item]:
    """Return every row of a ticket by its keys; none of a ticket that does not exist."""
    if ticket is None:
        return {}
    return {(item["pk"]["S"], item["sk"]["S"]): item for rows in _KINDS for item in rows(ticket)}


def difference(before: dict[Keys, Item], after: dict[Keys, Item]) -> tuple[list[Item], list[Keys]]:
    """Return (items to put, keys to delete) that turn the one set of rows into the other; equal rows are in neither."""
    return [item for key, item in after.items() if before.get(key) != item], [key for key in before if key not in after]
