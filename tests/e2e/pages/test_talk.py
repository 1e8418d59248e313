"""The talk of family and desk on *Cek status*, with a script and without: from a question to an end that both sides know."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from chalicelib.domain.answers import needed_fields
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import StoreBusy
from chalicelib.domain.staff import Staff
from chalicelib.domain.workflow import actions
from chalicelib.usecases.act import act
from chalicelib.usecases.sweep_deadlines import sweep_deadlines
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from tests.e2e.conftest import PHONE
from tests.e2e.pages.fake_api import SITI, FakeApi
from tests.support import samples
from tests.support.usable import assert_usable

NUMBER = "PKH-7M3K-Q2ZD-90XA-A"
CODE = "12345678"  # of every report that the API has
SARI, AGUS = samples.LAMPUNG_TIMUR_COORDINATOR, samples.LAMPUNG_COORDINATOR
HOSTILE = "<img src=x onerror=alert(1)>{{7*7}}\"'</textarea><script>alert(2)</script>"


@dataclass
class Family:
    """A family that opens its report with the code, on a page with a script or without."""

    page: Page
    api: FakeApi
    scripted: bool
    seeing: BrowserContext

    def open(self) -> None:
        self.page.goto("/status/")
        self.page.get_by_label("Nomor laporan").fill(NUMBER)
        self.page.get_by_label("Kode rahasia laporan").fill(CODE)
        self.press("Cek status")
        expect(self.page.locator("#result")).to_contain_text("Percakapan")

    def press(self, name: str) -> None:
        button = self.page.get_by_role("button", name=name, exact=True)
        if self.scripted:
            before = len(self.api.received)
            button.click()
            for _ in range(100):
                if len(self.api.received) > before:
                    break
                self.page.wait_for_timeout(20)
            expect(self.page.locator("#progress")).to_be_empty()
        else:
            with self.page.expect_navigation():
                button.click()

    def is_usable(self) -> None:
        """Look at what is on show in a browser that runs axe, also when the family's own runs no script."""
        view = self.seeing.new_page()
        view.route("**/seen", lambda route: route.fulfill(content_type="text/html", body=self.page.content()))
        view.goto("/seen")
        assert_usable(view)
        view.close()

    @property
    def result(self) -> Any:
        return expect(self.page.locator("#result"))

    @property
    def turns(self) -> Any:
        return self.page.locator(".talk li")


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def family(request: pytest.FixtureRequest, browser: Browser, api: FakeApi, origin: str) -> Iterator[Family]:
    """A family whose report lies at Pasir Sakti; a dialog, which no text may open, fails the test."""
    context = browser.new_context(
        base_url=origin,
        viewport=PHONE,
        locale="id-ID",
        timezone_id="Asia/Jakarta",
        reduced_motion="reduce",
        service_workers="block",
        java_script_enabled=request.param,
    )
    api.install(context, origin)
    for staff in (SARI, AGUS):
        api.ports.staff.put(staff)
    page, opened = context.new_page(), list[str]()

    def dismiss(dialog: Dialog) -> None:
        opened.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("pageerror", lambda error: opened.append(str(error)))
    seeing = browser.new_context(base_url=origin, viewport=PHONE, reduced_motion="reduce", service_workers="block")
    yield Family(page, api, request.param, seeing)
    assert not opened
    seeing.close()
    context.close()


def does(api: FakeApi, staff: Staff, action: str, **answers: str) -> None:
    """Let somebody of the staff do something, with these answers and fitting ones to whatever else it needs."""
    api.ports.wait(timedelta(minutes=1))
    ticket = api.ports.tickets.get(TicketNumber.parse(NUMBER))
    row = actions()[action]
    given = {**samples.answers_to(row, ticket, api.ports.now()), **answers}
    needed = {field.name for field in needed_fields(row, given)}
    act(api.ports, staff, ticket.number, action, ticket.version, {name: given[name] for name in given if name in needed})


