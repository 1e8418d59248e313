"""The glossary: one concept, one word, in both languages."""

import yaml

from infra.pinned import ROOT


def test_each_entry_is_whole_and_no_word_stands_for_two_concepts() -> None:
    entries = yaml.safe_load((ROOT / "site" / "data" / "glossary.yaml").read_text(encoding="utf-8"))
    assert all(set(entry) == {"id", "en", "note"} and all(entry.values()) for entry in entries)
    for language in ("id", "en"):
        words = [entry[language] for entry in entries]
        assert len(set(words)) == len(words)
