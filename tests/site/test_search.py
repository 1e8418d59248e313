"""The search finds what families type, because it knows the roots of their words on both sides."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import search
import yaml

from tests.built_site import ROOT, built_site
from tests.site.recall import LEAST_RECALL, QUERIES, SCRIPTS, WORDS, built_index, found, recall

WITHOUT_AFFIXES = 0.6
WITHOUT_ROOTS = 0.8  # words match as they stand on the pages, and sentences hold some that need no root


@pytest.fixture
def without_affixes(tmp_path: Path) -> Path:
    """The browser's code with the seeded fault: it takes every word as it is typed."""
    for name in ("search.js", "stems.js"):
        shutil.copy(SCRIPTS / name, tmp_path)
    stems = (tmp_path / "stems.js").read_text(encoding="utf-8")
    crippled = stems.replace("for (const part of withoutEndings(word)) tryOut(part, 0);", "if (isRoot(word)) found.add(word);")
    assert crippled != stems
    (tmp_path / "stems.js").write_text(crippled, encoding="utf-8")
    return tmp_path


def test_finds_what_families_look_for() -> None:
    share, missed = recall(built_index())
    assert share >= LEAST_RECALL, missed


def test_finds_roots_and_their_forms() -> None:
    assert len(WORDS) >= 60
    share, missed = recall(built_index(), queries=WORDS)
    assert share >= LEAST_RECALL, missed


def test_every_query_wants_a_page_that_exists() -> None:
    wanted = {page for pages in QUERIES.values() for page in pages}
    assert not [page for page in wanted if not (built_site() / page / "index.html").is_file()]


def test_without_the_browsers_roots_it_would_not(without_affixes: Path) -> None:
    share, _ = recall(built_index(), without_affixes, WORDS)
    print(f"recall of single words without affixes taken away in the browser: {share:.2f}")
    assert share < WITHOUT_AFFIXES


def test_without_roots_on_either_side_it_would_not(without_affixes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_stemmer", lambda _: str)
    site = built_site()
    words = ROOT / "site" / "data" / "search.yaml"
    index = search.make_index(site, sorted(site.rglob("index.html")), words)
    share, _ = recall(index, without_affixes)
    print(f"recall without roots on either side: {share:.2f}")
    assert share < WITHOUT_ROOTS


@pytest.mark.parametrize(
    ("spoken", "root"),
    [("nyetor", "setor"), ("ngadu", "adu"), ("nipu", "tipu"), ("ngecek", "cek"), ("laporin", "lapor"), ("ketelan", "telan")],
)
def test_knows_the_forms_of_speech(spoken: str, root: str) -> None:
    index = {"sections": [["/alur/", "", "", ""]], "stems": {root: [[0, 1]]}, "stop": []}
    assert found(index, [spoken]) == [["alur"]]


def test_words_of_one_line_find_each_other_in_any_form(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<article><h1>Petugas</h1></article>", encoding="utf-8")
    (tmp_path / "words.yaml").write_text("{same: [[pendamping, petugas]], roots: {}, stop: []}", encoding="utf-8")
    index = search.make_index(tmp_path, [tmp_path / "index.html"], tmp_path / "words.yaml")
    assert found(index, ["damping", "pendampingnya", "bertugas"]) == [[""], [""], [""]]


@pytest.mark.parametrize("slip", ["rekning", "ombudsmen", "katru", "penipuaan", "tertelam", "dipotng"])
def test_forgives_one_slip_of_the_finger(slip: str) -> None:
    [pages] = found(built_index(), [slip])
    assert pages


@pytest.mark.parametrize("word", ["", "xyzzy", "yang", "constructor", "__proto__"])
def test_finds_nothing_where_nothing_is(word: str) -> None:
    assert found(built_index(), [word]) == [[]]


QUESTIONS: dict[str, dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("everyday_questions.yaml").read_text(encoding="utf-8")
)
LEAST_ANSWERED = 36


def test_everyday_questions_find_their_answer_among_the_first_two() -> None:
    assert len(QUESTIONS) == 40
    answers = zip(QUESTIONS, found(built_index(), list(QUESTIONS)), strict=True)
    missed = {question: pages[:2] for question, pages in answers if not set(pages[:2]) & set(QUESTIONS[question]["pages"])}
    assert len(QUESTIONS) - len(missed) >= LEAST_ANSWERED, missed


def test_no_page_is_found_twice_and_every_result_leads_somewhere() -> None:
    for pages in found(built_index(), [*QUESTIONS, *WORDS]):
        assert len(pages) == len(set(pages))
    assert not [address for address, *_ in built_index()["sections"] if address.endswith("#")]
