"""A phone whose storage fails, in any way: within seconds there is a receipt that says the truth, and the report goes."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.pages.fake_api import FakeApi
from tests.support.family import fill_report, received, send

RECEIPT_MS = 3_000
# What a phone's storage does wrong, as a script that runs before the page's own.
FAULTS = {
    "never opens": "indexedDB.open = () => new EventTarget()",
    "throws when it is asked": "indexedDB.open = () => { throw new DOMException('no', 'SecurityError') }",
    "is not there": "Object.defineProperty(window, 'indexedDB', { value: undefined })",
    "cannot be named": """Object.defineProperty(window, 'indexedDB', {
        get() { throw new DOMException('no', 'SecurityError') } })""",
    "fails to open": """indexedDB.open = () => { const asked = new EventTarget();
        setTimeout(() => { asked.error = new DOMException('no', 'UnknownError'); asked.onerror?.(); }); return asked; }""",
    "is full": """IDBObjectStore.prototype.put = function () { this.transaction.abort();
        throw new DOMException('full', 'QuotaExceededError'); }""",
    "is closed under us": """IDBDatabase.prototype.transaction = () => {
        throw new DOMException('closing', 'InvalidStateError') }""",
    "is closed under us once": """{ const open = IDBDatabase.prototype.transaction; let times = 0;
        IDBDatabase.prototype.transaction = function (...all) { if (times++ === 2) throw new DOMException('closing',
        'InvalidStateError'); return open.apply(this, all); } }""",
    "never finishes a write": """{ const open = IDBDatabase.prototype.transaction;
        IDBDatabase.prototype.transaction = function (store, mode) { const made = open.call(this, store, mode);
        if (mode === 'readwrite') Object.defineProperty(made, 'oncomplete', { set() {} }); return made; } }""",
    "has no locks": "Object.defineProperty(navigator, 'locks', { value: undefined })",
    "has no channel": "delete window.BroadcastChannel",
    "has neither, nor a database": """delete window.BroadcastChannel; indexedDB.open = () => new EventTarget();
        Object.defineProperty(navigator, 'locks', { value: undefined })""",
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_the_report_goes_and_its_receipt_says_so(page: Page, api: FakeApi, fault: str) -> None:
    page.add_init_script(fault)
    fill_report(page)
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.locator("#receipt")).to_be_visible(timeout=RECEIPT_MS)
    assert received(page)["number"] == api.numbers[0]
    assert len(api.numbers) == 1


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_without_signal_the_receipt_comes_as_soon_and_the_report_goes_when_it_is_back(
    page: Page, api: FakeApi, context: BrowserContext, fault: str
) -> None:
    page.add_init_script(fault)
    fill_report(page)
    for _ in range(3):
        api.drop_call()
    context.set_offline(True)
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.locator("#receipt")).to_be_visible(timeout=RECEIPT_MS)
    expect(page.locator("#receipt [data-slot=state]")).not_to_contain_text("Sudah diterima")
    assert not api.numbers
    api.failures.clear()
    context.set_offline(False)
    received(page)
    assert len(api.numbers) == 1


def test_a_database_without_its_store_is_made_anew(page: Page, api: FakeApi, context: BrowserContext) -> None:
    page.goto("/privasi/")
    page.evaluate(
        """() => new Promise((resolve) => { const asked = indexedDB.open("lapor", 1);
            asked.onsuccess = () => { asked.result.close(); resolve(); }; })"""
    )
    fill_report(page)
    api.drop_call()
    context.set_offline(True)
    number = send(page)
    expect(page.locator("#receipt [data-slot=state]")).to_contain_text("Tersimpan di HP ini, belum terkirim")
    page.close()
    context.set_offline(False)
    context.new_page().goto("/lapor/")
    for _ in range(100):
        if api.numbers:
            break
        context.pages[-1].wait_for_timeout(100)
    assert api.numbers == [number]


def test_a_receipt_on_show_learns_what_another_page_sent_without_a_channel(
    page: Page, api: FakeApi, context: BrowserContext
) -> None:
    context.add_init_script("delete window.BroadcastChannel")
    fill_report(page)
    api.drop_call()
    send(page)
    expect(page.locator("#receipt")).to_be_visible()
    received(page)
    assert len(api.numbers) == 1


def test_a_service_that_is_down_is_said_to_be_and_tried_again_at_a_press(page: Page, api: FakeApi) -> None:
    fill_report(page)
    for _ in range(2):
        api.throttle()
    send(page)
    state = page.locator("#receipt [data-slot=state]")
    expect(state).to_contain_text("Layanan sedang terganggu, dicoba lagi pukul")
    page.get_by_role("button", name="Kirim sekarang").click()
    received(page)
    expect(page.get_by_role("button", name="Kirim sekarang")).to_be_hidden()


def test_while_it_sends_the_receipt_says_so(page: Page, api: FakeApi) -> None:
    fill_report(page)
    answer = api.hold_answer()
    send(page)
    expect(page.locator("#receipt [data-slot=state]")).to_have_text("Sedang mengirim…")
    answer()
    received(page)


def test_a_signal_that_returns_while_a_try_hangs_is_not_missed(page: Page, api: FakeApi, context: BrowserContext) -> None:
    fill_report(page)
    api.failures.append(lambda _route, _handle: None)  # a request that nobody answers
    send(page)
    expect(page.locator("#receipt [data-slot=state]")).to_have_text("Sedang mengirim…")
    api.wait_until_met(page)
    context.set_offline(True)
    context.set_offline(False)
    received(page)
    assert len(api.numbers) == 1
