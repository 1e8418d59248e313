"""The page *Cek status*: a number, typed anyhow, shows where the report stands, and every failure is one plain sentence."""

from datetime import timedelta

import pytest
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.deadlines import answer_due
from chalicelib.domain.errors import StoreBusy
from chalicelib.entrypoints.public_api.status import status_out
from playwright.sync_api import Page, expect

from tests.e2e.pages.fake_api import FakeApi
from tests.support import samples
from tests.support.family import fill_report, idle, received, send
from tests.support.usable import assert_usable

NUMBER = "PKH-7M3K-Q2ZD-90XA-A"
OTHER = "PKH-0000-0000-0001-1"


def look_up(page: Page, typed: str) -> None:
    page.get_by_label("Nomor laporan").fill(typed)
    page.get_by_role("button", name="Cek status").click()


@pytest.mark.parametrize("typed", [NUMBER, "pkh7m3kq2zd90xaa", "7m3k q2zd 9oxa a"])
def test_shows_where_the_report_stands(page: Page, api: FakeApi, typed: str) -> None:
    api.have(NUMBER, "identify")
    page.goto("/status/")
    look_up(page, typed)
    result = page.locator("#result")
    expect(page.get_by_role("heading", name="Sedang diperiksa")).to_be_visible()
    expect(result).to_be_focused()
    for text in (
        "Pelaksana PKH Kecamatan Pasir Sakti sedang memeriksa laporan Anda.",
        NUMBER,
        "22 November 2026 pukul 10.01 WIB",
        "Tanggapan pertama petugas paling lambat",
        "Minggu, 6 Desember 2026. Setelah itu laporan naik ke tingkat kabupaten atau kota.",
    ):
        expect(result).to_contain_text(text)
    expect(result.locator(".history li")).to_have_text(
        ["Diterima22 November 2026 pukul 10.00 WIB", "Sedang diperiksa22 November 2026 pukul 10.01 WIB"]
    )
    expect(page.locator("#progress")).to_be_empty()


