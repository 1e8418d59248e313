"""What a family does with what is kept of it: reads and takes it along, has it erased, and thinks better of that."""

import json
import os
from pathlib import Path

from chalicelib.domain.credentials import TicketNumber
from chalicelib.usecases.act import act
from chalicelib.usecases.sweep_deadlines import sweep_deadlines
from playwright.sync_api import Page, expect

from tests.e2e.pages.fake_api import SITI, FakeApi
from tests.e2e.pages.test_staff import see_all
from tests.support import samples
from tests.support.usable import assert_usable

NUMBER, UNKNOWN = "PKH-7M3K-Q2ZD-90XA-A", str(samples.number(9))
SARI = samples.LAMPUNG_TIMUR_COORDINATOR


def opened(page: Page, number: str = NUMBER) -> None:
    page.goto("/status/")
    page.get_by_label("Nomor laporan").fill(number)
    page.get_by_label("Kode rahasia laporan").fill("12345678")
    page.get_by_role("button", name="Cek status").click()


def answer_of(page: Page, number: str) -> str:
    opened(page, number)
    expect(page.locator("#answer, main").get_by_role("alert").first).to_be_visible()
    return page.locator("main").get_by_role("alert").first.inner_text()


def look(page: Page, name: str) -> None:
    """Keep a picture, when somebody asked for pictures."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_a_family_takes_its_data_along_and_is_not_shown_who_it_is(page: Page, api: FakeApi) -> None:
    api.have(NUMBER, "identify")
    api.say(TicketNumber.parse(NUMBER), "message", message="Sudah ada kabar?")
    opened(page)
    expect(page.locator("#result")).to_contain_text("Data bisa dihapus sesudah laporan selesai.")
    assert_usable(page)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Unduh data (JSON)").click()
    assert taken.value.suggested_filename == "data-saya.json"
    data = json.loads(taken.value.path().read_text(encoding="utf-8"))
    assert (data["number"], data["story"]) == (NUMBER, samples.report().story)
    assert [turn["said"] for turn in data["talk"] if turn["said"]] == [{"message": "Sudah ada kabar?"}]
    assert set(data["locked"]) == {"identity", "case"}
    assert "Siti Contoh" not in json.dumps(data)

    page.get_by_role("button", name="Lihat untuk dicetak").click()
    expect(page.get_by_role("heading", name="Data laporan Anda")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Sudah ada kabar?")
    expect(page.locator("main")).not_to_contain_text("Siti Contoh")
    look(page, "data-page")
    assert_usable(page)


def test_a_family_asks_thinks_better_of_it_asks_again_and_is_then_unknown(page: Page, api: FakeApi) -> None:
    number = TicketNumber.parse(NUMBER)
    api.have(NUMBER, "identify")
    api.say(number, "withdraw")
    opened(page)
    result = page.locator("#result")
    expect(result).to_contain_text("Nama, nomor HP, dan NIK kami simpan sampai")
    page.get_by_text("Minta data saya dihapus").click()
    look(page, "asking")
    assert_usable(page)
    page.get_by_role("button", name="Ya, minta dihapus").click()
    expect(result).to_contain_text("Anda meminta data ini dihapus. Petugas belum memutuskan.")
    page.get_by_role("button", name="Batalkan, jangan dihapus").click()
    expect(result).not_to_contain_text("Petugas belum memutuskan.")
    page.get_by_text("Minta data saya dihapus").click()
    page.get_by_role("button", name="Ya, minta dihapus").click()
    expect(result).to_contain_text("Petugas belum memutuskan.")
    look(page, "asked")
    assert_usable(page)

    api.ports.staff.put(SARI)
    act(api.ports, SARI, number, "confirm_erasure", api.ports.tickets.get(number).version, {"note": "Sudah ditelepon."})
    opened(page)
    expect(result).to_contain_text("Permintaan Anda disetujui. Data ini segera dihapus.")
    assert sweep_deadlines(api.ports)["expire"] == 1
    assert answer_of(page, NUMBER) == answer_of(page, UNKNOWN)


def test_the_desk_sees_that_somebody_asked_and_that_it_is_not_for_them_to_decide(page: Page, api: FakeApi) -> None:
    api.have(NUMBER, "identify")
    api.say(TicketNumber.parse(NUMBER), "withdraw")
    api.say(TicketNumber.parse(NUMBER), "ask_erasure")
    page.goto("/petugas/")
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_text(SITI.name)).to_be_visible()
    see_all(page)
    expect(page.locator("#items tbody tr").filter(has_text=NUMBER)).to_contain_text("Minta data dihapus")
    page.get_by_role("link", name=NUMBER).click()
    expect(page.locator("#ticket [data-slot=erasure]")).to_have_text("Minta data dihapus")
    expect(page.get_by_role("button", name="Setujui penghapusan data")).to_have_count(0)
