"""The two texts of a report that are stored sealed, and their form: the statement (story, reported party) and the reporter."""

import json
from dataclasses import asdict, dataclass

from chalicelib.domain.tickets import Report, Reporter, Subject

STATEMENT = "statement"
REPORTER = "reporter"


@dataclass(frozen=True, slots=True)
class Statement:
    """What the complainant says: the story and whom it is about."""

    story: str
    subject: Subject | None


def statement_text(report: Report) -> bytes:
    """Return the statement of a report as it is sealed."""
    return _text({"story": report.story, "subject": asdict(report.subject) if report.subject else None})


def read_statement(text: bytes) -> Statement:
    """Return what `statement_text` wrote."""
    content = json.loads(text)
    return Statement(content["story"], Subject(**content["subject"]) if content["subject"] else None)


def reporter_text(reporter: Reporter) -> bytes:
    """Return the reporter as it is sealed."""
    return _text(asdict(reporter))


def _text(content: dict[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