def stands(api: FakeApi) -> tuple[str, str | None]:
    """How the report stands: (status, how it ended)."""
    ticket = api.ports.tickets.get(TicketNumber.parse(NUMBER))
    return ticket.status, ticket.ending


def test_a_payment_complaint_to_its_end(family: Family, api: FakeApi) -> None:
    api.have(NUMBER, "identify")
    does(api, SITI, "tell", message="Kami sedang mengecek ke bank.")
    family.open()
    family.result.to_contain_text("Kami sedang mengecek ke bank.")
    family.result.to_contain_text("Uang belum masuk sejak bulan lalu.")
    family.page.get_by_label("Pesan Anda").fill("Terima kasih, saya tunggu.")
    family.press("Kirim pesan")
    expect(family.turns.last).to_contain_text("Terima kasih, saya tunggu.")
    family.is_usable()

    day = api.ports.now().date()
    does(api, SITI, "investigate")
    does(
        api,
        SITI,
        "answer",
        outcome="paid",
        credited_on=day.isoformat(),
        reference="TRX-88",
        done="Sudah dicek di SIKS.",
        message="Uang Anda sudah masuk.",
    )
    family.open()
    for text in ("Uang sudah dibayarkan.", "referensi TRX-88", "Uang Anda sudah masuk.", "Anda bisa berkeberatan sampai"):
        family.result.to_contain_text(text)
    family.result.not_to_contain_text("SIKS")  # what was done is for desks
    family.is_usable()
    family.page.get_by_label("Bagaimana penanganannya").select_option(label="Puas")
    family.press("Ya, sudah masuk")
    expect(family.page.get_by_role("heading", name="Selesai", exact=True)).to_be_visible()
    family.result.to_contain_text("Keluarga menyatakan selesai")
    family.result.to_contain_text("Penilaian Anda: Puas.")
    assert stands(api) == ("resolved", "confirmed")
    assert api.ports.tickets.get(TicketNumber.parse(NUMBER)).rating == 4


def test_turns_stand_below_each_other_at_every_width(family: Family, api: FakeApi) -> None:
    api.have(NUMBER, "identify")
    for place in range(3):
        does(api, SITI, "tell", message=f"Kabar {place}.")
    family.open()
    for width in (320, 360, 768, 1280):
        family.page.set_viewport_size({"width": width, "height": 800})
        boxes = [box for turn in family.turns.all() if (box := turn.bounding_box())]
        assert len(boxes) == 3
        assert all(upper["y"] + upper["height"] <= lower["y"] for upper, lower in pairwise(boxes))
        assert len({box["x"] for box in boxes}) == 1


def test_a_proof_sheet_prints_on_one_page_of_a4(family: Family, api: FakeApi) -> None:
    api.have(NUMBER, "identify")
    does(api, SITI, "tell", message="Kami sedang mengecek ke bank.")
    does(api, SITI, "ask", question="Bulan apa yang belum masuk?")
    family.open()
    family.page.get_by_label("Jawaban Anda").fill("Oktober dan November.")
    family.press("Kirim jawaban")
    does(api, SITI, "investigate")
    does(api, SITI, "answer", outcome="not_paid", reason="Data belum cocok.", message="Belum bisa dibayar.")
    family.open()
    sheet = family.page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    family.page.emulate_media(media="print")
    for text in ("Lembar bukti pengaduan", NUMBER, "Oktober dan November.", "Data belum cocok.", "Belum bisa dibayar."):
        expect(family.page.locator("#result").get_by_text(text).last).to_be_visible()
    expect(family.page.get_by_role("button")).to_have_count(0)


