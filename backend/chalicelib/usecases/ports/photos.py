"""The photos that families add."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.photos import Album, PhotoMedia, Refusal


@dataclass(frozen=True, slots=True)
class Upload:
    """How to send a photo: a multipart form POST to `url` with `fields` first and the photo as `file` last."""

    url: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A photo that has been sent; `place` is for the adapter to find it again."""

    photo: str
    place: str


@dataclass(frozen=True, slots=True)
class Received:
    """What was sent: whose photo it is, None when that cannot be told, and its bytes as they came."""

    number: TicketNumber | None
    content: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """When somebody of the staff, by their `sub`, opened a ticket: for the first time, and last."""

    sub: str
    first: datetime
    last: datetime


class Albums(Protocol):
    """What became of the photos of each ticket, and who of the staff has looked at it."""

    def get(self, number: TicketNumber) -> Album:
        """Return the album as last written; an empty one when there is none. Raises StoreBusy."""

    def view(self, number: TicketNumber, sub: str, at: datetime) -> tuple[Album, Collection[Reading]]:
        """Note that somebody of the staff looks at a ticket; return the album, and everybody who ever did. Raises StoreBusy."""

    def put(self, number: TicketNumber, album: Album) -> None:
        """Store `album` over its previous version; raises StaleVersion when that is not what is stored, StoreBusy."""


class PhotoFiles(Protocol):
    """The photos themselves: as sent, until they are cleaned, and as kept."""

    def upload(self, number: TicketNumber, photo: str, media: PhotoMedia, then: str | None = None) -> Upload:
        """Return how to send this one photo of a ticket, in the size and for the time that `rules/limits.toml` allow.

        With `then`, a path of this site, a browser that sent it as a form is led on there.
        """

    def arrivals(self, notice: str) -> Iterator[Arrival]:
        """Yield the photos that a notice of the store tells of."""

    def read(self, arrival: Arrival) -> Received | None:
        """Return what was sent, None when it is gone."""

    def discard(self, arrival: Arrival) -> None:
        """Delete what was sent for good; discarding twice is no error."""

    def keep(self, number: TicketNumber, photo: str, content: bytes) -> None:
        """Store a cleaned photo; keeping it twice is no error."""

    def forget(self, number: TicketNumber) -> None:
        """Delete every kept photo of a ticket for good; forgetting twice is no error."""

    def link(self, number: TicketNumber, photo: str) -> str:
        """Return an address at which a kept photo can be seen for some minutes."""


class PhotoCleaner(Protocol):
    """Makes photos of strangers fit to be seen."""

    def clean(self, content: bytes) -> bytes | Refusal:
        """Return the picture as a JPEG without anything that was beside it, or why that cannot be."""
