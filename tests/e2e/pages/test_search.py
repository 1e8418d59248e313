"""Searching finds what families look for, in their words; nothing is loaded before, and nothing typed leaves the phone."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from playwright.sync_api import Page, Route, expect

QUERIES = yaml.safe_load((Path(__file__).parents[2] / "site" / "search_queries.yaml").read_text(encoding="utf-8"))
FIRST = 5
LEAST_RECALL = 0.95
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


def recall(page: Page) -> tuple[float, list[str]]:
    """How many of the queries find one of their pages among the first, and those that do not."""
    page.goto("/cari/")
    missed = [query for query, wanted in QUERIES.items() if not set(found(page, query)[:FIRST]) & set(wanted)]
    return 1 - len(missed) / len(QUERIES), missed


def test_finds_what_families_look_for(page: Page) -> None:
    assert len(QUERIES) >= 60
    share, missed = recall(page)
    assert share >= LEAST_RECALL, missed


def test_without_roots_it_would_not(page: Page) -> None:
    """The seeded fault: a stemmer that takes every word as it is typed."""

    def cripple(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=without_affixes(answer.text()))

    page.route("**/assets/cari-*.js", cripple)
    share, _ = recall(page)
    assert share < LEAST_RECALL


def without_affixes(script: str) -> str:
    """Return the page's script with a stemmer that knows no prefix, and of the endings no suffix."""
    crippled = re.sub(r"/\^[^/]+/,\[", "/^#/,[", script).replace('["kan","an","i"]', "[]")
    assert crippled != script
    return crippled


@pytest.mark.parametrize(("query", "first"), [(query, pages[0]) for query, pages in list(QUERIES.items())[:3]])
def test_the_commonest_questions_lead_to_their_page_first(page: Page, query: str, first: str) -> None:
    page.goto("/cari/")
    assert found(page, query)[0] in QUERIES[query], first


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


def test_nothing_found_says_what_to_do(page: Page) -> None:
    page.goto("/cari/")
    assert found(page, "xyzzy") == []
    expect(page.locator("#found")).to_contain_text("Coba kata lain")


def test_a_result_leads_to_its_section(page: Page) -> None:
    page.goto("/cari/#kartu%20tertelan")
    page.locator("#results a").first.click()
    expect(page.locator("main")).to_contain_text("tertelan")
