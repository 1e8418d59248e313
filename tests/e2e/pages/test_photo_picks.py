"""Photos as people pick them: at once, one after another, in haste, of every kind; none is lost without a word."""

import io
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.pages.fake_api import FakeApi
from tests.support.family import fill_report, next_step, outbox, received, send

File = FilePayload
LOOK = """async () => { const opening = indexedDB.open('lapor'); await new Promise((done) => opening.onsuccess = done);
    const asked = opening.result.transaction('reports').objectStore('reports').getAll();
    await new Promise((done) => asked.onsuccess = done); opening.result.close(); const seen = [];
    for (const { blob } of asked.result[0].photos) { const image = await createImageBitmap(blob);
        const canvas = document.createElement('canvas'); canvas.width = image.width; canvas.height = image.height;
        const ink = canvas.getContext('2d'); ink.drawImage(image, 0, 0);
        const corner = [...ink.getImageData(3, 3, 1, 1).data];
        seen.push({ width: image.width, height: image.height, size: blob.size, corner }); }
    return seen; }"""


def file(name: str, image: Image.Image, kind: str, **options: Any) -> File:
    written = io.BytesIO()
    image.save(written, kind, **options)
    return {"name": name, "mimeType": f"image/{kind.lower()}", "buffer": written.getvalue()}


def written(size: tuple[int, int], mode: str = "RGB", paper: Any = "white") -> Image.Image:
    """A picture with writing."""
    image = Image.new(mode, size, paper)
    draw = ImageDraw.Draw(image)
    for y in range(0, size[1], 60):
        draw.text((20, y), f"BUKTI TRANSFER Rp {y}.000", fill=0 if mode == "L" else (0, 0, 0, 255)[: len(mode)])
    return image


def jpeg(name: str = "struk.jpg", size: tuple[int, int] = (800, 600)) -> File:
    return file(name, written(size), "JPEG")


def large(name: str) -> File:
    """A photo that takes a while: 24 megapixels of noise."""
    noise = Image.effect_noise((1500, 1000), 60).resize((6000, 4000))
    return file(name, Image.merge("RGB", (noise,) * 3), "JPEG", quality=85)


NO_PICTURES: dict[str, File] = {
    "HEIC": {"name": "IMG_2.heic", "mimeType": "image/heic", "buffer": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(5000)},
    "a text": {"name": "catatan.jpg", "mimeType": "image/jpeg", "buffer": b"bukan foto"},
    "an empty file": {"name": "kosong.png", "mimeType": "image/png", "buffer": b""},
    "another program's file": {"name": "laporan.docx", "mimeType": "image/png", "buffer": b"PK\x03\x04" + bytes(400)},
}


@pytest.mark.parametrize("wrong", NO_PICTURES.values(), ids=NO_PICTURES.keys())
@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_that_cannot_be_read_is_named_and_the_others_stay(page: Page, api: FakeApi, wrong: File, place: int) -> None:
    files = [jpeg("satu.jpg"), jpeg("dua.jpg")]
    files.insert(place, wrong)
    fill_report(page, "photos")
    page.set_input_files("#photos", files)
    expect(page.locator("#photos-error")).to_contain_text(wrong["name"])
    expect(page.locator("#photo-list li")).to_have_count(2)
    assert api.reports() == []


def test_picks_that_come_while_others_are_in_work_all_arrive(page: Page, api: FakeApi) -> None:
    fill_report(page, "photos")
    for name in ("satu.jpg", "dua.jpg", "tiga.jpg"):
        page.set_input_files("#photos", large(name) if name == "satu.jpg" else jpeg(name))
    expect(page.locator("#photo-list li")).to_have_count(3)
    page.set_input_files("#photos", [jpeg(), jpeg(), jpeg()])
    expect(page.locator("#photos-error")).to_have_text("Paling banyak 5 foto.")
    expect(page.locator("#photo-list li")).to_have_count(5)
    assert api.reports() == []


def test_sending_waits_for_a_photo_in_work_and_says_so(page: Page, api: FakeApi) -> None:
    fill_report(page, "photos")
    page.set_input_files("#photos", [large("satu.jpg"), large("dua.jpg")])
    expect(page.locator("#photos-state")).to_be_visible()
    next_step(page)
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.locator("#sent-photos li")).to_have_count(2)
    received(page)
    assert len(api.numbers) == 1


TRANSPARENT = {
    "PNG": file("bukti.png", written((800, 600), "RGBA", (0, 0, 0, 0)), "PNG"),
    "WebP": file("bukti.webp", written((800, 600), "RGBA", (0, 0, 0, 0)), "WEBP", lossless=True),
    "a palette": file("bukti.png", written((800, 600), "RGBA", (0, 0, 0, 0)).quantize(), "PNG"),
    "half transparent": file("bukti.png", written((800, 600), "RGBA", (255, 255, 255, 90)), "PNG"),
}


@pytest.mark.parametrize("picture", TRANSPARENT.values(), ids=TRANSPARENT.keys())
def test_what_is_transparent_is_on_white(page: Page, api: FakeApi, picture: File) -> None:
    [seen] = picked(page, api, picture)
    assert min(seen["corner"][:3]) > 200


@pytest.mark.parametrize(
    ("size", "least_width"),
    [((1080, 9000), 330), ((1080, 2400), 540), ((9000, 1080), 2700), ((4000, 3000), 1280), ((300, 200), 300)],
)
def test_the_writing_on_a_long_screenshot_stays_readable(
    page: Page, api: FakeApi, size: tuple[int, int], least_width: int
) -> None:
    [seen] = picked(page, api, file("layar.png", written(size), "PNG"))
    assert seen["width"] >= least_width
    assert abs(seen["width"] / seen["height"] - size[0] / size[1]) < 0.05 * size[0] / size[1]
    assert seen["size"] <= 250 * 1024


@pytest.mark.parametrize(
    "lacking",
    [
        "delete window.createImageBitmap",
        "window.createImageBitmap = () => Promise.reject(new DOMException('no', 'InvalidStateError'))",
        "window.createImageBitmap = () => { throw new TypeError('no options'); }",
    ],
)
def test_a_browser_without_bitmaps_picks_photos_all_the_same(page: Page, api: FakeApi, lacking: str) -> None:
    page.add_init_script(lacking)
    fill_report(page, "photos")
    page.set_input_files("#photos", [jpeg(), file("bukti.png", written((800, 600)), "PNG")])
    expect(page.locator("#photo-list li")).to_have_count(2)
    assert api.reports() == []


def picked(page: Page, api: FakeApi, picture: File) -> list[dict[str, Any]]:
    """Pick a photo and keep the report on the phone; return what the outbox holds of it."""
    fill_report(page, "photos")
    page.set_input_files("#photos", picture)
    expect(page.locator("#photo-list li")).to_have_count(1)
    next_step(page)
    for _ in range(3):
        api.drop_call()
    send(page)
    assert outbox(page)
    seen: list[dict[str, Any]] = page.evaluate(LOOK)
    return seen
