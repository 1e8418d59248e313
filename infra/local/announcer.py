"""Appends messages to a file, a JSON line each: the local run's stand-in for SNS. `/pesan-keluar/` shows them."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from chalicelib.adapters.announcement import announcement
from chalicelib.domain.timestamps import timestamp
from chalicelib.usecases.ports.news import DeskUnheard, News


class JournalAnnouncer:
    """`ports.Announcer` on a file."""

    def __init__(self, path: Path, words: Mapping[str, Any], now: Callable[[], datetime]) -> None:
        self._path = path
        self._words = words
        self._now = now

    def tell_desk(self, news: News, subs: Collection[str]) -> None:
        """See `ports.Announcer`; a line names whom it is for, as the message's filter would."""
        if not subs:
            raise DeskUnheard
        sent = {"at": timestamp(self._now()), "to": list(subs), "version": news.version}
        with self._path.open("a") as file:
            file.write(json.dumps(sent | asdict(announcement(news, self._words)), ensure_ascii=False) + "\n")
