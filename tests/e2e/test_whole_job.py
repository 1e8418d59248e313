"""The main job in a real browser on the whole local run: a family reports, an officer moves it, the family sees it."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from infra.local.server import SETTINGS_PATH
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.pages.test_staff import see_all
from tests.support.family import STORY, fill_report, look_up, next_step, received, report_steps, send
from tests.support.local_stack import LocalStack
from tests.support.pictures import MARK, jpeg

PATIENCE = 60  # looks, a second apart; the sweep that cleans photos runs every two


@pytest.fixture
def family(browser: Browser, stack: LocalStack) -> Iterator[BrowserContext]:
    """A cheap phone."""
    context = browser.new_context(base_url=stack.origin, viewport=PHONE, locale="id-ID", timezone_id="Asia/Jakarta")
    yield context
    context.close()


@pytest.fixture
def office(browser: Browser, stack: LocalStack) -> Iterator[BrowserContext]:
    """An officer's desk."""
    context = browser.new_context(base_url=stack.origin, viewport=DESK, locale="id-ID", timezone_id="Asia/Jakarta")
    yield context
    context.close()


def sign_in(page: Page, name: str) -> None:
    """Sign in as a demo officer."""
    page.goto("/petugas/")
    page.get_by_role("button", name="Masuk").click()
    page.get_by_role("button", name=name).click()
    expect(page.locator("#me")).to_be_visible()


def test_report_then_move_then_status(family: BrowserContext, office: BrowserContext) -> None:
    phone = family.new_page()
    fill_report(phone)
    number = send(phone)
    expect(phone.locator("#receipt")).to_contain_text("Pelaksana PKH Kecamatan Pasir Sakti")

    look_up(phone)
    expect(phone.locator("#result")).to_contain_text("Diterima")
    assert number not in phone.url.split("#")[0]

    desk = office.new_page()
    sign_in(desk, "Rina Contoh")
    desk.get_by_role("link", name=number).click()
    expect(desk.locator("#ticket")).to_contain_text(STORY)
    expect(desk.locator("#ticket")).not_to_contain_text("Siti")
    desk.fill("#note", "Sudah ditelepon, data sedang dicocokkan.")
    desk.get_by_role("button", name="Mulai periksa").click()
    expect(desk.locator("#ticket .badge[data-slot=status]")).to_contain_text("Sedang diperiksa")

    phone.reload()
    expect(phone.locator("#result")).to_contain_text("Sedang diperiksa")


def test_a_question_is_answered_with_a_photo_and_the_answer_ends_the_report(
    family: BrowserContext, office: BrowserContext
) -> None:
    phone, desk = family.new_page(), office.new_page()
    fill_report(phone)
    number = send(phone)
    code = received(phone)["access_code"]
    sign_in(desk, "Rina Contoh")
    desk.goto(f"/petugas/#{number}")
    desk.get_by_label("Apa yang Anda kirim?").select_option(label="Kirim pertanyaan kepada pelapor")
    desk.get_by_label("Pertanyaan kepada pelapor").fill("Boleh kami lihat struknya?")
    desk.get_by_label("Ditunggu sampai tanggal").fill((date.today() + timedelta(days=9)).isoformat())
    desk.get_by_role("button", name="Kirim pertanyaan kepada pelapor").click()
    desk.get_by_role("button", name="Kirim sekarang").click()
    expect(desk.locator("#ticket .badge[data-slot=status]")).to_have_text("Perlu dilengkapi")

    phone.goto("/status/")
    phone.get_by_label("Nomor laporan").fill(number)
    phone.get_by_label("Kode rahasia laporan").fill(code)
    phone.get_by_role("button", name="Cek status").click()
    expect(phone.locator(".asked")).to_contain_text("Boleh kami lihat struknya?")
    phone.locator("#add-photos").set_input_files({"name": "struk.jpg", "mimeType": "image/jpeg", "buffer": jpeg()})
    expect(phone.locator(".photos")).to_contain_text("Belum selesai diperiksa")
    phone.get_by_label("Jawaban Anda").fill("Ini struknya.")
    phone.get_by_role("button", name="Kirim jawaban").click()
    expect(phone.locator(".talk")).to_contain_text("Ini struknya.")

    photo = desk.get_by_role("img", name="Foto 1 dari pelapor")
    for _ in range(PATIENCE):
        desk.reload()
        expect(desk.locator("#events")).to_contain_text("Ini struknya.")
        if photo.count():
            break
        desk.wait_for_timeout(1_000)
    expect(photo).to_be_visible()
    desk.get_by_label("Apa yang Anda kirim?").select_option(label="Kirim jawaban kepada pelapor")
    desk.get_by_label("Hasilnya").select_option(label="Uang sudah dibayarkan")
    desk.get_by_label("Tanggal uang masuk").fill(date.today().isoformat())
    desk.get_by_label("Nomor referensi pembayaran").fill("TRX-88")
    desk.get_by_label("Pesan kepada pelapor").fill("Uang Anda sudah masuk.")
    desk.get_by_label("Tindakan administratif").fill("Dicek di bank.")
    desk.get_by_role("button", name="Kirim jawaban kepada pelapor").click()
    desk.get_by_role("button", name="Ya: Kirim jawaban kepada pelapor").click()
    expect(desk.locator("#ticket .badge[data-slot=status]")).to_contain_text("Sudah dijawab")

    phone.get_by_role("button", name="Cek status").click()
    expect(phone.locator(".asked").first).to_contain_text("Uang Anda sudah masuk.")
    phone.get_by_role("button", name="Ya, sudah masuk").click()
    expect(phone.get_by_role("heading", name="Selesai", exact=True)).to_be_visible()
    desk.reload()
    expect(desk.locator("#ticket")).to_contain_text("Keluarga menyatakan selesai")


