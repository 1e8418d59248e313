"""The two texts of a report that are stored sealed, and their form: the statement (what desks read) and the reporter."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from chalicelib.domain.compartments import Compartment
from chalicelib.domain.events import part_name
from chalicelib.domain.reports import Payment, Report, Subject, Wishes
from chalicelib.usecases.ports.tickets import OWN_WORDS, REPORTER, STATEMENT

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
    own = {name: whole[name] for name in ("story", "payment") if whole[name]}
    parts = {Compartment.CASE: {STATEMENT: statement}, Compartment.TALK: {part_name(OWN_WORDS, 1): _text(own)}}
    reporter = {**(whole["reporter"] or {}), **({"as_typed": identity} if identity else {})}
    if reporter:
        # How to call them lies with whom to call: whoever opens the one need not open the other.
        wishes = report.wishes or Wishes()
        reporter |= {"hide_name": wishes.hide_name, "call_time": wishes.call_time}
    if reporter:
        parts[Compartment.IDENTITY] = {REPORTER: _text(reporter)}
    return json.dumps(_filled(whole), default=str, sort_keys=True), parts


def read_statement(text: bytes) -> Statement:
    """Return the statement that `texts_of` wrote."""
    content = json.loads(text)
    for name, kind in _PARTS.items():
        content[name] = kind(**content[name]) if content.get(name) else None
    return Statement(**content)


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the complainant wrote and may read again: the story and the payment, and nobody's name."""

    story: str
    payment: Payment | None = None


def read_own_words(text: bytes) -> OwnWords:
    """Return the own words that `texts_of` wrote."""
    content = json.loads(text)
    return OwnWords(content["story"], Payment(**content["payment"]) if "payment" in content else None)


def _filled(content: dict[str, Any]) -> dict[str, Any]:
    values = {name: _filled(value) if isinstance(value, dict) else value for name, value in content.items()}
    return {name: value for name, value in values.items() if value not in (None, False, (), {})}


def _text(content: dict[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