def test_a_late_answer_is_owned_up_to_until_the_end(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    api.ports.wait(timedelta(days=120))
    page.goto("/status/")
    look_up(page, NUMBER)
    expect(page.locator("#result")).to_contain_text(LATE)
    api.act(NUMBER, "mark_duplicate")
    look_up(page, NUMBER)
    expect(page.get_by_role("heading", name="Ditutup")).to_be_visible()
    expect(page.locator("#result")).not_to_contain_text(LATE)


LATE = "Petugas melewati batas waktunya."


def test_page_and_interface_say_late_alike_on_the_last_day_the_day_after_and_once_answered(page: Page, api: FakeApi) -> None:
    api.have(NUMBER, "identify")
    api.have(OTHER)
    received = api.ports.now()
    page.goto("/status/")

    def said(number: str) -> tuple[bool, bool, object]:
        look_up(page, number)
        result = page.locator("#result")
        expect(result).to_contain_text(number)
        ticket = status_out(api.ports, api.ports.tickets.get(TicketNumber.parse(number)))
        text = result.inner_text()
        return LATE in text, "Selesai dijawab paling lambat" in text, ticket.answer

    api.ports.wait(answer_due(received, samples.PASIR_SAKTI) - received.date())
    assert said(NUMBER) == (False, True, "awaited")
    api.act(OTHER, "identify", "investigate", "clarify", "answer")
    api.ports.wait(timedelta(days=1))
    assert said(NUMBER) == (True, True, "late")
    assert said(OTHER) == (False, False, "in_time")
    api.act(NUMBER, "investigate", "clarify", "answer")
    assert said(NUMBER) == (False, False, "given_late")


def test_a_number_after_the_hash_is_looked_up_at_once_and_again_when_it_changes(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    api.have(OTHER, "mark_duplicate")
    page.goto(f"/status/#{NUMBER}")
    expect(page.get_by_role("heading", name="Diterima", exact=True)).to_be_visible()
    page.goto("/status/#000000000001l")
    expect(page.get_by_role("heading", name="Ditutup")).to_be_visible()


@pytest.mark.parametrize("broken", ["/status/#%", "/status/#%E0%A4", "/status/#tidak-ada", "/status/#.x"])
def test_anything_else_after_the_hash_is_left_alone(page: Page, api: FakeApi, broken: str) -> None:
    page.goto(broken)
    expect(page.get_by_label("Nomor laporan")).to_have_value("")
    page.wait_for_load_state("networkidle")
    assert not api.received


@pytest.mark.parametrize("typed", ["PKH-7M3K-Q2ZD-90XA-B", "123", "1807195006900001"])
def test_a_mistyped_number_is_told_without_asking_the_server(page: Page, api: FakeApi, typed: str) -> None:
    page.goto("/status/")
    look_up(page, typed)
    expect(page.get_by_text("Nomor laporan salah ketik atau tidak lengkap.")).to_be_visible()
    expect(page.get_by_label("Nomor laporan")).to_be_focused()
    expect(page.get_by_label("Nomor laporan")).to_have_value(typed)
    assert not api.received


def test_an_unknown_number_a_busy_store_and_a_missing_network_are_explained(page: Page, api: FakeApi) -> None:
    page.goto("/status/")
    look_up(page, NUMBER)
    expect(page.get_by_role("alert")).to_contain_text("Nomor laporan ini tidak kami temukan.")
    expect(page.get_by_role("alert")).to_be_focused()
    api.fail(StoreBusy())
    look_up(page, NUMBER)
    expect(page.get_by_role("alert")).to_contain_text("Layanan sedang sibuk.")
    expect(page.locator("header")).to_have_count(1)
    api.drop_call()
    look_up(page, NUMBER)
    expect(page.locator("#progress")).to_contain_text("Sambungan terputus.")
    api.have(NUMBER)
    look_up(page, NUMBER)
    expect(page.get_by_role("heading", name="Diterima", exact=True)).to_be_visible()
    expect(page.locator("#progress")).to_be_empty()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_the_sign_in_page_of_a_public_network_is_no_answer(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    page.goto("/status/")
    api.foreign_page()
    look_up(page, NUMBER)
    expect(page.locator("#progress")).to_contain_text("Sambungan terputus.")
    expect(page.get_by_text("WiFi gratis")).to_have_count(0)


def test_an_empty_field_is_told(page: Page) -> None:
    page.goto("/status/")
    look_up(page, " ")
    expect(page.get_by_text("Tulis nomor laporan.")).to_be_visible()


def test_a_late_answer_never_covers_a_newer_one(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    api.have(OTHER, "mark_duplicate")
    page.goto("/status/")
    answer_late = api.hold_answer()
    look_up(page, NUMBER)
    look_up(page, "0000000000011")
    expect(page.get_by_role("heading", name="Ditutup")).to_be_visible()
    answer_late()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("heading", name="Ditutup")).to_be_visible()


def report_from(page: Page, *, alone: bool) -> str:
    """Report from this phone, and let it keep the receipt or not; return the number."""
    fill_report(page)
    sent = send(page)
    received(page)
    page.get_by_role("button", name="Tidak, simpan di sini" if alone else "Ya, jangan simpan").click()
    expect(page.locator("#asked")).to_be_hidden()
    idle(page)
    return sent


def test_a_phone_that_keeps_a_report_shows_what_is_new_since_it_was_opened_there(page: Page, api: FakeApi) -> None:
    number = report_from(page, alone=True)
    page.goto("/status/")
    line = page.locator("#kept-list li")
    expect(line.get_by_role("button", name=number)).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(line.get_by_text("Ada yang baru")).to_be_hidden()

    api.act(number, "identify", note="Catatan petugas.")
    api.act(number, "tell", message="Kami cek ke bank.")
    page.reload()
    expect(line.get_by_text("Ada yang baru")).to_be_visible()
    assert_usable(page)
    line.get_by_role("button", name="Buka percakapan").click()
    new = page.locator("#result .turn", has=page.locator(".badge", has_text="Baru"))
    expect(new).to_have_count(1)
    expect(new).to_contain_text("Kami cek ke bank.")
    assert_usable(page)
    expect(line.get_by_text("Ada yang baru")).to_be_hidden()

    page.reload()
    page.wait_for_load_state("networkidle")
    expect(line.get_by_text("Ada yang baru")).to_be_hidden()
    line.get_by_role("button", name="Buka percakapan").click()
    expect(page.locator("#result .turn").last).to_be_visible()
    expect(page.locator("#result .turn .badge")).to_have_count(0)


def test_a_phone_that_others_hold_too_is_told_nothing_of_it(page: Page, api: FakeApi) -> None:
    number = report_from(page, alone=False)
    api.act(number, "tell", message="Kami cek ke bank.")
    asked = len(api.received)
    page.goto("/status/")
    page.wait_for_load_state("networkidle")
    assert len(api.received) == asked
    assert page.get_by_text("Ada yang baru").count() == 0 or page.get_by_text("Ada yang baru").is_hidden()


def test_what_is_new_is_no_less_to_be_read_when_it_cannot_be_asked(page: Page, api: FakeApi) -> None:
    number = report_from(page, alone=True)
    api.act(number, "tell", message="Kami cek ke bank.")
    api.drop_call()
    page.goto("/status/")
    page.wait_for_load_state("networkidle")
    line = page.locator("#kept-list li")
    expect(line.get_by_text("Ada yang baru")).to_be_hidden()
    line.get_by_role("button", name="Buka percakapan").click()
    expect(page.locator("#result")).to_contain_text("Kami cek ke bank.")
