"""Photos that complainants add to a ticket: how many, how large, and what became of each. Nothing personal is in here."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.errors import Invalid, NoPhotoRoom
from chalicelib.domain.rulebook import limits

_ID = re.compile("[0-9a-f]{32}")


class PhotoState(StrEnum):
    """What became of a photo: asked for and perhaps on its way, cleaned and kept, or refused."""

    WAITING = "waiting"
    KEPT = "kept"
    REFUSED = "refused"


class PhotoMedia(StrEnum):
    """What a photo may be sent as."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"


class Refusal(StrEnum):
    """Why a photo is refused."""

    NOT_AN_IMAGE = "not_an_image"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_COSTLY = "too_costly"
    DAMAGED = "damaged"


def photo_id(text: str) -> str:
    """Return a photo's id, 128 random bits from whoever adds it, as 32 hexadecimal digits; dashes as in a UUID may be in it.

    Raises Invalid (field "photo", code "bad_photo").
    """
    digits = text.replace("-", "").lower()
    if not _ID.fullmatch(digits):
        raise Invalid(("photo", "bad_photo"))
    return digits


@dataclass(frozen=True, slots=True)
class Photo:
    """One photo; `asked_at` is when its upload was last asked for."""

    id: str
    state: PhotoState
    asked_at: datetime
    reason: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Album:
    """All photos of one ticket, in the order they were asked for. `version` counts its changes and is none of the ticket's."""

    version: int = 0
    photos: tuple[Photo, ...] = ()

    def find(self, photo: str) -> Photo | None:
        """Return a photo by its id."""
        return next((one for one in self.photos if one.id == photo), None)

    def room(self, now: datetime) -> int:
        """Return how many more photos may be added. Refused ones leave room, and so do those that can no longer arrive."""
        most = limits()
        too_old = now - timedelta(days=most.photo_days)
        taken = [
            photo
            for photo in self.photos
            if photo.state is PhotoState.KEPT or (photo.state is PhotoState.WAITING and photo.asked_at > too_old)
        ]
        return int(max(0, min(most.photos - len(taken), most.photo_asks - len(self.photos))))

    def asked(self, photo: str, now: datetime) -> "Album":
        """Return the album with `photo` waiting; the same album when it is decided. Raises NoPhotoRoom."""
        known = self.find(photo)
        if known and known.state is not PhotoState.WAITING:
            return self
        others = tuple(one for one in self.photos if one.id != photo)
        if not Album(photos=others).room(now):
            raise NoPhotoRoom
        return self._with(replace(known, asked_at=now) if known else Photo(photo, PhotoState.WAITING, now))

    def decided(self, photo: str, reason: Refusal | None) -> "Album":
        """Return the album with a waiting photo kept, or refused for a reason; the same album when nothing waits."""
        known = self.find(photo)
        if not known or known.state is not PhotoState.WAITING:
            return self
        state = PhotoState.REFUSED if reason else PhotoState.KEPT
        return self._with(replace(known, state=state, reason=reason))

    def emptied(self) -> "Album":
        """Return the album without photos: none is waited for any more."""
        return Album(self.version + 1) if self.photos else self

    def _with(self, photo: Photo) -> "Album":
        if self.find(photo.id):
            photos = tuple(photo if one.id == photo.id else one for one in self.photos)
        else:
            photos = (*self.photos, photo)
        return Album(self.version + 1, photos)
