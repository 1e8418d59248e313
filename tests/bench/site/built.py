"""The pages of the built site, found in its folder."""

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import brotli

from infra.local.stack import SITE

QUALITY = 11  # of brotli, its best; CloudFront compresses at a level of its own
_SCRIPT_FILE = re.compile(r'<script[^>]*\bsrc="?([^\s">]+)')
_ICON = re.compile(r'<link[^>]*\brel="?icon\b[^>]*\bhref="?([^\s">]+)')
_NOT_TEXT = re.compile(r"<(script|style|svg|picture|audio|video)\b.*?</\1\s*>|<(link|img)\b[^>]*>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class BuiltPage:
    """A page: its address below the site's root (`lapor/`; empty for the first page) and its HTML."""

    address: str
    source: str

    @property
    def name(self) -> str:
        """What the figures call it."""
        return f"/{self.address}"

    @property
    def kind(self) -> tuple[str, ...]:
        """Pages of one kind lie in one folder and load the same script files."""
        folder = self.address.rstrip("/").rpartition("/")[0] if self.address else "/"
        return (folder, *_SCRIPT_FILE.findall(self.source))


def built_pages() -> list[BuiltPage]:
    """Return every page of the built site, that for wrong addresses included."""
    return [
        BuiltPage(path.relative_to(SITE).as_posix().removesuffix("index.html"), path.read_text(encoding="utf-8"))
        for path in sorted(SITE.rglob("*.html"))
    ]


def page_kinds() -> list[BuiltPage]:
    """Return the heaviest page of each kind."""
    kinds: defaultdict[tuple[str, ...], list[BuiltPage]] = defaultdict(list)
    for page in built_pages():
        kinds[page.kind].append(page)
    return [max(pages, key=lambda page: compressed(page.source.encode())) for pages in kinds.values()]


def write_bare_pages(pages: list[BuiltPage], folder: Path) -> None:
    """Write each page into `folder` as plain HTML: its text and its icon; no script, style or picture."""
    for page in pages:
        path = folder / page.address / "index.html" if not page.address.endswith(".html") else folder / page.address
        path.parent.mkdir(parents=True, exist_ok=True)
        icon = _ICON.search(page.source)
        link = f'<link rel="icon" href="{urljoin(page.name, icon[1])}">' if icon else ""
        path.write_text(_NOT_TEXT.sub("", page.source).replace("</title>", f"</title>{link}", 1), encoding="utf-8")


def compressed(content: bytes) -> int:
    """Return the bytes of some content under brotli."""
    return len(brotli.compress(content, quality=QUALITY))


def has_worker() -> bool:
    """Whether the site has a service worker."""
    return (SITE / "sw.js").exists()
