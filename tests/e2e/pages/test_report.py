"""The page *Lapor*: a report gets in once, under one number, and nothing typed is lost on the way."""

import json
import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.pages.fake_api import FakeApi
from tests.e2e.pages.test_numbers import check_fits

STORY = "Bantuan tahap 3 belum masuk.\nSaya sudah tanya agen & ketua kelompok."


def choose_place(page: Page, village: bool = True) -> None:
    for level, code in (("province", "18"), ("regency", "18.07"), ("district", "18.07.19"), ("village", "18.07.19.2001")):
        if level != "village" or village:
            expect(page.locator(f"#{level} option[value='{code}']")).to_be_attached()
            page.select_option(f"#{level}", code)


def fill_required(page: Page) -> None:
    page.goto("/lapor/")
    page.get_by_label("Pilih masalah").select_option(label="Bantuan tidak cair")
    choose_place(page, village=False)
    page.get_by_label("Cerita Anda").fill(STORY)


def send(page: Page) -> None:
    page.locator("#send").click()


def receipt(page: Page) -> dict[str, str]:
    expect(page.get_by_role("heading", name="Laporan Anda sudah kami terima")).to_be_visible()
    return {
        name: page.locator(f"#receipt [data-slot={name}]").inner_text()
        for name in ("number", "access_code", "desk", "received_at")
    }


def test_a_full_report_arrives_as_the_contract_says(page: Page, api: FakeApi) -> None:
    page.goto("/lapor/")
    page.get_by_label("Permintaan informasi").check()
    page.get_by_label("Pilih masalah").select_option("card_account")
    choose_place(page)
    page.get_by_label("Tanggal kejadian").fill("2026-11-02")
    page.get_by_label("Cerita Anda").fill(STORY)
    page.get_by_label("Siapa orang itu?").select_option("agent")
    page.get_by_label("Nama orang itu").fill("Pak Contoh")
    page.get_by_label("Nama Anda").fill("Ibu Contoh")
    page.get_by_label("Nomor HP Anda").fill("0812 0000 0000")
    page.get_by_label("NIK Anda").fill("1807195006900001")
    send(page)
    shown = receipt(page)

    [(path, body)] = api.received
    assert path == "tickets"
    assert check_fits(body["number"])
    assert re.fullmatch("[0-9]{8}", body["access_code"])
    assert {name: value for name, value in body.items() if name not in ("number", "access_code")} == {
        "kind": "information",
        "category": "card_account",
        "district": "18.07.19",
        "village": "18.07.19.2001",
        "happened_on": "2026-11-02",
        "story": STORY,
        "subject": {"role": "agent", "name": "Pak Contoh"},
        "reporter": {"name": "Ibu Contoh", "phone": "0812 0000 0000", "nik": "1807195006900001"},
    }
    assert shown == {
        "number": body["number"],
        "access_code": body["access_code"],
        "desk": "Pelaksana PKH Kecamatan Pasir Sakti",
        "received_at": "22 November 2026 pukul 10.14 WIB",
    }


def test_a_short_report_leaves_out_what_is_empty(page: Page, api: FakeApi) -> None:
    fill_required(page)
    send(page)
    receipt(page)
    [(_, body)] = api.received
    assert set(body) == {"number", "access_code", "kind", "category", "district", "story"}
    assert body["kind"] == "complaint"


def test_the_receipt_leads_to_the_status_without_telling_the_server_an_address(page: Page) -> None:
    asked: list[str] = []
    fill_required(page)
    send(page)
    number = receipt(page)["number"]
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("link", name="Cek status laporan").click()
    expect(page.get_by_role("heading", name="Diterima")).to_be_visible()
    assert not [url for url in asked if number in url.partition("#")[0]]


def test_pressing_twice_sends_once(page: Page, api: FakeApi) -> None:
    fill_required(page)
    page.evaluate("() => { const send = document.getElementById('send'); send.click(); send.click(); send.click(); }")
    receipt(page)
    assert len(api.received) == 1


def test_after_a_lost_answer_the_same_number_goes_again(page: Page, api: FakeApi) -> None:
    fill_required(page)
    api.lose_answer()
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("Laporan belum tentu terkirim.")
    expect(page.get_by_label("Cerita Anda")).to_have_value(STORY)
    number = api.received[0][1]["number"]
    expect(page.get_by_role("alert")).to_contain_text(number)

    page.get_by_role("button", name="Kirim lagi").click()
    assert receipt(page)["number"] == number
    assert api.received[0] == api.received[1]
    assert len(api.tickets) == 1


