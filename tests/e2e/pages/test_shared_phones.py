"""A phone that others hold too: what stays on it is what its user chose, and of a delicate report nothing."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.pages.conftest import NEUTRAL
from tests.e2e.pages.fake_api import FakeApi
from tests.support.family import STORY, expect_step, fill_report, idle, kept, next_step, received, report_steps, send

SHARED, ALONE = "Ya, jangan simpan", "Tidak, simpan di sini"
DELICATE = ["Ada ancaman", "Ada kekerasan", "Ada yang sangat tertekan"]


def secrets_of(api: FakeApi) -> list[str]:
    """The code and the token of the one report there is."""
    body = api.reports()[0]
    return [body["access_code"], body["link_token"]]


def answer(page: Page, said: str) -> None:
    """Answer whether others use this phone."""
    page.get_by_role("button", name=said).click()
    expect(page.locator("#asked")).to_be_hidden()


def stored_beyond_the_tab(page: Page, context: BrowserContext) -> str:
    """All that another tab of this phone finds."""
    other = context.new_page()
    other.goto("/privasi/")
    found = kept(other)
    other.close()
    return found


@pytest.mark.parametrize("said", ["", SHARED, ALONE])
def test_a_receipt_stays_as_its_user_said(page: Page, api: FakeApi, context: BrowserContext, said: str) -> None:
    fill_report(page)
    number = send(page)
    received(page)
    expect(page.locator("#asked")).to_be_visible()
    if said:
        answer(page, said)
    idle(page)
    found = stored_beyond_the_tab(page, context)
    assert (number in found) is (said != SHARED)
    assert [secret in found for secret in secrets_of(api)] == [said == ALONE] * 2
    assert STORY not in found


@pytest.mark.parametrize("said", [SHARED, ALONE])
@pytest.mark.parametrize("when", ["before it is sent", "while it is sent"])
def test_what_was_said_before_it_arrived_counts_after(
    page: Page, api: FakeApi, context: BrowserContext, said: str, when: str
) -> None:
    fill_report(page)
    let_it_arrive = api.hold_answer() if when == "while it is sent" else None
    if not let_it_arrive:
        api.drop_call()
    number = send(page)
    answer(page, said)
    if let_it_arrive:
        let_it_arrive()
    else:
        idle(page)
        page.evaluate("dispatchEvent(new Event('online'))")
    received(page)
    idle(page)
    found = stored_beyond_the_tab(page, context)
    assert (number in found) is (said == ALONE)
    assert [secret in found for secret in secrets_of(api)] == [said == ALONE] * 2


@pytest.mark.parametrize("way", ["reload of the tab", "another tab"])
def test_the_code_of_another_time_lies_behind_a_press(page: Page, api: FakeApi, context: BrowserContext, way: str) -> None:
    fill_report(page)
    number = send(page)
    shown = received(page)
    if way == "another tab":
        answer(page, ALONE)
        page = context.new_page()
        page.goto("/lapor/")
        page.get_by_role("button", name=number).click()
    else:
        idle(page)
        page.reload()
    received(page)
    code = page.locator("[data-slot=access_code]")
    expect(code).to_be_hidden()
    expect(page.locator("#receipt svg")).to_be_hidden()
    page.get_by_role("button", name="Tampilkan kode rahasia").click()
    expect(code).to_have_text(shown["access_code"])
    expect(code).to_be_visible()
    expect(page.locator("#receipt svg")).to_be_visible()
    page.get_by_role("button", name="Hapus dari HP ini").click()
    expect_step(page, "problem")
    assert number not in kept(page)


def test_of_a_receipt_nobody_answered_for_only_the_number_is_there_the_next_day(
    page: Page, api: FakeApi, context: BrowserContext
) -> None:
    fill_report(page)
    number = send(page)
    received(page)
    idle(page)
    page.close()
    later = context.new_page()
    later.goto("/lapor/")
    later.get_by_role("button", name=number).click()
    expect(later.locator("[data-slot=number]").last).to_have_text(number)
    expect(later.locator("#kept")).to_contain_text("tanpa kode rahasia")
    expect(later.get_by_role("button", name="Tampilkan kode rahasia")).to_be_hidden()
    assert not [secret for secret in secrets_of(api) if secret in later.content() + kept(later)]


@pytest.mark.parametrize("flag", DELICATE)
def test_a_delicate_report_says_before_and_after_that_nothing_stays_and_nothing_does(
    page: Page, api: FakeApi, context: BrowserContext, flag: str
) -> None:
    for step in report_steps(page):
        if step == "problem":
            page.get_by_label(flag).check()
            expect(page.get_by_text("021-171")).to_be_visible()
    expect(page.get_by_text("laporan ini tidak tersimpan di HP ini")).to_be_visible()
    number = send(page)
    received(page)
    expect(page.locator("#kept")).to_contain_text("tidak ada yang tersimpan di HP ini")
    for gone in ("#asked", "#forget"):
        expect(page.locator(gone)).to_be_hidden()
    idle(page)
    assert not [word for word in (number, STORY, *secrets_of(api)) if word in kept(page)]
    page.reload()
    expect_step(page, "problem")
    expect(page.locator("#waiting")).to_be_hidden()


def test_help_is_shown_where_there_is_danger_only(page: Page) -> None:
    fill_report(page, "problem")
    expect(page.get_by_text("Utamakan keselamatan Anda")).to_be_hidden()
    page.get_by_label("Ada penipuan").check()
    expect(page.get_by_text("Utamakan keselamatan Anda")).to_be_hidden()
    page.get_by_label("Ada ancaman").check()
    expect(page.get_by_text("Utamakan keselamatan Anda")).to_be_in_viewport()
    page.get_by_label("Ada ancaman").uncheck()
    expect(page.get_by_text("Utamakan keselamatan Anda")).to_be_hidden()


@pytest.mark.parametrize("flag", DELICATE)
def test_the_way_out_is_in_reach_on_every_step_however_far_one_has_read(page: Page, flag: str) -> None:
    way_out = page.get_by_role("button", name="Tutup dan hapus sekarang")
    for step in report_steps(page):
        if step == "problem":
            expect(way_out).to_be_hidden()
            page.get_by_label(flag).check()
        for place in ("0", "document.body.scrollHeight"):
            page.evaluate(f"scrollTo(0, {place})")
            expect(way_out).to_be_in_viewport(ratio=1)
    send(page)
    received(page)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(way_out).to_be_in_viewport(ratio=1)


def test_whoever_leaves_is_gone_before_the_other_page_comes(page: Page, context: BrowserContext) -> None:
    fill_report(page, "contact")
    page.evaluate("document.getElementById('flags-violence').click()")
    context.route(f"{NEUTRAL}**", lambda _: None)  # a network of 2G
    left = page.evaluate(
        """() => {
            document.getElementById("leave").click();
            return [document.body.childElementCount, document.title, JSON.stringify([{...sessionStorage}, {...localStorage}])];
        }"""
    )
    assert left[:2] == [0, ""]
    assert STORY not in left[2]


def test_what_was_typed_can_be_wiped_on_every_step(page: Page) -> None:
    fill_report(page, "contact")
    page.get_by_label("Nama Anda").fill("Ibu Contoh")
    page.get_by_role("button", name="Hapus isian").click()
    expect_step(page, "problem")
    assert not [word for word in (STORY, "Ibu Contoh") if word in kept(page)]
    expect(page.get_by_label("Bantuan tidak cair")).not_to_be_checked()
    next_step(page)
    expect_step(page, "problem")
