"""No page and no state of it fails axe, by day or night, on a phone or a desk; nothing scrolls sideways, targets are large."""

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.built_site import ROOT
from tests.e2e.conftest import PHONE
from tests.e2e.pages.fake_api import FakeApi
from tests.e2e.pages.test_report import fill_required, receipt, send
from tests.e2e.pages.test_staff import NOTE, NUMBER, open_ticket, sign_in
from tests.e2e.pages.test_status import look_up

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
SIZES: list[ViewportSize] = [PHONE, {"width": 1280, "height": 800}]
SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]
SMALLEST_TARGET = 44


def home(page: Page, api: FakeApi) -> None:
    page.goto("/")


def wrong_address(page: Page, api: FakeApi) -> None:
    page.goto("/tidak/ada/")


def report_empty(page: Page, api: FakeApi) -> None:
    page.goto("/lapor/")
    expect(page.locator("#report")).to_be_visible()


def report_refused(page: Page, api: FakeApi) -> None:
    report_empty(page, api)
    send(page)
    expect(page.locator("#problems")).to_be_visible()


def report_offline(page: Page, api: FakeApi) -> None:
    fill_required(page)
    api.drop_call()
    send(page)
    expect(page.locator("#notice")).to_be_visible()


def report_received(page: Page, api: FakeApi) -> None:
    fill_required(page)
    send(page)
    receipt(page)


def status_found(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    page.goto("/status/")
    look_up(page, NUMBER)
    expect(page.locator("#result")).to_be_visible()


def status_mistyped(page: Page, api: FakeApi) -> None:
    page.goto("/status/")
    look_up(page, "123")


def status_unknown(page: Page, api: FakeApi) -> None:
    page.goto("/status/")
    look_up(page, NUMBER)
    expect(page.locator("#notice")).to_be_visible()


def staff_signed_out(page: Page, api: FakeApi) -> None:
    page.goto("/petugas/")
    expect(page.locator("#sign-in")).to_be_visible()


def staff_inbox(page: Page, api: FakeApi) -> None:
    for number in (NUMBER, "PKH-0000-0000-0001-1", "PKH-0000-0000-0002-2"):
        api.have(number)
    sign_in(page)
    expect(page.locator("#more")).to_be_visible()


def staff_ticket(page: Page, api: FakeApi) -> None:
    ticket = api.have(NUMBER)
    sign_in(page)
    open_ticket(page)
    page.get_by_label("Catatan").fill(NOTE)
    ticket |= {"version": 2}
    page.get_by_role("button", name="Mulai periksa").click()
    expect(page.locator("#notice")).to_be_visible()


STATES = [
    home,
    wrong_address,
    report_empty,
    report_refused,
    report_offline,
    report_received,
    status_found,
    status_mistyped,
    status_unknown,
    staff_signed_out,
    staff_inbox,
    staff_ticket,
]


@pytest.mark.parametrize("reach", STATES, ids=lambda state: state.__name__)
def test_everybody_can_use(page: Page, api: FakeApi, reach: Callable[[Page, FakeApi], None]) -> None:
    reach(page, api)
    page.evaluate(AXE)
    for size in SIZES:
        page.set_viewport_size(size)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            answer = page.evaluate("axe.run({resultTypes: ['violations']})")
            assert not [(one["id"], [node["html"] for node in one["nodes"]]) for one in answer["violations"]]

    page.set_viewport_size({"width": 320, "height": 568})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert not small_targets(page)
    assert not small_text(page)


def test_the_skip_link_shows_when_the_keyboard_reaches_it(page: Page) -> None:
    page.goto("/lapor/")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Lewati ke isi")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport(ratio=1)
    expect(link).to_have_css("opacity", "1")


def test_a_printed_receipt_is_black_on_white_and_says_it_is_a_simulation(page: Page, api: FakeApi) -> None:
    report_received(page, api)
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.get_by_text("simulasi, bukan situs resmi")).to_be_visible()
    expect(page.locator("#receipt [data-slot=access_code]")).to_be_visible()
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.get_by_role("link", name="Cek status laporan")).to_be_hidden()


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
