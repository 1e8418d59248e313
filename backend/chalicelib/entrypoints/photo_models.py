"""Photos as the APIs show them."""

from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.domain.photos import PhotoState


class PhotoOut(BaseModel):
    """A photo of a ticket. `reason` says why it was refused: a key of `photo_reasons` in `site/data/words.yaml`."""

    id: str
    state: PhotoState
    reason: str | None


class ViewedPhotoOut(PhotoOut):
    """A photo as staff see it."""

    url: Annotated[str | None, Field(description="Where it can be seen for some minutes, once it is kept")]
