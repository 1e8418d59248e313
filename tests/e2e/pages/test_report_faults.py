"""Bad input, at every field: it is said in plain words, the summary leads to the field, and nothing typed is lost."""

import re

import pytest
from chalicelib.domain.errors import Invalid
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.pages.conftest import NEUTRAL
from tests.e2e.pages.fake_api import FakeApi
from tests.support.family import STORY, expect_step, fill_report, go, idle, kept, next_step, received, send

TYPED = """() => Object.fromEntries([...document.querySelectorAll("#report :is(input, select, textarea)[name]")].map(
    (control) => [control.id, control.matches("[type=radio], [type=checkbox]") ? control.checked : control.value]))"""


def refused(page: Page, api: FakeApi) -> str:
    """Send a report that the server will refuse; return its number once it is back in the form."""
    page.locator("#next").click()
    expect(page.locator("#problems")).to_be_visible()
    return str(api.reports()[-1]["number"])


def test_a_refused_report_comes_back_at_its_first_fault_and_keeps_its_number(page: Page, api: FakeApi) -> None:
    fill_report(page, "contact")
    page.get_by_label("Nama Anda").fill("Ibu Contoh")
    page.get_by_label("Nomor HP Anda").fill("123")
    page.get_by_label("NIK Anda").fill("12")
    next_step(page)  # is asked again, and left as it is
    expect(page.locator("#problems li")).to_have_count(2)
    go(page, "photos", "check")
    api.fail(
        Invalid(
            ("reporter.phone", "bad_phone"), ("reporter.nik", "bad_nik"), ("story", "bad_text"), ("access_code", "bad_code")
        )
    )
    number = refused(page, api)
    expect_step(page, "story")
    expect(page.locator("#problems")).to_be_focused()
    expect(page.locator("#problems li")).to_have_text(
        [
            "Nomor HP Anda: Nomor HP harus diawali 08 atau +628.",
            "NIK Anda: NIK harus 16 angka dan susunannya benar.",
            "Cerita Anda: Isian ini memuat tanda yang tidak bisa dibaca.",
            "Kode rahasia laporan harus 8 angka.",
        ]
    )
    expect(page.get_by_label("Cerita Anda")).to_have_value(STORY)
    page.locator("#problems").get_by_role("link", name="Nomor HP Anda").click()
    expect_step(page, "contact")
    expect(page.get_by_label("Nomor HP Anda")).to_be_focused()
    expect(page.get_by_label("Nomor HP Anda")).to_have_value("123")
    expect(page.get_by_label("Nomor HP Anda")).to_have_accessible_description(re.compile("harus diawali 08"))
    page.get_by_label("Nomor HP Anda").fill("081200000000")
    page.get_by_label("NIK Anda").fill("")
    go(page, "photos", "check")
    expect(page.locator("#answers")).to_contain_text("Kabupaten Lampung Timur")
    send(page)
    assert received(page)["number"] == number
    assert api.numbers == [number]
    assert api.reports()[-1]["reporter"] == {"name": "Ibu Contoh", "phone": "081200000000"}


def test_a_report_refused_while_its_page_was_closed_is_still_whole(page: Page, api: FakeApi, context: BrowserContext) -> None:
    fill_report(page)
    page.locator("#answers section", has_text="Siapa Anda?").get_by_role("button", name="Ubah").click()
    page.get_by_label("Rahasiakan dari pihak yang dilaporkan").check()
    go(page, "photos", "check")
    api.drop_call()
    number = send(page)
    idle(page)
    page.close()

    later = context.new_page()
    api.fail(Invalid(("story", "bad_text")))
    later.goto("/lapor/")
    expect(later.locator("#waiting li")).to_contain_text("Laporan belum diterima.")
    later.get_by_role("button", name=number).click()
    expect_step(later, "story")
    expect(later.get_by_role("link", name="Cerita Anda: ")).to_be_visible()
    expect(later.get_by_label("Cerita Anda")).to_have_value(STORY)
    expect(later.locator("#district")).to_have_value("18.07.19")
    later.reload()
    expect(later.get_by_label("Cerita Anda")).to_have_value(STORY)
    go(later, "contact", "photos", "check")
    send(later)
    assert received(later)["number"] == number
    sent, again = api.reports()[0], api.reports()[-1]
    assert sent == again
    assert again["wishes"] == {"keep_secret": True}


def test_a_refused_report_can_be_taken_off_the_phone(page: Page, api: FakeApi) -> None:
    fill_report(page)
    api.fail(Invalid(("story", "bad_text")))
    number = refused(page, api)
    page.get_by_role("button", name="Tutup dan hapus sekarang").click()
    page.wait_for_url(NEUTRAL)
    page.goto("/lapor/")
    assert number not in kept(page)
    assert STORY not in kept(page)


@pytest.mark.parametrize(
    ("step", "links"),
    [
        ("problem", {"category-payment_missing": "Pilih masalahnya."}),
        ("place", {"province": "Pilih provinsi.", "regency": "Pilih kabupaten atau kota.", "district": "Pilih kecamatan."}),
        ("story", {"story": "Tulis apa yang terjadi."}),
    ],
)
def test_what_is_missing_is_said_before_the_next_step(page: Page, api: FakeApi, step: str, links: dict[str, str]) -> None:
    fill_report(page, step)
    page.locator("#next").click()
    expect_step(page, step)
    expect(page.locator("#problems")).to_be_focused()
    expect(page).to_have_title(re.compile("^Galat: .+ - Lapor PKH$"))
    expect(page.locator("#problems li")).to_have_text(list(links.values()))
    for link, label in zip(page.locator("#problems a").all(), links, strict=True):
        link.click()
        expect(page.locator(f"#{label}")).to_be_focused()
    assert not api.received


def test_enter_in_a_field_is_the_button_of_the_step(page: Page) -> None:
    fill_report(page, "contact")
    page.get_by_label("Nama Anda").press("Enter")
    expect_step(page, "photos")


def test_half_a_date_is_told(page: Page) -> None:
    fill_report(page, "time")
    page.get_by_label("Tanggal kejadian").press_sequentially("02")
    page.locator("#next").click()
    expect(page.locator("#problems li")).to_have_text(
        [
            "Tanggal kejadian: Tulis tanggal dengan tahun lengkap, misalnya 22-11-2026. "
            "Memang begitu? Tekan tombol yang sama sekali lagi."
        ]
    )


def test_a_story_is_counted_in_characters_and_never_cut(page: Page) -> None:
    fill_report(page, "story")
    page.get_by_label("Cerita Anda").fill("😀" * 4_990)
    expect(page.locator("#story-left")).to_have_text("Sisa 10 karakter.")
    page.get_by_label("Cerita Anda").fill("a" * 5_001)
    expect(page.locator("#story-left")).to_have_text("Terlalu panjang 1 karakter.")
    page.locator("#next").click()
    expect(page.locator("#problems li")).to_have_text(["Cerita Anda: Isian ini terlalu panjang."])
    expect(page.get_by_label("Cerita Anda")).to_have_value("a" * 5_001)


def test_an_answer_emptied_behind_the_last_step_is_missed_before_a_receipt(page: Page, api: FakeApi) -> None:
    fill_report(page)
    page.evaluate("document.getElementById('story').value = ' '")
    page.locator("#next").click()
    expect_step(page, "story")
    expect(page.locator("#problems")).to_be_focused()
    assert not api.received
