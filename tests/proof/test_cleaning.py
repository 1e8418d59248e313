"""Cleaning photos: whatever comes, the result is a small upright JPEG with nothing beside the picture, or a named refusal."""

import io
from collections.abc import Callable
from unittest.mock import patch

import pytest
from chalicelib.adapters.pillow.picture import redrawn
from chalicelib.domain.photos import Refusal
from chalicelib.domain.rulebook import rules
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.support import pictures

LIMITS = rules("limits")
RED, BLUE = (254, 0, 0), (0, 0, 254)
# JPEG markers that hold a picture and how to decode it (ITU T.81, table B.1); APP0 is the JFIF header.
PICTURE_MARKERS = {0xC0, 0xC2, 0xC4, 0xDA, 0xDB, 0xE0}
MODES = ["L", "LA", "P", "RGBA", "1", "I;16"]


def opened(content: bytes) -> Image.Image:
    """Return the cleaned picture of `content`."""
    cleaned = redrawn(content)
    assert isinstance(cleaned, bytes), cleaned
    image = Image.open(io.BytesIO(cleaned))
    image.load()
    return image


def markers(content: bytes) -> set[int]:
    """Return the kinds of segments before the picture's data, and hold that nothing follows its end."""
    found, place = set(), 2
    while content[place + 1] != 0xDA:
        assert content[place] == 0xFF
        found.add(content[place + 1])
        place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    assert content.index(b"\xff\xd9", place) == len(content) - 2
    return found


def near(pixel: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(have - want) < 12 for have, want in zip(pixel, colour, strict=True))


SENT: dict[str, Callable[[], bytes]] = {
    "jpeg with place": pictures.jpeg,
    "progressive jpeg": lambda: pictures.jpeg(progressive=True),
    "cmyk jpeg": lambda: pictures.jpeg(pictures.picture(mode="CMYK"), icc_profile=None),
    "png with texts": pictures.png,
    "webp with xmp": pictures.webp,
    "animated webp": lambda: pictures.animated("WEBP"),
    "animated png": lambda: pictures.animated("PNG"),
    "jpeg that is a page too": lambda: pictures.jpeg() + f"<html><script>alert('{pictures.MARK}')</script>".encode(),
    "jpeg that is a zip too": lambda: pictures.jpeg() + b"PK\x03\x04" + pictures.MARK.encode(),
    "png that is a page too": lambda: pictures.png() + f"<svg onload='{pictures.MARK}'>".encode(),
}


@pytest.mark.parametrize("sent", SENT.values(), ids=SENT.keys())
def test_only_the_picture_passes_on(sent: Callable[[], bytes]) -> None:
    content = sent()
    assert pictures.MARK.encode() in content
    cleaned = redrawn(content)
    assert isinstance(cleaned, bytes), cleaned
    assert pictures.MARK.encode() not in cleaned
    assert markers(cleaned) <= PICTURE_MARKERS
    image = opened(content)
    assert image.format == "JPEG"
    assert not image.getexif()
    assert getattr(image, "n_frames", 1) == 1
    assert near(image.getpixel((10, 240)), RED)
    assert near(image.getpixel((630, 240)), BLUE)


@pytest.mark.parametrize(
    ("orientation", "size", "red"),
    [
        (1, (640, 480), (10, 240)),
        (2, (640, 480), (630, 240)),
        (3, (640, 480), (630, 240)),
        (4, (640, 480), (10, 240)),
        (5, (480, 640), (240, 10)),
        (6, (480, 640), (240, 10)),
        (7, (480, 640), (240, 630)),
        (8, (480, 640), (240, 630)),
        (99, (640, 480), (10, 240)),
    ],
)
def test_a_photo_stands_as_it_was_taken(orientation: int, size: tuple[int, int], red: tuple[int, int]) -> None:
    image = opened(pictures.jpeg(orientation=orientation))
    assert image.size == size
    assert near(image.getpixel(red), RED)


@pytest.mark.parametrize("mode", MODES)
def test_every_kind_of_pixel_becomes_a_plain_picture(mode: str) -> None:
    picture = pictures.picture(mode="L" if mode == "I;16" else mode).convert(mode)
    image = opened(pictures.png(picture, icc_profile=None))
    assert image.mode == "RGB"


def test_what_is_transparent_becomes_white() -> None:
    image = opened(pictures.png(Image.new("RGBA", (64, 64), (0, 0, 0, 0))))
    assert near(image.getpixel((32, 32)), (255, 255, 255))


def test_a_large_photo_becomes_small_and_a_small_one_keeps_its_size() -> None:
    sent = pictures.large_photo()
    assert len(sent) > 2_000_000
    image = opened(sent)
    assert image.size == (1200, LIMITS["photo_side"])
    cleaned = redrawn(sent)
    assert isinstance(cleaned, bytes)
    assert len(cleaned) < 1_000_000
    assert opened(pictures.jpeg(pictures.picture((33, 21)))).size == (33, 21)


