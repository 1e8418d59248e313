"""Answers in the words of `site/data/words.yaml`."""

from collections.abc import Iterator, Mapping

from chalicelib.domain.errors import Invalid
from chalicelib.entrypoints.front import Front, sentence_of
from chalicelib.entrypoints.http import typed
from chalicelib.entrypoints.moments import localized_day

_REGIONS = ("province", "regency", "district", "village")
# Fields whose value is a choice → the part of the words that names it.
_CHOICES = {
    "category": "categories",
    "subject.role": "subject_roles",
    "payment.bank": "banks",
    "payment.stage": "stages",
    "wishes.call_time": "call_times",
    "complainant": "complainants",
}
AS_TYPED = "as_typed."  # what the fields are called that keep what could not be read
_UNSAID = {"number", "access_code", "link_token"}


def localized_answers(ports: Front, fields: Mapping[str, str | list[str]]) -> Iterator[tuple[str, str]]:
    """Yield (question, answer) of what was filled in, in the order asked; `fields` holds valid answers."""
    words = ports.words
    for name, label in words["labels"].items():
        value = fields.get(name)
        if not value or name in _UNSAID:
            continue
        if isinstance(value, list):
            yield label, ". ".join(words[name].get(one, one) for one in value)
        elif name in _REGIONS:
            yield label, ports.regions.name(value)
        elif name in _CHOICES:
            yield label, words[_CHOICES[name]].get(value, value)
        elif name == "happened_on":
            yield label, localized_day(ports, typed.day(value))
        elif name == "payment.month":
            year, month = typed.month(value).split("-")
            yield label, f"{words['months'][int(month) - 1]} {year}"
        elif value == "true":
            yield label, words["reporting"]["affirmed"]
        else:
            yield label, value
    yield from _kept_as_typed(ports, fields)


def _kept_as_typed(ports: Front, fields: Mapping[str, str | list[str]]) -> Iterator[tuple[str, str]]:
    words = ports.words
    said = words["reporting"]["as_typed"]
    for name, value in fields.items():
        if name.startswith(AS_TYPED):
            yield words["labels"][name.removeprefix(AS_TYPED)], f"{value} ({said})"


def sentences_of(ports: Front, invalid: Invalid) -> dict[str, str]:
    """Return the sentence for each field at fault, of a field with several faults the first."""
    return {name: sentence_of(ports, name, code) for name, code in reversed(invalid.problems)}
