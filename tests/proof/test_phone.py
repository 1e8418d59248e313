"""A report on a phone with a bad network: whatever breaks, it becomes exactly one ticket, with the number the phone showed.

A real browser with its service worker, and the whole local run behind a network that breaks on demand; the tickets are
counted in the engine.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from chalicelib.adapters.dynamodb import documents
from chalicelib.domain.credentials import TicketNumber
from playwright.sync_api import Browser, BrowserContext, Page, expect

from infra.local.engine import plain_client
from infra.local.stack import TABLE
from tests.built_site import built_site
from tests.e2e.conftest import PHONE
from tests.e2e.pages.test_broken_phones import FAULTS
from tests.proof.cutting import Cut, Network, network
from tests.support.engines import NO_DURABLE_ENGINE
from tests.support.family import STEPS, STORY, expect_step, fill_report, go, idle, outbox, received, send
from tests.support.local_stack import LocalStack, local_stack

TRIALS = 20
SHARES = (0, 0.01, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.99)
CUTS = [Cut("request", share) for share in SHARES] + [Cut("answer", share) for share in SHARES]
GUIDE, OTHER_GUIDE = "/panduan/hak-anda/", "/panduan/kantor/"
SEARCH = "#cari=dipotong"
WORKING = "async () => { await navigator.serviceWorker.register('/sw.js'); await navigator.serviceWorker.ready; }"
CONTROLLED = "() => navigator.serviceWorker.controller !== null"


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    """The local run with the site built."""
    if NO_DURABLE_ENGINE:
        pytest.skip(NO_DURABLE_ENGINE)
    built_site()
    folder: Path = tmp_path_factory.mktemp("phone")
    with local_stack(folder) as running:
        yield running


@pytest.fixture
def net(stack: LocalStack) -> Iterator[Network]:
    """The network between the phone and the local run."""
    port = urlsplit(stack.origin).port
    assert port
    with network(port) as state:
        yield state


@pytest.fixture
def phone(browser: Browser, net: Network) -> Iterator[BrowserContext]:
    """A phone that meets the site for the first time."""
    context = browser.new_context(base_url=net.origin, viewport=PHONE, locale="id-ID", timezone_id="Asia/Jakarta")
    yield context
    context.close()


def tickets(stack: LocalStack) -> dict[str, documents.Document]:
    """Return number → document of every ticket the engine holds."""
    pages = plain_client(stack.stack.engine_port).get_paginator("scan").paginate(TableName=TABLE)
    items = [item for page in pages for item in page["Items"] if item["sk"]["S"] == "TICKET"]
    return {str(TicketNumber(item["pk"]["S"].rpartition("#")[2])): documents.load(item["doc"]) for item in items}


@pytest.fixture
def one_more(stack: LocalStack) -> Iterator[Callable[[str], None]]:
    """Holds that, since it was last asked, there is one ticket more, of this number."""
    before = set(tickets(stack))

    def check(number: str) -> None:
        now = set(tickets(stack))
        assert now - before == {number}
        before.update(now)

    yield check
    assert set(tickets(stack)) == before


def draft_of(page: Page) -> str:
    """Fill the form once; return its draft, from which every trial starts."""
    fill_report(page)
    return str(page.evaluate("sessionStorage.getItem('laporan')"))


def filled(page: Page, draft: str) -> None:
    """Bring the page to the last step of a report with this draft."""
    page.evaluate("(draft) => { sessionStorage.setItem('laporan', draft); history.replaceState({ step: 6 }, ''); }", draft)
    page.reload()
    expect(page.locator("#village")).not_to_have_value("")
    go(page, "check")


def arrived(page: Page, number: str) -> None:
    """Wait until the list of the reports on this phone says that one has arrived."""
    expect(page.locator("#waiting li", has_text=number)).to_contain_text("Sudah diterima")


def test_a_report_without_network_goes_once_when_it_is_back(phone: BrowserContext, one_more: Callable[[str], None]) -> None:
    page = phone.new_page()
    draft = draft_of(page)
    phone.new_page().goto("/lapor/")  # a second tab, which hears the network come back, too
    page.bring_to_front()
    page.evaluate(WORKING)
    for _ in range(TRIALS):
        goes_once_when_the_network_is_back(page, phone, draft, one_more, "belum terkirim")


def goes_once_when_the_network_is_back(
    page: Page, phone: BrowserContext, draft: str, one_more: Callable[[str], None], said: str
) -> None:
    """Send a report of this draft without network; its receipt says so, and it makes one ticket when the network is back."""
    filled(page, draft)
    phone.set_offline(True)
    number = send(page)
    expect(page.locator("#receipt [data-slot=state]")).to_contain_text(re.compile(said))
    idle(page)
    phone.set_offline(False)
    assert received(page)["number"] == number
    idle(page)
    one_more(number)


def test_a_connection_cut_anywhere_makes_one_ticket(
    phone: BrowserContext, net: Network, one_more: Callable[[str], None]
) -> None:
    page = phone.new_page()
    draft = draft_of(page)
    for cut in CUTS:
        filled(page, draft)
        net.cut.clear()
        net.cuts.append(cut)
        number = send(page)
        assert net.cut.wait(10), cut
        page.goto("/lapor/")
        arrived(page, number)
        idle(page)
        one_more(number)


# The database never opens, throws, lacks its store, is full, or is closed under us.
WITHOUT_STORE = "indexedDB.open('lapor', 1).onsuccess = ({ target }) => target.result.close();"
STORAGE = {"lacks its store": WITHOUT_STORE} | {
    name: FAULTS[name] for name in ("never opens", "throws when it is asked", "is full", "is closed under us")
}
storage = pytest.mark.parametrize("fault", STORAGE.values(), ids=STORAGE.keys())
FEWER = 4  # of each; twenty in all


@storage
def test_a_storage_that_fails_costs_no_report_without_network(
    phone: BrowserContext, one_more: Callable[[str], None], fault: str
) -> None:
    page = phone.new_page()
    draft = draft_of(page)
    page.add_init_script(fault)
    for _ in range(FEWER):
        goes_once_when_the_network_is_back(page, phone, draft, one_more, "belum terkirim|Jangan tutup halaman ini")


@storage
def test_a_storage_that_fails_makes_one_ticket_of_a_cut_connection(
    phone: BrowserContext, net: Network, one_more: Callable[[str], None], fault: str
) -> None:
    page = phone.new_page()
    draft = draft_of(page)
    page.add_init_script(fault)
    for cut in CUTS[:: len(CUTS) // FEWER]:
        filled(page, draft)
        net.cut.clear()
        net.cuts.append(cut)
        number = send(page)
        assert net.cut.wait(10), cut
        page.evaluate("dispatchEvent(new Event('online'))")
        assert received(page)["number"] == number
        idle(page)
        one_more(number)


@pytest.mark.parametrize("cut", [Cut("request", 0), Cut("answer", 0)])
def test_a_tab_closed_while_sending_sends_when_next_opened(
    phone: BrowserContext, net: Network, one_more: Callable[[str], None], cut: Cut
) -> None:
    page = phone.new_page()
    fill_report(page)
    net.cuts.append(cut)
    net.flowing.clear()
    number = send(page)
    assert net.arrived.wait(10)
    page.close()
    net.flowing.set()
    assert net.cut.wait(10)
    later = phone.new_page()
    later.goto("/lapor/")
    arrived(later, number)
    assert [entry["state"] for entry in outbox(later)] == ["sent"]
    one_more(number)


def test_with_and_without_javascript_the_same_is_stored(browser: Browser, phone: BrowserContext, stack: LocalStack) -> None:
    page = phone.new_page()
    fill_report(page, "problem")
    for step in STEPS[:-1]:
        answer(page, step)
        if step == "place":
            for level, name in PLACE.items():
                page.select_option(f"#{level}", label=name)
        go(page, STEPS[STEPS.index(step) + 1])
    first = send(page)
    received(page)

    with browser.new_context(base_url=stack.origin, java_script_enabled=False) as plain:
        page = plain.new_page()
        page.goto("/lapor/")
        for level, name in PLACE.items():
            page.select_option(f"#{level}", label=name)
            if level != "village":
                page.get_by_role("button", name="Tampilkan pilihan wilayah berikutnya").click()
        for step in STEPS[:-1]:
            answer(page, step)
        page.get_by_role("button", name="Periksa jawaban").click()
        page.get_by_role("button", name="Kirim laporan").click()
        second = page.locator("#receipt [data-slot=number]").inner_text()

    stored = tickets(stack)
    assert first != second
    assert stored[first]["content_mark"] == stored[second]["content_mark"]


def test_the_keyboard_alone_sends_a_report(phone: BrowserContext, stack: LocalStack) -> None:
    page = phone.new_page()

    def press_until(target: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id") == target:
                return
        raise AssertionError(f"Tab never reached {target}")

    def confirm(step: str) -> None:
        press_until("next")
        page.keyboard.press("Enter")
        expect_step(page, step)

    fill_report(page, "problem")
    press_until("category-payment_missing")
    page.keyboard.press("Space")
    confirm("person")
    confirm("place")
    for level in ("province", "regency", "district"):
        expect(page.locator(f"#{level} option").nth(1)).to_be_attached()
        press_until(level)
        page.keyboard.press("ArrowDown")
    confirm("time")
    confirm("story")
    press_until("story")
    page.keyboard.type(STORY)
    for step in ("contact", "photos", "check"):
        confirm(step)
    press_until("next")
    page.keyboard.press("Enter")
    assert received(page)["number"] in tickets(stack)


def test_what_was_read_is_there_without_network(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(GUIDE)
    page.evaluate(WORKING)
    page.wait_for_function(CONTROLLED)
    page.goto(f"/cari/{SEARCH}")
    expect(page.locator("#results a").first).to_be_visible()
    page.goto("/lapor/")
    fill_report(page, "time")
    phone.new_cdp_session(page).send("Network.clearBrowserCache")  # which would answer in the worker's place
    phone.set_offline(True)

    page.goto("/status/")
    expect(page.get_by_label("Nomor laporan")).to_be_visible()
    page.goto(GUIDE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hak Anda")
    page.goto(f"/cari/{SEARCH}")
    expect(page.locator("#results a").first).to_be_visible()
    page.goto(OTHER_GUIDE)
    page.wait_for_url("**/")
    page.get_by_role("navigation").get_by_role("link", name="Lapor", exact=True).click()
    fill_report(page)
    number = send(page)
    expect(page.locator("#receipt svg")).to_be_visible()
    expect(page.locator("#receipt")).to_contain_text("belum terkirim")
    phone.set_offline(False)
    assert received(page)["number"] == number


def test_an_update_drops_no_unsent_report_and_brings_the_new_pages(
    phone: BrowserContext, net: Network, one_more: Callable[[str], None]
) -> None:
    page = phone.new_page()
    page.goto("/lapor/")
    page.evaluate(WORKING)
    page.wait_for_function(CONTROLLED)
    fill_report(page)
    net.down_for_reports = True
    number = send(page)
    idle(page)
    before = outbox(page)

    worker = (built_site() / "sw.js").read_text(encoding="utf-8")
    version = re.search(r"tasks-(\w{12})|\"(\w{12})\"", worker)
    assert version
    form = (built_site() / "lapor" / "index.html").read_text(encoding="utf-8")
    net.replaced["/sw.js"] = ("text/javascript", worker.replace(version[1] or version[2], "0123456789ab").encode())
    net.replaced["/lapor/"] = ("text/html; charset=utf-8", form.replace("<main", '<main data-build="2"', 1).encode())
    page.evaluate(
        """async () => {
            const registration = await navigator.serviceWorker.getRegistration();
            const changed = new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve));
            await registration.update();
            await changed;
        }"""
    )
    assert outbox(page) == before
    page.reload()
    expect(page.locator("main[data-build='2']")).to_be_attached()
    idle(page)
    assert [entry["state"] for entry in outbox(page)] == ["waiting"]
    net.down_for_reports = False
    page.reload()
    arrived(page, number)
    one_more(number)


PLACE = {
    "province": "Lampung",
    "regency": "Kabupaten Lampung Timur",
    "district": "Pasir Sakti",
    "village": "Mulyo Sari",
}


def answer(page: Page, step: str) -> None:
    """Answer all that a step asks, except for the place."""
    match step:
        case "problem":
            page.get_by_label("Bantuan tidak cair").check()
            page.get_by_label("Ada penipuan").check()
        case "person":
            page.get_by_label("Agen atau petugas bank").check()
            page.get_by_label("Nama orang itu").fill("Pak Contoh")
        case "time":
            page.get_by_label("Tanggal kejadian").fill("2026-09-02")
        case "story":
            page.get_by_label("Cerita Anda").fill(f"{STORY}\nBaris kedua & <tanda>.")
            page.get_by_label("Bank atau tempat mengambil").select_option(label="BRI")
            page.get_by_label("Bulan bantuan").fill("2026-09")
            page.get_by_label("Jumlah uang yang Anda terima").fill("300.000")
        case "contact":
            page.get_by_label("Nama Anda").fill("Ibu Contoh")
            page.get_by_label("Nomor HP Anda").fill("0812 0000 0000")
            page.get_by_label("Waktu aman untuk ditelepon").select_option(label="Sore")
            page.get_by_label("NIK Anda").fill("1807195006900001")
            page.get_by_label("Sembunyikan nama saya").check()
            page.get_by_label("Saya melapor untuk orang lain").check()
            page.get_by_label("Nama penerima bantuan").fill("Nenek Contoh")
