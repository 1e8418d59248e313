"""The console of staff as a place to work: queues that do not move by themselves, times of the desk, drafts of one officer."""

import json
import random
from datetime import timedelta
from typing import Literal
from urllib.parse import urlencode

import pytest
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import NotSignedIn
from chalicelib.domain.photos import Album
from chalicelib.usecases.glimpse import glimpse, say_writing
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PHONE
from tests.e2e.pages.fake_api import REFRESH, TOKEN, FakeApi
from tests.e2e.pages.test_staff import NUMBER, OTHERS, PAGE, filter_by, open_ticket, see_all, sign_in, stored
from tests.support import samples
from tests.support.usable import assert_usable, sideways

MINUTE = 60_000


def tab(page: Page, name: str) -> None:
    link = page.get_by_role("navigation", name="Antrean").get_by_role("link", name=name).first
    link.click()
    expect(link).to_have_attribute("aria-current", "page")


def numbers(page: Page) -> list[str]:
    return page.locator("#items strong").all_inner_texts()


def asked(api: FakeApi) -> int:
    return len(api.received)


def test_each_queue_says_how_much_is_in_it_and_lists_that(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    api.have(OTHERS[0], "identify")
    api.have(OTHERS[1], "ask")
    api.say(TicketNumber.parse(OTHERS[0]), "message", message="Sudah ada kabar?")
    sign_in(page)
    expected = {
        "Perlu dikerjakan": [OTHERS[0], NUMBER],
        "Baru": [NUMBER],
        "Hari ini": [],
        "Pelapor menjawab": [OTHERS[0]],
        "Menunggu pihak lain": [OTHERS[1]],
        "Milik saya": [OTHERS[0], OTHERS[1]],
    }
    for name, listed in expected.items():
        tab(page, name)
        expect(page.get_by_role("link", name=f"{name}: {len(listed)} laporan")).to_have_attribute("aria-current", "page")
        expect(page.locator("#items tbody tr")).to_have_count(len(listed))
        assert numbers(page) == listed, name
    tab(page, "Hari ini")
    expect(page.get_by_text("Tidak ada yang jatuh tempo hari ini.")).to_be_visible()
    assert_usable(page)


def test_back_reload_and_a_sent_link_lead_to_the_same_list_and_the_row_just_left(page: Page, api: FakeApi) -> None:
    for number in (NUMBER, *OTHERS[:2]):
        api.have(number)
    sign_in(page)
    tab(page, "Baru")
    expect(page.locator("#items tbody tr")).to_have_count(3)
    listed = numbers(page)
    page.locator("#items a").nth(1).click()
    expect(page.get_by_role("heading", name=listed[1])).to_be_focused()
    expect(page.locator(".console__way")).to_contain_text("2 dari 3")
    page.get_by_role("link", name="Berikutnya").click()
    expect(page.get_by_role("heading", name=listed[2])).to_be_visible()
    expect(page.locator(".console__way")).to_contain_text("3 dari 3")
    expect(page.get_by_role("link", name="Berikutnya")).to_have_count(0)
    page.get_by_role("link", name="Kembali ke laporan masuk").click()
    expect(page.locator(f"[id='row-{listed[2]}']")).to_be_focused()
    assert page.url.endswith("#antrean/new")
    page.reload()
    expect(page.locator("#items tbody tr")).to_have_count(3)
    assert numbers(page) == listed


def test_a_number_is_found_with_its_slips_and_a_wrong_one_is_told(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    sign_in(page)
    page.get_by_label("Cari nomor laporan").fill("pkh 7m3k q2zd 9Oxa")
    page.get_by_role("button", name="Buka").click()
    expect(page.get_by_text("Nomor itu belum benar.")).to_be_visible()
    page.get_by_label("Cari nomor laporan").fill("pkh 7m3k q2zd 9Oxa a")
    page.get_by_role("button", name="Buka").click()
    expect(page.get_by_role("heading", name=NUMBER)).to_be_visible()


def test_the_list_does_not_move_until_it_is_told_to_and_nothing_is_asked_while_nobody_looks(page: Page, api: FakeApi) -> None:
    page.clock.install(time=api.ports.now())
    api.have(NUMBER)
    sign_in(page)
    tab(page, "Baru")
    expect(page.locator("#items tbody tr")).to_have_count(1)
    api.have(OTHERS[0])
    page.clock.run_for(2 * MINUTE + 1000)
    expect(page.locator("#inbox")).to_contain_text("1 laporan berubah.")
    expect(page.locator("#items tbody tr")).to_have_count(1)
    page.get_by_role("button", name="Tampilkan").click()
    expect(page.locator("#items tbody tr")).to_have_count(2)
    expect(page.locator("#inbox")).not_to_contain_text("laporan berubah")

    before = asked(api)
    page.clock.run_for(10 * MINUTE)
    page.wait_for_load_state("networkidle")
    assert 0 < asked(api) - before <= 10, "60 an hour: the list and its counts every other minute"
    page.keyboard.press("Shift")  # somebody is there: the screen is not locked
    page.evaluate("Object.defineProperty(document, 'hidden', {value: true})")
    before = asked(api)
    page.clock.run_for(10 * MINUTE)
    assert asked(api) == before


@pytest.mark.parametrize("phone", ["Asia/Jakarta", "Asia/Jayapura", "Europe/London", "America/New_York"])
def test_times_are_those_of_the_desk_wherever_the_phone_is(browser: Browser, api: FakeApi, origin: str, phone: str) -> None:
    api.have(NUMBER)
    context = browser.new_context(base_url=origin, timezone_id=phone, locale="id-ID", service_workers="block")
    api.install(context, origin)
    page = context.new_page()
    sign_in(page)
    open_ticket(page)
    expect(page.locator("#facts [data-slot=received_at]")).to_have_text("22 November 2026 pukul 10.00 WIB")
    context.close()


def test_what_one_officer_typed_is_nowhere_for_the_next(page: Page, api: FakeApi) -> None:
    api.have(NUMBER, "identify")
    sign_in(page)
    open_ticket(page)
    page.get_by_label("Catatan", exact=True).fill("Bank belum menjawab.")
    assert "Bank belum menjawab." in stored(page)
    page.get_by_role("link", name="Kembali ke laporan masuk").click()
    expect(page.locator("#items tbody tr")).to_contain_text("Draf")
    with page.expect_event("load"):
        page.get_by_role("button", name="Keluar", exact=True).click()
    kept = json.loads(stored(page))
    assert "Bank" not in json.dumps(kept)
    assert TOKEN not in json.dumps(kept)
    sign_in(page)
    see_all(page)
    expect(page.locator("#items")).not_to_contain_text("Draf")
    open_ticket(page)
    expect(page.get_by_label("Catatan", exact=True)).to_have_value("")


def test_a_draft_outlives_a_killed_tab_and_belongs_to_one_officer(page: Page, api: FakeApi) -> None:
    api.have(NUMBER, "identify")
    sign_in(page)
    open_ticket(page)
    page.get_by_label("Catatan", exact=True).press_sequentially("Bank belum")
    another = page.context.new_page()
    page.close()  # as if the phone had ended it
    sign_in(another)
    open_ticket(another)
    expect(another.get_by_label("Catatan", exact=True)).to_have_value("Bank belum")
    keys = another.evaluate("Object.keys(localStorage)")
    assert [key for key in keys if "draft" in key] == [f"petugas.draft.siti.{NUMBER}"]


def test_100_killed_tabs_lose_nothing_that_was_typed(page: Page, api: FakeApi) -> None:
    """Each letter is kept as it is typed: whenever the phone ends the tab, what stood there a moment ago is there again."""
    api.have(NUMBER, "identify")
    sign_in(page)
    page.context.add_init_script(f"sessionStorage.setItem('petugas.token', '{TOKEN}')")
    chance = random.Random(100)
    fields = ("Catatan", "Pesan kepada pelapor")
    written = dict.fromkeys(fields, "")
    for _ in range(100):
        tab_of_phone = page.context.new_page()
        tab_of_phone.goto(f"/petugas/#{NUMBER}")
        for name in fields:
            expect(tab_of_phone.get_by_label(name, exact=True)).to_have_value(written[name])
        name = chance.choice(fields)
        typed = "".join(chance.choice("abcde fghij.") for _ in range(chance.randrange(1, 12)))
        tab_of_phone.get_by_label(name, exact=True).press("End")
        tab_of_phone.get_by_label(name, exact=True).press_sequentially(typed)
        written[name] += typed
        tab_of_phone.close()
    assert sum(map(len, written.values())) > 100


def test_a_day_by_touch_alone_on_a_small_phone(browser: Browser, api: FakeApi, origin: str) -> None:
    for number in (NUMBER, *OTHERS[:2]):
        api.have(number)
    context = browser.new_context(viewport=PHONE, base_url=origin, locale="id-ID", has_touch=True, service_workers="block")
    api.install(context, origin)
    page = context.new_page()

    def tap(name: str, role: Literal["button", "link"] = "button") -> None:
        page.get_by_role(role, name=name).first.tap()
        assert sideways(page) <= PHONE["width"], name

    page.goto("/petugas/")
    page.get_by_role("button", name="Masuk").tap()
    expect(page.locator("#items tbody tr")).to_have_count(3)
    listed = numbers(page)
    tap(f"Ambil {listed[0]}")
    expect(page.get_by_text("1 laporan Anda ambil.")).to_be_visible()
    tap(listed[0], "link")
    expect(page.get_by_role("heading", name=listed[0])).to_be_in_viewport()
    tap("Catat, langkah")
    page.locator("#note").fill("Data cocok.")
    tap("Mulai periksa")
    expect(page.get_by_text("Langkah tersimpan.")).to_be_visible()
    tap("Tulis balasan")
    page.locator("#message").fill("Laporan Anda kami periksa.")
    tap("Kirim tanggapan pertama" if page.locator("#say").input_value() == "respond" else "Kirim kepada pelapor")
    tap("Kirim sekarang")
    expect(page.get_by_text("Terkirim ke pelapor.")).to_be_visible()
    tap("Berikutnya", "link")
    expect(page.get_by_role("heading", name=listed[1])).to_be_visible()
    page.get_by_text("Siapa yang menangani").tap()
    tap("Ambil laporan ini")
    tap("Batalkan")
    expect(page.get_by_text("Dikembalikan seperti semula.")).to_be_visible()
    tap("Catat, langkah")
    page.locator("#note").fill("Data cocok.")
    tap("Mulai periksa")
    expect(page.get_by_text("Langkah tersimpan.")).to_be_visible()
    page.locator("#say").select_option("answer")
    page.locator("#outcome").select_option("not_paid")
    page.locator("#reason").fill("Data belum padan.")
    page.locator("#done").fill("Dicek di SIKS-NG.")
    page.locator("#message").fill("Perbaiki data di desa.")
    tap("Kirim jawaban kepada pelapor")
    tap("Ya: Kirim jawaban kepada pelapor")
    expect(page.locator("#ticket .badge[data-slot=status]")).to_have_text("Sudah dijawab, menunggu tanggapan Anda")
    tap("Kembali ke laporan masuk", "link")
    page.get_by_label("Cari nomor laporan").fill(listed[2].lower())
    tap("Buka")
    expect(page.get_by_role("heading", name=listed[2])).to_be_visible()
    tap("Kembali ke laporan masuk", "link")
    page.get_by_text("Saring daftar").tap()
    page.get_by_label("Dipegang").select_option(label="Anda yang memegang")
    expect(page.locator("#items tbody tr")).to_have_count(1)
    tap("Lepas saringan: Anda yang memegang", "link")
    expect(page.locator("#items tbody tr")).to_have_count(2)
    page.get_by_role("button", name="Keluar").tap()
    expect(page.get_by_role("button", name="Masuk")).to_be_visible()
    context.close()


def test_a_sign_in_that_ends_meanwhile_is_renewed_unnoticed_and_the_act_is_done_once(page: Page, api: FakeApi) -> None:
    api.have(NUMBER, "identify")
    sign_in(page)
    open_ticket(page)
    expect(page.locator("#events li")).to_have_count(2)
    page.get_by_label("Catatan", exact=True).fill("Bank belum menjawab.")
    api.fail(NotSignedIn())
    page.get_by_role("button", name="Simpan catatan internal").click()
    expect(page.get_by_text("Langkah tersimpan.")).to_be_visible()
    expect(page.locator("#events li")).to_have_count(3)
    assert [form["grant_type"] for form in api.sign_ins if "grant_type" in form] == ["authorization_code", "refresh_token"]
    assert REFRESH not in stored(page), "what renews is in no store"
    # And where nothing is renewed any more, it is asked for, with all that was written there after it.
    api.over = True
    page.get_by_label("Catatan", exact=True).fill("Bank sudah menjawab.")
    api.fail(NotSignedIn())
    page.get_by_role("button", name="Simpan catatan internal").click()
    expect(page.get_by_role("alert")).to_contain_text("Silakan masuk lagi.")
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_label("Catatan", exact=True)).to_have_value("Bank sudah menjawab.")
    page.get_by_role("button", name="Simpan catatan internal").click()
    expect(page.locator("#events li")).to_have_count(4)


def test_a_day_by_keyboard_alone(page: Page, api: FakeApi) -> None:
    for number in (NUMBER, *OTHERS[:2]):
        api.have(number)
    sign_in(page)
    tab(page, "Baru")
    expect(page.locator("#items tbody tr")).to_have_count(3)
    listed = numbers(page)
    keys = page.keyboard
    page.locator("#inbox-title").focus()
    keys.press("j")
    keys.press("j")
    keys.press("k")
    expect(page.locator(f"[id='row-{listed[0]}']")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("heading", name=listed[0])).to_be_focused()
    keys.press("c")
    expect(page.get_by_label("Catatan", exact=True)).to_be_focused()
    keys.type("jknbrc?/ dicek")
    expect(page.get_by_label("Catatan", exact=True)).to_have_value("jknbrc?/ dicek")
    while page.evaluate("document.activeElement.textContent") != "Mulai periksa":
        keys.press("Tab")
    keys.press("Enter")
    expect(page.get_by_text("Langkah tersimpan.")).to_be_visible()
    page.locator("#ticket-title").focus()
    keys.press("r")
    expect(page.get_by_label("Pesan kepada pelapor")).to_be_focused()
    keys.type("Sedang kami cek.")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.get_by_role("button", name="Batalkan")).to_be_focused()
    keys.press("Tab")
    keys.press("Enter")
    expect(page.locator("#events li")).to_have_count(3)
    page.locator("#ticket-title").focus()
    keys.press("b")
    expect(page.locator("#inbox-title")).to_be_visible()
    keys.press("/")
    expect(page.get_by_label("Cari nomor laporan")).to_be_focused()
    keys.type(listed[2].lower())
    keys.press("Enter")
    expect(page.get_by_role("heading", name=listed[2])).to_be_visible()


