"""Let a complainant send a photo, straight to where photos are kept; the ticket does not wait for it."""

from typing import Protocol

from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import NoPhotoRoom
from chalicelib.domain.photos import PhotoMedia
from chalicelib.domain.workflow import ends
from chalicelib.usecases.change_album import change_album
from chalicelib.usecases.open_case import Opening, Secret, opened_ticket
from chalicelib.usecases.ports import WithAlbums, WithPhotoFiles
from chalicelib.usecases.ports.photos import Upload


class Adding(Opening, WithAlbums, WithPhotoFiles, Protocol):
    """What taking a photo takes."""


def add_photo(
    ports: Adding, number: TicketNumber, secret: Secret, photo: str, media: PhotoMedia, then: str | None = None
) -> Upload:
    """Note that `photo` is coming and return how to send it; asked again with the same id, it is the same photo.

    `then` is a path of this site for a browser without JavaScript to go on to. Raises NotOpened, NoPhotoRoom (also once the
    report has ended), StoreBusy.
    """
    if opened_ticket(ports, number, secret).status in ends():
        raise NoPhotoRoom
    change_album(ports, number, lambda album: album.asked(photo, ports.now()))
    return ports.photo_files.upload(number, photo, media, then)
