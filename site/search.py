"""Makes the search index of the built pages: which root of a word stands in which section. The browser finds the roots of what
is typed by trying affixes against this index (`scripts/stems.js`), so that no dictionary has to come over the network.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from textwrap import shorten
from typing import Any

import yaml

WORD = re.compile(r"[a-z0-9]+")
_HEADINGS = {"h1": 8, "h2": 4, "h3": 4}  # what a word in a heading weighs, against 1 in a text
_SNIPPET = 110  # characters
# What is no text of the page itself; nor is what it hides until somebody has done something, nor links on cards.
_ASIDE = {"script", "style", "template", "form", "nav", "header", "footer", "svg"}
_CARDS = "cards"
_INLINE = {"a", "strong", "em"}  # between any other two pieces of text there is a gap
_RELATED = 0.4  # what a word weighs that only means the same

Index = dict[str, Any]


@dataclass
class Section:
    """A heading and what stands below it, up to the next."""

    level: str
    anchor: str
    title: str = ""
    text: list[str] = field(default_factory=list)


def make_index(site: Path, pages: Iterable[Path], words: Path) -> Index:
    """Return the index of built pages; `words` is `data/search.yaml`.

    {"sections": [[address, page title, heading, snippet]], "stems": {root: [[section, weight]]}, "stop": idle words}
    """
    told = yaml.safe_load(words.read_text(encoding="utf-8"))
    stem, stop = _stemmer(told["roots"]), set(told["stop"])
    same = [[stem(word) for word in line] for line in told["same"]]
    sections: list[list[str]] = []
    weights: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for page in pages:
        address = f"/{page.relative_to(site).as_posix()}".removesuffix("index.html")
        description, found = _read(page.read_text(encoding="utf-8"))
        for section in found:
            number = len(sections)
            text = " ".join("".join(section.text).split())
            anchor = "" if section.level == "h1" else f"#{section.anchor}"
            sections.append([address + anchor, found[0].title, section.title, shorten(text, _SNIPPET, placeholder=" …")])
            about = description if section.level == "h1" else ""
            for part, weight in (
                (section.title, _HEADINGS[section.level]),
                (about, _HEADINGS["h2"]),
                (text, 1),
                (found[0].title, 2),
            ):
                for word in set(WORD.findall(part.lower())) - stop:
                    weights[stem(word)][number] += weight
    return {"sections": sections, "stems": dict(sorted(_with_related(weights, same))), "stop": told["stop"]}


def _with_related(weights: dict[str, dict[int, float]], same: list[list[str]]) -> Iterator[tuple[str, list[list[float]]]]:
    groups = {word: [other for group in same if word in group for other in group] for line in same for word in line}
    for word in {*weights, *groups}:
        total = defaultdict(float, weights.get(word, {}))
        for other in set(groups.get(word, [])) - {word}:
            for number, weight in weights.get(other, {}).items():
                total[number] += weight * _RELATED
        if total:
            yield word, [[number, round(weight, 1)] for number, weight in sorted(total.items())]


def _stemmer(known: dict[str, str]) -> Callable[[str], str]:
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    plain = StemmerFactory().create_stemmer()
    return cache(lambda word: known.get(word) or str(plain.stem(word)))


def _read(page: str) -> tuple[str, list[Section]]:
    """Return what a page says it is about, and its sections."""
    reader = _Reader()
    reader.feed(page)
    return reader.description, reader.sections


def _is_aside(tag: str, attributes: dict[str, str | None]) -> bool:
    return tag in _ASIDE or "hidden" in attributes or _CARDS in (attributes.get("class") or "").split()


class _Reader(HTMLParser):
    """Reads the article of a page, section by section."""

    def __init__(self) -> None:
        super().__init__()
        self.sections: list[Section] = []
        self.description = ""
        self._inside = False
        self._aside: list[str] = []  # the element that is no text, and those like it inside
        self._heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "meta" and attributes.get("name") == "description":
            self.description = attributes.get("content") or ""
        elif tag == "article":
            self._inside = True
        elif tag in self._aside or (not self._aside and _is_aside(tag, attributes)):
            self._aside.append(tag)
        elif self._inside and not self._aside and tag in _HEADINGS and (attributes.get("id") or not self.sections):
            self._heading = True
            self.sections.append(Section(tag, attributes.get("id") or ""))
        elif tag not in _INLINE:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self._inside = False
        elif tag in self._aside:
            self._aside.pop()
        elif tag in _HEADINGS:
            self._heading = False

    def handle_data(self, data: str) -> None:
        if not self._inside or self._aside or not self.sections:
            return
        if self._heading:
            self.sections[-1].title = f"{self.sections[-1].title}{data}".lstrip()
        else:
            self.sections[-1].text.append(data)
