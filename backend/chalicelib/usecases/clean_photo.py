"""Clean a photo that has arrived, or refuse it. Nobody sees a photo before."""

from typing import Protocol

from chalicelib.domain.photos import PhotoState, Refusal
from chalicelib.usecases.change_album import change_album
from chalicelib.usecases.ports import WithAlbums, WithPhotoCleaner, WithPhotoFiles
from chalicelib.usecases.ports.photos import Arrival, Received


class Cleaning(WithAlbums, WithPhotoCleaner, WithPhotoFiles, Protocol):
    """What cleaning a photo takes."""


def clean_photo(ports: Cleaning, arrival: Arrival) -> None:
    """Keep a cleaned copy of a photo that a ticket waits for, note what became of it, and discard what was sent.

    Safe to run twice, late or out of order: what nobody waits for is discarded. Raises StoreBusy.
    """
    received = ports.photo_files.read(arrival)
    if received is None:
        return
    if received.number and _waits(ports, arrival, received):
        cleaned = ports.photo_cleaner.clean(received.content)
        refusal = cleaned if isinstance(cleaned, Refusal) else None
        if not isinstance(cleaned, Refusal):
            ports.photo_files.keep(received.number, arrival.photo, cleaned)
        change_album(ports, received.number, lambda album: album.decided(arrival.photo, refusal))
    ports.photo_files.discard(arrival)


def _waits(ports: Cleaning, arrival: Arrival, received: Received) -> bool:
    photo = ports.albums.get(received.number).find(arrival.photo) if received.number else None
    return photo is not None and photo.state is PhotoState.WAITING
