"""The guides say what the rules say, lead nowhere that is not there, and each can be reached from the first page."""

import re
from posixpath import join, normpath
from urllib.parse import urldefrag

import pytest
from chalicelib.domain.tiers import Tier

from build import registers, rules
from tests.built_site import built_site
from tests.site.pages import Page, addresses, pages
from tests.site.test_words import words

NOT_OFFICIAL = "belum ketentuan resmi"
WORKFLOW = rules()["workflow"]
ACTIONS = [row for row in WORKFLOW["action"] if row["from"]]
TRANSITIONS = [
    (source, row["id"], row["to"])
    for row in ACTIONS
    if "to" in row
    for source in (WORKFLOW[row["from"]] if isinstance(row["from"], str) else row["from"])
]


def page_at(address: str) -> Page:
    return next(page for page in pages() if page.address == address)


def ids(page: Page) -> list[str]:
    return [element.attributes["id"] for element in page.with_attribute("id")]


def links(page: Page) -> set[tuple[str, str]]:
    """Return where a page leads inside the site: (address of a file, fragment)."""
    outside = {channel.link for channel in registers().channels}
    found = set()
    for element in page.with_attribute("href") + page.with_attribute("src"):
        target = element.attributes.get("href", element.attributes.get("src", ""))
        if target in outside or target.startswith("data:"):
            continue
        path, fragment = urldefrag(target)
        here = "/" + page.address
        file = normpath(join(here, "..", path) if path else here) + ("/index.html" if path.endswith(("/", ".")) else "")
        found.add((file.lstrip("/"), fragment))
    return found


@pytest.mark.parametrize("address", addresses())
def test_every_link_inside_the_site_arrives(address: str) -> None:
    for file, fragment in links(page_at(address)):
        assert (built_site() / file).is_file(), file
        if fragment:
            assert fragment in {element.attributes["id"] for element in page_at(file).with_attribute("id")}, (
                f"{file}#{fragment}"
            )


def test_every_page_can_be_reached_from_the_first() -> None:
    by_address = {page.address: page for page in pages()}
    reached: set[str] = set()
    waiting = ["index.html"]
    while waiting:
        address = waiting.pop()
        if address in by_address and address not in reached:
            reached.add(address)
            waiting += [file for file, _ in links(by_address[address])]
    assert reached == set(addresses()) - {"404.html"}


def test_no_two_pages_share_a_title_or_an_identifier() -> None:
    titles = [re.findall(r"<title>(.*?)</title>", page.source) for page in pages()]
    assert len({str(title) for title in titles}) == len(titles)
    for page in pages():
        assert len(set(ids(page))) == len(ids(page)), page.address


@pytest.mark.parametrize("category", rules()["categories"]["category"], ids=lambda category: category["id"])
def test_every_category_has_a_standard_page_with_cost_time_handler_and_appeal(category: dict[str, str]) -> None:
    page = page_at(f"panduan/standar/{registers().standards[category['id']].address}/index.html")
    clocks = rules()["clocks"]
    limit = clocks["bands"][category["band"]]
    assert words()["categories"][category["id"]] in page.blocks
    assert any("Rp 0" in block for block in page.blocks)
    assert (
        f"Paling lama {clocks['answer']['length']} hari sejak laporan diterima. Sumber: {clocks['answer']['source']}."
        in page.blocks
    )
    assert any(block.startswith(f"Paling lama {limit['length']} hari.") for block in page.blocks)
    assert limit["basis"] == "law" or NOT_OFFICIAL in page.text
    first = {"staff_conduct": "Kabupaten atau kota", "misuse": "Kabupaten atau kota, oleh petugas khusus"}
    assert page.blocks[page.blocks.index("Mulai di") + 1] == f"{first.get(category['id'], 'Kecamatan')}. Siapa yang membaca"
    assert "Adukan ke LAPOR! atau Ombudsman" in page.text
    assert ("panduan/belum-puas/index.html", "") in links(page)


