"""Every page of the navigation can be used by everybody, and a channel is called open only when its source says so."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from build import esbuild
from tests.built_site import ROOT, built_site
from tests.site.pages import addresses
from tests.support.usable import NARROWEST, assert_usable

# The skip link, the name and two menus of three.
FRAME_STOPS = 8
CHANNELS = "panduan/saluran/index.html"
# Wednesday, 25 November 2026, 09.30 WIB.
WEDNESDAY = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize("address", addresses())
def test_every_page_can_be_used_by_everybody(page: Page, address: str) -> None:
    page.goto("/tidak/ada/" if address == "404.html" else "/" + address.removesuffix("index.html"))
    assert_usable(page)
    assert not lost_focus_stops(page)


def lost_focus_stops(page: Page) -> list[str]:
    """What the keyboard reaches, in order, and the eye does not find."""
    page.evaluate("document.activeElement.blur()")
    lost: list[str] = []
    stops = 0
    while stops < 200:
        page.keyboard.press("Tab")
        found = page.evaluate(
            """(width) => {
                const element = document.activeElement;
                if (element === document.body) return null;
                const box = element.getBoundingClientRect();
                const seen = box.width > 0 && box.height > 0 && box.left >= 0 && box.right <= width + 1 && box.top >= 0;
                return [seen && element.checkVisibility({opacityProperty: true}), element.outerHTML];
            }""",
            NARROWEST,
        )
        if found is None:
            break
        stops += 1
        lost += [] if found[0] else [found[1]]
    assert stops >= FRAME_STOPS
    return lost


def is_open(page: Page, hours: str, moment: datetime) -> bool | None:
    """Ask `hours.js`, as the page's script does."""
    answer: bool | None = page.evaluate(
        f"async () => (await import('/hours.js')).isOpen({hours}, new Date('{moment.isoformat()}'))"
    )
    return answer


OFFICE = "{open: '08:00', close: '17:00', ahead: '7', days: '%s'}"


@pytest.mark.parametrize(
    ("hours", "moment", "answer"),
    [
        (OFFICE % "12345", WEDNESDAY, True),
        (OFFICE % "12345", WEDNESDAY.replace(hour=1, minute=0), True),
        (OFFICE % "12345", WEDNESDAY.replace(hour=0, minute=59), False),
        (OFFICE % "12345", WEDNESDAY.replace(hour=9, minute=59), True),
        (OFFICE % "12345", WEDNESDAY.replace(hour=10, minute=0), False),
        (OFFICE % "12345", WEDNESDAY.replace(day=28), False),
        (OFFICE % "12345", WEDNESDAY.replace(day=29), False),
        (OFFICE % "12345", WEDNESDAY.replace(day=30), True),
        (OFFICE % "", WEDNESDAY, None),
        (OFFICE % "", WEDNESDAY.replace(hour=12), False),
        ("{open: '08:00', close: '17:00', ahead: '9', days: '1'}", WEDNESDAY.replace(day=29, hour=23, minute=0), True),
        ("{open: '00:00', close: '24:00', ahead: '7', days: '1234567'}", WEDNESDAY.replace(hour=16, minute=59), True),
        ("{open: '00:00', close: '24:00', ahead: '7', days: '1234567'}", WEDNESDAY.replace(hour=17, minute=0), True),
    ],
)
def test_hours_are_read_in_their_own_zone_and_unknown_days_are_never_open(
    page: Page, context: BrowserContext, hours: str, moment: datetime, answer: bool | None
) -> None:
    module = esbuild("--format=esm", "--loader=js", given=(ROOT / "site" / "scripts" / "hours.js").read_text(encoding="utf-8"))
    context.route("**/hours.js", lambda route: route.fulfill(content_type="text/javascript", body=module))
    page.goto("/tentang/")
    assert is_open(page, hours, moment) is answer


def test_the_channels_page_says_who_is_open_now(page: Page, context: BrowserContext) -> None:
    page.clock.set_fixed_time(WEDNESDAY.replace(hour=14))
    page.goto("/panduan/saluran/")
    expect(page.locator("#saluran-command-center")).to_contain_text("Menurut jadwal, buka sekarang")
    expect(page.get_by_text("Menurut jadwal")).to_have_count(1)

    page.clock.set_fixed_time(WEDNESDAY)
    source = (built_site() / CHANNELS).read_text(encoding="utf-8")
    always = 'data-open="00:00" data-close="24:00" data-ahead="7" data-days="1234567"'
    assert always in source

    def reload_with(days: str) -> None:
        hours = f'data-open="08:00" data-close="17:00" data-ahead="7" data-days="{days}"'

        def answer(route: Route) -> None:
            route.fulfill(response=route.fetch(), body=source.replace(always, hours))

        context.route("**/panduan/saluran/", answer, times=1)
        page.goto("/panduan/saluran/")

    reload_with("67")
    expect(page.locator("#saluran-command-center")).to_contain_text("Menurut jadwal, tutup sekarang")
    with page.expect_response("**/saluran-*.js"):
        reload_with("")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("Menurut jadwal")).to_have_count(0)


def test_without_a_script_the_hours_in_words_stand(page: Page, context: BrowserContext) -> None:
    context.route("**/*.js", lambda route: route.abort())
    page.goto("/panduan/saluran/")
    expect(page.locator("#saluran-command-center")).to_contain_text("24 jam setiap hari")
    expect(page.get_by_text("Menurut jadwal")).to_have_count(0)
