"""What every page and every state of one owes everybody: no fault that axe finds, nothing sideways, nothing too small."""

from typing import Any, Literal

from playwright.sync_api import Page, ViewportSize

from tests.built_site import ROOT
from tests.e2e.conftest import DESK, PHONE

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
# By night only colours differ, and on a desk only where things are: so all is asked once, by day on a phone, and that again.
SEEN: dict[str, Any] = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
PLACED: dict[str, Any] = {
    "runOnly": {"type": "rule", "values": [*SEEN["runOnly"]["values"], "target-size", "scrollable-region-focusable"]}
}
ASKED: list[tuple[ViewportSize, Literal["light", "dark"], dict[str, Any]]] = [
    (PHONE, "light", {}),
    (PHONE, "dark", SEEN),
    (DESK, "light", PLACED),
    (DESK, "dark", SEEN),
]
SMALLEST_TARGET = 44
NARROWEST = 320


def assert_usable(page: Page) -> None:
    """Raise AssertionError for a fault by day or night, on a phone or a desk; leaves the page at the narrowest width."""
    page.evaluate(AXE)
    for size, scheme, rules in ASKED:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        page.evaluate("scrollTo(0, 0)")  # a bar that stays in view covers whatever one has scrolled below it
        answer = page.evaluate("(rules) => axe.run({resultTypes: ['violations'], ...rules})", rules)
        found = [(one["id"], [node["html"] for node in one["nodes"]]) for one in answer["violations"]]
        assert not found, found

    page.set_viewport_size({"width": NARROWEST, "height": 568})
    assert sideways(page) <= NARROWEST
    assert not small_targets(page)
    assert not small_text(page)


def sideways(page: Page) -> int:
    """How wide the page is, with what one must scroll to."""
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return width


def small_targets(page: Page) -> list[str]:
    """The controls outside running text that a thumb may miss; a choice is as large as its label."""
    found: list[str] = page.evaluate(
        """(least) => [...document.querySelectorAll("main :is(button, select, textarea, input, a), header a, footer a")]
            .filter((element) => element.checkVisibility() && !element.matches("main :is(p, li, dd) > a:not([class])"))
            .map((element) => (/radio|checkbox/.test(element.type) ? element.closest(".choice") : element))
            .filter((element) => element.getBoundingClientRect().height < least)
            .map((element) => element.outerHTML)""",
        SMALLEST_TARGET,
    )
    return found


def small_text(page: Page) -> list[str]:
    """Words set smaller than 18 px."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("body *")]
            .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
            .filter((element) => element.checkVisibility() && parseFloat(getComputedStyle(element).fontSize) < 18)
            .map((element) => element.outerHTML)"""
    )
    return found
