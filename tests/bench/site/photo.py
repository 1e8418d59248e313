"""A photo of 12 megapixels on a slow phone: how long shrinking it takes there, and how much of it is sent."""

import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.bench import figures
from tests.bench.site.runs import RUNS
from tests.bench.site.serving import Served, served_site
from tests.bench.site.visits import phone
from tests.support.family import fill_report
from tests.support.pictures import jpeg, picture

_SIZE = (4000, 3000)
_GRAIN = 0.35
_SLOWER = 6
_LONGEST, _LARGEST = 0.5, 250 * 1024  # seconds, bytes
# The milliseconds from the choice of a photo until it stands in the list.
_LISTED = """(picker) => new Promise((tell) => {
    let chosen;
    picker.addEventListener("change", () => { chosen = performance.now(); }, { capture: true });
    const list = document.getElementById("photo-list");
    new MutationObserver(() => tell(performance.now() - chosen)).observe(list, { childList: true });
})"""


def main() -> None:
    """Print time and size."""
    figures.heading("A photo of 12 megapixels, with its place")
    figures.note(
        f"A page {_SLOWER} times slower; decoding runs beside it, unslowed. A noisy picture, which shrinks worse than most."
    )
    with tempfile.TemporaryDirectory() as folder, served_site() as site:
        photo = Path(folder) / "foto.jpg"
        photo.write_bytes(jpeg(_picture()))
        figures.figure("as the camera makes it", [photo.stat().st_size], "bytes", digits=0)
        measured = [_shrunk(site, photo) for _ in range(RUNS)]
    figures.at_most("shrunk and listed", [seconds for seconds, _ in measured], _LONGEST, "s")
    figures.at_most("as it is sent", [size for _, size in measured], _LARGEST, "bytes", digits=0)


def _picture() -> Image.Image:
    """Return a picture as grainy as a phone's camera makes it: some 3 MB as a JPEG."""
    return Image.blend(picture(_SIZE), Image.effect_noise(_SIZE, 60).convert("RGB"), _GRAIN)


def _shrunk(site: Served, photo: Path) -> tuple[float, float]:
    """Return the seconds it took and the bytes of what is sent."""
    with phone(site) as visitor:
        page = visitor.context.new_page()
        fill_report(page, "photos")
        visitor.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
        listed = page.evaluate_handle(f"(picker) => ({{ listed: ({_LISTED})(picker) }})", page.query_selector("#photos"))
        page.set_input_files("#photos", photo)
        expect(page.locator("#photo-list li")).to_have_count(1, timeout=60_000)
        milliseconds: float = page.evaluate("(held) => held.listed", listed)
        return milliseconds / 1000, _size(page)


def _size(page: Page) -> float:
    """Return the kilobytes the list names, in bytes."""
    said = page.locator("#photo-list li").inner_text()
    return float(said.split("(")[1].split(" KB")[0]) * 1024
