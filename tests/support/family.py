"""What a family does on the pages and sees there; whoever drives the report form in a browser does it here."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page, expect

STORY = "Uang bulan Oktober belum masuk ke rekening saya."
STEPS = ("problem", "person", "place", "time", "story", "contact", "photos", "check")


def fill_report(page: Page, upto: str = "check") -> None:
    """Fill the form as a family of Pasir Sakti would, step by step until the one named, which is left as it comes."""
    for step in report_steps(page):
        if step == upto:
            return


def report_steps(page: Page) -> Iterator[str]:
    """Open the form and yield the name of each step as it comes; when asked for the next, fill it as that family would."""
    page.goto("/lapor/")
    expect(page.locator("#progress")).not_to_be_empty()
    fill = {"problem": _problem, "place": _place, "story": _story, "contact": _contact}
    for step in STEPS:
        expect_step(page, step)  # a step that asks again what was typed may come a moment after the press
        yield step
        if step != STEPS[-1]:
            fill.get(step, lambda _page: None)(page)
            next_step(page)


def next_step(page: Page) -> None:
    """Go to the next step."""
    page.locator("#next").click()


def go(page: Page, *steps: str) -> None:
    """Go to each of the steps in turn by the button."""
    for step in steps:
        next_step(page)
        expect_step(page, step)


def expect_step(page: Page, step: str) -> None:
    """Wait until a step is the one on show."""
    expect(page.locator("#progress")).to_have_text(f"Langkah {STEPS.index(step) + 1} dari {len(STEPS)}")
    expect(page.locator(".step:visible")).to_have_count(1)


def received(page: Page) -> dict[str, str]:
    """Wait for the receipt of a report that arrived; return what it shows."""
    expect(page.get_by_role("heading", name="Laporan Anda sudah kami terima")).to_be_visible()
    slots = ("number", "access_code", "desk", "state")
    return {name: page.locator(f"#receipt [data-slot={name}]").inner_text() for name in slots}


def idle(page: Page) -> None:
    """Wait until nobody in this browser is sending."""
    page.wait_for_function(
        "async () => { const { held, pending } = await navigator.locks.query(); return !held.length && !pending.length; }"
    )


def outbox(page: Page) -> list[dict[str, Any]]:
    """Return the entries of the outbox of this browser."""
    entries: list[dict[str, Any]] = page.evaluate(
        """async () => {
            const opening = indexedDB.open("lapor");
            await new Promise((resolve) => (opening.onsuccess = resolve));
            const database = opening.result;
            const reading = database.objectStoreNames.length && database.transaction("reports").objectStore("reports").getAll();
            if (reading) await new Promise((resolve) => (reading.onsuccess = resolve));
            database.close();
            return reading ? reading.result : [];
        }"""
    )
    return entries


def kept(page: Page) -> str:
    """Return all that the browser keeps of the page, as text."""
    stored = page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}, document.cookie, history.state])")
    return f"{stored} {outbox(page)}"


def send(page: Page) -> str:
    """Send the report from its last step and return the number on the receipt, sent or not."""
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.locator("#receipt")).to_be_visible()
    return page.locator("#receipt [data-slot=number]").inner_text()


def wait_until_received(page: Page) -> None:
    """Return when the receipt says that the server has the report: only then it leads to the status."""
    expect(page.get_by_role("link", name="Cek status laporan")).to_be_visible()


def look_up(page: Page) -> None:
    """Go from the receipt to where the report stands."""
    page.get_by_role("link", name="Cek status laporan").click()
    expect(page.locator("#result")).to_be_visible()


def _problem(page: Page) -> None:
    page.get_by_label("Bantuan tidak cair").check()


def _place(page: Page) -> None:
    page.select_option("#province", label="Lampung")
    page.select_option("#regency", label="Kabupaten Lampung Timur")
    page.select_option("#district", label="Pasir Sakti")
    page.select_option("#village", index=1)


def _story(page: Page) -> None:
    page.fill("#story", STORY)


def _contact(page: Page) -> None:
    page.fill('[id="reporter.name"]', "Siti Contoh")
    page.fill('[id="reporter.phone"]', "0812 3456 7890")