def test_no_single_key_sends_closes_or_changes_who_reads_and_they_can_be_switched_off(page: Page, api: FakeApi) -> None:
    api.have(NUMBER, "identify")
    sign_in(page)
    open_ticket(page)
    page.get_by_label("Catatan", exact=True).fill("Bank belum menjawab.")
    page.get_by_label("Pesan kepada pelapor").fill("Sedang kami cek.")
    for letter in "acdefghilmopqstuvwxyz1234567890.,;-=ACDX":
        page.locator("#ticket-title").focus()
        page.keyboard.press(letter)
    assert [path for path, body in api.received if body] == []
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Ke balasan kepada pelapor")
    assert_usable(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    dialog.get_by_label("Pakai tombol ini").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.locator("#ticket-title").focus()
    page.keyboard.press("r")
    expect(page.locator("#ticket-title")).to_be_focused()


def test_many_are_taken_in_one_press_with_a_result_for_each_and_taken_back_as_a_whole(page: Page, api: FakeApi) -> None:
    for number in (NUMBER, *OTHERS[:2]):
        api.have(number)
    sign_in(page)
    tab(page, "Baru")
    expect(page.locator("#items tbody tr")).to_have_count(3)
    for number in (NUMBER, *OTHERS[:2]):
        page.get_by_label(f"Pilih {number}").check()
    expect(page.get_by_text("3 dipilih.")).to_be_visible()
    assert_usable(page)
    api.act(OTHERS[1], "take")
    page.get_by_role("button", name="Ambil semua yang dipilih").click()
    expect(page.get_by_text("2 laporan Anda ambil.")).to_be_visible()
    expect(page.locator(".console__bulk li")).to_have_count(1)
    expect(page.locator(".console__bulk li")).to_contain_text(OTHERS[1])
    expect(page.locator("#items tbody tr")).to_have_count(0)
    page.get_by_role("button", name="Batalkan").click()
    expect(page.get_by_text("2 laporan dikembalikan.")).to_be_visible()
    expect(page.locator("#items tbody tr")).to_have_count(2)


def test_a_screen_that_nobody_touches_hides_its_words_and_keeps_what_was_written(page: Page, api: FakeApi) -> None:
    page.clock.install(time=api.ports.now())
    api.have(NUMBER, "identify", story="Uang dipotong tetangga.")
    sign_in(page)
    open_ticket(page)
    page.get_by_label("Catatan", exact=True).fill("Bank belum menjawab.")
    page.clock.run_for(14 * MINUTE)
    expect(page.get_by_text("Uang dipotong tetangga.")).to_be_visible()
    page.clock.run_for(16 * MINUTE)  # a scroll that comes late counts as a touch
    expect(page.get_by_role("alert")).to_contain_text("Layar dikunci")
    assert "Uang dipotong tetangga." not in page.content()
    assert TOKEN not in stored(page)
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_label("Catatan", exact=True)).to_have_value("Bank belum menjawab.")


