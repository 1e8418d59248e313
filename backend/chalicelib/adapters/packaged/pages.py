"""Renders pages from the very partials the site's own pages are made of, inside the site's own frame.

Templates and frame come from `site/` when the site is built. Nothing here runs before a page is asked for.
"""

from collections.abc import Mapping
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.packaged.files import GENERATED, words
from chalicelib.domain.rulebook import rules

if TYPE_CHECKING:
    from jinja2 import Environment

# The places in the frame (`site/docs/formulir.md`) that a page fills.
_TITLE = "JUDUL-HALAMAN"
_CONTENT = "ISI-HALAMAN"
RULES = ("categories", "choices", "limits", "routing")


class PackagedPages:
    """`ports.Pages` on the files that the package carries."""

    def render(self, name: str, title: str, content: Mapping[str, Any], *, wrong: bool = False) -> str:
        """See `ports.Pages`."""
        mark = words()["messages"]["wrong"] if wrong else ""
        page = _frame().replace(f"<title>{_TITLE}", f"<title>{escape(mark + title)}").replace(_TITLE, escape(title))
        return page.replace(_CONTENT, self.fragment(name, content))

    def fragment(self, name: str, content: Mapping[str, Any]) -> str:
        """See `ports.Pages`."""
        return _templates().get_template(f"{name}.html").render(content)

    def qr(self, text: str) -> str:
        """See `ports.Pages`."""
        import segno

        drawn = segno.make_qr(text, error="m").svg_inline(scale=4, border=2, light="#fff", dark="#000", omitsize=True)
        return str(drawn).replace("<svg ", '<svg role="img" aria-label="QR" ', 1)


@cache
def _frame() -> str:
    return (GENERATED / "frame.html").read_text(encoding="utf-8")


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(GENERATED / "partials"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(words=words(), rules={name: rules(name) for name in RULES})
    return environment
