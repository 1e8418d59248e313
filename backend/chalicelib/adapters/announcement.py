"""What somebody at a desk is told: that there is news, of which number; nothing of the report, and no link that opens it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.usecases.ports.news import News


@dataclass(frozen=True, slots=True)
class Announcement:
    """A message as people read it: always the same words, whatever has happened."""

    subject: str
    text: str


def announcement(news: News, words: Mapping[str, Any]) -> Announcement:
    """Return what a desk is told of `news`, in the words of `site/data/words.yaml`."""
    said = words["outgoing"]
    return Announcement(said["subject"], said["officer"].format(number=news.number))
