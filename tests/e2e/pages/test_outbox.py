"""A report waits on the phone until the server has it: the receipt comes first, and one number stays one ticket."""

import re
from collections.abc import Callable

import pytest
from chalicelib.domain.errors import Invalid, StoreBusy
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.pages.fake_api import FakeApi
from tests.support.family import STEPS, expect_step, fill_report, go, idle, kept, received, send

SAVED = "Laporan Anda tersimpan"
NO_INDEXED_DB = "IDBFactory.prototype.open = () => { throw new Error('forbidden'); }"
NO_STORAGE = """for (const name of ["sessionStorage", "localStorage"])
    Object.defineProperty(window, name, { get() { throw new Error("forbidden"); } })"""


def test_a_delicate_report_in_the_outbox_still_goes_after_leaving_and_then_leaves_no_trace(
    page: Page, api: FakeApi, context: BrowserContext
) -> None:
    fill_report(page, "problem")
    page.get_by_label("Ada kekerasan").check()
    page.get_by_label("Lainnya").check()
    go(page, *STEPS[1:3])
    page.select_option("#province", label="Lampung")
    page.select_option("#regency", label="Kabupaten Lampung Timur")
    page.select_option("#district", label="Pasir Sakti")
    go(page, *STEPS[3:5])
    page.get_by_label("Cerita Anda").fill("Cerita yang gawat.")
    go(page, *STEPS[5:])
    api.drop_call()
    number = send(page)
    expect(page.locator("#receipt [data-slot=state]")).to_contain_text("belum terkirim")
    idle(page)
    with page.expect_response("**/api/v1/tickets"):
        page.reload()
    idle(page)
    expect(page.locator("#waiting")).to_be_hidden()
    assert api.numbers == [number]
    assert "gawat" not in kept(page)
    assert number not in kept(page)


def test_the_receipt_comes_before_the_network(page: Page, api: FakeApi) -> None:
    fill_report(page)
    answer = api.hold_answer()
    number = send(page)
    expect(page.get_by_role("heading", name=SAVED)).to_be_visible()
    expect(page.locator("#receipt")).to_be_focused()
    expect(page.locator("#receipt [data-slot=state]")).to_have_text("Sedang mengirim…")
    expect(page.locator("#receipt [data-slot=number]")).to_have_text(number)
    expect(page.locator("#receipt [data-slot=access_code]")).to_have_text(re.compile("^[0-9]{8}$"))
    expect(page.locator("#receipt-status")).to_be_hidden()
    assert not api.numbers
    answer()
    assert received(page)["number"] == number


def test_a_receipt_without_the_drawing_of_its_code_is_a_receipt_all_the_same(page: Page, api: FakeApi) -> None:
    page.route("**/assets/receipt-*.js", lambda route: route.abort())
    fill_report(page)
    send(page)
    received(page)
    assert len(api.numbers) == 1


def test_a_drawing_that_does_not_come_holds_up_no_report(page: Page, api: FakeApi) -> None:
    page.route("**/assets/receipt-*.js", lambda _: None)
    fill_report(page)
    send(page)
    received(page)
    assert len(api.numbers) == 1


def test_pressing_twice_sends_once(page: Page, api: FakeApi) -> None:
    fill_report(page)
    page.evaluate("() => { const next = document.getElementById('next'); next.click(); next.click(); next.click(); }")
    received(page)
    assert len(api.reports()) == len(api.numbers) == 1


def lost(api: FakeApi) -> None:
    api.lose_answer()


def dropped(api: FakeApi) -> None:
    api.drop_call()


def foreign(api: FakeApi) -> None:
    api.foreign_page()


def busy(api: FakeApi) -> None:
    api.fail(StoreBusy())


def throttled(api: FakeApi) -> None:
    api.throttle()


