"""What whoever holds a ticket's secret sends and sees."""

from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.domain.photos import PhotoMedia, photo_id
from chalicelib.entrypoints.field_types import Code, Number, Token, by_rule
from chalicelib.entrypoints.models import Incoming, StatusOut
from chalicelib.entrypoints.photo_models import PhotoOut


class OpenIn(Incoming):
    """A ticket number and one of its secrets: the access code, or the token of the receipt link."""

    number: Number
    access_code: Code | None = None
    link_token: Token | None = None


class AddPhotoIn(OpenIn):
    """A photo that is about to be sent; `photo` is its id, 128 random bits of the sender's in hexadecimal."""

    photo: Annotated[str, Field(json_schema_extra={"pattern": "^[0-9a-f]{32}$"}), by_rule(photo_id)]
    type: PhotoMedia = PhotoMedia.JPEG


class UploadOut(BaseModel):
    """How to send a photo: a multipart form POST to `url` with `fields` first and the photo as `file` last."""

    photo: str
    url: str
    fields: dict[str, str]


class OpenedOut(StatusOut):
    """A ticket as its complainant sees it."""

    photos: list[PhotoOut]
    photo_room: Annotated[int, Field(description="How many more photos may be added")]
    actions: Annotated[list[str], Field(description="What the complainant may do now, beside adding photos")]
