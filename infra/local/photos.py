"""Keeps photos in a folder: the local run's stand-in for the bucket. Never used in the cloud.

Uploads come to the local server, with fields signed here as S3's are: the same conditions, checked in `receive`.
"""

import json
import os
import re
import shutil
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlencode

from chalicelib.domain.credentials import SYMBOLS, TicketNumber
from chalicelib.domain.photos import PhotoMedia
from chalicelib.domain.rulebook import limits
from chalicelib.usecases.ports.photos import Arrival, Received, Upload

from infra.local.whole_file import write_whole

PATH = "/unggah/"
_PLACE = re.compile(rf"([{SYMBOLS}]{{13}})/([0-9a-f]{{32}})")
_CHUNK = 64 * 1024  # bytes


class Refused(Exception):
    """An upload breaks its signed conditions; the text is the code S3 answers with."""


class FolderPhotoFiles:
    """`ports.photos.PhotoFiles` on a folder; `sign(purpose, text)` is a keyed hash, so nobody else makes fields or links."""

    def __init__(self, folder: Path, sign: Callable[[str, str], str]) -> None:
        self._folder = folder
        self._sign = sign

    def upload(self, number: TicketNumber, photo: str, media: PhotoMedia, then: str | None = None) -> Upload:
        """See `ports.photos.PhotoFiles`; the address is on the site itself."""
        most = limits()
        fields: dict[str, str] = {"key": f"{number.symbols}/{photo}", "Content-Type": media}
        if then is not None:
            fields["success_action_redirect"] = then
        until = datetime.now(UTC) + timedelta(minutes=most.photo_upload_minutes)
        conditions = {"until": until.timestamp(), "fields": fields, "most": most.photo_upload_bytes}
        policy = b64encode(json.dumps(conditions).encode()).decode()
        return Upload(PATH, {**fields, "policy": policy, "signature": self._sign("photo-upload", policy)})

    def receive(self, fields: Mapping[str, str], content: IO[bytes]) -> str | None:
        """Store an uploaded photo when fields and size are as signed; return where to send the browser, if anywhere.

        Raises Refused.
        """
        policy = fields.get("policy", "")
        if not compare_digest(self._sign("photo-upload", policy).encode(), fields.get("signature", "").encode()):
            raise Refused("AccessDenied")
        signed: Any = json.loads(b64decode(policy))
        given = {name: value for name, value in fields.items() if name not in ("policy", "signature")}
        if given != signed["fields"] or datetime.now(UTC).timestamp() > signed["until"]:
            raise Refused("AccessDenied")
        size = content.seek(0, os.SEEK_END)
        content.seek(0)
        if not 1 <= size <= signed["most"]:
            raise Refused("EntityTooLarge" if size else "EntityTooSmall")
        write_whole(self._incoming / given["key"], iter(lambda: content.read(_CHUNK), b""))
        return given.get("success_action_redirect")

    def waiting(self) -> list[str]:
        """Return a notice for each photo that waits to be cleaned."""
        return sorted(
            path.relative_to(self._incoming).as_posix()
            for path in self._incoming.glob("*/*")
            if _PLACE.fullmatch(path.relative_to(self._incoming).as_posix())
        )

    def arrivals(self, notice: str) -> Iterator[Arrival]:
        """See `ports.photos.PhotoFiles`; a notice is the place of the photo in the folder."""
        place = _PLACE.fullmatch(notice)
        if place:
            yield Arrival(place[2], notice)

    def read(self, arrival: Arrival) -> Received | None:
        """See `ports.photos.PhotoFiles`."""
        try:
            content = (self._incoming / arrival.place).read_bytes()
        except FileNotFoundError:
            return None
        return Received(TicketNumber(arrival.place.partition("/")[0]), content)

    def discard(self, arrival: Arrival) -> None:
        """See `ports.photos.PhotoFiles`."""
        (self._incoming / arrival.place).unlink(missing_ok=True)

    def keep(self, number: TicketNumber, photo: str, content: bytes) -> None:
        """See `ports.photos.PhotoFiles`."""
        write_whole(self._kept(f"{number.symbols}/{photo}"), [content])

    def forget(self, number: TicketNumber) -> None:
        """See `ports.photos.PhotoFiles`."""
        shutil.rmtree(self._folder / "kept" / number.symbols, ignore_errors=True)

    def link(self, number: TicketNumber, photo: str) -> str:
        """See `ports.photos.PhotoFiles`; the address is on the site itself."""
        until = datetime.now(UTC) + timedelta(minutes=limits().photo_link_minutes)
        place, end = f"{number.symbols}/{photo}", str(int(until.timestamp()))
        return f"{PATH}{place}?{urlencode({'until': end, 'signature': self._sign('photo-link', f'{place} {end}')})}"

    def linked(self, place: str, query: Mapping[str, str]) -> bytes | None:
        """Return the photo that a link leads to; None when the link does not hold or there is none."""
        end = query.get("until", "")
        signature = self._sign("photo-link", f"{place} {end}")
        if not compare_digest(signature.encode(), query.get("signature", "").encode()):
            return None
        path = self._kept(place)
        return path.read_bytes() if int(end) > datetime.now(UTC).timestamp() and path.exists() else None

    @property
    def _incoming(self) -> Path:
        return self._folder / "incoming"

    def _kept(self, place: str) -> Path:
        return self._folder / "kept" / f"{place}.jpg"