def test_the_list_leads_on_after_an_act_and_whoever_comes_back_to_a_later_page_stands_there(page: Page, api: FakeApi) -> None:
    for seed in range(PAGE + 5):
        api.have(str(samples.number(seed)))
    sign_in(page)
    tab(page, "Baru")
    page.get_by_role("button", name="Muat lagi").click()
    expect(page.locator("#items tbody tr")).to_have_count(PAGE + 5)
    listed = numbers(page)
    page.locator("#items a").nth(PAGE + 1).click()
    expect(page.locator(".console__way")).to_contain_text(f"{PAGE + 2} dari {PAGE + 5}")
    page.get_by_role("link", name="Kembali ke laporan masuk").click()
    expect(page.locator(f"[id='row-{listed[PAGE + 1]}']")).to_be_focused()
    expect(page.locator("#items tbody tr")).to_have_count(PAGE + 5)
    page.locator("#items a").first.click()
    page.get_by_label("Catatan", exact=True).fill("Mulai.")
    page.get_by_role("button", name="Mulai periksa").click()
    done = page.get_by_text("Langkah tersimpan.")
    expect(done).to_be_in_viewport()  # also where the button stood, far below
    page.get_by_role("link", name="Berikutnya").click()
    expect(page.get_by_role("heading", name=listed[1])).to_be_visible()
    page.get_by_role("link", name="Kembali ke laporan masuk").click()
    expect(page.locator("#items a").first).to_contain_text(listed[1])  # the first is not new any more


