"""Makes a new JPEG of whatever photo a stranger sent: upright, small, and with nothing in it but the picture."""

import io
import re
import warnings
from typing import Any

from chalicelib.domain.photos import Refusal
from chalicelib.domain.rulebook import limits

_QUALITY = 80
_ORIENTATION = 0x0112  # the EXIF tag (CIPA DC-008) by which a camera says how it was held

# JPEG (ITU-T T.81, table B.1): a marker is FF and a code; FF00 is a stuffed byte, and restarts (D0 to D7) stand inside a scan.
_JPEG = b"\xff\xd8"
_MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")
_NO_LENGTH = {0x01, 0xD8}
_END, _SCAN = 0xD9, 0xDA


def redrawn(content: bytes) -> bytes | Refusal:
    """Return the picture as a JPEG, or why that cannot be. Only pixels pass on: no EXIF, XMP, colour profile, comment,
    further frame, trailing byte. Raises MemoryError; what it may cost is for `child.py` to say.
    """
    most = limits()
    if len(content) > most.photo_bytes:
        return Refusal.TOO_LARGE
    if _has_more_scans(content, most.photo_scans):
        return Refusal.TOO_COSTLY
    from PIL import Image, UnidentifiedImageError
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile
    from PIL.WebPImagePlugin import WebPImageFile

    # Naming the formats keeps Pillow's other decoders out.
    formats = [kind.format for kind in (JpegImageFile, PngImageFile, WebPImageFile)]
    Image.MAX_IMAGE_PIXELS = most.photo_pixels
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(content), formats=formats) as image:
                image.verify()  # checksums; it leaves the image unusable
            with Image.open(io.BytesIO(content), formats=formats) as image:
                return _jpeg(image, most.photo_side)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            return Refusal.TOO_MANY_PIXELS
        except UnidentifiedImageError:
            return Refusal.NOT_AN_IMAGE
        except MemoryError:
            raise
        except Exception:  # on bytes made to break it a decoder raises whatever comes
            return Refusal.DAMAGED


def _has_more_scans(content: bytes, most: int) -> bool:
    """Whether a JPEG holds more than `most` scans. Each costs a pass over the whole picture and may be a few bytes long."""
    if not content.startswith(_JPEG):
        return False
    place, scans = len(_JPEG), 0
    while scans <= most and (marker := _MARKER.search(content, place)):
        code, place = marker[1][0], marker.end()
        if code == _END:  # what a phone may append, such as a short film, is no scan
            break
        scans += code == _SCAN
        if code not in _NO_LENGTH:
            place += int.from_bytes(content[place : place + 2], "big")
    return scans > most


def _jpeg(image: Any, side: int) -> bytes:
    """Return the picture as JPEG whose longer side is at most `side` pixels; a long one has no more pixels than such a picture.

    A limit of its side alone would take away the writing of a long screenshot.
    """
    from PIL import Image

    width, height = image.size
    scale = min(1.0, max(side / max(width, height), (side * side * 0.75 / (width * height)) ** 0.5))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    image.draft("RGB", size)  # lets the JPEG decoder skip what will not be seen; nothing for other formats
    picture = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        whole = image.convert("RGBA")
        picture.paste(whole, mask=whole)
    else:
        picture.paste(image.convert("RGB"))
    picture.thumbnail(size, Image.Resampling.LANCZOS)
    turn = _turn(image)
    if turn is not None:
        picture = picture.transpose(turn)
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=_QUALITY, optimize=True)
    return written.getvalue()


def _turn(image: Any) -> Any:
    """Return how the picture must be turned to stand upright, None when it stands so or does not say."""
    from PIL.Image import Transpose

    try:
        orientation = image.getexif().get(_ORIENTATION)
    except Exception:  # a picture is no worse for what is broken beside it
        return None
    return {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }.get(orientation)
