"""Reads HTML forms: strictly in form, kindly in what people type. It gives the same models that JSON gives."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, get_args
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError

from chalicelib.entrypoints.http.body import LARGEST, Model, refusal
from chalicelib.entrypoints.http.errors import TooLarge, Unreadable, WrongMediaType
from chalicelib.entrypoints.http.routes import Call

_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 64
TICKED = "true"  # what a ticked box sends

# What was typed, by the name of the field: a text, or the ticked values of a list of boxes.
Fields = dict[str, str | list[str]]


def read_form(call: Call, lists: Sequence[str] = ()) -> Fields:
    """Return the fields of a form as they were typed, blank ones left out; those named in `lists` hold all their values.

    Raises TooLarge, WrongMediaType, Unreadable (not UTF-8, too many fields, a field twice).
    """
    if len(call.body) > LARGEST:
        raise TooLarge
    if call.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise WrongMediaType
    try:
        pairs = parse_qsl(call.body.decode("ascii"), max_num_fields=_MOST_FIELDS, encoding="utf-8", errors="strict")
    except ValueError:
        raise Unreadable from None
    fields: Fields = {name: [] for name in lists}
    for name, value in pairs:
        already = fields.get(name)
        if isinstance(already, list):
            already.append(value)
        elif already is not None:
            raise Unreadable
        elif value.strip():
            fields[name] = value
    return {name: value for name, value in fields.items() if value}


def read_fields(fields: Mapping[str, str | list[str]], model: type[Model]) -> Model:
    """Return fields named like "reporter.name" as `model`; raises Invalid with every field at fault, Unreadable."""
    content: dict[str, Any] = {}
    ticks = _ticks(model)
    for name, value in fields.items():
        outer, _, inner = name.partition(".")
        place = content if not inner else content.setdefault(outer, {})
        if not isinstance(place, dict):
            raise Unreadable
        place[inner or outer] = value == TICKED if name in ticks else value
    try:
        # As JSON is read: a list for a tuple, a text for a choice.
        return model.model_validate(content, strict=False)
    except ValidationError as error:
        raise refusal(error) from None


@cache
def _ticks(model: type[BaseModel]) -> frozenset[str]:
    """Return the names of the fields that are a yes or no."""
    names: set[str] = set()
    for name, field in model.model_fields.items():
        inner = [kind for kind in get_args(field.annotation) if isinstance(kind, type) and issubclass(kind, BaseModel)]
        if field.annotation is bool:
            names.add(name)
        names |= {f"{name}.{below}" for kind in inner for below in _ticks(kind)}
    return frozenset(names)
