"""The page *Petugas*: sign in with PKCE, work through the inbox, move a ticket, never overwrite a colleague."""

import hashlib
import re
from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import date, timedelta

import pytest
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import Invalid, NotSignedIn, NotStaff
from chalicelib.domain.photos import Album, Refusal
from chalicelib.domain.reports import Subject, Wishes
from chalicelib.domain.rulebook import limits
from playwright.sync_api import Page, expect

from tests.e2e.pages.fake_api import CODE, SITI, TOKEN, FakeApi
from tests.support import samples
from tests.support.usable import assert_usable

NUMBER = "PKH-7M3K-Q2ZD-90XA-A"
OTHERS = [f"PKH-0000-0000-000{digit}-{digit}" for digit in range(1, 4)]
PAGE = 50  # tickets in one page of the inbox
NOTE = "Data diperiksa bersama agen."


def sign_in(page: Page) -> None:
    page.goto("/petugas/")
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_text("Siti Contoh")).to_be_visible()


def see_all(page: Page) -> None:
    page.get_by_role("navigation", name="Antrean").get_by_role("link", name="Semua").click()
    expect(page.get_by_label("Tampilkan")).to_be_attached()
    expect(page.locator("#items, #empty")).to_be_visible()


def filter_by(page: Page, kind: str, option: str) -> None:
    """Choose what of the list is shown."""
    if not page.locator("#filters[open]").count():
        page.get_by_text("Saring daftar").click()
    page.locator("#filters").get_by_label(kind, exact=True).select_option(label=option)


def open_ticket(page: Page) -> None:
    page.get_by_role("link", name=NUMBER).click()
    expect(page.get_by_role("heading", name=NUMBER)).to_be_visible()


def stored(page: Page) -> str:
    text: str = page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}, document.cookie])")
    return text


def test_signs_in_with_a_code_a_challenge_and_a_state(page: Page, api: FakeApi, origin: str) -> None:
    sign_in(page)
    asked, exchange = api.sign_ins
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert (asked["client_id"], asked["scope"], asked["redirect_uri"]) == ("petugas", "openid", f"{origin}/petugas/")
    assert exchange["grant_type"] == "authorization_code"
    assert (exchange["code"], exchange["client_id"], exchange["redirect_uri"]) == (CODE, "petugas", f"{origin}/petugas/")
    digest = hashlib.sha256(exchange["code_verifier"].encode()).digest()
    assert asked["code_challenge"] == urlsafe_b64encode(digest).rstrip(b"=").decode()
    assert len(exchange["code_verifier"]) >= 43
    assert page.url == f"{origin}/petugas/"
    page.reload()
    expect(page.get_by_text("Pelaksana PKH Kecamatan Pasir Sakti").first).to_be_visible()
    assert len(api.sign_ins) == 2


@pytest.mark.parametrize("query", ["?code=stolen&state=forged", "?error=access_denied&state=x", "?state=x"])
def test_an_answer_this_tab_did_not_ask_for_signs_nobody_in(page: Page, api: FakeApi, query: str) -> None:
    page.goto(f"/petugas/{query}")
    expect(page.get_by_role("alert")).to_contain_text("Anda belum berhasil masuk.")
    expect(page.get_by_role("button", name="Masuk")).to_be_visible()
    assert not api.sign_ins
    assert "?" not in page.url


def test_signing_out_forgets_the_token_here_and_there(page: Page, api: FakeApi, origin: str) -> None:
    api.have(NUMBER)
    sign_in(page)
    assert TOKEN in stored(page)
    with page.expect_event("load"):  # back from the sign-in page
        page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("button", name="Masuk")).to_be_visible()
    assert page.url == f"{origin}/petugas/"
    assert TOKEN not in stored(page)
    assert api.sign_ins[-1]["logout_uri"] == f"{origin}/petugas/"
    expect(page.get_by_text(NUMBER)).to_have_count(0)