def test_photos_open_in_a_viewer_with_keys_and_zoom(page: Page, api: FakeApi) -> None:
    album = Album()
    for digit in "ab":
        album = album.asked(digit * 32, api.ports.now()).decided(digit * 32, None)
    api.have(NUMBER)
    api.ports.albums.albums[TicketNumber.parse(NUMBER)] = album
    sign_in(page)
    open_ticket(page)
    page.get_by_role("button", name="Foto 2 dari pelapor").click()
    viewer = page.get_by_role("dialog", name="Foto 2 dari pelapor")
    expect(viewer.get_by_role("status")).to_have_text("Foto 2 dari 2, 100%")
    assert_usable(page)
    page.keyboard.press("ArrowRight")
    viewer = page.get_by_role("dialog", name="Foto 1 dari pelapor")
    for key in "++":
        page.keyboard.press(key)
    expect(viewer.get_by_role("status")).to_have_text("Foto 1 dari 2, 200%")
    width = "element => element.getBoundingClientRect().width / element.closest('.viewer__photo').clientWidth"
    assert viewer.get_by_role("img").evaluate(width) > 1.9
    page.keyboard.press("ArrowRight")  # shows another part of a zoomed photo, not another photo
    expect(viewer).to_be_visible()
    page.keyboard.press("-")
    expect(viewer.get_by_role("status")).to_have_text("Foto 1 dari 2, 150%")
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(page.get_by_role("button", name="Foto 2 dari pelapor")).to_be_focused()


