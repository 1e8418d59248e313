"""The two texts of a report that are stored sealed, and their form: the statement (what desks read) and the reporter."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from chalicelib.domain.compartments import Compartment
from chalicelib.domain.reports import Payment, Report, Subject, Wishes
from chalicelib.usecases.ports.tickets import REPORTER, STATEMENT

_IDENTITY = "reporter."
_PARTS: dict[str, type[Subject | Payment | Wishes]] = {"subject": Subject, "payment": Payment, "wishes": Wishes}


@dataclass(frozen=True, slots=True)
class Statement:
    """What the complainant says, as their desk reads it: the story, whom it is about, the payment, how to treat them.

    `as_typed` is what could not be read, by its field; None for what lies with who reports.
    """

    story: str
    subject: Subject | None = None
    payment: Payment | None = None
    complainant: str | None = None
    for_other: bool = False
    wishes: Wishes | None = None
    as_typed: Mapping[str, str | None] = field(default_factory=dict)


def texts_of(report: Report) -> tuple[str, Mapping[Compartment, Mapping[str, bytes]]]:
    """Return (the text by which a report is known again, the texts of it that are sealed, by compartment and name).

    In the first, what was left empty is left out, so that a new question changes no old report.
    """
    whole = asdict(report)
    identity = {name: text for name, text in report.as_typed.items() if name.startswith(_IDENTITY)}
    unread = {name: None if name in identity else text for name, text in report.as_typed.items()}
    statement = _text({**{one.name: whole[one.name] for one in fields(Statement)}, "as_typed": unread})
    parts = {Compartment.CASE: {STATEMENT: statement}}
    reporter = {**(whole["reporter"] or {}), **({"as_typed": identity} if identity else {})}
    if reporter:
        parts[Compartment.IDENTITY] = {REPORTER: _text(reporter)}
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
