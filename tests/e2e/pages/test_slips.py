"""Nothing is refused after the receipt: the phone asks again at the step, and what is left so the server keeps as typed."""

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from chalicelib.domain.errors import Invalid
from chalicelib.domain.people import mobile, nik
from chalicelib.entrypoints.http import typed
from playwright.sync_api import BrowserContext, Page, expect

from build import esbuild
from tests.built_site import ROOT
from tests.e2e.pages.fake_api import FakeApi
from tests.support.family import STEPS, expect_step, fill_report, go, next_step, received, send

AGAIN = "Memang begitu? Tekan tombol yang sama sekali lagi."
AMOUNT = "Jumlah ini bisa dibaca berbeda. Tulis angka rupiahnya, misalnya 300.000."
SLIPS = [
    ("contact", "reporter.phone", "Nomor HP Anda", "0812 tiga", "Nomor HP harus diawali 08 atau +628."),
    ("contact", "reporter.phone", "Nomor HP Anda", "021 171", "Nomor HP harus diawali 08 atau +628."),
    ("contact", "reporter.nik", "NIK Anda", "1807", "NIK harus 16 angka dan susunannya benar."),
    ("story", "payment.amount", "Jumlah uang yang Anda terima", "banyak", AMOUNT),
    ("story", "payment.amount", "Jumlah uang yang Anda terima", "300.00", AMOUNT),
    ("time", "happened_on", "Tanggal kejadian", "2027-01-02", "Tanggal atau bulan itu belum terjadi."),
]


@pytest.mark.parametrize(("step", "field", "label", "text", "said"), SLIPS)
def test_a_slip_is_asked_again_where_it_was_typed_and_then_kept_as_typed(
    page: Page, api: FakeApi, step: str, field: str, label: str, text: str, said: str
) -> None:
    fill_report(page, step)
    if step == "story":
        page.fill("#story", "Uang belum masuk.")
    page.locator(f'[id="{field}"]').fill(text)
    next_step(page)
    expect_step(page, step)
    expect(page.locator("#problems li")).to_have_text([f"{label}: {said} {AGAIN}"])
    for following in STEPS[STEPS.index(step) + 1 :]:
        next_step(page)
        expect_step(page, following)
        if following == "story":
            page.fill("#story", "Uang belum masuk.")
    send(page)
    received(page)
    expect(page.locator("#receipt [data-slot=state]")).to_contain_text("kami simpan seperti Anda tulis")
    first, again = api.reports()
    assert again["as_typed"] == {field: text}
    outer, _, inner = field.partition(".")
    assert inner not in again.get(outer, {}) if inner else outer not in again
    assert first["number"] == again["number"] == api.numbers[0]


def test_a_double_tap_does_not_answer_what_was_not_read_yet(page: Page, api: FakeApi) -> None:
    fill_report(page, "contact")
    page.get_by_label("Nomor HP Anda").fill("0812")
    page.evaluate("() => { const next = document.getElementById('next'); next.click(); next.click(); next.click(); }")
    expect(page.locator("#problems li")).to_have_count(1)
    expect_step(page, "contact")
    assert api.reports() == []


def test_another_slip_in_the_same_field_is_asked_again(page: Page, api: FakeApi) -> None:
    fill_report(page, "contact")
    page.get_by_label("Nomor HP Anda").fill("0812")
    next_step(page)
    expect(page.locator("#problems")).to_be_visible()
    page.get_by_label("Nomor HP Anda").fill("08123")
    next_step(page)
    expect_step(page, "contact")
    page.get_by_label("Nomor HP Anda").fill("0812 3456 7890")
    go(page, "photos", "check")
    send(page)
    received(page)
    assert "as_typed" not in api.reports()[0]


@pytest.mark.parametrize("digits", ["021026", "311299", "01012006"])
def test_a_year_of_two_digits_is_asked_again(page: Page, api: FakeApi, digits: str) -> None:
    fill_report(page, "time")
    page.locator("#happened_on").click()
    page.locator("#happened_on").press_sequentially(digits)
    page.keyboard.press("Tab")
    next_step(page)
    expect_step(page, "time")
    expect(page.locator("#problems")).to_contain_text("Tulis tahunnya lengkap")
    assert api.reports() == []


@pytest.mark.parametrize(
    "problems",
    [
        [("payment.bank", "not_a_choice")],
        [("reporter.phone", "bad_phone"), ("village", "unknown_village")],
        [("wishes.call_time", "not_a_choice"), ("reporter.name", "too_long")],
    ],
)
def test_what_a_newer_server_does_not_take_costs_no_report(page: Page, api: FakeApi, problems: list[tuple[str, str]]) -> None:
    fill_report(page, "story")
    page.fill("#story", "Uang belum masuk.")
    page.select_option('[id="payment.bank"]', index=1)
    go(page, "contact")
    page.get_by_label("Nomor HP Anda").fill("081234567890")
    page.select_option('[id="wishes.call_time"]', index=1)
    page.get_by_label("Nama Anda").fill("Ibu Contoh")
    go(page, "photos", "check")
    api.fail(Invalid(*problems))
    number = send(page)
    received(page)
    assert api.numbers == [number]
    assert set(api.reports()[-1]["as_typed"]) == {field for field, _ in problems}


