"""The page *Lapor*, step by step: what is asked arrives as the contract says, and no step loses an answer."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.pages.conftest import NEUTRAL
from tests.e2e.pages.fake_api import FakeApi
from tests.e2e.pages.test_numbers import check_fits
from tests.support.family import STEPS, STORY, expect_step, fill_report, go, kept, received, send

IDENTITY = {"number", "access_code", "link_token"}


def test_a_full_report_arrives_as_the_contract_says(page: Page, api: FakeApi) -> None:
    fill_report(page, "problem")
    page.get_by_label("Bantuan tidak cair").check()
    page.get_by_label("Ada penipuan").check()
    go(page, "person")
    page.get_by_label("Agen atau petugas bank").check()
    page.get_by_label("Nama orang itu").fill("Pak Contoh")
    go(page, "place")
    page.select_option("#province", label="Lampung")
    page.select_option("#regency", label="Kabupaten Lampung Timur")
    page.select_option("#district", label="Pasir Sakti")
    page.select_option("#village", "18.07.19.2001")
    go(page, "time")
    page.get_by_label("Tanggal kejadian").fill("2026-11-02")
    go(page, "story")
    page.get_by_label("Cerita Anda").fill(f"{STORY}\nSaya sudah tanya agen & ketua kelompok.")
    page.get_by_label("Bank atau tempat mengambil").select_option(label="BRI")
    page.get_by_label("Bulan bantuan").fill("Oktober 2026")
    page.get_by_label("Jumlah uang yang Anda terima").fill("300.000")
    go(page, "contact")
    page.get_by_label("Nama Anda").fill("Ibu Contoh")
    page.get_by_label("Nomor HP Anda").fill("0812 0000 0000")
    page.get_by_label("Waktu aman untuk ditelepon").select_option(label="Sore")
    page.get_by_label("NIK Anda").fill("1807195006900001")
    page.get_by_label("Sembunyikan nama saya").check()
    page.get_by_label("Rahasiakan dari pihak yang dilaporkan").check()
    page.get_by_label("Saya melapor untuk orang lain").check()
    page.get_by_label("Nama penerima bantuan").fill("Nenek Contoh")
    go(page, "photos", "check")
    answers = page.locator("#answers")
    for answer in ("Pak Contoh", "Kabupaten Lampung Timur", "2 November 2026", STORY, "Oktober 2026", "Nenek Contoh"):
        expect(answers).to_contain_text(answer)
    send(page)
    shown = received(page)

    [body] = api.reports()
    assert check_fits(body["number"])
    assert re.fullmatch("[0-9]{8}", body["access_code"])
    assert re.fullmatch("[A-Za-z0-9_-]{22}", body["link_token"])
    assert {name: value for name, value in body.items() if name not in IDENTITY} == {
        "category": "payment_missing",
        "flags": ["fraud"],
        "subject": {"role": "agent", "name": "Pak Contoh"},
        "district": "18.07.19",
        "village": "18.07.19.2001",
        "happened_on": "2026-11-02",
        "story": f"{STORY}\nSaya sudah tanya agen & ketua kelompok.",
        "payment": {"bank": "bri", "month": "Oktober 2026", "amount": "300.000"},
        "reporter": {"name": "Ibu Contoh", "phone": "0812 0000 0000", "nik": "1807195006900001", "beneficiary": "Nenek Contoh"},
        "wishes": {"call_time": "afternoon", "hide_name": True, "keep_secret": True},
        "for_other": True,
    }
    assert shown == {
        "number": body["number"],
        "access_code": body["access_code"],
        "desk": shown["desk"],
        "state": "Sudah diterima pada 22 November 2026 pukul 10.00 WIB.",
    }
    assert "PKH" in shown["desk"]


def test_a_short_report_leaves_out_what_is_empty_and_what_was_put_away(page: Page, api: FakeApi) -> None:
    fill_report(page, "contact")
    page.get_by_label("Saya melapor untuk orang lain").check()
    page.get_by_label("Nama penerima bantuan").fill("Nenek Contoh")
    page.get_by_label("Saya melapor untuk orang lain").uncheck()
    go(page, "photos", "check")
    expect(page.locator("#answers")).not_to_contain_text("Nenek Contoh")
    send(page)
    received(page)
    [body] = api.reports()
    assert set(body) == IDENTITY | {"category", "district", "village", "story"}


def test_payment_is_asked_where_it_is_about_money_only(page: Page, api: FakeApi) -> None:
    fill_report(page, "story")
    page.get_by_label("Jumlah uang yang Anda terima").fill("0")
    for _ in range(4):
        page.go_back()
    page.get_by_label("Pertanyaan").check()
    go(page, "person", "place", "time", "story")
    expect(page.get_by_label("Jumlah uang yang Anda terima")).to_be_hidden()
    page.get_by_label("Cerita Anda").fill(STORY)
    go(page, "contact", "photos", "check")
    send(page)
    received(page)
    assert "payment" not in api.reports()[0]


@pytest.mark.parametrize("back", ["button", "phone"])
def test_going_back_loses_no_answer(page: Page, back: str) -> None:
    fill_report(page)
    expect_step(page, "check")
    for step in reversed(STEPS[:-1]):
        if back == "button":
            page.get_by_role("button", name="Kembali", exact=True).click()
        else:
            page.go_back()
        expect_step(page, step)
        expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_role("button", name="Kembali", exact=True)).to_be_hidden()
    expect(page.get_by_label("Bantuan tidak cair")).to_be_checked()
    go(page, *STEPS[1:3])
    expect(page.locator("#district")).to_have_value("18.07.19")
    go(page, *STEPS[3:5])
    expect(page.get_by_label("Cerita Anda")).to_have_value(STORY)
    go(page, *STEPS[5:])


def test_an_answer_can_be_changed_from_the_last_step(page: Page, api: FakeApi) -> None:
    fill_report(page)
    page.locator("#answers section", has_text="Ceritakan masalahnya").get_by_role("button", name="Ubah").click()
    expect_step(page, "story")
    page.get_by_label("Cerita Anda").fill("Cerita yang lain.")
    go(page, "contact", "photos", "check")
    expect(page.locator("#answers")).to_contain_text("Cerita yang lain.")
    send(page)
    received(page)
    assert api.reports()[0]["story"] == "Cerita yang lain."


def test_a_link_inside_the_page_leaves_the_step_alone(page: Page) -> None:
    fill_report(page, "story")
    page.evaluate("location.hash = document.querySelector('.md-skip').hash")
    page.wait_for_url("**/lapor/#*")
    expect_step(page, "story")


def test_a_reload_keeps_the_answers_and_the_step(page: Page) -> None:
    fill_report(page, "contact")
    page.reload()
    expect_step(page, "contact")
    expect(page.get_by_label("Nama Anda")).to_have_value("")
    page.go_back()
    expect_step(page, "story")
    expect(page.get_by_label("Cerita Anda")).to_have_value(STORY)
    page.go_back()
    page.go_back()
    expect(page.locator("#district")).to_have_value("18.07.19")
    expect(page.locator("#village")).not_to_have_value("")
    page.go_back()
    page.go_back()
    expect(page.get_by_label("Bantuan tidak cair")).to_be_checked()


def test_a_reload_never_skips_the_photos(page: Page) -> None:
    fill_report(page)
    page.reload()
    expect_step(page, "photos")
    go(page, "check")
    expect(page.locator("#answers")).to_contain_text("Pasir Sakti")


@pytest.mark.parametrize("keep", [True, False])
def test_a_draft_outlives_its_tab_only_if_wanted(page: Page, context: BrowserContext, keep: bool) -> None:
    fill_report(page, "contact")
    if keep:
        page.get_by_label("Simpan isian ini di HP saya").check()
    later = context.new_page()
    fill_report(later, "problem")
    if keep:
        expect(later.get_by_label("Bantuan tidak cair")).to_be_checked()
        expect(later.locator("#story")).to_have_value(STORY)
        later.get_by_label("Simpan isian ini di HP saya").uncheck()
        assert STORY not in later.evaluate("JSON.stringify({...localStorage})")
    else:
        expect(later.get_by_label("Bantuan tidak cair")).not_to_be_checked()
        assert STORY not in kept(later)


def test_a_sent_report_leaves_no_draft(page: Page) -> None:
    fill_report(page)
    page.get_by_label("Simpan isian ini di HP saya").check()
    assert STORY in page.evaluate("JSON.stringify({...localStorage})")
    send(page)
    received(page)
    assert STORY not in kept(page)


def test_a_delicate_report_is_kept_nowhere_and_can_be_left_at_once(page: Page) -> None:
    fill_report(page, "contact")
    page.get_by_label("Simpan isian ini di HP saya").check()
    page.get_by_label("Nama Anda").fill("Ibu Contoh")
    for _ in range(5):
        page.go_back()
    page.get_by_label("Ada kekerasan").check()
    expect(page.get_by_label("Simpan isian ini di HP saya")).to_be_hidden()
    assert STORY not in kept(page)
    go(page, *STEPS[1:5])
    page.get_by_label("Cerita Anda").fill("Cerita yang gawat.")
    assert "gawat" not in kept(page)
    page.get_by_role("button", name="Tutup dan hapus sekarang").click()
    page.wait_for_url(NEUTRAL)
    page.go_back()
    expect(page.locator("#progress")).not_to_be_empty()
    for control in ("#story", '[id="reporter.name"]', "#province"):
        expect(page.locator(control)).to_have_value("")
    expect(page.get_by_label("Bantuan tidak cair")).not_to_be_checked()
    assert not [word for word in (STORY, "gawat", "Ibu Contoh") if word in kept(page)]


def test_a_reload_of_a_delicate_report_forgets_it(page: Page) -> None:
    fill_report(page, "contact")
    page.get_by_label("Nama Anda").fill("Ibu Contoh")
    page.evaluate("document.getElementById('flags-danger').click()")
    page.reload()
    expect_step(page, "problem")
    for control in ("#story", '[id="reporter.name"]', "#province"):
        expect(page.locator(control)).to_have_value("")


def test_a_draft_of_an_older_form_does_no_harm(page: Page) -> None:
    page.add_init_script("sessionStorage.setItem('laporan', JSON.stringify({values: {gone: 'x', story: 'tetap ada'}}))")
    fill_report(page, "problem")
    expect(page.locator("#story")).to_have_value("tetap ada")


def test_without_javascript_the_same_report_arrives(browser: Browser, api: FakeApi, origin: str) -> None:
    with browser.new_context(java_script_enabled=False, base_url=origin) as context:
        api.install(context, origin)
        page = context.new_page()
        page.goto("/lapor/")
        page.get_by_label("Bantuan tidak cair").check()
        page.select_option("#province", label="Lampung")
        for level, name in (("regency", "Kabupaten Lampung Timur"), ("district", "Pasir Sakti")):
            page.get_by_role("button", name="Tampilkan pilihan wilayah berikutnya").click()
            page.select_option(f"#{level}", label=name)
        page.get_by_label("Cerita Anda").fill(STORY)
        page.get_by_role("button", name="Periksa jawaban").click()
        page.get_by_role("button", name="Kirim laporan").click()
        expect(page.locator("#receipt")).to_contain_text(api.numbers[0])