def test_a_case_tells_its_turns_apart_and_of_many_shows_the_latest(page: Page, api: FakeApi) -> None:
    api.have(NUMBER, "take")
    for turn in range(60):
        api.act(NUMBER, "note", note=f"Catatan ke-{turn}.")
    api.say(TicketNumber.parse(NUMBER), "message", message="Sudah ada kabar?")
    sign_in(page)
    open_ticket(page)
    turns = page.locator("#events > li")
    expect(turns).to_have_count(50)
    expect(turns.last).to_contain_text("Sudah ada kabar?")
    expect(turns.last.locator(".badge")).to_have_text("Pelapor")
    expect(turns.first.locator(".badge")).to_have_text("Catatan petugas")
    page.get_by_role("button", name="Tampilkan 13 yang lebih lama").click()
    expect(turns).to_have_count(63)
    page.get_by_label("Hanya percakapan dengan pelapor").check()
    expect(turns).to_have_count(2)


def test_what_was_done_meanwhile_is_shown_and_words_that_no_step_asks_for_any_more_stay(page: Page, api: FakeApi) -> None:
    api.have(NUMBER, "identify")
    sign_in(page)
    open_ticket(page)
    page.get_by_label("Apa yang Anda kirim?").select_option(label="Kirim pertanyaan kepada pelapor")
    page.get_by_label("Pertanyaan kepada pelapor").fill("Bank mana?")
    day = (api.ports.now() + timedelta(days=7)).date()
    page.get_by_label("Ditunggu sampai tanggal").fill(day.isoformat())
    api.act(NUMBER, "ask", question="Kapan terakhir cair?")
    page.locator("#send").click()
    expect(page.get_by_role("alert")).to_contain_text("Laporan ini baru diubah petugas lain.")
    expect(page.locator("#meanwhile")).to_contain_text("Kapan terakhir cair?")
    unsent = page.locator("#unsent")
    expect(unsent).to_contain_text("Bank mana?")
    assert_usable(page)
    unsent.get_by_role("button", name="Jadikan catatan petugas").click()
    expect(unsent).to_be_hidden()
    expect(page.get_by_label("Catatan")).to_have_value("Bank mana?")


def test_after_a_step_the_way_on_has_the_focus_and_nobody_is_led_there(page: Page, api: FakeApi) -> None:
    for number in (NUMBER, OTHERS[0]):
        api.have(number)
    sign_in(page)
    expect(page.locator("#items tbody tr")).to_have_count(2)
    first = numbers(page)[0]
    page.get_by_role("link", name=first).click()
    page.get_by_label("Catatan").fill("Berkas lengkap.")
    page.get_by_role("button", name="Mulai periksa").click()
    expect(page.get_by_role("link", name="Berikutnya")).to_be_focused()
    expect(page.get_by_role("heading", name=first)).to_be_visible()


def family_page(page: Page) -> str:
    """What the preview shows, as text."""
    frame = page.frame_locator("iframe.family-page").locator("#result")
    expect(frame).to_be_visible()
    return frame.inner_text()


def test_what_nothing_takes_back_is_asked_once_more_with_the_page_that_the_family_will_see(page: Page, api: FakeApi) -> None:
    api.have(NUMBER, "identify", "investigate")
    sign_in(page)
    open_ticket(page)
    page.get_by_label("Apa yang Anda kirim?").select_option(label="Kirim jawaban kepada pelapor")
    page.get_by_label("Hasilnya").select_option(label="Uang tidak dibayarkan")
    page.get_by_label("Tindakan administratif").fill("Dicek di SIKS.")
    page.get_by_label("Alasannya, untuk pelapor").fill("Data belum padan.")
    page.get_by_label("Pesan kepada pelapor").fill("Perbaiki data di desa.")
    page.get_by_role("button", name="Kirim jawaban kepada pelapor").click()
    expect(page.get_by_role("heading", name="Yakin? Kirim jawaban kepada pelapor")).to_be_focused()
    foretold = family_page(page)
    assert "Perbaiki data di desa." in foretold
    assert "Data belum padan." in foretold
    assert "Dicek di SIKS." not in foretold
    assert_usable(page)
    assert api.ports.tickets.get(TicketNumber.parse(NUMBER)).version == 3, "nothing is stored"

    page.get_by_role("button", name="Belum, saya ubah dulu").click()
    expect(page.get_by_label("Pesan kepada pelapor")).to_have_value("Perbaiki data di desa.")
    page.get_by_role("button", name="Kirim jawaban kepada pelapor").click()
    page.get_by_role("button", name="Ya: Kirim jawaban kepada pelapor").click()
    expect(page.get_by_text("Terkirim ke pelapor.")).to_be_visible()
    page.goto(f"/status/#{NUMBER}")
    page.get_by_label("Kode rahasia laporan").fill("12345678")
    page.get_by_role("button", name="Cek status").click()
    expect(page.locator("#result .asked").first).to_be_visible()
    without_times = [line for line in foretold.splitlines() if "pukul" not in line]
    shown = page.locator("#result").inner_text()
    assert [line for line in without_times if line.strip() and line not in shown] == [], "the page that was foretold"


