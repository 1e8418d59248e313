"""Invented photos, harmless and hostile; whatever they carry beside the picture contains MARK."""

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageDraw, PngImagePlugin

MARK = "TANDACONTOH"
PLACE = (-5.4567, 105.8901)
_MAKE, _ORIENTATION, _EXIF_IFD, _GPS_IFD, _COMMENT = 0x010F, 0x0112, 0x8769, 0x8825, 0x9286


def picture(size: tuple[int, int] = (640, 480), mode: str = "RGB") -> Image.Image:
    """Return a picture whose left third is red and whose right third is blue, so that turning shows."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    third = size[0] // 3
    draw.rectangle((0, 0, third, size[1]), "red")
    draw.rectangle((size[0] - third, 0, *size), "blue")
    return image.convert(mode)


def exif(orientation: int = 1) -> bytes:
    """Return EXIF as a phone writes it: maker, place, comment, how it was held."""
    written = Image.Exif()
    written[_MAKE] = MARK
    written[_ORIENTATION] = orientation
    written.get_ifd(_EXIF_IFD)[_COMMENT] = f"ASCII\0\0\0{MARK}".encode()
    latitude, longitude = (_degrees(abs(degrees)) for degrees in PLACE)
    written.get_ifd(_GPS_IFD).update({1: "S", 2: latitude, 3: "E", 4: longitude, 29: MARK})
    return written.tobytes()


def jpeg(image: Image.Image | None = None, orientation: int = 1, **options: Any) -> bytes:
    """Return a JPEG with EXIF, XMP, a comment and a colour profile that name MARK."""
    settings: dict[str, Any] = {
        "exif": exif(orientation),
        "comment": MARK.encode(),
        "xmp": f"<x:xmpmeta>{MARK}</x:xmpmeta>".encode(),
        "icc_profile": MARK.encode() * 20,
    }
    return saved(image or picture(), "JPEG", **{**settings, **options})


def png(image: Image.Image | None = None, **options: Any) -> bytes:
    """Return a PNG with text, EXIF and a colour profile that name MARK."""
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", MARK)
    texts.add_itxt("XML:com.adobe.xmp", MARK, zip=False)
    return saved(image or picture(), "PNG", **{"pnginfo": texts, "exif": exif(), "icc_profile": MARK.encode(), **options})


def webp(image: Image.Image | None = None, **options: Any) -> bytes:
    """Return a WebP with XMP and EXIF that name MARK."""
    return saved(image or picture(), "WEBP", **{"xmp": MARK.encode(), "exif": exif(), **options})


def animated(kind: str) -> bytes:
    """Return a picture of several frames; the first is `picture()`."""
    further = [Image.new("RGB", (640, 480), colour) for colour in ("green", "yellow")]
    beside = {} if kind == "GIF" else {"exif": exif()}
    return saved(picture(), kind, save_all=True, append_images=further, duration=100, **beside)


def bomb(side: int = 20_000) -> bytes:
    """Return a PNG of a few hundred kilobytes that unpacks to `side` × `side` pixels."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (side + 7) // 8)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    chunks = [(b"IHDR", header), (b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in chunks)


def large_photo() -> bytes:
    """Return what a 12-megapixel camera makes, with grain, place and all."""
    size = (4000, 3000)
    grain = Image.merge("RGB", [Image.effect_noise(size, 12) for _ in range(3)])
    return jpeg(Image.blend(picture(size), grain, 0.5), orientation=6, quality=88)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _degrees(degrees: float) -> tuple[float, float, float]:
    minutes = degrees % 1 * 60
    return (int(degrees), int(minutes), round(minutes % 1 * 60, 2))


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Return a picture as a file of some kind."""
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def many_scans(scans: int, side: int = 64, noise: bytes = b"") -> bytes:
    """Return a valid progressive grey JPEG (ITU-T T.81, annex G) of nearly empty scans, each a pass over the whole picture.

    `noise` follows the data of each scan, where a decoder skips it.
    """

    def bits(text: str) -> bytes:
        text += "1" * (-len(text) % 8)
        return int(text, 2).to_bytes(len(text) // 8, "big").replace(b"\xff", b"\xff\x00")

    def scan(first: int, last: int, high: int, low: int, data: bytes) -> bytes:
        return b"\xff\xda" + struct.pack(">HB", 8, 1) + bytes([1, 0, first, last, high << 4 | low]) + data + noise

    blocks = (side // 8) ** 2
    runs, left = "", blocks
    while left > 0:  # end-of-band runs of 2^14 blocks and more, as long as they may be
        run = min(left, 32_767) if left >= 16_384 else 16_384
        runs += "0" + format(run - 16_384, "014b")
        left -= run
    frame = b"\xff\xc2" + struct.pack(">HBHHB", 11, 8, side, side, 1) + bytes([1, 0x11, 0])
    table = b"\xff\xdb" + struct.pack(">HB", 67, 0) + bytes([1] * 64)
    codes = [
        b"\xff\xc4" + struct.pack(">HB", 20, kind) + bytes([1] + [0] * 15 + [run]) for kind, run in ((0x00, 0), (0x10, 0xE0))
    ]
    first = scan(0, 0, 0, 0, bits("0" * blocks)) + scan(1, 63, 0, 1, bits(runs))
    rest = scan(1, 63, 1, 0, bits(runs)) * (scans - 2)
    return b"\xff\xd8" + table + frame + b"".join(codes) + first + rest + b"\xff\xd9"
