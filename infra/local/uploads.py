"""The local stand-in for the bucket's address: takes photos by signed form, shows them by signed link."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from chalicelib.domain.photos import PhotoMedia
from chalicelib.domain.rulebook import rules
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request

from infra.local.photos import PATH, FolderPhotoFiles, Refused

# Bytes. What is around the photo in a form is a hundredth of it; werkzeug wants room for two of its own pieces of 64 KiB.
_FIELDS = 256 * 1024
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer."""

    status: HTTPStatus
    body: bytes = b""
    media: str = "text/plain"
    headers: Mapping[str, str] = field(default_factory=dict)


class _Form(Request):
    """A form whose file goes to disk as it comes; what is larger than any photo is not read to its end."""

    max_form_memory_size = _FIELDS
    max_form_parts = 20
    max_content_length = rules("limits")["photo_upload_bytes"] + _FIELDS


def answer(files: FolderPhotoFiles, environ: dict[str, Any], path: str) -> Answer:
    """Return the answer to a request below PATH."""
    if environ["REQUEST_METHOD"] == "POST":
        return _receive(files, environ) if path == PATH else Answer(HTTPStatus.NOT_FOUND)
    photo = files.linked(path.removeprefix(PATH), dict(parse_qsl(environ.get("QUERY_STRING", ""))))
    if photo is None:
        return Answer(HTTPStatus.FORBIDDEN)
    return Answer(HTTPStatus.OK, photo, PhotoMedia.JPEG, {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"})


def _receive(files: FolderPhotoFiles, environ: dict[str, Any]) -> Answer:
    try:
        with _Form(environ) as form:
            fields, photo = form.form.to_dict(), form.files.get("file")
            if photo is None:
                raise Refused("InvalidArgument")
            then = files.receive(fields, photo.stream)
    except HTTPException:
        _drain(environ)
        return _refusal("EntityTooLarge")
    except Refused as refused:
        return _refusal(str(refused))
    return Answer(HTTPStatus.SEE_OTHER, headers={"Location": then}) if then else Answer(HTTPStatus.NO_CONTENT)


def _refusal(code: str) -> Answer:
    status = HTTPStatus.FORBIDDEN if code == "AccessDenied" else HTTPStatus.BAD_REQUEST
    return Answer(status, f"<Error><Code>{code}</Code></Error>".encode(), "application/xml")


def _drain(environ: dict[str, Any]) -> None:
    """Read on for as long as a photo may be and forget it, so that a sender slightly over the limit hears the answer."""
    left = _Form.max_content_length
    while left > 0 and (chunk := environ["wsgi.input"].read(min(_CHUNK, left))):
        left -= len(chunk)