def test_the_desk_sees_a_photo_of_the_family_without_its_place(
    family: BrowserContext, office: BrowserContext, stack: LocalStack
) -> None:
    phone = family.new_page()
    fill_report(phone, "photos")
    phone.locator("#photos").set_input_files({"name": "struk.jpg", "mimeType": "image/jpeg", "buffer": jpeg()})
    expect(phone.locator("#photo-list li")).to_have_count(1)
    next_step(phone)
    number = send(phone)
    expect(phone.locator("#sent-photos")).to_contain_text("terkirim")

    desk = office.new_page()
    sign_in(desk, "Rina Contoh")
    photo = desk.get_by_role("img", name="Foto 1 dari pelapor")
    for _ in range(PATIENCE):
        desk.goto(f"/petugas/#{number}")
        desk.reload()
        expect(desk.locator("#photos")).to_be_visible()
        if photo.count():
            break
        desk.wait_for_timeout(1_000)
    expect(photo).to_be_visible()
    assert photo.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640
    [kept] = [path for path in stack.stack.photos.rglob("*.jpg") if number.replace("-", "")[3:] in path.parts]
    assert MARK.encode() not in kept.read_bytes()


def test_the_neighbour_sees_nothing_and_the_coordinator_does(family: BrowserContext, office: BrowserContext) -> None:
    phone = family.new_page()
    fill_report(phone)
    number = send(phone)

    desk = office.new_page()
    sign_in(desk, "Sari Contoh")
    see_all(desk)
    expect(desk.locator("#items")).to_contain_text(number)
    with desk.expect_event("load"):  # back from the sign-in page
        desk.get_by_role("button", name="Keluar").click()
    expect(desk.locator("#signed-out")).to_be_visible()
    sign_in(desk, "Budi Contoh")
    see_all(desk)
    expect(desk.locator("#inbox")).not_to_contain_text(number)
    desk.goto(f"/petugas/#{number}")
    expect(desk.locator("#notice")).to_contain_text("tidak kami temukan")


def test_whom_it_is_about_sees_nothing_and_the_desk_above_does(family: BrowserContext, office: BrowserContext) -> None:
    phone = family.new_page()
    for step in report_steps(phone):
        if step == "person":
            phone.get_by_label("Pendamping PKH").check()
            phone.get_by_label("Nama orang itu").fill("Rina Contoh")
        if step == "contact":
            phone.get_by_label("Rahasiakan dari pihak yang dilaporkan").check()
    number = send(phone)
    expect(phone.locator("#receipt")).to_contain_text("Koordinator PKH Kabupaten Lampung Timur")
    look_up(phone)
    expect(phone.locator("#result")).to_contain_text("Koordinator PKH Kabupaten Lampung Timur")

    desk = office.new_page()
    sign_in(desk, "Rina Contoh")
    see_all(desk)
    expect(desk.locator("#inbox")).not_to_contain_text(number)
    desk.goto(f"/petugas/#{number}")
    expect(desk.locator("#notice")).to_contain_text("tidak kami temukan")
    with desk.expect_event("load"):
        desk.get_by_role("button", name="Keluar").click()
    expect(desk.locator("#signed-out")).to_be_visible()
    sign_in(desk, "Sari Contoh")
    desk.get_by_role("link", name=number).click()
    expect(desk.locator("#ticket")).to_contain_text("Rina Contoh")


def test_a_report_written_without_network_goes_under_the_same_number(family: BrowserContext) -> None:
    phone = family.new_page()
    fill_report(phone)
    family.set_offline(True)
    number = send(phone)
    expect(phone.locator("#receipt")).to_contain_text("belum terkirim")
    family.set_offline(False)
    assert received(phone)["number"] == number
    look_up(phone)
    expect(phone.locator("#result")).to_contain_text(number)


def test_the_pages_come_under_the_policy_of_the_deployment(family: BrowserContext) -> None:
    answer = family.new_page().goto("/lapor/")
    assert answer
    assert "default-src 'none'; script-src 'self'" in answer.headers["content-security-policy"]
    assert "$" not in answer.headers["content-security-policy"]


def test_no_page_talks_to_anybody_else(family: BrowserContext, stack: LocalStack) -> None:
    hosts: set[str] = set()
    phone = family.new_page()
    phone.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    for path in ("/", "/lapor/", "/status/", "/petugas/", "/tidak-ada/"):
        phone.goto(path)
    assert hosts == {stack.origin.split("/")[2]}
    assert family.cookies() == []
    assert stack.get(SETTINGS_PATH)[1]["authorize_url"].startswith(stack.origin)
