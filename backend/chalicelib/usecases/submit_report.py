"""Take a report: one ticket per number, however often it is sent."""

from dataclasses import replace
from typing import Protocol

from chalicelib.domain.calendar import earliest_zone
from chalicelib.domain.changes import World, open_ticket
from chalicelib.domain.credentials import Credentials
from chalicelib.domain.errors import Invalid, NumberUsed
from chalicelib.domain.reports import Report
from chalicelib.domain.tickets import Digests, Receipt, Ticket
from chalicelib.usecases.digests import code_digest, found_by, token_digest
from chalicelib.usecases.name_marks import name_marks
from chalicelib.usecases.open_case import Comparing, minted_by
from chalicelib.usecases.ports import WithRegions, WithRosters, WithTickets, WithVault, WithWorld
from chalicelib.usecases.ports.tickets import Overtaken
from chalicelib.usecases.statements import texts_of
from chalicelib.usecases.store_change import store_change


class Checking(WithRegions, WithWorld, Protocol):
    """What checking a report takes."""


class Submitting(Checking, Comparing, WithRosters, WithTickets, WithVault, Protocol):
    """What taking a report takes."""


def submit_report(ports: Submitting, report: Report, credentials: Credentials) -> Receipt:
    """Store `report` under the credentials minted by whoever took it; return the receipt.

    The same report under the same credentials gives the same receipt for ever. Raises Invalid, NumberUsed (the number has other
    content or other secrets), StoreBusy.
    """
    receipt, first_kept = submit_or_find(ports, report, credentials)
    if first_kept:
        raise NumberUsed
    return receipt


def submit_or_find(ports: Submitting, report: Report, credentials: Credentials) -> tuple[Receipt, bool]:
    """Like `submit_report`, but for a report sent before under these and changed since return (its receipt, True)."""
    check_report(ports, report)
    number = credentials.number
    content, parts = texts_of(report)
    digests = Digests(
        content=ports.fingerprints.of("report", content),
        code=code_digest(ports, number, credentials.code),
        token=token_digest(ports, number, credentials.token) if credentials.token else None,
    )
    keys, sealed = ports.vault.seal_new(number, parts)
    accused = name_marks(ports, report.accused) if report.accused else ()
    change = open_ticket(number, report, accused, digests, keys, World(ports.now(), ports.new_id(), ports.rosters.at))
    if report.reporter:
        marks = found_by(ports, report.reporter.phone, report.reporter.nik)
        change = replace(change, after=replace(change.after, found_by=marks))
    try:
        store_change(ports, change, sealed)
    except Overtaken as overtaken:
        return _receipt_of_before(ports, overtaken.stored, credentials, digests)
    return change.after.receipt, False


def _receipt_of_before(ports: Submitting, stored: Ticket, credentials: Credentials, digests: Digests) -> tuple[Receipt, bool]:
    """Return what was said when the number came first, to whoever sent it then; raises NumberUsed to anybody else."""
    if not minted_by(ports, stored, credentials):
        raise NumberUsed
    return stored.receipt, stored.digests.content != digests.content


def check_report(ports: Checking, report: Report) -> None:
    """Raise Invalid with every rule that the report breaks."""
    problems = report.problems(latest_day=ports.now().astimezone(earliest_zone()).date())
    problems += ports.regions.problems(report.district, report.village)
    if problems:
        raise Invalid(*problems)