def test_a_question_is_asked_on_top_and_answered_in_its_place(family: Family, api: FakeApi) -> None:
    api.have(NUMBER, "identify")
    does(api, SITI, "ask", question="Bulan apa yang belum masuk?")
    family.open()
    asked = family.page.locator(".asked")
    expect(asked).to_contain_text("Bulan apa yang belum masuk?")
    expect(asked).to_contain_text("Ditunggu sampai 29 November 2026.")
    expect(asked).to_be_in_viewport()
    family.is_usable()
    family.press("Kirim jawaban")
    expect(asked).to_contain_text("Bagian ini wajib diisi.")
    family.page.get_by_label("Jawaban Anda").fill("Oktober dan November.")
    family.press("Kirim jawaban")
    expect(family.turns.last).to_contain_text("Oktober dan November.")
    expect(family.page.locator(".asked")).to_have_count(0)
    assert stands(api) == ("identifying", None)


def test_an_objection_goes_one_tier_up_with_the_file_and_is_answered_there(family: Family, api: FakeApi) -> None:
    api.have(NUMBER, "identify", "investigate")
    does(api, SITI, "answer", outcome="not_paid", reason="Data belum cocok.", message="Belum bisa dibayar.")
    family.open()
    family.page.get_by_text("Saya belum puas").click()
    family.page.get_by_label("Apa yang belum selesai?").fill("Data saya sudah benar sejak Mei.")
    family.press("Ajukan keberatan")
    family.result.to_contain_text("Keberatan diterima")
    family.result.to_contain_text("Koordinator PKH Kabupaten Lampung Timur")
    ticket = api.ports.tickets.get(TicketNumber.parse(NUMBER))
    assert (ticket.desk, ticket.assignee) == (SARI.desk, None)
    does(api, SARI, "investigate")
    does(api, SARI, "answer", outcome="paid", reference="TRX-9", message="Kami perbaiki, uangnya sudah masuk.")
    family.open()
    for text in ("Belum bisa dibayar.", "Data saya sudah benar sejak Mei.", "Kami perbaiki, uangnya sudah masuk."):
        family.result.to_contain_text(text)
    # The second one goes up again; at the pusat the page leads outside.
    for tier in (AGUS.desk, samples.NATIONAL_OFFICER.desk):
        family.page.get_by_text("Saya belum puas").click()
        family.page.get_by_label("Apa yang belum selesai?").fill("Belum juga.")
        family.press("Ajukan keberatan")
        ticket = api.ports.tickets.get(TicketNumber.parse(NUMBER))
        assert ticket.desk == tier
        handler = replace(samples.NATIONAL_OFFICER, desk=tier, sub=f"sub-{tier.tier}")
        does(api, handler, "investigate")
        does(api, handler, "answer", outcome="not_paid", reason="Tetap belum.", message="Belum bisa.")
        family.open()
    expect(family.page.get_by_text("Saya belum puas")).to_have_count(0)
    family.result.to_contain_text("Bawa lembar bukti ke Ombudsman atau LAPOR!.")
    family.is_usable()


def test_a_closing_waits_for_the_family_or_the_tier_above(family: Family, api: FakeApi) -> None:
    api.have(NUMBER)
    does(api, SITI, "close", close_reason="not_ours", handed_to="Dinas Sosial", message="Ini urusan BPNT.")
    family.open()
    asked = family.page.locator("section.asked")
    for text in (
        "Petugas ingin menutup laporan ini",
        "Bukan urusan PKH.",
        "Diteruskan kepada Dinas Sosial.",
        "Ini urusan BPNT.",
    ):
        expect(asked).to_contain_text(text)
    family.is_usable()
    does(api, SARI, "refuse_close", note="Ini PKH, periksa lagi.")
    family.press("Ya, boleh ditutup")
    family.result.to_contain_text("Itu tidak bisa lagi sekarang")
    family.result.not_to_contain_text("periksa lagi")  # a note never reaches the family
    assert stands(api) == ("identifying", None)
    does(api, SITI, "close", close_reason="not_ours", handed_to="Dinas Sosial", message="Sungguh, ini urusan BPNT.")
    family.open()
    family.press("Ya, boleh ditutup")
    expect(family.page.get_by_role("heading", name="Ditutup", exact=True)).to_be_visible()
    assert stands(api) == ("closed", "not_ours")
    family.page.get_by_text("Saya belum puas").click()
    family.page.get_by_label("Apa yang belum selesai?").fill("Ternyata bukan BPNT.")
    family.press("Ajukan keberatan")
    assert stands(api) == ("received", None)


