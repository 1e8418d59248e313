"""What makes the form one that can be filled in: each question is the page's heading, and guides choose the problem."""

from datetime import date

import pytest
from chalicelib.adapters.packaged.files import words
from chalicelib.domain.errors import Invalid
from playwright.sync_api import BrowserContext, Page, expect

from tests.built_site import built_site
from tests.e2e.pages.fake_api import FakeApi
from tests.support.family import STORY, fill_report, idle, next_step, received, report_steps, send

QUESTIONS = {
    "problem": "Apa masalahnya?",
    "person": "Siapa yang Anda laporkan?",
    "place": "Di mana kejadiannya?",
    "time": "Kapan kejadiannya?",
    "story": "Ceritakan masalahnya",
    "contact": "Siapa Anda?",
    "photos": "Tambah foto?",
    "check": "Periksa jawaban Anda",
}


def test_each_question_is_the_heading_and_the_title(page: Page, api: FakeApi) -> None:
    for step in report_steps(page):
        expect(page.get_by_role("heading", level=1)).to_have_text(QUESTIONS[step])
        expect(page).to_have_title(f"{QUESTIONS[step]} - Lapor PKH")
    send(page)
    received(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Laporan Anda sudah kami terima")
    expect(page).to_have_title("Laporan Anda sudah kami terima - Lapor PKH")


def test_what_is_wrong_stands_in_the_title_until_it_is_mended(page: Page) -> None:
    fill_report(page, "story")
    next_step(page)
    expect(page).to_have_title("Galat: Ceritakan masalahnya - Lapor PKH")
    page.fill("#story", STORY)
    next_step(page)
    expect(page).to_have_title("Siapa Anda? - Lapor PKH")
    page.goto("/status/")
    page.get_by_role("button", name="Cek status").click()
    expect(page).to_have_title("Galat: Cek status - Lapor PKH")


def standards() -> list[str]:
    """The addresses of the pages about one problem each."""
    return sorted(page.parent.name for page in (built_site() / "panduan" / "standar").glob("*/index.html"))


@pytest.mark.parametrize("name", standards())
def test_a_guide_leads_to_the_form_with_its_problem_chosen(page: Page, name: str) -> None:
    page.goto(f"/panduan/standar/{name}/")
    problem = page.get_by_role("heading", level=1).inner_text().strip()
    page.get_by_role("link", name="Tulis laporan").first.click()
    expect(page.get_by_role("radio", name=problem)).to_be_checked()
    expect(page.get_by_role("radio", checked=True)).to_have_count(1)


def test_what_was_typed_before_counts_more_than_a_guide(page: Page) -> None:
    fill_report(page, "person")
    page.goto("/lapor/#category-question")
    page.reload()
    page.go_back()
    expect(page.get_by_label("Pertanyaan")).not_to_be_checked()
    expect(page.get_by_label("Bantuan tidak cair")).to_be_checked()


def test_months_are_offered_and_read_by_their_names(page: Page, api: FakeApi) -> None:
    fill_report(page, "story")
    months = page.locator("#months option").evaluate_all("(all) => all.map(({ value }) => value)")
    names = list(words()["months"])
    now = date.fromisoformat(page.evaluate("new Date().toLocaleDateString('sv')"))
    at = [(now.year * 12 + now.month - 1 - back) for back in range(12)]
    assert months == [f"{names[month % 12]} {month // 12}" for month in at]
    page.fill("#story", STORY)
    page.locator('[id="payment.month"]').fill("10/2025")
    for _ in range(3):
        next_step(page)
    expect(page.locator("#answers")).to_contain_text("Oktober 2025")


def test_a_refused_report_shouts_on_every_page(page: Page, api: FakeApi, context: BrowserContext) -> None:
    fill_report(page)
    api.fail(Invalid(("story", "too_long")))
    next_step(page)
    expect(page.locator("#problems")).to_be_visible()
    idle(page)
    for path in ("/", "/status/", "/cari/", "/privasi/", "/panduan/", "/panduan/alur/"):
        other = context.new_page()
        other.goto(path)
        expect(other.locator("article .notice--wrong").first).to_contain_text("belum kami terima")
        expect(other.get_by_role("link", name="Perbaiki laporan")).to_have_attribute("href", "/lapor/")
        other.close()


@pytest.mark.parametrize("path", ["/", "/panduan/", "/status/"])
def test_a_phone_without_reports_is_asked_for_nothing_more(page: Page, path: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path, wait_until="networkidle")
    assert not [url for url in asked if "/here-" in url]
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
