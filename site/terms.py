"""Links the first trade word of each page to what it means: the page *Istilah*, whose entries are the list of such words."""

import re
from collections.abc import Mapping

_ENTRY = re.compile(r'<div id="([a-z0-9-]+)"><dt>([^<]+)</dt>')
_TAG = re.compile(r"(<[^>]+>)")
# Where a link cannot stand, or would lead away from what somebody is about to press.
_CLOSED = re.compile(r"<(/?)(a|h[1-6]|button|label|summary|script|style|title|dt|th|nav|header|footer|form|small)\b")


def terms_of(page: str) -> dict[str, str]:
    """Return the words that the built page *Istilah* explains, in small letters, and the id of each: {"kks": "kks"}."""
    return {word.casefold(): name for name, words in _ENTRY.findall(page) for word in words.split(", ")}


def linked(page: str, terms: Mapping[str, str], address: str) -> str:
    """Return a built page in whose article the first of each word is a link to its entry on the page at `address`."""
    before, start, rest = page.partition("<article")
    article, end, after = rest.partition("</article>")
    told: set[str] = set()
    words = re.compile(rf"\b(?:{'|'.join(map(re.escape, terms))})\b", re.IGNORECASE)

    def link(found: re.Match[str]) -> str:
        name = terms[found[0].casefold()]
        if name in told:
            return found[0]
        told.add(name)
        return f'<a href="{address}#{name}">{found[0]}</a>'

    pieces = _TAG.split(article)
    closed = 0
    for place, piece in enumerate(pieces):
        if place % 2:
            if tag := _CLOSED.match(piece):
                closed += -1 if tag[1] else 1
        elif place and not closed:
            pieces[place] = words.sub(link, piece)
    return before + start + "".join(pieces) + end + after
