"""Every choice the rules know has a label, every label a choice, and every sentence a script says exists."""

import json
import re
import tomllib
from typing import Any

from chalicelib.domain.queues import Reason

from tests.built_site import ROOT, built_site

RULES = ROOT / "backend" / "chalicelib" / "domain" / "rules"
SOURCES = [*(ROOT / "site" / "scripts").rglob("*.js"), *(ROOT / "site" / "docs").rglob("*.md")]
SOURCES += [*(ROOT / "backend" / "chalicelib").rglob("*.py"), *(ROOT / "infra").glob("*.py")]
SOURCES += [*(ROOT / "site" / "console").rglob("*.ts*")]
SOURCES += [*(ROOT / "site" / "partials").rglob("*.*"), *(ROOT / "site" / "overrides").rglob("*.html")]
LONGEST = 15


def words() -> dict[str, Any]:
    built_site()
    content: dict[str, Any] = json.loads((ROOT / "build" / "data" / "words.json").read_text(encoding="utf-8"))
    return content


def rules(name: str) -> dict[str, Any]:
    return tomllib.loads((RULES / f"{name}.toml").read_text(encoding="utf-8"))


def test_categories_are_those_of_the_rules() -> None:
    assert set(words()["categories"]) == {category["id"] for category in rules("categories")["category"]}


def test_statuses_and_actions_are_those_of_the_rules() -> None:
    workflow = rules("workflow")
    assert set(words()["statuses"]) == set(workflow["states"])
    assert set(words()["actions"]) == {row["id"] for row in workflow["action"] if row["from"]}
    assert set(workflow["fields"]) <= set(words()["labels"])


def test_the_form_offers_every_category_and_the_inbox_every_lane() -> None:
    report = (built_site() / "lapor" / "index.html").read_text(encoding="utf-8")
    for category in words()["categories"]:
        assert f'name="category" value="{category}"' in report
        assert f"<b>{words()['categories'][category]}</b> <span>{words()['examples'][category]}</span>" in report
    assert set(words()["lanes"]) == set(rules("workflow")["lanes"])
    named = {queue["id"] for queue in rules("queues")["queue"]} | {"all"}
    assert set(words()["queues"]) == set(words()["nothing_in"]) == named
    assert set(words()["reasons"]) == set(Reason)


def test_every_sentence_asked_for_exists_and_none_is_left_over() -> None:
    groups = ("messages", "reporting", "opening_hours", "looking_up", "searching", "desk_work", "case_work", "pages")
    asked: dict[str, set[str]] = {group: set() for group in groups}
    frame: set[str] = set()
    for source in SOURCES:
        text = source.read_text(encoding="utf-8")
        for group in groups:
            asked[group] |= set(re.findall(rf"\b{group}(?:\.|\"\]\[\")(\w+)", text)) if group != "pages" else set()
        asked["pages"] |= set(re.findall(r"words\[\"pages\"\]\[\"(\w+)", text))
        frame |= set(re.findall(r"\bwords\.(?!html\b)(\w+)", text)) if source.parent.name == "overrides" else set()
    # `photo_${state}`: by the states of a photo in the outbox, and of one that no desk can see.
    asked["reporting"] |= {"photo_waiting", "photo_sent", "photo_refused"}
    # `kind_${kind}`: who says a turn of a case, and to whom.
    asked["case_work"] |= {"kind_family", "kind_to_family", "kind_note", "kind_system"}
    for group in groups:
        assert asked[group] == set(words()[group]), group
    assert frame == set(words()["frame"])


def test_every_label_is_a_field_and_every_hint_has_a_label() -> None:
    assert set(words()["hints"]) <= set(words()["labels"])


def test_scripts_hold_no_word_for_people() -> None:
    for script in [*(ROOT / "site" / "scripts").rglob("*.js"), *(ROOT / "site" / "console").rglob("*.ts*")]:
        code = re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", script.read_text(encoding="utf-8"), flags=re.DOTALL)
        texts = re.findall(r'"([^"\n]*)"|`([^`]*)`', re.sub(r"new Error\(.*?\)", "", code))
        spoken = [text for pair in texts for text in pair if re.search(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}", text)]
        assert not spoken, script.name


def test_sentences_are_short() -> None:
    def sentences(branch: Any) -> list[str]:
        if isinstance(branch, dict | list):
            values = branch.values() if isinstance(branch, dict) else branch
            return [sentence for value in values for sentence in sentences(value)]
        return [sentence for sentence in re.split(r"[.?!:] |[.?!:]$", str(branch)) if sentence]

    assert not [sentence for sentence in sentences(words()) if len(sentence.split()) > LONGEST]
