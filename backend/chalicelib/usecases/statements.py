"""The two texts of a report that are stored sealed, and their form: the statement (what desks read) and the reporter."""

import json
from dataclasses import asdict, dataclass, fields

from chalicelib.domain.reports import Payment, Report, Reporter, Subject, Wishes

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


def statement_text(report: Report) -> bytes:
    """Return the statement of a report as it is sealed."""
    whole = asdict(report)
    return _text({field.name: whole[field.name] for field in fields(Statement)})


def read_statement(text: bytes) -> Statement:
    """Return what `statement_text` wrote."""
    content = json.loads(text)
    for name, kind in _PARTS.items():
        content[name] = kind(**content[name]) if content.get(name) else None
    return Statement(**content)


def reporter_text(reporter: Reporter) -> bytes:
    """Return the reporter as it is sealed."""
    return _text(asdict(reporter))


def _text(content: dict[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
