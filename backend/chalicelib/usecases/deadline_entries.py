"""A deadline as texts, as lists keep it and the API gives it."""

from typing import TypedDict

from chalicelib.domain.deadlines import Due, deadline_of
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.timestamps import timestamp


class DueEntry(TypedDict):
    """A `deadlines.Due`: `at` a moment, `day` the last day, `exact` whether it is to be told with its hour."""

    at: str
    day: str
    exact: bool
    rises_to: str | None


class DeadlineEntry(DueEntry):
    """A `deadlines.Deadline`."""

    clock: str
    waits_for: str
    late: bool


def due_entry(due: Due) -> DueEntry:
    """Return when something is over, as texts."""
    return {"at": timestamp(due.at), "day": due.day.isoformat(), "exact": due.exact, "rises_to": due.rises_to}


def deadline_entry(ticket: Ticket) -> DeadlineEntry | None:
    """Return the next deadline of a ticket as texts; None where nothing is owed."""
    deadline = deadline_of(ticket)
    if deadline is None:
        return None
    return {**due_entry(deadline), "clock": deadline.clock, "waits_for": deadline.of, "late": deadline.late}
