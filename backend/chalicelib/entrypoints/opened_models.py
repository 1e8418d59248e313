"""What whoever holds a ticket's secret sends and sees."""

from typing import Annotated

from pydantic import Field

from chalicelib.entrypoints.models import Code, Incoming, Number, StatusOut, Token
from chalicelib.entrypoints.photo_models import PhotoOut


class OpenIn(Incoming):
    """A ticket number and one of its secrets: the access code, or the token of the receipt link."""

    number: Number
    access_code: Code | None = None
    link_token: Token | None = None


class OpenedOut(StatusOut):
    """A ticket as its complainant sees it."""

    photos: list[PhotoOut]
    photo_room: Annotated[int, Field(description="How many more photos may be added")]
    actions: Annotated[list[str], Field(description="What the complainant may do now, beside adding photos")]
