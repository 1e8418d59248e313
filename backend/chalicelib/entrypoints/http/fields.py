"""How a single field that comes in is read: tidied, measured, and checked by the domain's rule with the domain's own code."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer
from pydantic_core import PydanticCustomError

from chalicelib.domain.credentials import AccessCode, LinkToken, TicketNumber
from chalicelib.domain.errors import Invalid
from chalicelib.domain.pasted import is_blank, tidy
from chalicelib.domain.rulebook import limits
from chalicelib.domain.timestamps import timestamp


def _cleaned(most: int) -> AfterValidator:
    """Tidy a text and refuse what shows nothing, or is longer than `most` characters.

    No sign is refused: what this Python's Unicode does not know yet, a phone may.
    """

    def check(text: str) -> str:
        text = text.strip()
        if len(text) > 2 * most:  # too long even if every other character is half of a line end; nothing below is spent on it
            raise PydanticCustomError("too_long", "too_long")
        text = tidy(text)
        if is_blank(text):
            raise PydanticCustomError("required", "required")
        if len(text) > most:
            raise PydanticCustomError("too_long", "too_long")
        return text

    return AfterValidator(check)


def _lengths(most: int) -> Any:
    return Field(json_schema_extra={"minLength": 1, "maxLength": most})


def by_rule(rule: Callable[[str], object]) -> AfterValidator:
    """Apply a rule of the domain and keep its field code; the text becomes what the rule makes of it."""

    def check(text: str) -> str:
        try:
            return str(rule(text))
        except Invalid as invalid:
            code: Any = invalid.problems[0][1]  # the type wants a literal; the code comes from the domain's own error
            raise PydanticCustomError(code, code) from None

    return AfterValidator(check)


def among(choices: Collection[str]) -> AfterValidator:
    """Take one of these texts and no other."""

    def check(text: str) -> str:
        if text not in choices:
            raise PydanticCustomError("not_a_choice", "not_a_choice")
        return text

    return AfterValidator(check)


def as_typed(read: Callable[[str], Any], code: Any) -> BeforeValidator:
    """Read a text as people type it; what is no text is left to the field's own type."""

    def check(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return read(value)
        except ValueError:
            raise PydanticCustomError(code, code) from None

    return BeforeValidator(check)


_MOST = limits()
Line = Annotated[str, _lengths(_MOST.line), _cleaned(_MOST.line)]
Story = Annotated[str, _lengths(_MOST.story), _cleaned(_MOST.story)]
Note = Annotated[str, _lengths(_MOST.note), _cleaned(_MOST.note)]
Number = Annotated[str, Field(examples=["PKH-7M3K-Q2ZD-90XA-A"]), by_rule(TicketNumber.parse)]
Code = Annotated[str, Field(json_schema_extra={"pattern": "^[0-9]{8}$"}), by_rule(lambda text: AccessCode.parse(text).digits)]
Token = Annotated[
    str, Field(json_schema_extra={"pattern": "^[A-Za-z0-9_-]{22}$"}), by_rule(lambda text: LinkToken.parse(text).text)
]
Moment = Annotated[datetime, PlainSerializer(timestamp, return_type=str)]
