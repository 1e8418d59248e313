"""What time does, as family and desk see it: a reminder, a report that moves up twice, whatever is written meanwhile."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.staff import Staff
from chalicelib.usecases.act import act
from chalicelib.usecases.sweep_deadlines import sweep_deadlines
from playwright.sync_api import Page, expect

from tests.e2e.pages.fake_api import SITI, FakeApi
from tests.e2e.pages.test_staff import see_all, sign_in
from tests.support import samples
from tests.support.usable import assert_usable

FORGOTTEN, EDITED, COMMENTED = "PKH-7M3K-Q2ZD-90XA-A", str(samples.number(1)), str(samples.number(2))
DESKS = {
    "kecamatan": (SITI, "Pelaksana PKH Kecamatan Pasir Sakti"),
    "kabupaten": (samples.LAMPUNG_TIMUR_COORDINATOR, "Koordinator PKH Kabupaten Lampung Timur"),
    "provinsi": (samples.LAMPUNG_COORDINATOR, "Koordinator PKH Provinsi Lampung"),
}


def live_until(api: FakeApi, until: datetime) -> None:
    """Let the hours pass: each with a sweep and a message of one family, each day with a note on another's report."""
    while api.ports.now() < until:
        api.ports.wait(min(timedelta(hours=1), until - api.ports.now()))
        sweep_deadlines(api.ports)
        api.say(TicketNumber.parse(COMMENTED), "message", message="Sudah ada kabar?")
        if api.ports.now().hour == 0:
            note(api, DESKS[api.ports.tickets.get(TicketNumber.parse(EDITED)).desk.tier][0])


def note(api: FakeApi, staff: Staff) -> None:
    number = TicketNumber.parse(EDITED)
    act(api.ports, staff, number, "note", api.ports.tickets.get(number).version, {"note": "Masih dicek."})


def family_reads(page: Page, api: FakeApi, number: str, tier: str, due: str, what: str = "Petugas mulai memeriksa") -> None:
    page.clock.set_fixed_time(api.ports.now())
    page.goto("about:blank")  # the same address twice is not asked again
    page.goto(f"/status/#{number}")
    result = page.locator("#result")
    expect(result).to_contain_text(number)
    expect(result).to_contain_text(f"Ditangani oleh{DESKS[tier][1]}")
    expect(result).to_contain_text(f"{what} paling lambat{due}")


def still_signed_in(page: Page) -> None:
    page.goto("/petugas/")


def desk_reads(page: Page, api: FakeApi, number: str, due: str, enter: Callable[[Page], None]) -> None:
    page.clock.set_fixed_time(api.ports.now())
    enter(page)
    see_all(page)
    # A list has room for a few letters of the same date.
    short = re.sub(r": paling lambat (\d+ \w{3})\w* \d{4}\.", r": \1", due)
    expect(page.locator("#items tbody tr").filter(has_text=number)).to_contain_text(short)
    page.get_by_role("link", name=number).click()
    expect(page.get_by_role("heading", name=number)).to_be_visible()
    expect(page.locator("#facts")).to_contain_text(due)


