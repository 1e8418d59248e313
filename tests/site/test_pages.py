"""What every built page owes its readers and what it must never do."""

import re

import pytest

from tests.built_site import built_site
from tests.site.pages import Page, pages

FOREIGN = re.compile(r"(?:https?:|wss?:)?//[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w.-])\+?[0-9][0-9 ().-]{4,}[0-9]")
E_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
MOST_WORDS = 15


@pytest.fixture(params=["404.html", "index.html", "lapor/index.html", "petugas/index.html", "status/index.html"])
def page(request: pytest.FixtureRequest) -> Page:
    """Each page of the site."""
    return next(page for page in pages() if page.address == request.param)


def test_every_page_is_looked_at() -> None:
    assert {page.address for page in pages()} == {
        "404.html",
        "index.html",
        "lapor/index.html",
        "petugas/index.html",
        "status/index.html",
    }


def test_warns_of_fraud_and_says_it_is_a_simulation(page: Page) -> None:
    assert "Kami tidak pernah meminta PIN, OTP, atau uang." in page.blocks
    assert any("simulasi, bukan situs resmi" in block for block in page.blocks)


def test_is_in_indonesian_with_one_heading_and_a_skip_link(page: Page) -> None:
    [html] = [element for element in page.elements if element.tag == "html"]
    [heading] = [element for element in page.elements if element.tag == "h1"]
    links = [element for element in page.elements if element.tag == "a"]
    assert html.attributes["lang"] == "id"
    assert links[0].attributes["class"] == "md-skip"
    assert links[0].attributes["href"] == f"#{heading.attributes['id']}"


def test_links_to_all_pages_without_a_script(page: Page) -> None:
    assert {"Beranda", "Lapor", "Cek status", "Petugas"} <= set(page.blocks)


def test_has_one_primary_button_at_most_in_each_view(page: Page) -> None:
    primary = [element for element in page.elements if "md-button--primary" in element.attributes.get("class", "")]
    views = [element for element in page.elements if element.tag in ("form", "section")]
    assert len(primary) <= max(1, len(views))


def test_allows_a_strict_content_policy(page: Page) -> None:
    scripts = [element for element in page.elements if element.tag == "script"]
    assert all(element.attributes.get("src") and not element.text.strip() for element in scripts)
    assert not [element for element in page.elements if element.tag in ("style", "iframe", "object", "embed", "base")]
    assert not page.with_attribute("style")
    assert not [name for element in page.elements for name in element.attributes if name.startswith("on")]
    assert "javascript:" not in page.source


def test_reaches_no_other_host_and_names_no_number_or_mailbox(page: Page) -> None:
    assert not FOREIGN.findall(page.source)
    assert not PHONE.findall(page.text)
    assert not E_MAIL.findall(page.source)


def test_speaks_in_short_sentences(page: Page) -> None:
    sentences = [sentence for block in page.blocks for sentence in re.split(r"[.?!:] |[.?!:]$", block)]
    assert not [sentence for sentence in sentences if len(sentence.split()) > MOST_WORDS]


def test_a_wrong_address_deep_down_still_finds_its_styles() -> None:
    page = next(page for page in pages() if page.address == "404.html")
    addresses = [element.attributes[name] for name in ("href", "src") for element in page.with_attribute(name)]
    assert all(address.startswith(("/", "#")) for address in addresses)


@pytest.mark.parametrize("kind", ["js", "css"])
def test_scripts_and_styles_reach_no_other_host_and_leave_nothing_behind(kind: str) -> None:
    for file in built_site().rglob(f"*.{kind}"):
        text = file.read_text(encoding="utf-8")
        assert not FOREIGN.findall(text), file.name
        assert not re.findall(r"document\.cookie|localStorage|indexedDB|innerHTML|\beval\(|@import|@font-face", text), file.name