NO_PHOTO: dict[str, tuple[Callable[[], bytes], Refusal]] = {
    "empty": (lambda: b"", Refusal.NOT_AN_IMAGE),
    "a page named .jpg": (lambda: b"<!doctype html><script>alert(1)</script>", Refusal.NOT_AN_IMAGE),
    "svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", Refusal.NOT_AN_IMAGE),
    "gif": (lambda: pictures.animated("GIF"), Refusal.NOT_AN_IMAGE),
    "tiff": (lambda: pictures.saved(pictures.picture(), "TIFF"), Refusal.NOT_AN_IMAGE),
    "bmp": (lambda: pictures.saved(pictures.picture(), "BMP"), Refusal.NOT_AN_IMAGE),
    "postscript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", Refusal.NOT_AN_IMAGE),
    "heic": (lambda: b"\0\0\0\x18ftypheic" + bytes(100), Refusal.NOT_AN_IMAGE),
    "cut-off jpeg": (lambda: pictures.jpeg(icc_profile=None)[:-2_000], Refusal.DAMAGED),
    "cut-off png": (lambda: pictures.png()[:-200], Refusal.DAMAGED),
    "cut-off webp": (lambda: pictures.webp()[:-100], Refusal.DAMAGED),
    "png with a wrong checksum": (lambda: pictures.png().replace(b"IDAT", b"IDAT\0", 1), Refusal.DAMAGED),
    "many scans": (lambda: pictures.many_scans(LIMITS["photo_scans"] + 1), Refusal.TOO_COSTLY),
    "many scans, restarts and stuffed bytes": (
        lambda: pictures.many_scans(LIMITS["photo_scans"] + 1, noise=b"\xff\x00\xff\xd0\xff\xff"),
        Refusal.TOO_COSTLY,
    ),
    "bomb": (pictures.bomb, Refusal.TOO_MANY_PIXELS),
    "bomb twice over": (lambda: pictures.bomb(9_000), Refusal.TOO_MANY_PIXELS),
    "too many bytes": (lambda: pictures.jpeg() + bytes(LIMITS["photo_bytes"]), Refusal.TOO_LARGE),
}


@pytest.mark.parametrize(("sent", "reason"), NO_PHOTO.values(), ids=NO_PHOTO.keys())
def test_what_is_no_photo_is_refused_by_name(sent: Callable[[], bytes], reason: Refusal) -> None:
    assert redrawn(sent()) == reason


def test_a_bomb_is_not_unpacked() -> None:
    with patch("PIL.ImageFile.ImageFile.load", side_effect=AssertionError("unpacked")):
        assert redrawn(pictures.bomb()) == Refusal.TOO_MANY_PIXELS


def test_a_picture_is_no_worse_for_broken_exif() -> None:
    broken = pictures.exif()[:20] + b"\xff" * 40
    assert opened(pictures.jpeg(exif=broken)).size == (640, 480)


@pytest.mark.parametrize(
    ("size", "least_width"),
    [((1080, 9000), 470), ((1080, 2400), 910), ((9000, 1080), 3900), ((400, 4000), 400), ((20, 60_000), 20)],
)
def test_the_writing_on_a_long_screenshot_stays_readable(size: tuple[int, int], least_width: int) -> None:
    for content in (pictures.png(pictures.picture(size)), pictures.jpeg(pictures.picture(size))):
        image = opened(content)
        assert image.size[0] >= least_width
        assert image.size[0] * image.size[1] <= 0.76 * LIMITS["photo_side"] ** 2


def test_as_many_scans_as_allowed_and_a_film_behind_the_picture_are_no_harm() -> None:
    assert isinstance(redrawn(pictures.many_scans(LIMITS["photo_scans"])), bytes)
    film = b"\xff\xda\x00\x02" * 1_000
    assert isinstance(redrawn(pictures.jpeg() + film), bytes)
    thumbnails = b"\xff\xda" * 2 * LIMITS["photo_scans"]
    assert isinstance(redrawn(pictures.jpeg(comment=thumbnails)), bytes)


GOOD = [pictures.jpeg(pictures.picture((64, 48))), pictures.png(pictures.picture((64, 48))), pictures.webp()]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(GOOD), st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6))
def test_a_broken_photo_is_cleaned_or_refused_and_never_more(good: bytes, changes: list[tuple[float, bytes]]) -> None:
    content = bytearray(good)
    for place, new in changes:
        start = int(place * (len(content) - len(new)))
        content[start : start + len(new)] = new
    cleaned = redrawn(bytes(content))
    if isinstance(cleaned, bytes):
        assert pictures.MARK.encode() not in cleaned
        assert markers(cleaned) <= PICTURE_MARKERS


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_are_ever_unforeseen(content: bytes) -> None:
    assert isinstance(redrawn(content), Refusal)
