"""What the pages promise for this service is kept by something that exists; a promise whose keeper is gone is caught."""

import ast
import importlib
import re
from typing import Any

import pytest
import yaml
from chalicelib.entrypoints import forms, public_api, staff_api

from build import rules
from tests.built_site import ROOT, built_site
from tests.site.pages import pages

_DATA: dict[str, Any] = yaml.safe_load((ROOT / "site" / "data" / "promises.yaml").read_text(encoding="utf-8"))
PROMISES: list[dict[str, str]] = _DATA["promises"]
STATEMENTS: list[str] = _DATA["statements"]
SENTENCE = re.compile(r"(?<=[.?!])\s+")


def is_kept(keeper: str) -> bool:
    """Whether what keeps a promise is there."""
    kind, _, name = keeper.partition(":")
    match kind:
        case "action":
            return name in {action["id"] for action in rules()["workflow"]["action"]}
        case "rule":
            file, _, key = name.partition(".")
            return bool(rules().get(file, {}).get(key))
        case "page":
            return (built_site() / name / "index.html").is_file()
        case "route":
            routes = (*public_api.ROUTES, *forms.ROUTES, *staff_api.ROUTES)
            return name in {f"{route.method} {route.path}" for route in routes}
        case "code":
            module, _, attribute = name.partition(":")
            return hasattr(importlib.import_module(module), attribute)
        case "test":
            file, _, function = name.partition(":")
            tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
            return function in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    return False


def said() -> set[str]:
    """Every sentence of every page."""
    texts = [block for page in pages() for block in page.blocks]
    return {
        sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."
        for text in texts
        for sentence in SENTENCE.split(text)
    }


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise["says"][:40])
def test_each_promise_is_said_and_kept(promise: dict[str, str]) -> None:
    assert is_kept(promise["kept_by"])
    assert promise["says"] in said()


@pytest.mark.parametrize(
    "keeper",
    [
        "action:sing",
        "rule:routing.kindness",
        "page:panduan/nowhere",
        "route:GET /api/v1/wishes",
        "code:chalicelib.domain.walls:Gate",
        "test:tests/site/test_promises.py:test_that_is_gone",
        "hope:",
    ],
)
def test_a_promise_whose_keeper_is_gone_is_caught(keeper: str) -> None:
    assert not is_kept(keeper)


def test_no_page_says_what_we_do_without_somebody_who_keeps_it() -> None:
    known = {promise["says"] for promise in PROMISES} | set(STATEMENTS)
    ours = {sentence for sentence in said() if re.search(r"\bkami\b", sentence, re.IGNORECASE)}
    assert not ours - known
    assert not [statement for statement in STATEMENTS if statement not in ours]
