"""The two texts of a report that are stored sealed, and their form: the statement (what desks read) and the reporter."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from chalicelib.domain.compartments import Compartment
from chalicelib.domain.reports import Payment, Report, Subject, Wishes
from chalicelib.usecases.ports.tickets import REPORTER, STATEMENT

_PARTS: dict[str, type[Subject | Payment | Wishes]] = {"subject": Subject, "payment": Payment, "wishes": Wishes}


@dataclass(frozen=True, slots=True)
class Statement:
    """What the complainant says, as their desk reads it: the story, whom it is about, the payment, how to treat them."""

    story: str
    subject: Subject | None = None
    payment: Payment | None = None
    complainant: str | None = None
    for_other: bool = False
    wishes: Wishes | None = None


def texts_of(report: Report) -> tuple[str, Mapping[Compartment, Mapping[str, bytes]]]:
    """Return (the text by which a report is known again, the texts of it that are sealed, by compartment and name).

    In the first, what was left empty is left out, so that a new question changes no old report.
    """
    whole = asdict(report)
    statement = _text({field.name: whole[field.name] for field in fields(Statement)})
    parts = {Compartment.CASE: {STATEMENT: statement}}
    if whole["reporter"]:
        parts[Compartment.IDENTITY] = {REPORTER: _text(whole["reporter"])}
    return json.dumps(_filled(whole), default=str, sort_keys=True), parts


def read_statement(text: bytes) -> Statement:
    """Return the statement that `texts_of` wrote."""
    content = json.loads(text)
    for name, kind in _PARTS.items():
        content[name] = kind(**content[name]) if content.get(name) else None
    return Statement(**content)


def _filled(content: dict[str, Any]) -> dict[str, Any]:
    values = {name: _filled(value) if isinstance(value, dict) else value for name, value in content.items()}
    return {name: value for name, value in values.items() if value not in (None, False, (), {})}


def _text(content: dict[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
