"""The whole job in a browser without JavaScript, on the local run: report, receipt, status; by keyboard, in an old browser."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from infra.headers import page_policy
from tests.e2e.conftest import PHONE
from tests.support.local_stack import LocalStack
from tests.support.usable import assert_usable

STORY = "Uang bulan Oktober <b>belum</b> masuk & saya takut."
BRAND = "rgb(11, 95, 87)"
# What the proxies of old browsers cannot do: custom properties, grid, calc.
UNKNOWN = re.compile(r"var\(|calc\(|grid|^--")


@pytest.fixture
def plain(browser: Browser, stack: LocalStack) -> Iterator[BrowserContext]:
    """A phone whose browser runs no script."""
    context = browser.new_context(base_url=stack.origin, viewport=PHONE, java_script_enabled=False, color_scheme="light")
    yield context
    context.close()


def press(page: Page, name: str) -> None:
    """Press a button that leads to the next page."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def aged(style: str) -> str:
    """Return rules without the declarations an old browser does not know."""

    def known(block: re.Match[str]) -> str:
        return "{" + ";".join(one for one in block[1].split(";") if not UNKNOWN.search(one)) + "}"

    return re.sub(r"\{([^{}]*)\}", known, style)


def choose_place(page: Page) -> None:
    """Choose Pasir Sakti, one answer of the server at a time."""
    for name, code in (("province", "18"), ("regency", "18.07"), ("district", "18.07.19")):
        page.select_option(f"#{name}", code)
        press(page, "Tampilkan pilihan wilayah berikutnya")
        expect(page.locator("#province")).to_be_in_viewport()
    page.select_option("#village", "18.07.19.2001")


def fill(page: Page) -> None:
    """Fill the report in."""
    page.goto("/lapor/")
    page.get_by_label("Bantuan tidak cair").check()
    page.get_by_label("Ada penipuan").check()
    choose_place(page)
    page.get_by_label("Pendamping PKH").check()
    page.get_by_label("Cerita Anda").fill(STORY)
    page.get_by_label("Jumlah uang yang Anda terima").fill("Rp 300.000")
    page.get_by_label("Nama Anda").fill("Siti Contoh")
    page.get_by_label("Sembunyikan nama saya").check()


def test_report_receipt_and_status(plain: BrowserContext, stack: LocalStack) -> None:
    page = plain.new_page()
    fill(page)
    press(page, "Periksa jawaban")
    expect(page.get_by_role("heading", name="Periksa jawaban Anda")).to_be_visible()
    for answer in (STORY, "Pasir Sakti", "Bantuan tidak cair", "Ada penipuan", "Pendamping PKH", "Rp 300.000"):
        expect(page.locator(".facts")).to_contain_text(answer)
    number = page.locator("[name=number]").input_value()

    press(page, "Ubah")
    expect(page.get_by_label("Cerita Anda")).to_have_value(STORY)
    expect(page.get_by_label("Pendamping PKH")).to_be_checked()
    expect(page.locator("#district")).to_have_value("18.07.19")
    press(page, "Periksa jawaban")
    assert page.locator("[name=number]").input_value() == number

    press(page, "Kirim laporan")
    receipt = page.locator("#receipt")
    expect(receipt).to_contain_text("Laporan Anda sudah kami terima")
    expect(receipt).to_contain_text(number)
    expect(receipt.locator("svg")).to_be_visible()
    page.reload()
    expect(receipt).to_contain_text(number)
    page.go_back()
    expect(page.locator(".facts")).to_contain_text(STORY)
    press(page, "Kirim laporan")
    expect(receipt).to_contain_text(number)

    press(page, "Buka laporan dan tambah foto")
    expect(page.locator("#result")).to_contain_text("Koordinator PKH Kabupaten Lampung Timur akan memeriksa laporan Anda.")
    expect(page.locator("#result")).to_contain_text("Belum ada foto.")
    assert stack.get(f"/api/v1/staff/tickets/{number}", stack.token("lampung-timur"))[1]["story"] == STORY

    page.goto("/status/")
    page.get_by_label("Nomor laporan").fill(number.lower())
    press(page, "Cek status")
    expect(page.locator("#result")).to_contain_text("Diterima")
    expect(page.locator("#result")).not_to_contain_text("Belum ada foto.")
    assert number not in page.url
    assert plain.cookies() == []


def test_answers_come_under_the_policy_of_the_pages_and_keep_their_styles(plain: BrowserContext) -> None:
    page = plain.new_page()
    page.goto("/lapor/")
    with page.expect_response("**/formulir/lapor") as coming:
        press(page, "Periksa jawaban")
    assert coming.value.headers["content-security-policy"] == page_policy()
    expect(page.locator("#problems")).to_be_visible()
    expect(page.get_by_role("button", name="Periksa jawaban", exact=True)).to_have_css("background-color", BRAND)


def test_a_photo_goes_too(plain: BrowserContext, tmp_path: Path) -> None:
    from tests.support.pictures import jpeg

    photo = tmp_path / "struk.jpg"
    photo.write_bytes(jpeg())
    page = plain.new_page()
    fill(page)
    press(page, "Periksa jawaban")
    press(page, "Kirim laporan")
    press(page, "Buka laporan dan tambah foto")
    press(page, "Tambah foto")
    page.set_input_files("#file", photo)
    press(page, "Kirim foto")
    expect(page.locator("main")).to_contain_text("Foto sudah terkirim.")
    assert "PKH-" not in page.url


