"""Tell who must be told of a ticket's new version, then strike it off the outbox: at least once, never lost."""

from datetime import timedelta
from typing import Protocol

from chalicelib.usecases.ports import WithAnnouncer, WithOutbox, WithRosters, WithWorld
from chalicelib.usecases.ports.news import News

# The stream delivers within seconds; the sweep leaves it that time before it steps in.
STREAM_GRACE = timedelta(minutes=1)
_SETTLED_AT_ONCE = 25  # a sweep that is cut off tells no more than these again


class Delivering(WithAnnouncer, WithOutbox, WithRosters, Protocol):
    """What telling takes."""


class Sweeping(Delivering, WithWorld, Protocol):
    """What a sweep takes."""


def deliver_news(ports: Delivering, news: News) -> None:
    """Tell who must be told of `news`, then settle it."""
    _tell(ports, news)
    ports.outbox.settle([news])


def sweep_outbox(ports: Sweeping, grace: timedelta) -> int:
    """Deliver all news older than `grace` that the stream has not delivered; return how many.

    Safe to run twice or to miss. One that fails does not hold up the others: raises ExceptionGroup after the last.
    """
    delivered, told, failures = 0, [], []
    for news in ports.outbox.pending(before=ports.now() - grace):
        try:
            _tell(ports, news)
            told.append(news)
        except Exception as failure:  # whatever the supplier raises; reported together below
            failures.append(failure)
        if len(told) == _SETTLED_AT_ONCE:
            ports.outbox.settle(told)
            delivered, told = delivered + len(told), []
    if told:
        ports.outbox.settle(told)
    if failures:
        raise ExceptionGroup("news not delivered", failures)
    return delivered + len(told)


def _tell(ports: Delivering, news: News) -> None:
    """Tell those of a desk who may know of the ticket; raises DeskUnheard when there is nobody."""
    if news.told:
        people = [member for member in ports.rosters.at(news.desk) if member.desk == news.desk and news.wall.admits(member)]
        ports.announcer.tell_desk(news, [member.sub for member in people])
