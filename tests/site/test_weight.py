"""What a page may weigh on the first visit. What Chromium receives in all is measured by `make bench-site PART=weight`."""

import re

import pytest

from tests.bench.site.built import BuiltPage, built_pages, compressed, page_kinds
from tests.bench.site.serving import page_headers
from tests.built_site import built_site

HEAVIEST = 12_000  # bytes of the page and all that it asks for at once, headers among them
REQUESTS = 4
# What the server adds to the site's own headers, and HTTP/2 to each answer; repeated headers cost next to nothing.
OTHER_HEADERS = 250
AT_ONCE = re.compile(r'<(?:script|link|img)[^>]* (?:src|href)="([^"#]*/assets/[^"]+|assets/[^"]+)"')

built_site()


# The console is a tool of work.
FOR_FAMILIES = [page for page in built_pages() if not page.address.startswith("petugas/")]


@pytest.mark.parametrize("page", FOR_FAMILIES, ids=lambda page: page.address or "home")
def test_a_page_is_light(page: BuiltPage) -> None:
    assert weight(page) <= HEAVIEST


def test_the_weight_counts_what_a_page_asks_for() -> None:
    lapor = next(page for page in page_kinds() if page.address == "lapor/")
    assert len(asked_at_once(lapor)) == 1
    assert weight(lapor) > compressed(lapor.source.encode()) + compressed(asked_at_once(lapor)[0])


def weight(page: BuiltPage) -> int:
    """The bytes of a first visit."""
    files = asked_at_once(page)
    assert 1 + len(files) <= REQUESTS
    headers = sum(len(name) + len(value) + 4 for name, value in page_headers().items())
    return sum(compressed(content) for content in [page.source.encode(), *files]) + headers + OTHER_HEADERS * (1 + len(files))


def asked_at_once(page: BuiltPage) -> list[bytes]:
    """What the page's own markup asks for; icons are in the page."""
    names = {address.rpartition("/")[2] for address in AT_ONCE.findall(page.source)}
    return [(built_site() / "assets" / name).read_bytes() for name in sorted(names)]


# What an officer's phone asks for before a queue is there, and for the whole console (peers: 395 KB to several MB).
QUEUE, CONSOLE = 20_000, 40_000


def test_the_console_is_light() -> None:
    folder = built_site() / "assets" / "petugas"
    files = {file.name: compressed(file.read_bytes()) for file in folder.glob("*.js")}
    [entry] = folder.glob("petugas-*.js")
    at_once, found = set[str](), [entry.name]
    while found:
        name = found.pop()
        at_once.add(name)
        # What a module needs before it runs; what it asks for later (`import()`) has no `from`, and no other way to be named.
        source = (folder / name).read_text(encoding="utf-8")
        found += set(re.findall(r'(?:from|import)"\./([^"]+)"', source)) - at_once
    assert set(files) - at_once, "the code of a report comes when the list is there"
    assert sum(files[name] for name in at_once) <= QUEUE
    assert sum(files.values()) <= CONSOLE


def test_no_family_keeps_any_of_the_console() -> None:
    assert "assets/petugas" not in (built_site() / "sw.js").read_text(encoding="utf-8")