def test_a_refused_token_is_forgotten(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    sign_in(page)
    expect(page.locator(".queues__count").first).to_be_visible()  # whatever the list asks for has come
    api.over = True
    api.fail(NotSignedIn())
    page.get_by_role("link", name=NUMBER).click()
    expect(page.get_by_role("alert")).to_contain_text("Silakan masuk lagi.")
    expect(page.get_by_role("button", name="Masuk")).to_be_visible()
    expect(page.locator("#inbox")).to_be_hidden()
    assert TOKEN not in stored(page)


def test_an_account_that_is_no_staff_can_sign_out(page: Page, api: FakeApi) -> None:
    for _ in range(2):  # who asks and what there is are asked for at once
        api.fail(NotStaff())
    page.goto("/petugas/")
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("alert")).to_contain_text("Akun ini belum terdaftar sebagai petugas.")
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("button", name="Masuk")).to_be_visible()


def test_the_inbox_comes_in_pages_and_by_lane(page: Page, api: FakeApi) -> None:
    for seed in range(PAGE):
        api.have(str(samples.number(seed)))
    api.have(OTHERS[2], "ask")
    sign_in(page)
    see_all(page)
    expect(page.locator("#items a")).to_have_count(PAGE)
    page.get_by_role("button", name="Muat lagi").click()
    expect(page.locator("#items a")).to_have_count(PAGE + 1)
    expect(page.get_by_role("button", name="Muat lagi")).to_be_hidden()

    filter_by(page, "Tampilkan", "Menunggu keluarga")
    expect(page.locator("#items a")).to_have_count(1)
    expect(page.locator("#items a")).to_contain_text(OTHERS[2])
    filter_by(page, "Tampilkan", "Selesai")
    expect(page.get_by_text("Tidak ada laporan di sini.")).to_be_visible()