def test_silence_becomes_unconfirmed_and_never_satisfied(family: Family, api: FakeApi) -> None:
    api.have(NUMBER, "identify", "investigate", "answer")
    api.ports.wait(timedelta(days=29))
    assert not sweep_deadlines(api.ports)
    family.open()
    expect(family.page.get_by_text("Saya belum puas")).to_be_visible()
    api.ports.wait(timedelta(days=2))
    assert sweep_deadlines(api.ports) == {"lapse": 1}
    assert not sweep_deadlines(api.ports)
    family.page.get_by_text("Saya belum puas").click()
    family.page.get_by_label("Apa yang belum selesai?").fill("Saya baru membaca.")
    family.press("Ajukan keberatan")
    family.result.to_contain_text("Itu tidak bisa lagi sekarang")
    family.result.to_contain_text("Saya baru membaca.")  # nothing typed is lost
    family.result.to_contain_text("Belum ada tanggapan keluarga sampai batas waktunya")
    assert stands(api) == ("resolved", "unconfirmed")


def test_a_family_corrects_its_report_before_it_is_taken_and_withdraws_it(family: Family, api: FakeApi) -> None:
    api.have(NUMBER)
    family.open()
    family.page.get_by_text("Betulkan masalah atau kecamatan").click()
    family.page.get_by_label("Kecamatan: Pasir Sakti").select_option(label="Sukadana")
    family.page.get_by_label("Masalahnya: Bantuan tidak cair").select_option(label="KKS dan rekening")
    family.press("Simpan pembetulan")
    family.result.to_contain_text("Dibetulkan: KKS dan rekening, Sukadana.")
    family.result.to_contain_text("Pelaksana PKH Kecamatan Sukadana")
    assert api.ports.tickets.get(TicketNumber.parse(NUMBER)).desk == samples.SUKADANA_OFFICER.desk
    family.page.get_by_text("Tarik laporan ini").click()
    family.page.get_by_label("Mengapa? (boleh kosong)").fill("Uangnya sudah masuk sendiri.")
    family.press("Ya, tarik laporan")
    family.result.to_contain_text("Ditarik oleh keluarga")
    assert stands(api) == ("closed", "withdrawn")
    family.is_usable()


def test_hostile_words_are_shown_as_words(family: Family, api: FakeApi) -> None:
    api.have(NUMBER, "identify", story=HOSTILE)
    does(api, SITI, "tell", message=HOSTILE)
    does(api, SITI, "ask", question=HOSTILE)
    family.open()
    family.page.get_by_label("Jawaban Anda").fill(HOSTILE)
    family.press("Kirim jawaban")
    does(api, SITI, "close", close_reason="not_ours", handed_to=HOSTILE[:90], message=HOSTILE)
    does(api, SARI, "refuse_close", note=HOSTILE)
    does(api, SITI, "investigate")
    does(api, SITI, "answer", outcome="not_paid", reason=HOSTILE, message=HOSTILE, done=HOSTILE)
    family.open()
    family.page.get_by_text("Saya belum puas").click()
    family.page.get_by_label("Apa yang belum selesai?").fill(HOSTILE)
    family.press("Ajukan keberatan")
    assert family.page.locator("#result").inner_text().count(HOSTILE) >= 6
    assert family.page.locator("#result img[src=x], #result script").count() == 0


