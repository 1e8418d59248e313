"""What a family does on the pages; whoever drives the report form in a browser does it here."""

from playwright.sync_api import Page, expect

STORY = "Uang bulan Oktober belum masuk ke rekening saya."


def fill_report(page: Page) -> None:
    """Fill the form as a family of Purworejo, Pasir Sakti, would."""
    page.goto("/lapor/")
    page.select_option("#category", "payment_missing")
    page.select_option("#province", label="Lampung")
    page.select_option("#regency", label="Kabupaten Lampung Timur")
    page.select_option("#district", label="Pasir Sakti")
    page.select_option("#village", index=1)
    page.fill("#story", STORY)
    page.fill('[id="reporter.name"]', "Siti Contoh")
    page.fill('[id="reporter.phone"]', "0812 3456 7890")


def send(page: Page) -> str:
    """Send the report and return the number on the receipt."""
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.locator("#receipt")).to_be_visible()
    return page.locator("#receipt [data-slot=number]").inner_text()


def look_up(page: Page) -> None:
    """Go from the receipt to where the report stands."""
    page.get_by_role("link", name="Cek status laporan").click()
    expect(page.locator("#result")).to_be_visible()
