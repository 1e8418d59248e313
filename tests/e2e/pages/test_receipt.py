"""The receipt: what is saved, printed, drawn and shared of it."""

import re
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.pages.fake_api import FakeApi
from tests.support.family import fill_report, received, report_steps, send


def test_the_receipt_leads_to_the_status_without_telling_the_server_an_address(page: Page) -> None:
    asked: list[str] = []
    fill_report(page)
    send(page)
    number = received(page)["number"]
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("link", name="Cek status laporan").click()
    expect(page.get_by_role("heading", name="Diterima", exact=True)).to_be_visible()
    assert not [url for url in asked if number in url.partition("#")[0]]


def test_what_is_shared_names_the_number_and_nothing_else(page: Page, api: FakeApi, origin: str) -> None:
    fill_report(page)
    number = send(page)
    shown = received(page)
    link = page.locator("#share").get_attribute("href") or ""
    text = page.evaluate("(link) => new URL(link).searchParams.get('text')", link)
    assert link.startswith("https://wa.me/?text=")
    assert text == f"Nomor laporan PKH saya: {number}. Cek di {origin}/status/"
    assert shown["access_code"] not in link


A6_POINTS = (298, 420)  # 105 × 148 mm


def link_of(api: FakeApi, origin: str) -> str:
    """Return the receipt link of the one report there is."""
    [body] = api.reports()
    return f"{origin}/status/#{body['number']}.{body['link_token']}"


def test_the_drawn_code_opens_the_report(page: Page, api: FakeApi, origin: str, tmp_path: Path) -> None:
    fill_report(page)
    number = send(page)
    received(page)
    picture = tmp_path / "qr.png"
    page.locator("#receipt svg").screenshot(path=picture)
    read = zxingcpp.read_barcode(Image.open(picture))
    assert read
    assert read.text == link_of(api, origin)
    page.goto(read.text)
    expect(page.get_by_label("Nomor laporan")).to_have_value(number)
    assert page.url == read.text.rpartition(".")[0]  # the token does not stay in the address


def test_the_saved_picture_holds_the_code_too(page: Page, api: FakeApi, origin: str, tmp_path: Path) -> None:
    fill_report(page)
    number = send(page)
    received(page)
    with page.expect_download() as saving:
        page.get_by_role("button", name="Simpan gambar").click()
    assert saving.value.suggested_filename == f"{number}.png"
    saving.value.save_as(tmp_path / "saved.png")
    picture = Image.open(tmp_path / "saved.png")
    assert picture.format == "PNG"
    read = zxingcpp.read_barcode(picture)
    assert read
    assert read.text == link_of(api, origin)


@pytest.mark.parametrize("role", ["", "Koordinator PKH provinsi"])
def test_the_printed_receipt_is_one_page_of_a6(page: Page, api: FakeApi, role: str) -> None:
    for step in report_steps(page):
        if step == "person" and role:
            page.get_by_label(role).check()
    send(page)
    received(page)
    expect(page.locator("#receipt [data-slot=answer_due]")).to_be_visible()
    expect(page.locator("#receipt [data-slot=passed]")).to_be_visible(visible=bool(role))
    expect(page.locator("#receipt svg")).to_be_visible()
    printed = page.pdf(prefer_css_page_size=True)
    sizes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", printed)
    assert [(round(float(width)), round(float(height))) for width, height in sizes] == [A6_POINTS]


def test_the_reader_can_forget_a_receipt_and_begin_anew(page: Page, api: FakeApi) -> None:
    fill_report(page)
    first = send(page)
    received(page)
    page.get_by_role("button", name="Hapus dari HP ini").click()
    expect(page.locator("#receipt")).to_be_hidden()
    expect(page.get_by_label("Bantuan tidak cair")).not_to_be_checked()
    fill_report(page)
    assert send(page) != first
    received(page)
    credentials = [{body[name] for name in ("number", "access_code", "link_token")} for body in api.reports()]
    assert not credentials[0] & credentials[1]
