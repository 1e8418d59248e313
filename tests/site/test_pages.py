"""What every built page owes its readers and what it must never do."""

import json
import re

import pytest

from build import INLINED, registers, source_hash
from tests.built_site import ROOT, built_site
from tests.site.pages import Page, addresses, pages

# The name of SVG looks like an address, but nobody fetches it.
FOREIGN = re.compile(r"(?:https?:|wss?:)?//(?!www\.w3\.org/2000/svg\b)[\w-]+(?:\.[\w-]+)+")
# Opening hours and a month as the forms take it.
TIMES = re.compile(r"\d\d\.\d\d-\d\d\.\d\d|\b(?:0[1-9]|1[0-2])-20\d\d\b")
PHONE = re.compile(r"(?<![\w.-])\+?[0-9][0-9 ().-]{3,}[0-9]")
E_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.\w+)+")
HANDLE = re.compile(r"(?<!\w)@\w+")
HOST = re.compile(r"(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:id|com|net|org|me|info)\b")
MOST_WORDS = 15


@pytest.fixture(params=addresses())
def page(request: pytest.FixtureRequest) -> Page:
    """Each page of the site."""
    return next(page for page in pages() if page.address == request.param)


def test_the_navigation_names_every_page() -> None:
    assert sorted(page.address for page in pages()) == sorted(addresses())


def test_warns_of_fraud_and_says_it_is_a_simulation(page: Page) -> None:
    assert "Kami tidak pernah meminta PIN, OTP, atau uang." in page.blocks
    assert any("simulasi, bukan situs resmi" in block for block in page.blocks)


def test_is_in_indonesian_with_one_heading_and_a_skip_link(page: Page) -> None:
    [html] = [element for element in page.elements if element.tag == "html"]
    [heading] = [element for element in page.elements if element.tag == "h1"]
    links = [element for element in page.elements if element.tag == "a"]
    assert html.attributes["lang"] == "id"
    assert links[0].attributes["class"] == "md-skip"
    [target] = [element for element in page.elements if f"#{element.attributes.get('id')}" == links[0].attributes["href"]]
    # The heading itself, or what stands before it without a link between: Zensical's theme puts an empty anchor there.
    skipped_to = page.elements[page.elements.index(target) : page.elements.index(heading)]
    assert all(element.tag != "a" for element in skipped_to[1:])


def test_shows_its_menus_without_a_script(page: Page) -> None:
    menus = re.findall(r'<nav class="frame__menu".*?</nav>', page.source, re.DOTALL)
    links = [re.findall(r"<a [^>]*>([^<]*)</a>", menu) for menu in menus]
    head, foot = ["Lapor", "Cek status", "Panduan", "Cari"], ["Petugas", "Privasi", "Tentang"]
    # A page on which something is done begins at once, and leads to its menu.
    assert links == ([[*head, *foot]] if 'href="#menu"' in page.source else [head, foot])


def test_has_one_primary_button_at_most_in_each_view(page: Page) -> None:
    primary = [element for element in page.elements if "md-button--primary" in element.attributes.get("class", "")]
    views = [element for element in page.elements if element.tag in ("form", "section")]
    assert len(primary) <= max(1, len(views))


def test_allows_a_strict_content_policy(page: Page) -> None:
    allowed = json.loads(INLINED.read_text(encoding="utf-8"))
    inlined = [element for element in page.elements if element.tag in ("script", "style") and "src" not in element.attributes]
    assert {source_hash(element.text.strip()) for element in inlined} <= {*allowed["scripts"], *allowed["styles"]}
    assert not [element for element in page.elements if element.tag in ("iframe", "object", "embed", "base")]
    assert not page.with_attribute("style")
    assert not [name for element in page.elements for name in element.attributes if name.startswith("on")]
    assert "javascript:" not in page.source


def test_reaches_no_other_host_and_names_no_number_or_mailbox_but_the_registered(page: Page) -> None:
    channels = registers().channels
    source = page.source
    for link in {channel.link for channel in channels if channel.link}:
        source = source.replace(f'"{link}"', "")
    assert not FOREIGN.findall(source)
    named = {channel.address for channel in channels if channel.address}
    text = TIMES.sub("", page.text)
    for pattern in (PHONE, E_MAIL, HANDLE, HOST):
        assert set(pattern.findall(text)) <= named


@pytest.mark.parametrize("slip", ["0812-0000-0000", "hubungi 12345", "@contoh_pkh", "tanya@contoh.go.id", "lihat contoh.id"])
def test_a_number_or_mailbox_of_nobody_would_be_seen(slip: str) -> None:
    assert any(pattern.search(slip) for pattern in (PHONE, E_MAIL, HANDLE, HOST))


def test_names_no_office_that_was_dissolved(page: Page) -> None:
    assert "saber pungli" not in page.text.lower()


def test_speaks_in_short_sentences(page: Page) -> None:
    sentences = [sentence for block in page.blocks for sentence in re.split(r"[.?!:] |[.?!:]$", block)]
    assert not [sentence for sentence in sentences if len(sentence.split()) > MOST_WORDS]


def test_a_wrong_address_deep_down_still_finds_its_styles() -> None:
    page = next(page for page in pages() if page.address == "404.html")
    addresses = [element.attributes[name] for name in ("href", "src") for element in page.with_attribute(name)]
    assert all(address.startswith(("/", "#", "data:")) for address in addresses)


# Where a press leads: to share a number, and away from here at once.
# What elements of a drawing are called by; nobody goes there.
NAMESPACES = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML")
LED_TO = ("https://wa.me/?text=", "https://id.wikipedia.org/")


@pytest.mark.parametrize("kind", ["js", "css"])
def test_scripts_and_styles_reach_no_other_host_and_leave_nothing_behind(kind: str) -> None:
    for file in built_site().rglob(f"*.{kind}"):
        text = file.read_text(encoding="utf-8")
        for address in (*LED_TO, *(NAMESPACES if file.parent.name == "petugas" else ())):
            text = text.replace(f'"{address}', '"').replace(f"`{address}", "`")
        assert not FOREIGN.findall(text), file.name
        # The console's library knows how to set markup; that nothing of ours asks it to, its sources show.
        text = text if file.parent.name != "petugas" else text.replace("innerHTML", "")
        assert not re.findall(r"document\.cookie|innerHTML|\beval\(|@import|@font-face", text), file.name
    for source in (ROOT / "site" / "console").rglob("*.ts*"):
        assert "innerHTML" not in source.read_text(encoding="utf-8").replace("Inner", "inner"), source.name


def test_scripts_call_nothing_that_phones_last_updated_in_2020_lack() -> None:
    """The bundler turns new syntax into old, but leaves calls as they are."""
    newer = re.compile(r"Object\.hasOwn\b|\.at\(|structuredClone|\.findLast|\.toSorted|randomUUID|AbortSignal\.(?:timeout|any)")
    assert newer.search("Object.hasOwn(stems, part)")
    for file in built_site().rglob("*.js"):
        assert not newer.findall(file.read_text(encoding="utf-8")), file.name


def test_only_the_draft_and_the_outbox_keep_anything_on_the_phone() -> None:
    keepers = {
        "localStorage": {"draft.js", "drafts.ts", "Keys.tsx"},
        "indexedDB": {"outbox.js"},
        "sessionStorage": {"draft.js", "sign-in.js"},
    }
    for store, allowed in keepers.items():
        files = [*(ROOT / "site" / "scripts").rglob("*.js"), *(ROOT / "site" / "console").rglob("*.ts*")]
        found = {file.name for file in files if store in file.read_text(encoding="utf-8")}
        assert found == allowed, store
