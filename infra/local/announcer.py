"""Appends announcements to a file, a JSON line each: the local run's stand-in for SNS."""

import json
from pathlib import Path

from chalicelib.adapters.announcement import announcement
from chalicelib.usecases.ports.news import News


class JournalAnnouncer:
    """`ports.Announcer` on a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def tell_desk(self, news: News) -> None:
        """See `ports.Announcer`."""
        with self._path.open("a") as file:
            file.write(json.dumps(announcement(news)) + "\n")
