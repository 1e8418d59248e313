"""Asks the browser's own search code what it finds for the committed queries, by Node.js and without a page."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from tests.built_site import ROOT, built_site

SCRIPTS = ROOT / "site" / "scripts"
FIRST = 5
LEAST_RECALL = 0.95
QUERIES: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("search_queries.yaml").read_text(encoding="utf-8"))
# Roots and their forms alone, without the sentence around them: where everything hangs on the affixes.
WORDS = [query for query in QUERIES if " " not in query]

_ASK = """
const { search } = await import(process.argv[1]);
let given = "";
for await (const part of process.stdin) given += part;
const { index, queries } = JSON.parse(given);
console.log(JSON.stringify(queries.map((query) => search(index, query).map(([address]) => address))));
"""


def built_index() -> dict[str, Any]:
    """Return the index that the site carries."""
    index: dict[str, Any] = json.loads((built_site() / "data" / "search.json").read_text(encoding="utf-8"))
    return index


def found(index: dict[str, Any], queries: list[str], scripts: Path = SCRIPTS) -> list[list[str]]:
    """Return for each query the pages found ("panduan/saluran", the first page ""), best first, by `search.js` of a folder."""
    node = Path(sys.executable).with_name("node")
    given = json.dumps({"index": index, "queries": queries})
    asked = [str(node), "--no-warnings", "--input-type=module", "--eval", _ASK, (scripts / "search.js").as_uri()]
    answers = json.loads(subprocess.run(asked, check=True, input=given, stdout=subprocess.PIPE, encoding="utf-8").stdout)
    return [[address.split("#")[0].strip("/") for address in addresses] for addresses in answers]


def recall(index: dict[str, Any], scripts: Path = SCRIPTS, queries: Iterable[str] = QUERIES) -> tuple[float, list[str]]:
    """Return the share of the queries that find one of their pages among the first five, and the queries that do not."""
    asked = list(queries)
    answers = zip(asked, found(index, asked, scripts), strict=True)
    missed = [query for query, pages in answers if not set(pages[:FIRST]) & set(QUERIES[query])]
    return 1 - len(missed) / len(asked), missed
