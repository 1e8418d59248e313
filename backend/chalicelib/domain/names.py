"""When two written names may be one person's. Rather once too often: whom it keeps out wrongly loses nothing."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from chalicelib.domain.rulebook import rules

# A name as it is kept beside a ticket: keyed hashes, of the whole name first and of each part after it; () is no name.
Marks = tuple[str, ...]

_BETWEEN = re.compile(r"[\W\d_]+")
_TWICE = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True)
class NameRules:
    """`rules/names.toml`: what is left out of a name, and what is written in many ways."""

    titles: frozenset[str]
    spellings: tuple[tuple[str, str], ...]
    variants: dict[str, str]


@cache
def name_rules() -> NameRules:
    """Return how names are compared; raises KeyError, TypeError or AttributeError for a file of another form."""
    read = rules("names")
    variants = {variant: name for name, several in read["variants"].items() for variant in several}
    return NameRules(frozenset(read["titles"]), tuple(read["spellings"].items()), variants)


def name_parts(text: str) -> tuple[str, ...]:
    """Return the parts of a written name, folded: without titles, initials, accents, case, doubled letters or old spelling."""
    known = name_rules()
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)).casefold()
    words = [word for word in _BETWEEN.split(plain) if len(word) > 1 and word not in known.titles]
    return tuple(known.variants.get(word, word) for word in map(_spelled, words))


def marks_of(text: str, hashed: Callable[[str], str]) -> Marks:
    """Return the marks of a written name; `hashed` is a keyed hash."""
    parts = name_parts(text)
    return (hashed("".join(parts)), *map(hashed, parts)) if parts else ()


def same_person(one: Marks, other: Marks) -> bool:
    """Whether two names may be one person's: the same when run together, or all parts of the shorter one are in the longer."""
    if not one or not other:
        return False
    parts, others = set(one[1:]), set(other[1:])
    return one[0] == other[0] or parts <= others or others <= parts


def _spelled(word: str) -> str:
    for old, new in name_rules().spellings:
        word = word.replace(old, new)
    return _TWICE.sub(r"\1", word)
