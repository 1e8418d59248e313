"""Reads a built page the way the tests ask about it: its elements, and its text block by block."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml

from tests.built_site import ROOT, built_site

BLOCKS = {
    "p",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "dt",
    "dd",
    "label",
    "legend",
    "option",
    "button",
    "a",
    "title",
    "th",
    "td",
    "div",
    "span",
}
SILENT = {"script", "style"}


@dataclass
class Element:
    """One start tag and the text directly inside it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Page:
    """A built page."""

    address: str
    source: str
    elements: list[Element]
    blocks: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All words a reader may see."""
        return "\n".join(self.blocks)

    def with_attribute(self, name: str) -> list[Element]:
        """The elements that have an attribute."""
        return [element for element in self.elements if name in element.attributes]


def addresses() -> list[str]:
    """Return the address of every page that should be there: the navigation's, and the one for wrong addresses."""
    nav = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    return ["404.html", *map(_address, _files(nav))]


def _files(entries: list[Any]) -> list[str]:
    """Return the source files below an entry of the navigation, whose sections are {title: entries}."""
    return [
        file
        for entry in entries
        for file in ([entry] if isinstance(entry, str) else [file for part in entry.values() for file in _files(part)])
    ]


def _address(file: str) -> str:
    return file.replace(".md", ".html") if file.endswith("index.md") else file.replace(".md", "/index.html")


def pages() -> list[Page]:
    """Return every built page, the one for wrong addresses included."""
    return [_read(path) for path in sorted(built_site().rglob("*.html"))]


def _read(path: Path) -> Page:
    source = path.read_text(encoding="utf-8")
    reader = _Reader()
    reader.feed(source)
    blocks = [" ".join(block.split()) for block in reader.blocks]
    return Page(path.relative_to(built_site()).as_posix(), source, reader.elements, [block for block in blocks if block])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.blocks: list[str] = [""]
        self.silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))
        self._turn(tag, True)

    def handle_endtag(self, tag: str) -> None:
        self._turn(tag, False)

    def handle_data(self, data: str) -> None:
        if self.elements:
            self.elements[-1].text += data
        if not self.silent:
            self.blocks[-1] += data

    def _turn(self, tag: str, begins: bool) -> None:
        if tag in SILENT:
            self.silent = begins
        if tag in BLOCKS - {"a"}:
            self.blocks.append("")
