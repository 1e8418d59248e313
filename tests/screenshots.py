"""Takes the pictures of README into `site/screenshots`; with ALL=1 also every page and state, into `build/screenshots`."""

import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize

from infra.local.stack import ROOT
from tests.bench.site.built import built_pages
from tests.e2e.conftest import DESK, PHONE, launched
from tests.support.family import look_up, report_steps, send, wait_until_received
from tests.support.local_stack import LocalStack, local_stack

README_PICTURES = ROOT / "site" / "screenshots"
ALL_PICTURES = ROOT / "build" / "screenshots"
_README = {"report": "h1", "receipt": "#receipt", "status": "#result"}  # by state, what stands at the top
# What differs from run to run and shows nothing, numbers drawn anew and the times of the day: the same page, the same picture.
_SAME_CHANCE = """(() => {
    let state = 7;
    crypto.getRandomValues = (array) => {
        for (const place of array.keys()) array[place] = (state = (Math.imul(state, 1103515245) + 12345) >>> 0) >>> 8;
        return array;
    };
})()"""
_SAME_TIMES = r"""() => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const months = "Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember";
    while (walk.nextNode()) {
        walk.currentNode.data = walk.currentNode.data
            .replace(/\b(?:Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu),/g, "Selasa,")
            .replace(new RegExp(`\\d{1,2} (?:${months}) \\d{4}`, "g"), "1 Desember 2026")
            .replace(/\b\d{1,2} (?:Jan|Feb|Mar|Apr|Mei|Jun|Jul|Agu|Sep|Okt|Nov|Des)\b/g, "1 Des")
            .replace(/(pukul )?\d{2}\.\d{2} (WIB|WITA|WIT)/g, "$109.00 $2");
    }
}"""
_COLOURS = 32
_MOST_BYTES = 60_000
_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def main() -> None:
    """Take the pictures; raises AssertionError when one of README's is too large."""
    with tempfile.TemporaryDirectory() as folder, local_stack(Path(folder)) as stack, launched() as browser:
        README_PICTURES.mkdir(exist_ok=True)
        with _page(browser, stack, PHONE, "light") as page:
            for state in _journey(page):
                if state in _README:
                    page.locator(_README[state]).evaluate("element => element.scrollIntoView()")
                    _save(page, README_PICTURES / f"{state}.png")
        _take_desks(browser, stack)
        if os.environ.get("ALL"):
            _take_all(browser, stack)


def _take_desks(browser: Browser, stack: LocalStack) -> None:
    """Take the officer's queue and a case of it, on a phone and on a desk; what the family has just reported lies there."""
    for size, name in ((PHONE, "phone"), (DESK, "desk")):
        with _page(browser, stack, size, "light") as page:
            page.goto("/petugas/")
            page.get_by_role("button", name="Masuk").click()
            page.get_by_role("button", name="Rina Contoh").click()
            page.locator("#items").wait_for()
            page.wait_for_load_state("networkidle")
            _save(page, README_PICTURES / f"queue-{name}.png")
            page.locator("#items a").first.click()
            page.locator("#events").wait_for()
            page.wait_for_load_state("networkidle")
            _save(page, README_PICTURES / f"case-{name}.png")


def _take_all(browser: Browser, stack: LocalStack) -> None:
    shutil.rmtree(ALL_PICTURES, ignore_errors=True)
    for size in (PHONE, DESK):
        for scheme in _SCHEMES:
            folder = ALL_PICTURES / f"{size['width']}-{scheme}"
            folder.mkdir(parents=True)
            with _page(browser, stack, size, scheme) as page:
                for built in built_pages():
                    page.goto(f"/{built.address}", wait_until="networkidle")
                    name = built.address.strip("/").replace("/", "_") or "beranda"
                    page.screenshot(path=folder / f"{name}.png", full_page=True)
                for state in _journey(page):
                    page.screenshot(path=folder / f"journey_{state}.png", full_page=True)
    print(f"{ALL_PICTURES.relative_to(ROOT)}: {len(list(ALL_PICTURES.rglob('*.png')))} pictures")


def _journey(page: Page) -> Iterator[str]:
    """Report something and look it up; yield the name of each state while the page shows it."""
    for place, step in enumerate(report_steps(page)):
        yield f"report-{step}" if place else "report"
    send(page)
    wait_until_received(page)
    yield "receipt"
    look_up(page)
    yield "status"


@contextmanager
def _page(browser: Browser, stack: LocalStack, size: ViewportSize, scheme: Literal["light", "dark"]) -> Iterator[Page]:
    context = browser.new_context(
        base_url=stack.origin,
        viewport=size,
        device_scale_factor=2 if size == PHONE else 1,
        color_scheme=scheme,
        reduced_motion="reduce",
        locale="id-ID",
        timezone_id="Asia/Jakarta",
    )
    context.add_init_script(_SAME_CHANCE)
    yield context.new_page()
    context.close()


def _save(page: Page, path: Path) -> None:
    """Save what the screen shows, in few colours."""
    page.evaluate(_SAME_TIMES)
    shown = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    shown.quantize(_COLOURS).save(path, optimize=True)
    size = path.stat().st_size
    assert size <= _MOST_BYTES, f"{path.name} has {size} bytes"
    print(f"{path.relative_to(ROOT)}: {size} bytes")


if __name__ == "__main__":
    main()
