"""Change what is noted of a ticket's photos, whoever else changes it at the same time."""

from collections.abc import Callable

from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import StaleVersion, StoreBusy
from chalicelib.domain.photos import Album
from chalicelib.usecases.ports import WithAlbums

_TRIES = 8  # rivals are the photos of one ticket, and a ticket has few


def change_album(ports: WithAlbums, number: TicketNumber, change: Callable[[Album], Album]) -> None:
    """Store what `change` makes of the album; raises what it raises, and StoreBusy when rivals keep winning."""
    for _ in range(_TRIES):
        before = ports.albums.get(number)
        after = change(before)
        if after == before:
            return
        try:
            ports.albums.put(number, after)
        except StaleVersion:
            continue
        return
    raise StoreBusy