def test_words_for_the_family_can_be_called_back_for_some_seconds_and_then_go_out(page: Page, api: FakeApi) -> None:
    page.clock.install(time=api.ports.now())
    api.have(NUMBER, "identify")
    sign_in(page)
    open_ticket(page)
    page.clock.pause_at(api.ports.now() + timedelta(minutes=5))
    page.get_by_label("Pesan kepada pelapor").fill("Kami cek ke bank.")
    page.locator("#send").click()
    expect(page.get_by_text("Dikirim ke pelapor dalam 10 detik.")).to_be_visible()
    page.clock.run_for(9_000)
    page.get_by_role("button", name="Batalkan").click()
    expect(page.get_by_role("alert")).to_contain_text("Tidak jadi dikirim.")
    page.clock.run_for(MINUTE)
    expect(page.get_by_label("Pesan kepada pelapor")).to_have_value("Kami cek ke bank.")
    assert not [path for path, _ in api.received if path.endswith("/actions")]

    page.locator("#send").click()
    page.clock.run_for(11_000)
    expect(page.get_by_text("Terkirim ke pelapor.")).to_be_visible()
    expect(page.get_by_label("Pesan kepada pelapor")).to_have_value("")
    assert len([path for path, _ in api.received if path.endswith("/actions")]) == 1


@pytest.mark.parametrize("way", ["list", "other tab", "sign out"])
def test_whoever_leaves_has_not_called_back_what_they_sent(page: Page, api: FakeApi, way: str) -> None:
    page.clock.install(time=api.ports.now())
    api.have(NUMBER, "identify")
    sign_in(page)
    open_ticket(page)
    page.get_by_label("Catatan", exact=True).fill("Bank tutup.")
    page.get_by_label("Pesan kepada pelapor").fill("Kami cek ke bank.")
    page.locator("#send").click()
    expect(page.locator("#held")).to_be_visible()
    if way == "list":
        page.get_by_role("link", name="Kembali ke laporan masuk").click()
        expect(page.locator("#items .badge", has_text="Draf")).to_be_visible()
        expect(page.get_by_text("Terkirim ke pelapor.")).to_be_visible()
        drafts = page.evaluate("Object.entries(localStorage).filter(([key]) => key.startsWith('petugas.draft'))")
        assert [list(json.loads(text)["typed"]) for _, text in drafts] == [["note"]], "what was not sent stays"
    elif way == "other tab":
        page.evaluate("Object.defineProperty(document, 'hidden', {get: () => true})")
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(page.get_by_text("Terkirim ke pelapor.")).to_be_visible()
    else:
        page.get_by_role("button", name="Keluar", exact=True).click()
        expect(page.get_by_role("button", name="Masuk")).to_be_visible()
    assert [body["message"] for path, body in api.received if path.endswith("/actions")] == ["Kami cek ke bank."]


def test_whoever_does_the_next_thing_has_not_called_the_last_words_back(page: Page, api: FakeApi) -> None:
    api.have(NUMBER, "identify")
    sign_in(page)
    open_ticket(page)
    page.get_by_label("Catatan", exact=True).fill("Bank tutup.")
    page.get_by_label("Pesan kepada pelapor").fill("Kami cek ke bank.")
    page.locator("#send").click()
    expect(page.locator("#held")).to_be_visible()
    page.get_by_role("button", name="Simpan catatan internal").click()
    expect(page.locator("#events li").last).to_contain_text("Bank tutup.")
    sent = [(body["action"], body["version"]) for path, body in api.received if path.endswith("/actions")]
    assert sent == [("tell", 2), ("note", 3)]
    expect(page.get_by_label("Catatan", exact=True)).to_have_value("")


def test_words_on_their_way_stand_there_for_everybody(page: Page, api: FakeApi) -> None:
    api.have(NUMBER, "identify")
    sign_in(page)
    open_ticket(page)
    page.get_by_label("Pesan kepada pelapor").fill("Kami cek ke bank.")
    page.locator("#send").click()
    expect(page.locator("#held")).to_be_visible()
    assert_usable(page)


