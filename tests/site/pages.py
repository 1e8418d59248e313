"""Reads a built page the way the tests ask about it: its elements, and its text block by block."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from tests.built_site import built_site

BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "dt", "dd", "label", "legend", "option", "button", "a", "title", "td", "div"}
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
