"""Whether what somebody answers to the fields of an action can be meant. Codes are those of `words.yaml`; no value is said."""

from collections.abc import Callable, Mapping
from datetime import date

from chalicelib.domain.clocks import ClockName, time_limits
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import Invalid
from chalicelib.domain.reports import categories
from chalicelib.domain.rulebook import limits
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.workflow import Action, Field, FieldKind, Option, credit_categories

_MOST_STARS = 5


def problems_of(row: Action, answers: Mapping[str, str], ticket: Ticket, today: date) -> list[tuple[str, str]]:
    """Return (field, code) of each answer that is missing, cannot be meant, or is not asked for; `today` as of the ticket."""
    needed = needed_fields(row, answers)
    asked = {field.name: field for field in (*needed, *row.may)}
    missing = [(field.name, "required") for field in needed if not answers.get(field.name)]
    wrong = [
        (name, code)
        for name, field in asked.items()
        if answers.get(name) and (code := _wrong(field, answers[name], ticket, today))
    ]
    return [*missing, *wrong, *((name, "unknown_field") for name in answers if name not in asked)]


def needed_fields(row: Action, answers: Mapping[str, str]) -> list[Field]:
    """Return the fields that must be answered: those of the action, and those of what was chosen."""
    chosen = [option for field in row.needs if (option := field.option(answers.get(field.name, "")))]
    return [*row.needs, *(field for option in chosen for field in option.needs)]


def options_of(field: Field, ticket: Ticket) -> list[Option]:
    """Return what a choice offers for this ticket."""
    credit = ticket.category in credit_categories()
    been = {step.status for step in ticket.steps}
    return [
        option for option in field.options if option.credit in (None, credit) and (option.after is None or option.after in been)
    ]


def _wrong(field: Field, answer: str, ticket: Ticket, today: date) -> str | None:
    if len(answer) > field.longest:
        return "too_long"
    if field.kind is FieldKind.CHOICE:
        return None if answer in (option.id for option in options_of(field, ticket)) else "not_a_choice"
    return _CHECKS[field.kind](field.name, answer, today) if field.kind in _CHECKS else None


def _day(name: str, answer: str, today: date) -> str | None:
    try:
        day = date.fromisoformat(answer)
    except ValueError:
        return "bad_date"
    if name == "answer_by":
        limit = time_limits()[ClockName.WAITING]
        return None if (limit.shortest or 1) <= (day - today).days <= limit.length else "out_of_range"
    return "future_date" if day > today else "too_early" if day.year < limits().first_year else None


def _rating(_name: str, answer: str, _today: date) -> str | None:
    return None if answer in map(str, range(1, _MOST_STARS + 1)) else "not_a_choice"


def _number(_name: str, answer: str, _today: date) -> str | None:
    try:
        TicketNumber.parse(answer)
    except Invalid:
        return "bad_number"
    return None


def _category(_name: str, answer: str, _today: date) -> str | None:
    return None if answer in categories() else "not_a_choice"


# A person or a district is looked up by whoever can: the use case.
_CHECKS: Mapping[FieldKind, Callable[[str, str, date], str | None]] = {
    FieldKind.DAY: _day,
    FieldKind.RATING: _rating,
    FieldKind.NUMBER: _number,
    FieldKind.CATEGORY: _category,
}
