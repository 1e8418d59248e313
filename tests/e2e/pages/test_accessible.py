"""No page and no state of it fails axe, by day or night, on a phone or a desk; nothing scrolls sideways, targets are large."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from chalicelib.domain.errors import Invalid
from chalicelib.entrypoints.http.errors import TooLarge
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.conftest import DESK
from tests.e2e.pages.fake_api import FakeApi
from tests.e2e.pages.test_staff import NOTE, NUMBER, PAGE, open_ticket, sign_in
from tests.e2e.pages.test_status import look_up
from tests.support import samples
from tests.support.family import STEPS, expect_step, fill_report, go, idle, next_step, received, send
from tests.support.pictures import jpeg
from tests.support.usable import assert_usable, sideways

State = Callable[[Page, FakeApi], None]


def home(page: Page, api: FakeApi) -> None:
    page.goto("/")


def wrong_address(page: Page, api: FakeApi) -> None:
    page.goto("/tidak/ada/")


def step_as_it_comes(step: str) -> State:
    def reach(page: Page, api: FakeApi) -> None:
        fill_report(page, step)
        expect_step(page, step)

    reach.__name__ = f"step_{step}"
    return reach


def step_problem_delicate(page: Page, api: FakeApi) -> None:
    fill_report(page, "problem")
    page.get_by_label("Bantuan tidak cair").check()
    page.get_by_label("Ada kekerasan").check()
    expect(page.locator("#leave")).to_be_visible()


def step_problem_missing(page: Page, api: FakeApi) -> None:
    fill_report(page, "problem")
    page.locator("#next").click()
    expect(page.locator("#problems")).to_be_visible()


def step_person_filled(page: Page, api: FakeApi) -> None:
    fill_report(page, "person")
    page.get_by_label("Pendamping PKH").check()
    page.get_by_label("Nama orang itu").fill("Joko Contoh")


def step_place_missing(page: Page, api: FakeApi) -> None:
    fill_report(page, "place")
    page.locator("#next").click()
    expect(page.locator("#problems")).to_be_visible()


def step_place_offline(page: Page, api: FakeApi) -> None:
    page.route("**/data/regions/18.json", lambda route: route.abort())
    fill_report(page, "place")
    page.select_option("#province", "18")
    expect(page.locator("#regions-problem")).to_be_visible()


def step_story_missing(page: Page, api: FakeApi) -> None:
    fill_report(page, "story")
    page.locator("#next").click()
    expect(page.locator("#problems")).to_be_visible()


def step_contact_filled(page: Page, api: FakeApi) -> None:
    fill_report(page, "contact")
    page.get_by_label("Saya melapor untuk orang lain").check()
    page.get_by_label("Nama penerima bantuan").fill("Nenek Contoh")
    page.get_by_label("Nomor HP Anda").fill("0812 3456 7890")


def step_photos_filled(page: Page, api: FakeApi) -> None:
    fill_report(page, "photos")
    page.set_input_files("#photos", [photo("one"), photo("two")])
    expect(page.locator("#photo-list li")).to_have_count(2)


def step_photos_unreadable(page: Page, api: FakeApi) -> None:
    fill_report(page, "photos")
    page.set_input_files("#photos", {"name": "x.png", "mimeType": "image/png", "buffer": b"no picture"})
    expect(page.locator("#photos-error")).to_be_visible()


def report_refused(page: Page, api: FakeApi) -> None:
    fill_report(page)
    api.fail(Invalid(("reporter.phone", "bad_phone"), ("story", "bad_text"), ("access_code", "bad_code")))
    next_step(page)
    expect(page.locator("#problems")).to_be_visible()


def report_refused_whole(page: Page, api: FakeApi) -> None:
    fill_report(page)
    api.fail(TooLarge())
    next_step(page)
    expect(page.locator("#notice")).to_be_visible()


def receipt_waiting(page: Page, api: FakeApi) -> None:
    fill_report(page)
    api.drop_call()
    send(page)
    expect(page.locator("#receipt svg")).to_be_visible()
    idle(page)


def receipt_unkept(page: Page, api: FakeApi) -> None:
    page.add_init_script("IDBFactory.prototype.open = () => { throw new Error('forbidden'); }")
    fill_report(page)
    api.drop_call()
    send(page)
    expect(page.locator("#receipt svg")).to_be_visible()


def receipt_sent_with_photos(page: Page, api: FakeApi) -> None:
    fill_report(page, "photos")
    page.set_input_files("#photos", photo("one"))
    expect(page.locator("#photo-list li")).to_have_count(1)
    go(page, "check")
    send(page)
    received(page)
    expect(page.locator("#sent-photos li")).to_have_count(1)
    expect(page.locator("#receipt svg")).to_be_visible()


def waiting_list(page: Page, api: FakeApi) -> None:
    for refused in (True, False):
        fill_report(page)
        if refused:
            api.fail(Invalid(("story", "bad_text")))
        else:
            api.drop_call()
        next_step(page)
        expect(page.locator("#problems" if refused else "#receipt")).to_be_visible()
        idle(page)
        page.evaluate("sessionStorage.clear()")
    api.drop_call()
    page.goto("/lapor/")
    expect(page.locator("#waiting li")).to_have_count(2)
    idle(page)


def status_empty(page: Page, api: FakeApi) -> None:
    page.goto("/status/")


def status_found(page: Page, api: FakeApi) -> None:
    api.have(NUMBER, "identify")
    page.goto("/status/")
    look_up(page, NUMBER)
    expect(page.locator("#result")).to_be_visible()


def status_late(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    api.ports.wait(timedelta(days=120))
    page.goto("/status/")
    look_up(page, NUMBER)
    expect(page.get_by_text("Petugas melewati batas waktunya.")).to_be_visible()


def status_mistyped(page: Page, api: FakeApi) -> None:
    page.goto("/status/")
    look_up(page, "123")
    expect(page.locator("#number-error")).to_be_visible()


def status_unknown(page: Page, api: FakeApi) -> None:
    page.goto("/status/")
    look_up(page, NUMBER)
    expect(page.get_by_role("alert")).to_be_visible()


def status_offline(page: Page, api: FakeApi) -> None:
    page.goto("/status/")
    api.drop_call()
    look_up(page, NUMBER)
    expect(page.locator("#progress")).to_contain_text("Sambungan terputus.")


def search_found(page: Page, api: FakeApi) -> None:
    page.goto("/cari/#cari=kartu+tertelan")
    expect(page.locator("#results a").first).to_be_visible()


def search_nothing(page: Page, api: FakeApi) -> None:
    page.goto("/cari/#cari=xyzzy")
    expect(page.locator("#found")).to_contain_text("Coba kata lain")


def staff_signed_out(page: Page, api: FakeApi) -> None:
    page.goto("/petugas/")
    expect(page.locator("#sign-in")).to_be_visible()


def staff_inbox(page: Page, api: FakeApi) -> None:
    for seed in range(PAGE + 1):
        api.have(str(samples.number(seed)))
    sign_in(page)
    expect(page.locator("#more")).to_be_visible()


def staff_ticket(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    sign_in(page)
    open_ticket(page)
    page.get_by_label("Catatan").fill(NOTE)
    api.act(NUMBER, "identify")
    page.get_by_role("button", name="Mulai periksa").click()
    expect(page.locator("#notice")).to_be_visible()


STATES: list[State] = [
    home,
    wrong_address,
    *map(step_as_it_comes, STEPS),
    step_problem_delicate,
    step_problem_missing,
    step_person_filled,
    step_place_missing,
    step_place_offline,
    step_story_missing,
    step_contact_filled,
    step_photos_filled,
    step_photos_unreadable,
    report_refused,
    report_refused_whole,
    receipt_waiting,
    receipt_unkept,
    receipt_sent_with_photos,
    waiting_list,
    status_empty,
    status_found,
    status_late,
    status_mistyped,
    status_unknown,
    status_offline,
    search_found,
    search_nothing,
    staff_signed_out,
    staff_inbox,
    staff_ticket,
]


@pytest.mark.parametrize("reach", STATES, ids=lambda state: state.__name__)
def test_everybody_can_use(page: Page, api: FakeApi, reach: State) -> None:
    reach(page, api)
    assert_usable(page)
    assert not stops_out_of_sight(page)
    page.set_viewport_size(DESK)
    page.evaluate("document.documentElement.style.setProperty('font-size', '250%')")  # 200 % of what it is
    assert sideways(page) <= DESK["width"]


def test_the_skip_link_shows_when_the_keyboard_reaches_it(page: Page) -> None:
    fill_report(page, "problem")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Lewati ke isi")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport(ratio=1)
    expect(link).to_have_css("opacity", "1")


def test_the_focus_shows_in_the_site_s_own_colour(page: Page) -> None:
    fill_report(page, "contact")
    for control in ('[id="reporter.name"]', "#back", "#next"):
        page.keyboard.press("Tab")
        page.locator(control).focus()
        expect(page.locator(control)).to_have_css("outline-style", "solid")
        expect(page.locator(control)).to_have_css("outline-color", "rgb(26, 79, 214)")


def test_a_printed_receipt_is_black_on_white_and_says_it_is_a_simulation(page: Page, api: FakeApi) -> None:
    fill_report(page)
    send(page)
    received(page)
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.get_by_text("simulasi, bukan situs resmi")).to_be_visible()
    expect(page.locator("#receipt [data-slot=access_code]")).to_be_visible()
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.get_by_role("link", name="Cek status laporan")).to_be_hidden()


def photo(name: str) -> FilePayload:
    """Return a photo as a phone's gallery gives it."""
    return {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}


def stops_out_of_sight(page: Page) -> list[str]:
    """What the Tab key reaches and nobody sees: every stop, in turn, must lie on the screen."""
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    found: list[str] = []
    for _ in range(80):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
                const element = document.activeElement;
                if (element === document.body || element.dataset.seen) return null;
                element.dataset.seen = true;
                const box = element.getBoundingClientRect();
                const seen = box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight;
                return seen && box.width ? "" : element.outerHTML;
            }"""
        )
        if stop is None:
            break
        if stop:
            found.append(stop)
    return found
