"""In a real browser on the whole local run: whom a report is about finds nothing of it, and somebody else handles it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from chalicelib.domain.credentials import AccessCode, TicketNumber
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import DESK, PHONE
from tests.e2e.pages.test_staff import see_all
from tests.support import samples
from tests.support.family import report_steps, send, wait_until_received
from tests.support.local_stack import LocalStack

Officer = Callable[[str], AbstractContextManager[Page]]


@pytest.fixture
def phone(browser: Browser, stack: LocalStack) -> Iterator[Page]:
    """A cheap phone."""
    context = browser.new_context(base_url=stack.origin, viewport=PHONE, locale="id-ID", timezone_id="Asia/Jakarta")
    yield context.new_page()
    context.close()


@pytest.fixture
def officer(browser: Browser, stack: LocalStack) -> Officer:
    """Somebody of the demo staff at their desk, by name."""

    @contextmanager
    def at_desk(name: str) -> Iterator[Page]:
        context: BrowserContext = browser.new_context(
            base_url=stack.origin, viewport=DESK, locale="id-ID", timezone_id="Asia/Jakarta"
        )
        page = context.new_page()
        page.goto("/petugas/")
        page.get_by_role("button", name="Masuk").click()
        page.get_by_role("button", name=name).click()
        expect(page.locator("#me")).to_contain_text(name)
        expect(page.locator("#progress")).to_be_empty()
        yield page
        context.close()

    return at_desk


def reported(stack: LocalStack, **changes: object) -> str:
    """Send a report past the form; return its number."""
    number = str(TicketNumber.mint())
    body = samples.body(number=number, access_code=AccessCode.mint().digits, **{"subject": None, **changes})
    status, receipt = stack.post("/api/v1/tickets", body)
    assert status == 201, receipt
    return number


def finds_nothing(page: Page, number: str) -> None:
    """Hold that neither the list nor the number leads this person to the report."""
    page.goto("/petugas/")
    expect(page.locator("#inbox")).to_be_visible()
    expect(page.locator("#progress")).to_be_empty()
    while page.locator("#more").is_visible():
        page.locator("#more").click()
        expect(page.locator("#progress")).to_be_empty()
    see_all(page)
    expect(page.locator("#inbox")).not_to_contain_text(number)
    page.goto(f"/petugas/#{number}")
    expect(page.locator("#notice")).to_contain_text("tidak kami temukan")


def open_handling(page: Page, number: str) -> None:
    page.goto(f"/petugas/#{number}")
    page.reload()
    expect(page.get_by_role("heading", name=number)).to_be_visible()
    page.get_by_text("Siapa yang menangani", exact=True).click()


def test_a_danger_report_that_names_her_is_nowhere_for_her_and_first_for_the_confidential_reader(
    phone: Page, officer: Officer, stack: LocalStack
) -> None:
    plain = reported(stack)
    for step in report_steps(phone):
        if step == "problem":
            phone.get_by_label("Ada kekerasan").check()
        if step == "person":
            phone.get_by_label("Orang lain", exact=True).check()
            phone.get_by_label("Nama orang itu").fill("Ibu RINA contoh")
    number = send(phone)
    wait_until_received(phone)
    receipt = phone.locator("#receipt")
    expect(receipt.locator("[data-slot=desk]")).to_have_text("Koordinator PKH Kabupaten Lampung Timur")
    expect(receipt.locator("[data-slot=passed]")).to_have_text("Pelaksana PKH Kecamatan Pasir Sakti")
    with officer("Rina Contoh") as rina:
        finds_nothing(rina, number)
    with officer("Hadi Contoh") as unmarked:
        finds_nothing(unmarked, number)
    with officer("Sari Contoh") as sari:
        see_all(sari)
        listed = sari.locator("#items tbody tr")
        expect(listed.filter(has_text=number)).to_contain_text("Rahasia")
        expect(listed.filter(has_text=number)).to_contain_text("Darurat")
        texts = listed.all_inner_texts()
        confidential = ["Rahasia" in text for text in texts]
        assert confidential == sorted(confidential, reverse=True), "confidential ones first"
        assert [at for at, text in enumerate(texts) if number in text] < [at for at, text in enumerate(texts) if plain in text]
        sari.get_by_role("link", name=number).click()
        expect(sari.locator("#ticket")).to_contain_text("Ibu RINA contoh")


def test_an_officer_found_to_be_accused_later_is_out_at_once_and_her_reads_are_listed_above(
    officer: Officer, stack: LocalStack
) -> None:
    number = reported(stack)
    with officer("Rina Contoh") as rina:
        rina.goto(f"/petugas/#{number}")
        expect(rina.get_by_role("heading", name=number)).to_be_visible()
        with officer("Tono Contoh") as tono:
            open_handling(tono, number)
            expect(tono.locator("#accused option")).not_to_have_count(0)
            tono.select_option("#accused", label="Rina Contoh, Pelaksana PKH Kecamatan Pasir Sakti")
            tono.fill("#note", "Pelapor menyebut namanya lewat telepon.")
            tono.get_by_role("button", name="Keluarkan petugas yang terlapor").click()
            tono.get_by_role("button", name="Ya: Keluarkan petugas yang terlapor").click()
            expect(tono.locator("#notice")).to_contain_text("tidak bisa Anda lihat lagi")
            see_all(tono)
            expect(tono.locator("#inbox")).not_to_contain_text(number)
        # Her tab is still open: whatever she presses now, she gets no more than anybody.
        rina.fill("#note", "x")
        rina.get_by_role("button", name="Mulai periksa").click()
        expect(rina.locator("#notice")).to_contain_text("tidak kami temukan")
        finds_nothing(rina, number)
    with officer("Sari Contoh") as sari:
        sari.goto(f"/petugas/#{number}")
        expect(sari.locator("#kept-out-list")).to_contain_text("Rina Contoh: membuka")
        expect(sari.locator("#events")).to_contain_text("Dikeluarkan: Rina Contoh.")
        expect(sari.locator("#ticket [data-slot=desk]").first).to_have_text("Koordinator PKH Kabupaten Lampung Timur")


def test_one_press_and_whom_it_is_about_is_out_and_a_colleague_goes_on(officer: Officer, stack: LocalStack) -> None:
    number = reported(stack)
    with officer("Rina Contoh") as rina:
        open_handling(rina, number)
        rina.get_by_role("button", name="Ini tentang saya atau keluarga saya").click()
        expect(rina.locator("#notice")).to_contain_text("tidak bisa Anda lihat lagi")
        finds_nothing(rina, number)
    with officer("Tono Contoh") as tono:
        tono.goto(f"/petugas/#{number}")
        tono.fill("#note", "Sudah ditelepon.")
        tono.get_by_role("button", name="Mulai periksa").click()
        expect(tono.locator("#ticket")).to_contain_text("Anda yang memegang")


def test_a_report_from_a_kecamatan_without_people_goes_to_the_kabupaten_and_the_receipt_says_so(
    phone: Page, officer: Officer
) -> None:
    for step in report_steps(phone):
        if step == "time":
            phone.locator("#back").click()
            phone.select_option("#district", label="Bandar Sribhawono")
            phone.locator("#next").click()
    number = send(phone)
    wait_until_received(phone)
    receipt = phone.locator("#receipt")
    expect(receipt.locator("[data-slot=desk]")).to_have_text("Koordinator PKH Kabupaten Lampung Timur")
    expect(receipt.locator("[data-slot=passed]")).to_be_hidden()
    with officer("Sari Contoh") as sari:
        see_all(sari)
        expect(sari.locator("#items")).to_contain_text(number)


def test_a_deputy_handles_what_a_colleague_on_leave_has(officer: Officer, stack: LocalStack) -> None:
    number = reported(stack)
    with officer("Rina Contoh") as rina:
        open_handling(rina, number)
        rina.get_by_role("button", name="Ambil laporan ini").click()
        expect(rina.locator("#ticket")).to_contain_text("Anda yang memegang")
    with officer("Tono Contoh") as tono:
        tono.goto(f"/petugas/#{number}")
        expect(tono.locator("#ticket")).to_contain_text("Dipegang petugas lain")
        expect(tono.get_by_role("button", name="Mulai periksa")).to_have_count(0)
        today = datetime.now(UTC).date()
        days = {"FROM": str(today - timedelta(days=1)), "UNTIL": str(today + timedelta(days=1))}
        staff(stack, "leave", EMAIL="pasir-sakti", DEPUTY="pasir-sakti-2", **days)
        try:
            tono.reload()
            tono.fill("#note", "Rina sedang cuti.")
            tono.get_by_role("button", name="Mulai periksa").click()
            expect(tono.locator("#ticket .badge[data-slot=status]")).to_contain_text("Sedang diperiksa")
            expect(tono.locator("#events")).to_contain_text("menggantikan rekan")
            expect(tono.locator("#ticket")).to_contain_text("Dipegang petugas lain")
        finally:
            staff(stack, "leave", EMAIL="pasir-sakti")
        tono.reload()
        expect(tono.locator("#ticket")).to_be_visible()
        expect(tono.get_by_role("button", name="Mulai tangani")).to_have_count(0)


def staff(stack: LocalStack, work: str, **given: str) -> str:
    """Run a command of the staff register on the running stack, as `make staff-…` does; return what it prints."""
    environment = {**os.environ, "LAPOR_LOCAL_VAR": str(stack.var), **given}
    done = subprocess.run(
        [sys.executable, "-m", "infra.staff", work], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout
