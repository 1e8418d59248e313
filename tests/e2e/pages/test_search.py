"""Searching finds what families look for, in their words; nothing is loaded before, and nothing typed leaves the phone."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE
from tests.site.recall import QUERIES
from tests.site.test_search import LEAST_ANSWERED, QUESTIONS

INDEX = "/data/search.json"


def found(page: Page, query: str) -> list[str]:
    """The pages found for a query, best first."""
    page.fill("#query", query)
    page.evaluate("document.getElementById('found').textContent = ''")
    page.get_by_role("button", name="Cari").click()
    expect(page.locator("#found")).not_to_be_empty()
    expect(page.locator("#found")).not_to_have_text("Mencari…")
    links: list[str] = page.locator("#results a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return [link.split("#")[0].strip("/") for link in links]


@pytest.mark.parametrize("query", ["uang belum masuk", "kartu tertelan", "dipotong"])
def test_the_commonest_questions_lead_to_their_page_first(page: Page, query: str) -> None:
    page.goto("/cari/")
    assert found(page, query)[0] in QUERIES[query]


def test_nothing_is_loaded_before_the_first_use_and_nothing_typed_leaves(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/cari/", wait_until="networkidle")
    assert INDEX not in [urlsplit(url).path for url in asked]
    found(page, "uang rahasiasaya")
    assert [urlsplit(url).path for url in asked].count(INDEX) == 1
    found(page, "kartu")
    assert [urlsplit(url).path for url in asked].count(INDEX) == 1
    assert not [url for url in asked if "rahasiasaya" in url.split("#")[0]]


FIRST_SCREEN = """(answers) => {
    const texts = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (texts.nextNode()) {
        const text = texts.currentNode;
        const answer = answers.find((answer) => text.data.includes(answer));
        if (answer === undefined) continue;
        range.setStart(text, text.data.indexOf(answer));
        range.setEnd(text, text.data.indexOf(answer) + answer.length);
        const { top, bottom, height } = range.getBoundingClientRect();
        if (height && top >= 0 && bottom <= innerHeight) return true;
    }
    return false;
}"""


def test_everyday_questions_are_answered_on_the_first_screen(page: Page) -> None:
    """As somebody does who types it, and opens the first of the two results that is about it."""
    assert page.viewport_size == PHONE
    unanswered: list[str] = []
    for question, wanted in QUESTIONS.items():
        page.goto("/cari/")
        results = found(page, question)[:2]
        right = [place for place, result in enumerate(results) if result in wanted["pages"]]
        if not right:
            unanswered.append(question)
            continue
        page.locator("#results a").nth(right[0]).click()
        page.wait_for_url(f"**/{results[right[0]]}/**")
        page.wait_for_load_state("load")
        if not page.evaluate(FIRST_SCREEN, wanted["answer"].split("|")):
            unanswered.append(f"{question}: {page.url}")
    assert len(QUESTIONS) - len(unanswered) >= LEAST_ANSWERED, unanswered


def test_nothing_found_says_what_to_do(page: Page) -> None:
    page.goto("/cari/")
    assert found(page, "xyzzy") == []
    expect(page.locator("#found")).to_contain_text("Coba kata lain")


def test_a_result_leads_to_its_section(page: Page) -> None:
    page.goto("/cari/#cari=kartu+tertelan")
    page.locator("#results a").first.click()
    expect(page.locator("main")).to_contain_text("tertelan")


def test_what_was_looked_for_stays_in_the_address(page: Page) -> None:
    query = "uang & kartu 100%"
    page.goto("/cari/")
    first = found(page, query)
    page.reload()
    expect(page.locator("#query")).to_have_value(query)
    expect(page.locator("#results a")).to_have_count(len(first))


@pytest.mark.parametrize("fragment", ["#100%", "#kartu"])
def test_another_fragment_is_no_query(page: Page, fragment: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(f"/cari/{fragment}", wait_until="networkidle")
    expect(page.locator("#query")).to_have_value("")
    assert INDEX not in asked


def test_the_skip_link_is_no_query(page: Page) -> None:
    page.goto("/cari/")
    page.locator("a.md-skip").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#*")
    page.reload(wait_until="networkidle")
    expect(page.locator("#query")).to_have_value("")
    expect(page.locator("#found")).to_be_empty()
