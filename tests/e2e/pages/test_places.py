"""The place is chosen from lists that come one after another, over a network that may fail or be late."""

from playwright.sync_api import Page, Route, expect

from tests.support.family import fill_report


def test_a_region_list_that_does_not_come_can_be_asked_for_again(page: Page) -> None:
    page.route("**/data/regions/18.07.json", lambda route: route.abort(), times=1)
    fill_report(page, "place")
    page.select_option("#province", "18")
    page.select_option("#regency", "18.07")
    expect(page.get_by_text("Daftar wilayah belum termuat.")).to_be_visible()
    page.get_by_role("button", name="Coba lagi").click()
    expect(page.locator("#district option[value='18.07.19']")).to_be_attached()
    expect(page.get_by_text("Daftar wilayah belum termuat.")).to_be_hidden()


def test_another_province_empties_what_lay_in_the_first(page: Page) -> None:
    fill_report(page, "time")
    page.go_back()
    page.select_option("#province", "11")
    expect(page.locator("#district")).to_have_value("")
    expect(page.locator("#district option")).to_have_count(1)
    expect(page.locator("#regency option[value='11.01']")).to_be_attached()
    expect(page.locator("#regency option[value='18.07']")).not_to_be_attached()
    page.select_option("#province", "")
    for level in ("regency", "district", "village"):
        expect(page.locator(f"#{level} option")).to_have_count(1)


def test_a_late_region_list_never_covers_a_newer_one(page: Page) -> None:
    held: list[Route] = []
    page.route("**/data/regions/18.07.json", lambda route: held.append(route))
    fill_report(page, "place")
    page.select_option("#province", "18")
    page.select_option("#regency", "18.07")
    page.select_option("#regency", "18.01")
    expect(page.locator("#district option[value='18.01.04']")).to_be_attached()
    held[0].continue_()
    page.wait_for_load_state("networkidle")
    expect(page.locator("#district option[value='18.01.04']")).to_be_attached()
    expect(page.locator("#district option[value='18.07.19']")).not_to_be_attached()


def test_a_kept_report_finds_its_region_again_once_the_network_is_back(page: Page) -> None:
    fill_report(page, "time")
    page.go_back()
    page.route("**/data/regions/18.07.json", lambda route: route.abort(), times=1)
    page.reload()
    expect(page.get_by_text("Daftar wilayah belum termuat.")).to_be_visible()
    page.get_by_role("button", name="Coba lagi").click()
    expect(page.locator("#district")).to_have_value("18.07.19")
