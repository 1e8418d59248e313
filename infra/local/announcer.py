"""Appends announcements to a file, a JSON line each: the local run's stand-in for SNS."""

import json
from collections.abc import Collection
from pathlib import Path

from chalicelib.adapters.announcement import announcement
from chalicelib.usecases.ports.news import DeskUnheard, News


class JournalAnnouncer:
    """`ports.Announcer` on a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def tell_desk(self, news: News, subs: Collection[str]) -> None:
        """See `ports.Announcer`; a line names whom it is for, as the message's filter would."""
        if not subs:
            raise DeskUnheard
        with self._path.open("a") as file:
            file.write(json.dumps({**announcement(news), "to": list(subs)}) + "\n")