def test_a_report_changed_after_a_lost_answer_is_not_doubled(page: Page, api: FakeApi) -> None:
    fill_required(page)
    api.lose_answer()
    send(page)
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Cerita Anda").fill("Cerita lain")
    send(page)
    shown = receipt(page)
    expect(page.get_by_text("Laporan pertama Anda sudah kami terima.")).to_be_visible()
    assert shown["number"] == api.received[0][1]["number"]
    assert shown["access_code"] == api.received[0][1]["access_code"]
    assert len(api.tickets) == 1

    page.get_by_role("button", name="Tulis laporan lain").click()
    expect(page.get_by_label("Cerita Anda")).to_have_value("Cerita lain")
    expect(page.locator("#district")).to_have_value("18.07.19")
    send(page)
    assert receipt(page)["number"] != shown["number"]


def test_without_a_network_everything_typed_stays_even_through_a_reload(page: Page, api: FakeApi) -> None:
    fill_required(page)
    page.get_by_label("Aspirasi").check()
    api.drop_call()
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("Isian Anda tetap ada.")
    number = (page.locator("#notice [data-slot=number]").inner_text()).rpartition(": ")[2].rstrip(".")
    page.reload()
    expect(page.get_by_label("Cerita Anda")).to_have_value(STORY)
    expect(page.get_by_label("Aspirasi")).to_be_checked()
    expect(page.locator("#district")).to_have_value("18.07.19")
    send(page)
    assert receipt(page)["number"] == number
    [(_, body)] = api.received
    assert body["kind"] == "aspiration"


def test_the_receipt_survives_a_reload_and_a_new_report_starts_empty_with_a_new_number(page: Page, api: FakeApi) -> None:
    fill_required(page)
    send(page)
    first = receipt(page)
    page.reload()
    assert receipt(page) == first
    page.get_by_role("button", name="Tulis laporan lain").click()
    expect(page.get_by_label("Cerita Anda")).to_have_value("")
    expect(page.locator("#province")).to_have_value("")
    fill_required(page)
    send(page)
    receipt(page)
    assert len({body["number"] for _, body in api.received}) == 2
    assert len({body["access_code"] for _, body in api.received}) == 2


def test_what_is_missing_is_said_at_each_field_before_anything_is_sent(page: Page, api: FakeApi) -> None:
    page.goto("/lapor/")
    send(page)
    summary = page.locator("#problems")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(5)
    summary.get_by_role("link", name="Cerita Anda: Bagian ini wajib diisi.").click()
    expect(page.get_by_label("Cerita Anda")).to_be_focused()
    expect(page.get_by_label("Cerita Anda")).to_have_accessible_description(re.compile("Bagian ini wajib diisi."))
    assert not api.received


