"""Take a report: one ticket per number, however often it is sent."""

import json
from dataclasses import asdict
from datetime import timedelta, timezone

from chalicelib.domain.errors import Invalid, NumberUsed
from chalicelib.domain.identity import AccessCode, TicketNumber
from chalicelib.domain.tickets import Receipt, Report, open_ticket
from chalicelib.usecases.ports import Filing, Ports
from chalicelib.usecases.statements import REPORTER, STATEMENT, reporter_text, statement_text

_EASTERNMOST = timezone(timedelta(hours=9))  # WIT, where the day starts first


def submit_report(
    ports: Ports, report: Report, number: TicketNumber | None, code: AccessCode | None
) -> tuple[TicketNumber, AccessCode, Receipt]:
    """Store `report` under the number and code minted by the sender, or mint both here; return them with the receipt.

    The same report under the same number and code gives the same receipt for ever. Raises Invalid, NumberUsed (the number
    has other content or another code), StoreBusy.
    """
    if (number is None) != (code is None):
        raise Invalid(("number" if number is None else "access_code", "number_and_code"))
    at = ports.now()
    problems = report.problems(latest_day=at.astimezone(_EASTERNMOST).date())
    problems += ports.regions.problems(report.district, report.village)
    if problems:
        raise Invalid(*problems)
    number, code = number or TicketNumber.mint(), code or AccessCode.mint()

    content_mark = ports.fingerprints.of("report", _canonical(report))
    code_mark = ports.fingerprints.of("access-code", f"{number.symbols}:{code.digits}")
    parts = {STATEMENT: statement_text(report)} | ({REPORTER: reporter_text(report.reporter)} if report.reporter else {})
    data_key, sealed = ports.vault.seal_new(number, parts)
    ticket, event = open_ticket(
        number,
        report,
        at=at,
        event_id=ports.new_id(),
        content_mark=content_mark,
        code_mark=code_mark,
        data_key=data_key,
    )
    receipt = ports.tickets.add(Filing(ticket, event, sealed[STATEMENT], sealed.get(REPORTER))).receipt
    if (receipt.content_mark, receipt.code_mark) != (content_mark, code_mark):
        raise NumberUsed
    return number, code, receipt


def _canonical(report: Report) -> str:
    return json.dumps(asdict(report), default=str, sort_keys=True)
