"""Who is told that something happened, and how it is kept until they are."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.tiers import Desk
from chalicelib.domain.walls import OPEN, Wall


@dataclass(frozen=True, slots=True)
class News:
    """A version of a ticket, for one desk; `told` whether that has to hear of it, and `wall` who of it must not.

    `position` is where the outbox keeps it.
    """

    number: TicketNumber
    version: int
    action: str
    desk: Desk
    at: datetime
    position: str
    told: bool = True
    wall: Wall = OPEN


class Outbox(Protocol):
    """News not yet delivered, written with the tickets."""

    def pending(self, before: datetime) -> Iterator[News]:
        """Yield news older than `before`, oldest first within each shard."""

    def settle(self, delivered: Sequence[News]) -> None:
        """Forget delivered news; forgetting twice is no error.

        What the store does not get to stays, and is delivered again. Raises StoreBusy.
        """


class DeskUnheard(Exception):
    """Nobody listens for news of a desk: telling it would be telling nobody."""


class Announcer(Protocol):
    """Tells desks that there is work for them."""

    def tell_desk(self, news: News, subs: Collection[str]) -> None:
        """Announce `news` to these people of its desk, at least once; receivers tell repeats apart by number and version.

        Raises DeskUnheard, or what the supplier raises: the news stays and is told again.
        """


class Listeners(Protocol):
    """Who listens for news of which desk: a subscription for each person, as the announcer's supplier names it."""

    def put(self, desk: Desk, sub: str, subscription: str) -> None:
        """Note that somebody listens, or listens by another subscription."""

    def remove(self, desk: Desk, sub: str) -> None:
        """Note that somebody does not listen for this desk any more; twice is no error."""

    def of(self, desk: Desk) -> Mapping[str, str]:
        """Return sub → subscription of everybody who listens for the desk. Raises StoreBusy."""