def test_what_the_server_refuses_is_said_at_each_field_and_stays(page: Page, api: FakeApi) -> None:
    fill_required(page)
    page.get_by_label("Nomor HP Anda").fill("123")
    fields = [{"field": "reporter.phone", "code": "bad_phone"}, {"field": "kind", "code": "not_a_choice"}]
    api.fail(422, "invalid", [*fields, {"field": "access_code", "code": "bad_code"}])
    send(page)
    expect(page.locator("#problems")).to_be_focused()
    expect(page.locator("#problems li")).to_have_text(
        [
            "Nomor HP Anda: Nomor HP harus diawali 08 atau +628.",
            "Jenis laporan: Pilih salah satu yang tersedia.",
            "Kode rahasia laporan harus 8 angka.",
        ]
    )
    expect(page.get_by_label("Nomor HP Anda")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Nomor HP Anda")).to_have_value("123")
    expect(page.get_by_label("Cerita Anda")).to_have_value(STORY)

    page.get_by_label("Nomor HP Anda").fill("081200000000")
    send(page)
    receipt(page)
    expect(page.locator("#problems")).to_be_hidden()


def test_a_story_is_counted_in_characters_and_never_cut(page: Page, api: FakeApi) -> None:
    fill_required(page)
    page.get_by_label("Cerita Anda").fill("😀" * 4_990)
    expect(page.locator("#story-left")).to_have_text("Sisa 10 karakter.")
    page.get_by_label("Cerita Anda").fill("a" * 5_001)
    expect(page.locator("#story-left")).to_have_text("Terlalu panjang 1 karakter.")
    send(page)
    expect(page.locator("#problems li")).to_have_text(["Cerita Anda: Isian ini terlalu panjang."])
    expect(page.get_by_label("Cerita Anda")).to_have_value("a" * 5_001)
    assert not api.received


@pytest.mark.parametrize(("status", "code", "said"), [(503, "busy", "sibuk"), (429, "too_many", "Terlalu banyak permintaan")])
def test_a_busy_service_is_explained_and_the_number_stays(page: Page, api: FakeApi, status: int, code: str, said: str) -> None:
    fill_required(page)
    api.fail(status, code)
    send(page)
    expect(page.get_by_role("alert")).to_contain_text(said)
    shown = page.get_by_role("alert").inner_text()
    send(page)
    assert receipt(page)["number"] in shown


def test_the_sign_in_page_of_a_public_network_is_no_receipt(page: Page, api: FakeApi) -> None:
    fill_required(page)
    api.failures.append(lambda route, _: route.fulfill(status=200, content_type="text/html", body="<h1>WiFi gratis</h1>"))
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("Laporan belum tentu terkirim.")


def test_a_region_list_that_does_not_come_can_be_asked_for_again(page: Page) -> None:
    page.route("**/data/regions/18.07.json", lambda route: route.abort(), times=1)
    page.goto("/lapor/")
    expect(page.locator("#province option[value='18']")).to_be_attached()
    page.select_option("#province", "18")
    expect(page.locator("#regency option[value='18.07']")).to_be_attached()
    page.select_option("#regency", "18.07")
    expect(page.get_by_text("Daftar wilayah belum termuat.")).to_be_visible()
    page.get_by_role("button", name="Coba lagi").click()
    expect(page.locator("#district option[value='18.07.19']")).to_be_attached()
    expect(page.get_by_text("Daftar wilayah belum termuat.")).to_be_hidden()


def test_another_province_empties_what_lay_in_the_first(page: Page) -> None:
    fill_required(page)
    page.select_option("#province", "11")
    expect(page.locator("#district")).to_have_value("")
    expect(page.locator("#district option")).to_have_count(1)
    expect(page.locator("#regency option[value='11.01']")).to_be_attached()
    expect(page.locator("#regency option[value='18.07']")).not_to_be_attached()
    page.select_option("#province", "")
    for level in ("regency", "district", "village"):
        expect(page.locator(f"#{level} option")).to_have_count(1)


def test_a_late_region_list_never_covers_a_newer_one(page: Page) -> None:
    held: list[Route] = []
    page.route("**/data/regions/18.07.json", lambda route: held.append(route))
    page.goto("/lapor/")
    expect(page.locator("#province option[value='18']")).to_be_attached()
    page.select_option("#province", "18")
    expect(page.locator("#regency option[value='18.07']")).to_be_attached()
    page.select_option("#regency", "18.07")
    page.select_option("#regency", "18.01")
    expect(page.locator("#district option[value='18.01.04']")).to_be_attached()
    held[0].continue_()
    page.wait_for_load_state("networkidle")
    expect(page.locator("#district option[value='18.01.04']")).to_be_attached()
    expect(page.locator("#district option[value='18.07.19']")).not_to_be_attached()


def test_a_kept_report_finds_its_region_again_once_the_network_is_back(page: Page) -> None:
    fill_required(page)
    page.route("**/data/regions/18.07.json", lambda route: route.abort(), times=1)
    page.reload()
    expect(page.get_by_text("Daftar wilayah belum termuat.")).to_be_visible()
    page.get_by_role("button", name="Coba lagi").click()
    expect(page.locator("#district")).to_have_value("18.07.19")


def test_a_browser_that_keeps_nothing_can_still_send(page: Page, api: FakeApi) -> None:
    page.add_init_script("Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('forbidden'); } })")
    fill_required(page)
    send(page)
    receipt(page)
    assert len(api.received) == 1


def test_a_draft_of_an_older_form_does_no_harm(page: Page) -> None:
    page.add_init_script("sessionStorage.setItem('laporan', JSON.stringify({values: {gone: 'x', story: 'tetap ada'}}))")
    page.goto("/lapor/")
    expect(page.get_by_label("Cerita Anda")).to_have_value("tetap ada")


def test_the_keyboard_alone_sends_a_report(page: Page, api: FakeApi) -> None:
    def press_until(target: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == target:
                return
        raise AssertionError(f"Tab never reached {target}")

    page.goto("/lapor/")
    expect(page.locator("#province option[value='18']")).to_be_attached()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "md-skip"
    page.keyboard.press("Enter")
    press_until("category")
    page.keyboard.press("ArrowDown")
    for level in ("province", "regency", "district"):
        expect(page.locator(f"#{level} option").nth(1)).to_be_attached()
        press_until(level)
        page.keyboard.press("ArrowDown")
    press_until("story")
    page.keyboard.type(STORY)
    press_until("send")
    page.keyboard.press("Enter")
    receipt(page)
    assert json.dumps(api.received[0][1]["story"]) == json.dumps(STORY)


def test_without_javascript_the_page_says_what_it_needs(browser: Browser, origin: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{origin}/lapor/")
        expect(page.get_by_text("Formulir ini memerlukan JavaScript.")).to_be_visible()
        expect(page.locator("#report")).to_be_hidden()
        expect(page.get_by_role("link", name="Cek status")).to_be_visible()
