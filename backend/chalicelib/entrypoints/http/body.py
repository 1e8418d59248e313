"""The one reader of JSON bodies: strict where JSON parsers are kind. It refuses to know any field."""

import json
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from chalicelib.domain.errors import Invalid
from chalicelib.entrypoints.http.errors import TooLarge, Unreadable, WrongMediaType

LARGEST = 64 * 1024  # bytes; the longest story with everything else filled in is a third of it
# A report with every field filled in has 110 quotation marks and 26 fields that can be at fault. More of either is no report,
# and naming each fault would cost more time than refusing may.
_MOST_QUOTES = 160
_MOST_PROBLEMS = 26

Model = TypeVar("Model", bound=BaseModel)

# pydantic's error types → the field codes of `site/data/words.yaml`. The domain's own codes stand for themselves.
_FIELD_CODES = {
    "missing": "required",
    "extra_forbidden": "unknown_field",
    "enum": "not_a_choice",
    "date_parsing": "bad_date",
    "date_from_datetime_parsing": "bad_date",
    "date_from_datetime_inexact": "bad_date",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "string_too_long": "too_long",
    "int_parsing_size": "out_of_range",
}
_OWN_CODES = {
    *("required", "too_long", "bad_text", "bad_number", "bad_code", "bad_token", "bad_phone", "bad_nik"),
    *("bad_date", "bad_month", "bad_amount", "not_a_choice", "bad_photo"),
}


def read_body(raw: bytes, content_type: str | None, model: type[Model]) -> Model:
    """Return `raw` as `model`.

    Raises TooLarge, WrongMediaType, Unreadable (not JSON in UTF-8, NaN, a key twice, too deep, too many keys or faults), or
    Invalid with every field at fault. The models hold no fractions and two levels, so what passes them has neither more.
    """
    if len(raw) > LARGEST:
        raise TooLarge
    if not _is_json(content_type):
        raise WrongMediaType
    quotes = raw.count(b'"')
    if quotes > _MOST_QUOTES and quotes - raw.count(b'\\"') > _MOST_QUOTES:
        raise Unreadable
    try:
        from_json(raw, allow_inf_nan=False)
        content = model.model_validate_json(raw)
        json.loads(raw, object_pairs_hook=_unique)  # last, because it is the dearest
    except ValidationError as error:
        raise refusal(error) from None
    except ValueError:
        raise Unreadable from None
    return content


def field_code(kind: str) -> str:
    """Return the field code for an error type, be it pydantic's or one of the domain's own codes."""
    return _FIELD_CODES.get(kind, kind if kind in _OWN_CODES else "wrong_type")


def _is_json(content_type: str | None) -> bool:
    media_type, _, parameters = (content_type or "").partition(";")
    charset = parameters.strip().lower().replace('"', "")
    return media_type.strip().lower() == "application/json" and charset in ("", "charset=utf-8")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError
    return content


def refusal(error: ValidationError) -> Exception:
    """Return pydantic's error as ours: Invalid with (field, code) and no value, or Unreadable when too much is at fault."""
    if error.error_count() > _MOST_PROBLEMS:
        return Unreadable()
    problems = []
    for detail in error.errors(include_input=False, include_url=False, include_context=False):
        # The name of an unknown field is the sender's own text: name only where it stands.
        path = detail["loc"][:-1] if detail["type"] == "extra_forbidden" else detail["loc"]
        problems.append((".".join(str(part) for part in path), field_code(detail["type"])))
    return Invalid(*dict.fromkeys(problems))