def test_who_has_a_report_is_taken_back_with_one_press(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    sign_in(page)
    open_ticket(page)
    page.get_by_text("Siapa yang menangani").click()
    page.get_by_role("button", name="Ambil laporan ini").click()
    expect(page.locator("#facts [data-slot=held]")).to_have_text("Anda yang memegang")
    assert_usable(page)
    page.locator("#undo").get_by_role("button", name="Batalkan").click()
    expect(page.get_by_text("Dikembalikan seperti semula.")).to_be_visible()
    expect(page.locator("#facts [data-slot=held]")).to_have_text("Belum ada yang memegang")
    expect(page.locator("#undo")).to_be_hidden()


def test_it_is_said_why_something_cannot_be_done_now(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    sign_in(page)
    open_ticket(page)
    page.get_by_text("Yang belum bisa dilakukan, dan sebabnya").click()
    closed = page.locator("#closed")
    expect(closed).to_contain_text("Kirim jawaban kepada pelapor")
    expect(closed).to_contain_text("Bisa dilakukan saat laporan: Sedang diperiksa, Sedang ditangani, Menunggu penjelasan")
    assert_usable(page)


def test_a_row_shows_how_its_story_begins_and_who_writes_there_and_is_asked_for_once_it_is_seen(
    page: Page, api: FakeApi
) -> None:
    tono = api.ports.staff.get("tono")
    for place in range(30):
        api.have(
            str(samples.number(100 + place)),
            story=f"Uang keluarga {place} belum masuk.\nSudah dua bulan menunggu kabar dari bank penyalur.",
        )
    sign_in(page)
    first = page.locator("#items tr[data-number]").first
    expect(first.locator(".queue__excerpt")).to_contain_text("belum masuk. Sudah dua bulan")
    asked_for = [number for path, body in api.aside if path.endswith("glimpses") for number in body["numbers"]]
    assert 0 < len(asked_for) < 30, "what is not in view is not asked for"
    page.locator("#items tr[data-number]").last.scroll_into_view_if_needed()
    expect(page.locator("#items tr[data-number]").last.locator(".queue__excerpt")).to_contain_text("belum masuk.")
    assert "belum masuk" not in stored(page), "nothing of it is kept"

    number = str(first.get_attribute("data-number"))
    say_writing(api.ports, tono, TicketNumber.parse(number), writing=True)
    page.reload()
    expect(first.get_by_text("Tono Contoh sedang menulis")).to_be_visible()
    assert_usable(page)
    first.get_by_role("link").click()
    expect(page.locator("#writer")).to_contain_text("Tono Contoh sedang menulis di laporan ini")
    assert_usable(page)


def test_whoever_types_is_seen_by_colleagues_and_learns_who_came_before(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    tono, number = api.ports.staff.get("tono"), TicketNumber.parse(NUMBER)
    sign_in(page)
    open_ticket(page)
    expect(page.locator("#writer")).to_be_hidden()
    say_writing(api.ports, tono, number, writing=True)
    page.get_by_label("Catatan", exact=True).press_sequentially("Bank belum menjawab.")
    expect(page.locator("#writer")).to_contain_text("Tono Contoh sedang menulis")
    assert [path for path, _ in api.aside].count(f"staff/tickets/{NUMBER}/writing") == 1, "not at each key"
    assert [one.excerpt for one in glimpse(api.ports, tono, [number]) if one.writer and one.writer.name == "Siti Contoh"]
    page.get_by_role("button", name="Simpan catatan internal").click()
    expect(page.get_by_text("Langkah tersimpan.")).to_be_visible()
    page.wait_for_timeout(100)
    assert not [one for one in glimpse(api.ports, tono, [number]) if one.writer]


def test_a_lane_stands_in_the_address_and_is_there_again(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    api.have(OTHERS[0], "ask")
    sign_in(page)
    see_all(page)
    filter_by(page, "Tampilkan", "Menunggu keluarga")
    expect(page.locator("#items tbody tr")).to_have_count(1)
    page.get_by_role("link", name=OTHERS[0]).click()
    expect(page.get_by_role("heading", name=OTHERS[0])).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Tampilkan")).to_have_value("family")
    expect(page.locator("#items tbody tr")).to_have_count(1)
    page.reload()
    expect(page.locator("#items tbody tr")).to_have_count(1)
    assert page.url.endswith("#antrean/all?lane=family")


def test_what_is_chosen_stands_above_the_list_as_a_tag_that_takes_it_away(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    api.have(OTHERS[0], category="bank_agent")
    api.have(OTHERS[1], "identify")
    api.act(OTHERS[0], "label", label="home_visit")
    sign_in(page)
    expect(page.locator("#items tbody tr")).to_have_count(3)
    filter_by(page, "Masalah", "Bank, agen, atau pos")
    expect(page.locator("#items tbody tr")).to_have_count(1)
    assert numbers(page) == [OTHERS[0]]
    expect(page.locator("#items .badge", has_text="Kunjungan rumah")).to_be_visible()
    filter_by(page, "Dipegang", "Anda yang memegang")
    expect(page.locator("#empty")).to_contain_text("Saringan menyembunyikan 3 laporan.")
    assert_usable(page)
    tags = page.get_by_role("list", name="Saringan yang dipakai").get_by_role("link")
    expect(tags).to_have_text(["Bank, agen, atau pos ✕", "Anda yang memegang ✕"])
    tags.first.click()
    expect(page.locator("#items tbody tr")).to_have_count(1)
    assert numbers(page) == [OTHERS[1]]
    filter_by(page, "Dipegang", "Semua")
    filter_by(page, "Label", "Tunggu bank atau pos")
    page.get_by_role("link", name="Lepas semua saringan").click()
    expect(page.locator("#items tbody tr")).to_have_count(3)
    assert page.url.endswith("#antrean/open")


def test_30_random_choices_are_there_again_after_back_a_reload_and_in_a_sent_link(page: Page, api: FakeApi) -> None:
    chance = random.Random(30)
    made = [str(samples.number(200 + place)) for place in range(12)]
    for number in made:
        category = chance.choice(("payment_missing", "bank_agent"))
        api.have(number, *chance.choice(((), ("take",), ("identify",))), category=category)
        if chance.random() < 0.5:
            api.act(number, "label", label=chance.choice(("bank", "home_visit")))
    sign_in(page)
    page.locator("#filters").wait_for(state="attached")
    for _ in range(30):
        chosen = {
            "category": chance.choice(("", "payment_missing", "bank_agent")),
            "place": chance.choice(("", "18.07.19.2001", "18.07.19.2003")),
            "held": chance.choice(("", "mine", "nobody")),
            "label": chance.choice(("", "", "bank")),
        }
        queue = chance.choice(("open", "new", "mine", "all"))
        query = urlencode({name: value for name, value in chosen.items() if value})
        address = f"/petugas/#antrean/{queue}" + (f"?{query}" if query else "")
        page.goto(address)
        loaded(page)
        listed, tags = numbers(page), page.locator("#filtered a").all_inner_texts()
        assert len(tags) == len([value for value in chosen.values() if value])
        if listed:
            page.locator("#items .queue__link").last.click()
            expect(page.get_by_role("heading", name=listed[-1])).to_be_visible()
            page.go_back()
            expect(page.locator(f"[id='row-{listed[-1]}']")).to_be_focused()
        for way in ("reload", "link"):
            if way == "link":
                page.goto("about:blank")
                page.goto(address)
            else:
                page.reload()
            loaded(page)
            assert numbers(page) == listed
            assert page.locator("#filtered a").all_inner_texts() == tags


def loaded(page: Page) -> None:
    """Wait until a list, or that there is none, stands there with what was chosen of it."""
    expect(page.locator("#items, #empty").first).to_be_visible()
    expect(page.locator("#filters")).to_be_attached()
    page.wait_for_load_state("networkidle")


def test_a_report_is_taken_from_its_row_and_given_back(page: Page, api: FakeApi) -> None:
    for number in (NUMBER, OTHERS[0]):
        api.have(number)
    api.have(OTHERS[1], "take")
    sign_in(page)
    expect(page.get_by_role("button", name="Ambil PKH")).to_have_count(2)
    page.get_by_role("button", name=f"Ambil {NUMBER}").click()
    expect(page.get_by_text("1 laporan Anda ambil.")).to_be_visible()
    expect(page.get_by_role("button", name="Ambil PKH")).to_have_count(1)
    expect(page.locator("#items tbody tr")).to_have_count(3)  # the list stays as it is
    assert_usable(page)
    page.get_by_role("button", name="Batalkan").click()
    expect(page.get_by_text("1 laporan dikembalikan.")).to_be_visible()
    expect(page.get_by_role("button", name="Ambil PKH")).to_have_count(2)


def test_many_are_given_to_a_colleague_or_labelled_and_that_is_taken_back(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    api.have(OTHERS[0], "take")
    sign_in(page)

    def pick() -> None:
        for number in (NUMBER, OTHERS[0]):
            page.get_by_label(f"Pilih {number}").check()
        page.get_by_text("Serahkan atau beri label").click()

    def holders() -> list[str | None]:
        return [api.ports.tickets.get(TicketNumber.parse(number)).assignee for number in (NUMBER, OTHERS[0])]

    pick()
    page.get_by_label("Rekan yang menerima").select_option(label="Tono Contoh")
    assert_usable(page)
    page.get_by_role("button", name="Serahkan semua yang dipilih").click()
    expect(page.get_by_text("2 laporan diserahkan.")).to_be_visible()
    assert holders() == ["tono", "tono"]
    page.get_by_role("button", name="Batalkan").click()
    expect(page.get_by_text("2 laporan dikembalikan.")).to_be_visible()
    assert holders() == [None, "siti"]

    api.act(OTHERS[0], "label", label="bank")
    tab(page, "Baru")
    tab(page, "Perlu dikerjakan")
    pick()
    page.locator("#bulk-label").select_option(label="Tunggu bank atau pos")
    page.get_by_role("button", name="Beri label semua yang dipilih").click()
    expect(page.get_by_text("2 laporan diberi label.")).to_be_visible()
    expect(page.locator("#items .badge", has_text="Tunggu bank")).to_have_count(2)
    page.get_by_role("button", name="Batalkan").click()
    expect(page.locator("#items .badge", has_text="Tunggu bank")).to_have_count(1)  # who had it keeps it


def test_a_label_is_given_and_taken_off_in_the_case(page: Page, api: FakeApi) -> None:
    api.have(NUMBER)
    sign_in(page)
    open_ticket(page)
    page.locator("#labelling summary").click()
    page.locator("#label").select_option(label="Bahas bersama")
    page.get_by_role("button", name="Beri label").click()
    expect(page.locator("#ticket .badge", has_text="Bahas bersama")).to_be_visible()
    expect(page.locator("#events li").last).to_contain_text("Bahas bersama.")
    expect(page.locator("#facts [data-slot=held]")).to_have_text("Belum ada yang memegang")
    page.locator("#label").select_option(label="Bahas bersama")
    page.get_by_role("button", name="Lepas label").click()
    expect(page.locator("#ticket .queue__marks .badge", has_text="Bahas bersama")).to_be_hidden()
