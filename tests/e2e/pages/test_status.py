"""The page *Cek status*: a number, typed anyhow, shows where the report stands, and every failure is one plain sentence."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages.fake_api import FakeApi

NUMBER = "PKH-7M3K-Q2ZD-90XA-A"


def look_up(page: Page, typed: str) -> None:
    page.get_by_label("Nomor laporan").fill(typed)
    page.get_by_role("button", name="Cek status").click()


@pytest.mark.parametrize("typed", [NUMBER, "pkh7m3kq2zd90xaa", "7m3k q2zd 9oxa a"])
def test_shows_where_the_report_stands(page: Page, api: FakeApi, typed: str) -> None:
    api.have(NUMBER, status="identifying", updated_at="2026-11-22T23:30:00.000Z")
    page.goto("/status/")
    look_up(page, typed)
    expect(page.get_by_role("heading", name="Sedang diperiksa")).to_be_visible()
    expect(page.locator("#result")).to_be_focused()
    result = page.locator("#result")
    expect(result).to_contain_text("Pelaksana PKH Kecamatan Pasir Sakti")
    expect(result).to_contain_text("22 November 2026 pukul 10.14 WIB")
    expect(result).to_contain_text("23 November 2026 pukul 06.30 WIB")
    assert api.received == [("tickets/status", {"number": NUMBER})]


def test_a_number_after_the_hash_is_looked_up_at_once_and_again_when_it_changes(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    api.have("PKH-0000-0000-0001-1", status="closed")
    page.goto(f"/status/#{NUMBER}")
    expect(page.get_by_role("heading", name="Diterima")).to_be_visible()
    page.goto("/status/#000000000001l")
    expect(page.get_by_role("heading", name="Ditutup")).to_be_visible()


@pytest.mark.parametrize("broken", ["/status/#%", "/status/#%E0%A4", "/status/#tidak-ada"])
def test_anything_else_after_the_hash_is_left_alone(page: Page, api: FakeApi, broken: str) -> None:
    page.goto(broken)
    expect(page.get_by_label("Nomor laporan")).to_have_value("")
    expect(page.get_by_label("Nomor laporan")).to_be_visible()
    assert not api.received


@pytest.mark.parametrize("typed", ["PKH-7M3K-Q2ZD-90XA-B", "123", "1807195006900001"])
def test_a_mistyped_number_is_told_without_asking_the_server(page: Page, api: FakeApi, typed: str) -> None:
    page.goto("/status/")
    look_up(page, typed)
    expect(page.get_by_text("Nomor laporan salah ketik atau tidak lengkap.")).to_be_visible()
    expect(page.get_by_label("Nomor laporan")).to_be_focused()
    expect(page.get_by_label("Nomor laporan")).to_have_value(typed)
    assert not api.received


def test_an_unknown_number_and_a_missing_network_are_explained(page: Page, api: FakeApi) -> None:
    page.goto("/status/")
    look_up(page, NUMBER)
    expect(page.get_by_role("alert")).to_contain_text("Nomor laporan ini tidak kami temukan.")
    api.drop_call()
    look_up(page, NUMBER)
    expect(page.get_by_role("alert")).to_contain_text("Sambungan terputus.")
    api.have(NUMBER)
    look_up(page, NUMBER)
    expect(page.get_by_role("heading", name="Diterima")).to_be_visible()
    expect(page.get_by_role("alert")).to_be_hidden()


def test_an_empty_field_is_told(page: Page) -> None:
    page.goto("/status/")
    look_up(page, " ")
    expect(page.get_by_text("Bagian ini wajib diisi.")).to_be_visible()


def test_a_late_answer_never_covers_a_newer_one(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    api.have("PKH-0000-0000-0001-1", status="closed")
    page.goto("/status/")
    answer_late = api.hold_answer()
    look_up(page, NUMBER)
    look_up(page, "0000000000011")
    expect(page.get_by_role("heading", name="Ditutup")).to_be_visible()
    answer_late()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("heading", name="Ditutup")).to_be_visible()