def busy(api: FakeApi) -> None:
    """Let the store refuse the next change."""
    tickets: Any = api.ports.tickets

    def refuse(*_: Any) -> None:
        del tickets.commit
        raise StoreBusy

    tickets.commit = refuse


def broken(api: FakeApi) -> None:
    """Let the next call meet something that nobody foresaw."""
    api.fail(RuntimeError())


MISHAPS = {"busy": busy, "broken": broken, "answer lost": FakeApi.lose_answer, "cut": FakeApi.drop_call}


def there_once(family: Family, api: FakeApi) -> None:
    file = api.ports.tickets.case_file(TicketNumber.parse(NUMBER))
    assert [event.action for event in file.events] == ["submit", "identify", "message"]
    expect(family.turns.filter(has_text="Tolong dibantu.")).to_have_count(1)


@pytest.mark.parametrize("family", [True], indirect=True, ids=["script"])
@pytest.mark.parametrize("mishap", MISHAPS.values(), ids=MISHAPS.keys())
def test_what_was_typed_is_sent_once_whatever_happens(family: Family, api: FakeApi, mishap: Callable[[FakeApi], None]) -> None:
    api.have(NUMBER, "identify")
    family.open()
    family.page.get_by_label("Pesan Anda").fill("Tolong dibantu.")
    mishap(api)
    family.page.get_by_role("button", name="Kirim pesan").click()
    expect(family.page.locator("#progress, [role=alert]").filter(has_text="lalu coba lagi").first).to_be_visible()
    again = family.page.get_by_role("button", name="Kirim sekali lagi")
    (again if again.count() else family.page.get_by_role("button", name="Kirim pesan")).click()
    family.result.to_contain_text("Sudah tersimpan.")
    there_once(family, api)


@pytest.mark.parametrize("family", [False], indirect=True, ids=["no script"])
def test_without_a_script_what_was_typed_is_offered_again(family: Family, api: FakeApi) -> None:
    api.have(NUMBER, "identify")
    family.open()
    family.page.get_by_label("Pesan Anda").fill("Tolong dibantu.")
    busy(api)
    family.press("Kirim pesan")
    expect(family.page.get_by_text("Tolong dibantu.")).to_be_visible()
    family.press("Kirim sekali lagi")
    there_once(family, api)


def test_too_much_is_told_and_kept(family: Family, api: FakeApi) -> None:
    api.have(NUMBER)
    family.open()
    long = "Panjang sekali. " * 313
    family.page.get_by_label("Pesan Anda").fill(long)
    family.press("Kirim pesan")
    expect(family.page.get_by_text("Isian ini terlalu panjang.")).to_be_visible()
    assert family.page.get_by_label("Pesan Anda").input_value().strip() == long.strip()


def test_a_question_that_was_answered_meanwhile_keeps_what_was_typed(family: Family, api: FakeApi) -> None:
    api.have(NUMBER, "identify")
    does(api, SITI, "ask", question="Bulan apa?")
    family.open()
    does(api, SITI, "resume", note="Sudah ditelepon.")
    family.page.get_by_label("Jawaban Anda").fill("Bulan Oktober.")
    family.press("Kirim jawaban")
    family.result.to_contain_text("Itu tidak bisa lagi sekarang")
    family.result.to_contain_text("Bulan Oktober.")


def test_the_number_alone_shows_nothing_of_it(family: Family, api: FakeApi) -> None:
    api.have(NUMBER, "identify")
    does(api, SITI, "ask", question="Bulan apa yang belum masuk?")
    family.page.goto("/status/")
    family.page.get_by_label("Nomor laporan").fill(NUMBER)
    family.press("Cek status")
    expect(family.page.get_by_role("heading", name="Perlu dilengkapi")).to_be_visible()
    for text in ("Bulan apa yang belum masuk?", "Percakapan", "Uang belum masuk"):
        family.result.not_to_contain_text(text)
    family.result.to_contain_text("Isi kode rahasia laporan untuk membaca dan menjawabnya.")