@pytest.mark.parametrize("number", [FORGOTTEN, EDITED, COMMENTED], ids=["forgotten", "edited", "commented"])
def test_a_report_moves_up_on_time_whatever_is_written_and_whether_or_not_anybody_has_it(
    page: Page, api: FakeApi, number: str
) -> None:
    for one in (FORGOTTEN, EDITED, COMMENTED):
        api.have(one)
    note(api, SITI)  # whoever begins with what nobody has, has it
    first = "Rabu, 25 November 2026. Setelah itu laporan naik ke tingkat kabupaten atau kota."
    family_reads(page, api, number, "kecamatan", first)

    live_until(api, datetime(2026, 11, 24, 17, 0, tzinfo=UTC))  # 25 November, 00.00 WIB
    family_reads(page, api, number, "kecamatan", first)
    desk_reads(page, api, number, "Petugas mulai memeriksa: paling lambat 25 November 2026.", sign_in)
    expect(page.locator("#events")).to_contain_text("Pengingat kepada petugas")
    expect(page.locator("#ticket [data-slot=overdue]")).to_have_count(0)

    live_until(api, datetime(2026, 11, 25, 16, 59, tzinfo=UTC))
    family_reads(page, api, number, "kecamatan", first)
    live_until(api, datetime(2026, 11, 25, 17, 0, tzinfo=UTC))
    family_reads(page, api, number, "kabupaten", "Selasa, 1 Desember 2026. Setelah itu laporan naik ke tingkat provinsi.")
    risen = "Petugas melewati batas waktunya. Karena itu laporan naik ke Koordinator PKH Kabupaten Lampung Timur."
    expect(page.locator("#result")).to_contain_text(risen)
    expect(page.locator(".history")).to_contain_text("Diteruskan ke Koordinator PKH Kabupaten Lampung Timur")
    assert_usable(page)

    # Whoever let it pass goes on reading, and can do nothing with it any more.
    desk_reads(page, api, number, "Petugas mulai memeriksa: paling lambat 1 Desember 2026.", still_signed_in)
    expect(page.locator("#reads-only")).to_contain_text("sekarang di Koordinator PKH Kabupaten Lampung Timur")
    expect(page.locator("#ticket [data-slot=overdue]")).to_have_text("Lewat batas")
    expect(page.get_by_role("button", name="Mulai periksa")).to_have_count(0)
    assert_usable(page)

    live_until(api, datetime(2026, 12, 1, 17, 0, tzinfo=UTC))
    # Now the first response is due before the desk must begin.
    last = "Minggu, 6 Desember 2026. Setelah itu laporan naik ke tingkat pusat."
    family_reads(page, api, number, "provinsi", last, "Tanggapan pertama petugas")
    expect(page.locator(".history li")).to_have_count(3)
    events = [event.action for event in api.ports.tickets.case_file(TicketNumber.parse(number)).events]
    assert [action for action in events if action not in ("message", "note")] == [
        *("submit", "remind", "escalate"),
        *("remind", "escalate"),
    ]


def test_an_urgent_report_says_the_hour_and_rises_at_any_hour(page: Page, api: FakeApi) -> None:
    api.have(FORGOTTEN, flags=("danger",))  # a Sunday
    page.clock.set_fixed_time(api.ports.now())
    page.goto(f"/status/#{FORGOTTEN}")
    due = "Petugas mulai menangani paling lambatMinggu, 22 November 2026 pukul 14.00 WIB."
    expect(page.locator("#result")).to_contain_text(due)
    api.ports.wait(timedelta(hours=4))
    sweep_deadlines(api.ports)
    page.goto("/status/")
    page.goto(f"/status/#{FORGOTTEN}")
    expect(page.locator("#result")).to_contain_text("Karena itu laporan naik ke Koordinator PKH Provinsi Lampung.")
    expect(page.locator("#result")).to_contain_text("Minggu, 22 November 2026 pukul 18.00 WIB.")


def test_a_family_that_is_asked_is_reminded_on_its_page_and_told_why_it_ended(page: Page, api: FakeApi) -> None:
    api.have(FORGOTTEN, "identify", "ask")  # until 29 November

    def talk() -> None:
        page.goto("/status/")
        page.get_by_label("Nomor laporan").fill(FORGOTTEN)
        page.get_by_label("Kode rahasia laporan").fill("12345678")
        page.get_by_role("button", name="Cek status").click()

    talk()
    expect(page.locator("#result")).to_contain_text("Jawaban Anda ditunggu sampai29 November 2026")
    expect(page.locator("#result")).to_contain_text("Setelah itu laporan ditutup")
    api.ports.wait(timedelta(days=5))
    assert sweep_deadlines(api.ports) == {"remind_family": 1}
    talk()
    expect(page.locator("#result")).to_contain_text("Petugas masih menunggu jawaban Anda.")
    api.ports.wait(timedelta(days=3))
    assert sweep_deadlines(api.ports) == {"lapse_wait": 1}
    talk()
    expect(page.get_by_role("heading", name="Ditutup", exact=True)).to_be_visible()
    expect(page.locator("#result")).to_contain_text("Kami belum menerima jawaban Anda. Anda masih bisa berkeberatan.")
    expect(page.get_by_text("Saya belum puas")).to_be_visible()