def test_a_phone_that_cannot_load_what_checks_and_sends_loses_no_answer(page: Page, api: FakeApi) -> None:
    page.route("**/assets/finishing-*.js", lambda route: route.abort())
    fill_report(page, "contact")
    page.get_by_label("Nomor HP Anda").fill("0812 tiga")
    go(page, "photos", "check")
    next_step(page)
    expect(page.locator("#notice")).to_contain_text("Periksa sinyal Anda")
    page.unroute("**/assets/finishing-*.js")
    next_step(page)
    expect(page.locator("#problems li")).to_have_count(1)
    expect_step(page, "contact")
    go(page, "photos", "check")
    expect(page.locator("#answers")).to_contain_text("0812 tiga")
    send(page)
    received(page)
    assert api.reports()[-1]["as_typed"] == {"reporter.phone": "0812 tiga"}


@pytest.mark.parametrize("sign", ["\u200b", "\u3164\u2060", "\u2800", "\u00ad\ufeff"])
def test_a_story_that_shows_nothing_is_none(page: Page, api: FakeApi, sign: str) -> None:
    fill_report(page, "story")
    page.fill("#story", sign)
    next_step(page)
    expect_step(page, "story")
    assert api.reports() == []


TYPED = {
    "reporter.phone": (
        mobile,
        ["+62 812-3456-7890", "\u202a0812\u202c34567890", "tel:0812 34567890", "171", "0812", "+62 0812 3456 7890"],
    ),
    "reporter.nik": (nik, ["1807194505800001", "1807.1945.0580.0001", "1807193205800001", "180719450580000"]),
    "payment.amount": (
        typed.rupiah,
        [
            *("300.000", "250 ribu", "1,5 juta", "Rp 300.000,00", "1 juta 250 ribu", "300.00", "1.500 ribu", "1,5", "3.00"),
            *("Rp. 300.000,-", "300 000", "dua ribu", "300rb", "1.5jt", "2000 juta 5 ribu", "300,000,000.00", "300,000"),
        ],
    ),
    "payment.month": (
        typed.month,
        [
            *("10-2026", "2026-10", "10/2026", "10-26", "13-2026", "Oktober", "1 2026"),
            *("Oktober 2026", "mei 2026", "2026 Agt", "xo 2026"),
        ],
    ),
}


def test_the_phone_and_the_server_read_the_same(page: Page, context: BrowserContext) -> None:
    module = esbuild(str(ROOT / "site" / "scripts" / "report" / "checks.js"), "--bundle", "--format=esm", "--charset=utf8")
    context.route("**/checks.js", lambda route: route.fulfill(content_type="text/javascript", body=module))
    page.goto("/")
    chance = random.Random(17)
    cases = [(name, text, read) for name, (read, texts) in TYPED.items() for text in varied(texts, chance)]
    assert len(cases) > 1_000
    asked = [{"name": name, "value": text} for name, text, _ in cases]
    slips: list[Any] = page.evaluate(
        "async (asked) => { const { slipIn } = await import('/checks.js'); return asked.map((one) => slipIn(one) === null); }",
        asked,
    )
    wrong = [
        (name, text, taken) for (name, text, read), taken in zip(cases, slips, strict=True) if taken is not reads(read, text)
    ]
    assert not wrong, wrong[:10]


def varied(texts: list[str], chance: random.Random) -> list[str]:
    """The texts, and each with one sign put in, taken out or changed, many times."""
    signs = " .,-/0123456789rbkjtRpaoM\u200b\u2011\uff10"
    more = []
    for text in texts:
        for _ in range(40):
            at = chance.randrange(len(text) + 1)
            more.append(text[:at] + chance.choice([*signs, ""]) + text[at + chance.randrange(2) :])
    return [*texts, *(text for text in more if text.strip())]


def reads(read: Callable[[str], Any], text: str) -> bool:
    """Whether the server reads a text; of a month the phone asks for the years of the programme, too."""
    try:
        value = read(text)
    except (Invalid, ValueError):
        return False
    return not (isinstance(value, str) and len(value) == len("2026-10") and not "2007" <= value <= date.today().isoformat()[:7])


def test_an_error_goes_when_its_field_is_mended(page: Page, api: FakeApi) -> None:
    fill_report(page, "contact")
    phone = page.get_by_label("Nomor HP Anda")
    phone.fill("0812")
    next_step(page)
    expect(phone).to_have_attribute("aria-invalid", "true")
    phone.fill("08123")
    expect(phone).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator('[id="reporter.phone-error"]')).to_be_hidden()
    assert api.reports() == []


@pytest.mark.parametrize(("spoil", "said"), [("dropped", "masih di HP ini"), ("refused", "perlu diperbaiki")])
def test_cek_status_tells_of_a_report_that_still_lies_on_this_phone(
    page: Page, api: FakeApi, context: BrowserContext, spoil: str, said: str
) -> None:
    fill_report(page)
    if spoil == "refused":
        api.fail(Invalid(("story", "too_long")))
    else:
        for _ in range(4):
            api.drop_call()
    page.get_by_role("button", name="Kirim laporan").click()
    if spoil == "refused":
        expect(page.locator("#problems")).to_be_visible()
    else:
        expect(page.locator("#receipt [data-slot=state]")).to_contain_text("belum terkirim")
    number = page.evaluate(
        """() => new Promise((done) => { const asked = indexedDB.open('lapor'); asked.onsuccess = () => {
            const all = asked.result.transaction('reports').objectStore('reports').getAllKeys();
            all.onsuccess = () => { asked.result.close(); done(all.result[0]); }; }; })"""
    )
    page.close()
    later = context.new_page()
    later.goto(f"/status/#{number}")
    expect(later.locator("#answer")).to_contain_text(said)
    expect(later.get_by_role("link", name="Buka laporan di HP ini")).to_be_visible()