@pytest.mark.parametrize("spoil", [lost, dropped, foreign, busy, throttled])
def test_what_did_not_arrive_waits_on_the_phone_and_goes_at_the_next_opening(
    page: Page, api: FakeApi, context: BrowserContext, spoil: Callable[[FakeApi], None]
) -> None:
    fill_report(page)
    spoil(api)
    number = send(page)
    expect(page.get_by_role("heading", name=SAVED)).to_be_visible()
    code = page.locator("#receipt [data-slot=access_code]").inner_text()
    idle(page)
    expect(page.locator("#receipt [data-slot=state]")).to_contain_text("belum terkirim")
    page.get_by_role("button", name="Tidak, simpan di sini").click()
    expect(page.get_by_text("Tanda terima ini tersimpan di HP ini.")).to_be_visible()
    page.close()

    later = context.new_page()
    answer = api.hold_answer()
    later.goto("/lapor/")
    waiting = later.locator("#waiting li")
    expect(waiting).to_contain_text("belum terkirim")
    answer()
    expect(waiting).to_contain_text("Sudah diterima pada")
    assert api.numbers == [number]
    assert {body["number"] for body in api.reports()} == {number}

    waiting.get_by_role("button", name=number).click()
    assert received(later) == received(later) | {"number": number, "access_code": code}
    later.get_by_role("button", name="Hapus dari HP ini").click()
    expect_step(later, "problem")
    assert number not in kept(later)


def test_the_network_coming_back_sends_at_once(page: Page, api: FakeApi) -> None:
    fill_report(page)
    api.drop_call()
    number = send(page)
    idle(page)
    page.evaluate("dispatchEvent(new Event('online'))")
    assert received(page)["number"] == number
    assert api.numbers == [number]


def test_another_tab_hears_what_became_of_it(page: Page, api: FakeApi, context: BrowserContext) -> None:
    fill_report(page)
    api.drop_call()
    send(page)
    idle(page)
    other = context.new_page()
    other.goto("/status/")
    received(page)


def test_a_report_changed_after_a_lost_answer_is_not_doubled(page: Page, api: FakeApi) -> None:
    fill_report(page)
    api.lose_answer()
    number = send(page)
    idle(page)
    api.fail(Invalid(("story", "bad_text")))
    page.evaluate("dispatchEvent(new Event('online'))")
    expect_step(page, "story")
    page.get_by_label("Cerita Anda").fill("Cerita lain.")
    go(page, "contact", "photos", "check")
    send(page)
    shown = received(page)
    assert shown["state"] == "Laporan pertama Anda sudah kami terima. Perubahan sesudah itu belum masuk."
    assert shown["number"] == number
    assert api.numbers == [number]


@pytest.mark.parametrize("forbid", [NO_INDEXED_DB, NO_STORAGE, f"{NO_INDEXED_DB}\n{NO_STORAGE}"])
def test_a_browser_that_keeps_nothing_can_still_send(page: Page, api: FakeApi, forbid: str) -> None:
    page.add_init_script(forbid)
    fill_report(page)
    send(page)
    received(page)
    assert len(api.numbers) == 1


def test_a_phone_that_keeps_no_report_says_so_and_sends_it_when_there_is_signal(page: Page, api: FakeApi) -> None:
    page.add_init_script(NO_INDEXED_DB)
    fill_report(page)
    api.lose_answer()
    number = send(page)
    state = page.locator("#receipt [data-slot=state]")
    expect(state).to_have_text("HP ini tidak bisa menyimpan laporan. Jangan tutup halaman ini sampai laporan diterima.")
    page.evaluate("fetch('/').then(() => dispatchEvent(new Event('online')))")
    assert received(page)["number"] == number
    page.reload()
    expect(page.locator("#story")).to_have_value("")
    assert api.numbers == [number]


def test_a_phone_that_keeps_no_report_keeps_its_number_through_a_reload(page: Page, api: FakeApi) -> None:
    page.add_init_script(NO_INDEXED_DB)
    fill_report(page)
    api.lose_answer()
    number = send(page)
    api.wait_until_met(page)
    page.reload()
    go(page, "check")
    assert send(page) == number
    received(page)
    assert api.numbers == [number]