def test_what_is_missing_is_listed_with_links_and_nothing_is_lost(plain: BrowserContext) -> None:
    page = plain.new_page()
    page.goto("/lapor/")
    page.get_by_label("Nama Anda").fill("Siti Contoh")
    page.get_by_label("NIK Anda").fill("123")
    press(page, "Periksa jawaban")
    links = page.locator("#problems a")
    expect(links).to_have_count(4)  # category, place, story, NIK
    for target in links.evaluate_all("links => links.map(link => link.getAttribute('href'))"):
        expect(page.locator(f'[id="{target[1:]}"]')).to_be_attached()
    expect(page.get_by_label("Nama Anda")).to_have_value("Siti Contoh")
    expect(page.get_by_label("NIK Anda")).to_have_value("123")


def test_with_the_keyboard_alone(plain: BrowserContext) -> None:
    page = plain.new_page()
    page.goto("/lapor/")

    def reach(selector: str) -> None:
        for _ in range(120):
            if page.locator(f"{selector}:focus").count():
                outline = "element => getComputedStyle(element.closest('.pick') ?? element).outlineStyle"
                assert page.locator(f"{selector}:focus").evaluate(outline) != "none", f"the focus does not show on {selector}"
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {selector}")

    reach("[name=category]")
    page.keyboard.press("Space")
    for name, typed in (("province", "Lampung"), ("regency", "Kabupaten Lampung Timur"), ("district", "Pasir Sakti")):
        reach(f"#{name}")
        page.keyboard.type(typed)
        reach("[value=place]")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    reach("#story")
    page.keyboard.type("Uang belum masuk.")
    reach("[id='reporter.name']")
    page.keyboard.type("Siti Contoh")
    with page.expect_navigation():
        page.keyboard.press("Enter")  # in a field of one line it presses the button at the end
    expect(page.get_by_role("heading", name="Periksa jawaban Anda")).to_be_visible()
    reach("[value=edit]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reach("p > [value=check]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reach("[value=send]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("#receipt")).to_contain_text("PKH-")


def test_an_old_browser_keeps_its_buttons_and_gets_through(plain: BrowserContext) -> None:
    def age(route: Route) -> None:
        answer = route.fetch()
        body = re.sub(r"<style>.*?</style>", lambda style: aged(style[0]), answer.text(), flags=re.DOTALL)
        assert "var(" not in body
        headers = {name: value for name, value in answer.headers.items() if name != "content-security-policy"}
        route.fulfill(response=answer, headers=headers, body=body)

    plain.route("**/lapor/", age)
    plain.route("**/formulir/**", age)
    page = plain.new_page()
    fill(page)
    button = page.get_by_role("button", name="Periksa jawaban", exact=True)
    expect(button).to_have_css("background-color", BRAND)
    expect(button).to_have_css("color", "rgb(255, 255, 255)")
    other = page.get_by_role("button", name="Tampilkan pilihan wilayah berikutnya")
    expect(other).to_have_css("color", BRAND)
    press(page, "Periksa jawaban")
    press(page, "Kirim laporan")
    expect(page.locator("#receipt")).to_contain_text("PKH-")
    expect(page.get_by_role("button", name="Buka laporan dan tambah foto")).to_have_css("background-color", BRAND)


def test_every_answer_passes_axe_and_fits_a_narrow_phone(plain: BrowserContext, browser: Browser, stack: LocalStack) -> None:
    pages: list[str] = []
    page = plain.new_page()
    fill(page)
    page.get_by_label("Cerita Anda").fill("")
    for button in ("Periksa jawaban", "Periksa jawaban", "Kirim laporan", "Buka laporan dan tambah foto", "Tambah foto"):
        press(page, button)
        pages.append(page.content())
        if len(pages) == 1:
            page.get_by_label("Cerita Anda").fill(STORY)
    page.goto(f"{stack.origin}/formulir/foto-terkirim")
    pages.append(page.content())
    page.goto(f"{stack.origin}/status/")
    page.get_by_label("Nomor laporan").fill("123")
    press(page, "Cek status")
    pages.append(page.content())

    seeing = browser.new_context(base_url=stack.origin, viewport=PHONE)
    for content in pages:
        view = seeing.new_page()
        view.route("**/formulir/seen", partial(show, content))
        view.goto("/formulir/seen")
        assert_usable(view)
        view.close()
    seeing.close()


def show(content: str, route: Route) -> None:
    """Answer with a page as it was seen."""
    route.fulfill(content_type="text/html", body=content)


def test_a_form_sent_before_its_script_came_is_taken(browser: Browser, stack: LocalStack) -> None:
    context = browser.new_context(base_url=stack.origin, viewport=PHONE)
    page = context.new_page()
    page.clock.install()
    page.route("**/assets/lapor-*.js", lambda route: route.abort())
    page.goto("/lapor/")
    expect(page.get_by_label("Cerita Anda")).to_be_hidden()
    page.clock.fast_forward(20_000)
    expect(page.get_by_label("Cerita Anda")).to_be_visible()
    page.get_by_label("Cerita Anda").fill(STORY)
    press(page, "Periksa jawaban")
    expect(page.get_by_label("Cerita Anda")).to_have_value(STORY)
    expect(page.locator("#problems")).to_contain_text("Pilih masalahnya.")
    context.close()
