"""Search: how many of the committed queries find their page, and what the index weighs."""

from tests.bench import figures
from tests.bench.site.built import compressed
from tests.built_site import built_site
from tests.site.recall import FIRST, LEAST_RECALL, QUERIES, built_index, found, recall

_INDEX_BYTES = 25_000


def main() -> None:
    """Print recall, and the bytes that the first search brings."""
    figures.heading("Search")
    figures.note(f"{len(QUERIES)} queries of tests/site/search_queries.yaml, answered by the browser's own code under Node.js.")
    index = built_index()
    share, missed = recall(index)
    pages = found(index, list(QUERIES))
    first = [bool(answer) and answer[0] in wanted for answer, wanted in zip(pages, QUERIES.values(), strict=True)]
    figures.at_least(f"recall within the first {FIRST} pages", [share], LEAST_RECALL, "")
    figures.figure("the very first page is the right one", [sum(first) / len(first)], "", digits=2)
    figures.note(f"not found: {', '.join(missed) or 'none'}")
    weight = compressed((built_site() / "data" / "search.json").read_bytes())
    figures.at_most("the index, as brotli, with the first search", [weight / 1000], _INDEX_BYTES / 1000, "KB")