def test_the_flow_shows_every_transition_tier_and_clock_as_picture_and_as_table() -> None:
    page = page_at("panduan/alur/index.html")
    labels = {state: word["label"] for state, word in words()["statuses"].items()}
    actions = words()["actions"]
    drawn = {
        state: page.source[page.source.index(f"<strong>{label}</strong>") :].partition("</li>")[0]
        for state, label in labels.items()
    }
    for start, action, end in TRANSITIONS:
        assert f"{actions[action]} → {labels[end]}" in drawn[start]
        row = rf"{re.escape(actions[action])}</th><td[^>]*>[^<]*</td><td[^>]*>{re.escape(labels[end])}<"
        assert re.search(row, page.source)
    routing = rules()["routing"]
    lifts = [routing[name] for name in ("subject_roles", "categories", "flags")]
    starts = [tier for table in lifts for tier in table.values() if tier != routing["start"]]
    starts += [routing["one_officer"]["tier"]] * len(routing["one_officer"]["subject_roles"])
    starts += [routing["confidential"]["tier"]] * len(routing["confidential"]["categories"])
    starts += [routing["unplaced_name"]["tier"], routing["keep_secret"]]
    for tier in Tier:
        assert page.source.count(f">{words()['tiers'][tier]}</td>") == starts.count(tier)
    for action in ACTIONS:
        row = page.source[page.source.index(f">{actions[action['id']]}</th>") :].partition("</tr>")[0]
        assert all(words()["roles"][role] in row for role in action["by"])
    for flag in routing["confidential"]["flags"]:
        assert page.text.count(words()["flags"][flag]) >= 2
    assert list(words()["tiers"]) == list(Tier)
    places = [page.source.index(f"<strong>{label}</strong>") for label in words()["tiers"].values()]
    assert places == sorted(places)


def test_a_limit_that_is_no_law_is_said_to_be_a_proposal_wherever_it_stands() -> None:
    proposals = {clock["length"] for clock in rules()["clocks"]["bands"].values() if clock["basis"] != "law"}
    for page in pages():
        by_rule = " ".join(re.findall(r"data-by-rule[^>]*>(.*?)</(?:tr|div|span)>", page.source, re.DOTALL))
        if any(f"paling lama {length} hari" in by_rule.lower() for length in proposals):
            assert NOT_OFFICIAL in page.text or "Usulan: selesai" in page.text, page.address


def test_each_card_of_a_standard_says_whether_its_limit_is_a_proposal() -> None:
    page = page_at("panduan/standar/index.html")
    bands = rules()["clocks"]["bands"]
    for category in rules()["categories"]["category"]:
        limit = bands[category["band"]]
        start = "Selesai" if limit["basis"] == "law" else "Usulan: selesai"
        card = page.blocks.index(words()["categories"][category["id"]])
        assert page.blocks[card + 1] == f"{start} paling lama {limit['length']} hari"


STATE = re.compile(r'class="badge[^"]*">(Dicek|Tercatat|Lama)<')


@pytest.mark.parametrize("name", ["saluran", "kantor", "belum-puas"])
def test_an_entry_shows_its_source_and_in_one_word_how_sure_we_are(name: str) -> None:
    page = page_at(f"panduan/{name}/index.html")
    entries = page.source.split('<li class="register__entry"')[1:]
    assert entries
    for entry in entries:
        assert "<dt>Sumber</dt>" in entry
        assert STATE.search(entry)


def test_every_channel_is_shown_today_s_to_be_tapped_and_those_of_old_in_one_table() -> None:
    now, before = page_at("panduan/saluran/index.html"), page_at("panduan/daerah/index.html")
    for channel in registers().channels:
        in_use = channel.status in ("active", "unverified")
        assert f"saluran-{channel.id}" in ids(now if in_use else before)
        assert f"saluran-{channel.id}" not in ids(before if in_use else now)
        assert not channel.link or f'href="{channel.link}"' in now.source
    assert before.source.count("<table") == 1


@pytest.mark.parametrize("name", ["lampung-timur", "padang-pariaman", "banyuwangi", "ntb"])
def test_a_region_of_the_founding_documents_is_told_as_history_with_its_year(name: str) -> None:
    page = page_at(f"panduan/daerah/{name}/index.html")
    assert re.search(r"Sejarah, [\w ]*20\d\d\.</strong> Belum diperiksa ulang", page.source)
