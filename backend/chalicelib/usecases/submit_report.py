"""Take a report: one ticket per number, however often it is sent."""

from chalicelib.domain.changes import World, open_ticket
from chalicelib.domain.clocks import earliest_zone
from chalicelib.domain.errors import Invalid, NumberUsed
from chalicelib.domain.identity import Identity
from chalicelib.domain.reports import Report
from chalicelib.domain.tickets import Marks, Receipt, Ticket
from chalicelib.usecases.marks import code_mark_of, token_mark_of
from chalicelib.usecases.open_case import minted_by
from chalicelib.usecases.ports import Overtaken, Ports
from chalicelib.usecases.statements import texts_of


def submit_report(ports: Ports, report: Report, identity: Identity) -> Receipt:
    """Store `report` under the identity minted by whoever took it; return the receipt.

    The same report under the same identity gives the same receipt for ever. Raises Invalid, NumberUsed (the number has other
    content or other secrets), StoreBusy.
    """
    receipt, first_kept = submit_or_find(ports, report, identity)
    if first_kept:
        raise NumberUsed
    return receipt


def submit_or_find(ports: Ports, report: Report, identity: Identity) -> tuple[Receipt, bool]:
    """Like `submit_report`, but for a report sent before under this identity and changed since return (its receipt, True)."""
    check_report(ports, report)
    number = identity.number
    content, parts = texts_of(report)
    marks = Marks(
        content=ports.fingerprints.of("report", content),
        code=code_mark_of(ports, number, identity.code),
        token=token_mark_of(ports, number, identity.token) if identity.token else None,
    )
    keys, sealed = ports.vault.seal_new(number, parts)
    change = open_ticket(number, report, marks, keys, World(ports.now(), ports.new_id()))
    try:
        ports.tickets.commit(change, sealed)
    except Overtaken as overtaken:
        return _receipt_of_before(ports, overtaken.stored, identity, marks)
    return change.after.receipt, False


def _receipt_of_before(ports: Ports, stored: Ticket, identity: Identity, marks: Marks) -> tuple[Receipt, bool]:
    """Return what was said when the number came first, to whoever sent it then; raises NumberUsed to anybody else."""
    if not minted_by(ports, stored, identity):
        raise NumberUsed
    return stored.receipt, stored.marks.content != marks.content


def check_report(ports: Ports, report: Report) -> None:
    """Raise Invalid with every rule that the report breaks."""
    problems = report.problems(latest_day=ports.now().astimezone(earliest_zone()).date())
    problems += ports.regions.problems(report.district, report.village)
    if problems:
        raise Invalid(*problems)