def test_a_late_answer_never_covers_a_newer_one(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    api.have(OTHERS[0], "mark_duplicate")
    sign_in(page)
    see_all(page)
    expect(page.locator("#items a")).to_have_count(2)
    answer_late = api.hold_answer()
    filter_by(page, "Tampilkan", "Perlu dikerjakan")
    filter_by(page, "Tampilkan", "Selesai")
    expect(page.locator("#items")).to_contain_text(OTHERS[0])
    answer_late()
    page.wait_for_load_state("networkidle")
    expect(page.locator("#items a")).to_have_count(1)


def test_a_ticket_shows_all_its_desk_needs(page: Page, api: FakeApi) -> None:
    story = "<img src=x onerror=alert(1)> bukan kode"
    api.have(
        NUMBER, story=story, village="18.07.19.2002", happened_on=date(2026, 11, 20), subject=Subject("agent", "Pak Contoh")
    )
    sign_in(page)
    open_ticket(page)
    ticket = page.locator("#ticket")
    expected = [
        "Pengaduan",
        "Bantuan tidak cair",
        "Mulyo Sari, Pasir Sakti, Kabupaten Lampung Timur, Lampung",
        "20 November 2026",
    ]
    for text in [*expected, "Agen atau petugas bank, Pak Contoh", "22 November 2026 pukul 10.00 WIB", story, "Pelapor"]:
        expect(ticket).to_contain_text(text)
    expect(ticket.locator("form").get_by_role("button")).to_have_text(
        [
            "Kirim kepada pelapor",
            "Mulai periksa",
            "Mulai tangani",
            "Simpan catatan internal",
            "Ini tentang saya atau keluarga saya",
        ]
    )
    page.go_back()
    expect(page.get_by_role("heading", name="Laporan masuk")).to_be_visible()
    expect(ticket).to_be_hidden()


def test_a_desk_reads_what_makes_a_report_delicate_and_how_the_family_wants_to_be_treated(page: Page, api: FakeApi) -> None:
    api.have(NUMBER, flags=("danger", "fraud"), wishes=Wishes(hide_name=True, keep_secret=True, call_time="afternoon"))
    api.ports.staff.put(replace(SITI, desk=samples.LAMPUNG_TIMUR_COORDINATOR.desk, confidential=True))
    sign_in(page)
    open_ticket(page)
    said = {
        "flags": "Ada ancaman, atau anak dalam bahaya, Ada penipuan",
        "wishes": "Sembunyikan nama saya, Rahasiakan dari pihak yang dilaporkan, Waktu aman untuk ditelepon: Sore",
        "payment": "BRI, Tahap 3, Oktober 2026, Rp\u00a0750.000",
        "complainant": "Keluarga, Saya melapor untuk orang lain",
    }
    for slot, text in said.items():
        expect(page.locator(f"#ticket [data-slot={slot}]")).to_have_text(text)


def test_what_a_family_left_out_takes_no_room(page: Page, api: FakeApi) -> None:
    api.have(NUMBER, flags=(), wishes=None, payment=None, complainant=None, for_other=False)
    sign_in(page)
    open_ticket(page)
    expect(page.locator("#ticket [data-slot=category]")).to_be_visible()
    for slot in ("flags", "wishes", "payment", "complainant", "answer_by", "ending"):
        expect(page.locator(f"#facts div:has([data-slot={slot}])")).to_be_hidden()


def test_photos_are_shown_or_it_is_said_what_became_of_them(page: Page, api: FakeApi) -> None:
    album = Album()
    for digit in "abc":
        album = album.asked(digit * 32, api.ports.now())
    album = album.decided("a" * 32, None).decided("c" * 32, Refusal.DAMAGED)
    api.have(NUMBER)
    api.ports.albums.albums[TicketNumber.parse(NUMBER)] = album
    api.have(OTHERS[0])
    sign_in(page)
    open_ticket(page)
    photos = page.locator("#photos")
    expect(photos.get_by_role("img", name="Foto 1 dari pelapor")).to_have_attribute("src", re.compile("a" * 32))
    expect(photos.get_by_role("img")).to_have_count(1)
    expect(photos.get_by_role("listitem").nth(1)).to_have_text("Foto 2 sedang diperiksa atau belum sampai.")
    expect(photos.get_by_role("listitem").nth(2)).to_have_text("Foto 3 tidak bisa diterima.")
    page.go_back()
    page.get_by_role("link", name=OTHERS[0]).click()
    expect(page.get_by_role("heading", name=OTHERS[0])).to_be_visible()
    expect(photos).to_be_hidden()


def test_an_unknown_ticket_is_explained(page: Page, api: FakeApi) -> None:
    sign_in(page)
    page.goto(f"/petugas/#{NUMBER}")
    expect(page.get_by_role("alert")).to_contain_text("Nomor laporan ini tidak kami temukan.")


def test_moves_a_ticket_with_a_note(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    sign_in(page)
    open_ticket(page)
    page.get_by_role("button", name="Mulai periksa").click()
    expect(page.get_by_text("Tulis catatan dulu.")).to_be_visible()
    expect(page.get_by_label("Catatan")).to_be_focused()

    page.get_by_label("Catatan").fill(NOTE)
    page.get_by_role("button", name="Mulai periksa").click()
    expect(page.get_by_text("Langkah tersimpan.")).to_be_visible()
    expect(page.locator("#ticket .badge[data-slot=status]")).to_have_text("Sedang diperiksa")
    expect(page.locator("#events li").last).to_contain_text(NOTE)
    expect(page.get_by_label("Catatan")).to_have_value("")
    moves = [body for path, body in api.received if path.endswith("/actions")]
    assert [{**move, "once": ""} for move in moves] == [{"action": "identify", "version": 1, "note": NOTE, "once": ""}]

    page.get_by_label("Apa yang Anda kirim?").select_option(label="Tutup sebagai laporan ganda")
    page.get_by_label("Nomor laporan yang sama").fill(OTHERS[0])
    page.get_by_label("Pesan kepada pelapor").fill("Laporan ini sama dengan laporan Anda yang lain.")
    page.get_by_role("button", name="Tutup sebagai laporan ganda").click()
    page.get_by_role("button", name="Ya: Tutup sebagai laporan ganda").click()
    expect(page.get_by_text("Tidak ada langkah lagi")).to_be_visible()


def test_a_ticket_moved_by_a_colleague_is_shown_anew_and_the_note_stays(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    sign_in(page)
    open_ticket(page)
    api.act(NUMBER, "identify")
    page.get_by_label("Catatan").fill(NOTE)
    page.get_by_role("button", name="Mulai periksa").click()
    expect(page.get_by_role("alert")).to_contain_text("Laporan ini baru diubah petugas lain.")
    expect(page.locator("#ticket .badge[data-slot=status]")).to_have_text("Sedang diperiksa")
    expect(page.get_by_label("Catatan")).to_have_value(NOTE)
    page.get_by_role("button", name="Mulai tangani").click()
    expect(page.locator("#ticket .badge[data-slot=status]")).to_have_text("Sedang ditangani")
    assert {**api.received[-1][1], "once": ""} == {"action": "investigate", "version": 2, "note": NOTE, "once": ""}


def test_a_step_that_may_not_have_arrived_keeps_the_note(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    sign_in(page)
    open_ticket(page)
    page.get_by_label("Catatan").fill(NOTE)
    api.lose_answer()
    page.get_by_role("button", name="Mulai periksa").click()
    expect(page.get_by_role("alert")).to_contain_text("Langkah belum tentu tersimpan.")
    expect(page.get_by_label("Catatan")).to_have_value(NOTE)
    page.get_by_role("button", name="Mulai periksa").click()
    expect(page.get_by_text("Langkah tersimpan.")).to_be_visible()
    expect(page.locator("#events li").last).to_contain_text(NOTE)
    expect(page.locator("#events li")).to_have_count(2)


def test_a_refused_note_is_told_at_the_note(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    sign_in(page)
    open_ticket(page)
    page.get_by_label("Catatan").fill(NOTE)
    api.fail(Invalid(("note", "too_long")))
    page.get_by_role("button", name="Mulai periksa").click()
    expect(page.get_by_text("Isian ini terlalu panjang.")).to_be_visible()
    expect(page.get_by_label("Catatan")).to_have_value(NOTE)


def choose(page: Page, what: str) -> None:
    page.get_by_label("Apa yang Anda kirim?").select_option(label=what)


def sent(api: FakeApi) -> list[dict[str, object]]:
    """What was sent as actions, without the mark of the press."""
    bodies = [body for path, body in api.received if path.endswith("/actions")]
    return [{name: value for name, value in body.items() if name != "once"} for body in bodies]


def test_what_the_family_reads_and_what_desks_read_are_two_controls(page: Page, api: FakeApi) -> None:
    api.have(NUMBER, "identify")
    sign_in(page)
    open_ticket(page)
    family, internal = page.locator("#reply"), page.locator("#move")
    expect(family).to_contain_text("Balasan kepada pelapor: dibaca keluarga")
    expect(internal).to_contain_text("Catatan internal: hanya dibaca petugas")
    colours = [each.evaluate("element => getComputedStyle(element).backgroundColor") for each in (family, internal)]
    assert colours[0] != colours[1]
    page.get_by_label("Pesan kepada pelapor").fill("Kami sedang mengecek ke bank.")
    page.get_by_label("Catatan", exact=True).fill("Bank belum menjawab.")
    page.get_by_role("button", name="Kirim kepada pelapor").click()
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(page.get_by_text("Terkirim ke pelapor.")).to_be_visible()
    expect(page.get_by_label("Catatan", exact=True)).to_have_value("Bank belum menjawab.")
    page.get_by_role("button", name="Simpan catatan internal").click()
    expect(page.locator("#events li")).to_have_count(4)
    assert sent(api) == [
        {"action": "tell", "version": 2, "message": "Kami sedang mengecek ke bank."},
        {"action": "note", "version": 3, "note": "Bank belum menjawab."},
    ]
    expect(page.locator("#events .turn__internal").last).to_have_text("Bank belum menjawab.")
    assert_usable(page)


def test_an_answer_asks_for_what_its_outcome_needs(page: Page, api: FakeApi) -> None:
    api.have(NUMBER, "identify", "investigate")
    sign_in(page)
    open_ticket(page)
    choose(page, "Kirim jawaban kepada pelapor")
    reference, reason = page.get_by_label("Nomor referensi pembayaran"), page.get_by_label("Alasannya, untuk pelapor")
    expect(reference).to_be_hidden()
    assert page.locator("#outcome option:not([hidden])").all_inner_texts() == [
        "Pilih dulu",
        "Uang sudah dibayarkan",
        "Uang tidak dibayarkan",
    ]
    page.get_by_label("Hasilnya").select_option(label="Uang tidak dibayarkan")
    expect(reason).to_be_visible()
    page.get_by_label("Hasilnya").select_option(label="Uang sudah dibayarkan")
    expect(reason).to_be_hidden()
    page.get_by_label("Tanggal uang masuk").fill("2026-11-20")
    page.get_by_label("Contoh balasan").select_option(label="Uang sudah masuk")
    page.get_by_label("Tindakan administratif").fill("Dicek di SIKS.")
    assert_usable(page)
    page.get_by_role("button", name="Kirim jawaban kepada pelapor").click()
    expect(page.get_by_text("Tulis nomor referensi pembayaran dulu.")).to_be_visible()
    reference.fill("TRX-88")
    page.get_by_role("button", name="Kirim jawaban kepada pelapor").click()
    page.get_by_role("button", name="Ya: Kirim jawaban kepada pelapor").click()
    expect(page.locator("#ticket .badge[data-slot=status]")).to_have_text("Sudah dijawab, menunggu tanggapan Anda")
    [body] = sent(api)
    assert (body["outcome"], body["credited_on"], body["reference"]) == ("paid", "2026-11-20", "TRX-88")
    assert "Uang Anda sudah masuk." in str(body["message"])
    assert "reason" not in body


def test_what_is_written_survives_a_reload_another_ticket_and_the_end_of_the_hour(page: Page, api: FakeApi) -> None:
    api.have(NUMBER, "identify")
    api.have(OTHERS[0])
    sign_in(page)
    open_ticket(page)
    page.get_by_label("Catatan", exact=True).fill(NOTE)
    page.get_by_label("Pesan kepada pelapor").fill("Sebentar lagi.")
    page.reload()
    expect(page.get_by_label("Catatan", exact=True)).to_have_value(NOTE)
    page.go_back()
    page.get_by_role("link", name=OTHERS[0]).click()
    expect(page.get_by_role("heading", name=OTHERS[0])).to_be_visible()
    expect(page.get_by_label("Catatan", exact=True)).to_have_value("")
    page.goto(f"/petugas/#{NUMBER}")
    expect(page.get_by_label("Pesan kepada pelapor")).to_have_value("Sebentar lagi.")
    api.over = True
    api.fail(NotSignedIn())
    page.get_by_role("button", name="Mulai tangani").click()
    expect(page.get_by_role("alert")).to_contain_text("Silakan masuk lagi.")
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("heading", name=NUMBER)).to_be_visible()
    expect(page.get_by_label("Catatan", exact=True)).to_have_value(NOTE)
    with page.expect_event("load"):
        page.get_by_role("button", name="Keluar", exact=True).click()
    assert NOTE not in stored(page)


def test_hostile_words_of_a_family_are_words_to_a_desk(page: Page, api: FakeApi) -> None:
    hostile = "<img src=x onerror=alert(1)></p><script>alert(2)</script>"
    api.have(NUMBER, "identify", story=hostile)
    number = TicketNumber.parse(NUMBER)
    api.say(number, "message", message=hostile)
    opened: list[str] = []
    page.on("dialog", lambda dialog: opened.append(dialog.message))
    sign_in(page)
    open_ticket(page)
    expect(page.locator("#events li").last).to_contain_text(hostile)
    expect(page.locator("#ticket img[src=x]")).to_have_count(0)
    assert not opened


def test_an_officer_opens_the_contact_for_a_reason_calls_in_time_and_the_family_sees_it(page: Page, api: FakeApi) -> None:
    api.have(NUMBER, "identify", wishes=Wishes(call_time="noon"))
    page.clock.set_fixed_time(api.ports.now())
    sign_in(page)
    open_ticket(page)
    expect(page.locator("body")).not_to_contain_text("+6281234567890")
    page.locator("#reaching summary").click()
    page.get_by_role("button", name="Lihat kontak keluarga").click()
    expect(page.get_by_text("Pilih untuk apa kontak dibuka dulu.")).to_be_visible()  # no contact without a reason
    page.get_by_label("Untuk apa kontak dibuka").select_option(label="Untuk bertanya lewat telepon")
    page.get_by_label("Catatan").fill("Menanyakan bulannya.")
    page.get_by_role("button", name="Lihat kontak keluarga").click()
    contact = page.locator("#contact")
    expect(contact).to_contain_text("Keluarga minta ditelepon: siang. Sekarang bukan waktunya.")  # 10.01 there
    expect(contact.locator("[data-slot=phone]")).to_have_text("+6281234567890")
    expect(contact.locator("a")).to_have_count(0)
    expect(contact).to_contain_text("Siti Contoh")
    expect(contact).to_contain_text("••••••••••••0001")
    assert_usable(page)
    assert "+6281234567890" not in stored(page)

    api.ports.wait(timedelta(hours=2))
    page.get_by_label("Untuk apa kontak dibuka").select_option(label="Untuk memberi kabar lewat telepon")
    page.get_by_label("Catatan").fill("Memberi kabar.")
    page.get_by_role("button", name="Lihat kontak keluarga").click()
    expect(contact.get_by_role("link", name="+6281234567890")).to_have_attribute("href", "tel:+6281234567890")
    page.get_by_role("link", name="Kembali ke laporan masuk").click()
    expect(contact).to_be_hidden()
    assert "+6281234567890" not in page.content()

    page.goto("/status/")
    page.get_by_label("Nomor laporan").fill(NUMBER)
    page.get_by_label("Kode rahasia laporan").fill("12345678")
    page.get_by_role("button", name="Cek status").click()
    opened = page.locator("#result").get_by_text("Membuka kontak Anda")
    expect(opened).to_have_count(2)
    expect(page.locator("#result")).not_to_contain_text("Memberi kabar.")  # the reason is the desk's


def test_a_name_that_is_to_be_hidden_is_and_a_reached_limit_is_told(page: Page, api: FakeApi) -> None:
    api.have(NUMBER, "identify")
    api.ports.quotas.opened = {(SITI.sub, date(2026, 11, 22)): limits().contacts_a_day - 1}
    sign_in(page)
    open_ticket(page)

    page.locator("#reaching summary").click()

    def ask() -> None:
        page.get_by_label("Untuk apa kontak dibuka").select_option(label="Untuk memastikan orangnya")
        page.get_by_label("Catatan").fill("Memastikan.")
        page.get_by_role("button", name="Lihat kontak keluarga").click()

    ask()
    expect(page.locator("#contact")).to_contain_text("Nama disembunyikan atas permintaan keluarga")
    expect(page.locator("#contact")).not_to_contain_text("Siti")
    ask()
    expect(page.get_by_text("Batas membuka kontak hari ini sudah tercapai.")).to_be_visible()
    expect(page.locator("#contact")).to_be_hidden()


def test_a_family_without_receipt_gets_a_new_one_at_the_desk_and_the_old_one_is_dead(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    sign_in(page)
    page.locator("#lost summary").click()
    page.get_by_label("Nomor HP atau NIK keluarga").fill("081299999999")
    page.get_by_role("button", name="Cari laporan").click()
    expect(page.locator("#found-none")).to_have_text("Tidak ada laporan dengan nomor itu di meja Anda.")
    page.get_by_label("Nomor HP atau NIK keluarga").fill("0812-3456-7890")
    page.get_by_role("button", name="Cari laporan").click()
    assert_usable(page)
    page.locator("#found").get_by_role("link", name=NUMBER).click()
    expect(page.get_by_role("heading", name=NUMBER)).to_be_visible()

    def renew(category: str) -> None:
        page.get_by_label("Masalahnya, menurut keluarga").select_option(label=category)
        page.get_by_label("Kira-kira tanggal laporan, menurut keluarga").fill("2026-11-20")
        page.get_by_label("Catatan").fill("Tanda terima hilang.")
        page.get_by_role("button", name="Terbitkan tanda terima baru").click()

    page.locator("#renewing summary").click()
    renew("KKS dan rekening")
    expect(page.get_by_text("Keterangan keluarga tidak cocok dengan laporan ini.")).to_be_visible()
    expect(page.locator("#renewed")).to_be_hidden()
    renew("Bantuan tidak cair")
    expect(page.locator("#renewed")).to_contain_text("Tulis di kertas sekarang.")
    assert_usable(page)
    code = page.locator("#renewed [data-slot=access_code]").inner_text()
    assert re.fullmatch(r"[0-9]{8}", code)
    assert code not in stored(page)
    page.get_by_role("link", name="Kembali ke laporan masuk").click()
    expect(page.locator("#inbox")).to_be_visible()
    assert code not in page.content()

    def opens(secret: str) -> None:
        page.goto("/status/")
        page.get_by_label("Nomor laporan").fill(NUMBER)
        page.get_by_label("Kode rahasia laporan").fill(secret)
        page.get_by_role("button", name="Cek status").click()

    opens("12345678")
    expect(page.get_by_text("Nomor dan kode rahasia ini tidak cocok")).to_be_visible()
    opens(code)
    expect(page.locator("#result")).to_contain_text("Kode rahasia yang lama tidak berlaku lagi.")


def test_two_reports_of_one_person_are_shown_and_once_linked_have_one_status(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    api.have(OTHERS[0])
    sign_in(page)
    open_ticket(page)
    expect(page.locator("#similar")).to_contain_text("Periksa dulu sebelum menutup salah satunya.")
    expect(page.locator("#similar-list a")).to_have_text([OTHERS[0]])
    assert_usable(page)
    page.get_by_label("Apa yang Anda kirim?").select_option(label="Tutup sebagai laporan ganda")
    page.get_by_label("Nomor laporan yang sama").fill(OTHERS[0])
    page.get_by_label("Pesan kepada pelapor").fill("Sama dengan laporan Anda yang lain.")
    page.get_by_role("button", name="Tutup sebagai laporan ganda").click()
    page.get_by_role("button", name="Ya: Tutup sebagai laporan ganda").click()
    expect(page.get_by_text("Terkirim ke pelapor.")).to_be_visible()
    api.act(OTHERS[0], "identify")
    for number in (NUMBER, OTHERS[0]):
        page.goto("about:blank")
        page.goto(f"/status/#{number}")
        expect(page.get_by_role("heading", name="Sedang diperiksa")).to_be_visible()
        expect(page.locator("#result")).to_contain_text(number)
    page.get_by_label("Nomor laporan").fill(NUMBER)
    page.get_by_label("Kode rahasia laporan").fill("12345678")
    page.get_by_role("button", name="Cek status").click()
    expect(page.locator("#result")).to_contain_text("digabung dengan laporan Anda yang lain. Statusnya: Sedang diperiksa.")
