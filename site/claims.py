"""Reads what the pages claim (`site/data/claims.yaml`) and from whom (`sources.yaml`); refuses what nobody stands behind.

It knows what a claim owes its reader, and finds on built pages what is said without one.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Published = Annotated[str, StringConstraints(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?$")]
Kind = Literal["law", "official", "press", "founding"]

# How long a publication may be quoted before somebody must look again. A law holds until it is replaced, and a founding
# document is told as history.
SHELF_LIFE: Mapping[Kind, datetime.timedelta] = {
    "official": datetime.timedelta(days=3 * 365),
    "press": datetime.timedelta(days=2 * 365),
}
# Whoever names these as a source names nobody.
_NOBODY = re.compile(r"\b(?:sumber publik|catatan proyek|internet|media sosial)\b", re.IGNORECASE)
# What a page may say in a claim, in a register's entry or from the rules alone: a law, or a figure with its unit.
_FACT = re.compile(
    r"\b(?:UU|Perpres|Inpres|Permen\w*|Pasal|Qanun)\b|\bRp ?\d"
    r"|\b\d[\d.,]* ?(?:%|(?:ribu|juta|persen|jam|hari|bulan|tahun|minggu)\b)"
)
_SENTENCE = re.compile(r"(?<=[.?!])\s+")


class ClaimRefused(ValueError):
    """A claim or a source breaks a rule; the message names it and the rule."""


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Source(_Strict):
    """A publication. `date` is its day, month or year, as far as it is printed; `address` is where it was read."""

    id: Slug
    name: Text
    date: Published | None = None
    kind: Kind
    address: Text | None = None

    @property
    def published(self) -> datetime.date | None:
        """The last day that `date` may mean, so that nothing counts as stale too early."""
        if self.date is None:
            return None
        year, *rest = map(int, self.date.split("-"))
        if len(rest) > 1:
            return datetime.date(year, *rest)
        month = rest[0] if rest else 12
        return datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)

    def is_stale(self, today: datetime.date) -> bool:
        """Whether somebody should look for a newer one; of one without a date nobody can tell."""
        life, published = SHELF_LIFE.get(self.kind), self.published
        return bool(life and published and today - published > life)


class Claim(_Strict):
    """What a page says after somebody: whole sentences, and the id of the source."""

    says: Text
    source: Slug

    @property
    def sentences(self) -> list[str]:
        """The sentences, one by one."""
        return _SENTENCE.split(self.says)


@dataclass(frozen=True, slots=True)
class Claims:
    """All claims by their ids, and the sources by theirs."""

    claims: Mapping[str, Claim]
    sources: Mapping[str, Source]

    def stale(self, today: datetime.date) -> list[str]:
        """Return the ids of the claims whose source is past its shelf life."""
        return [name for name, claim in self.claims.items() if self.sources[claim.source].is_stale(today)]


def load_claims(folder: Path, today: datetime.date) -> Claims:
    """Read and check both files in `folder`; raises ClaimRefused for the first entry that breaks a rule, FileNotFoundError."""
    sources: dict[str, Source] = {}
    for raw in _raw(folder, "sources.yaml", list):
        source = _checked("sources.yaml", Source, raw, raw.get("id", "without a name") if isinstance(raw, dict) else "")
        if source.id in sources:
            raise ClaimRefused(f"sources.yaml, {source.id}: stands twice")
        if _NOBODY.search(source.name):
            raise ClaimRefused(f"sources.yaml, {source.id}: {source.name} names nobody")
        if source.date and source.date > today.isoformat()[: len(source.date)]:
            raise ClaimRefused(f"sources.yaml, {source.id}: {source.date} has not come yet")
        sources[source.id] = source
    claims = {name: _checked("claims.yaml", Claim, raw, name) for name, raw in _raw(folder, "claims.yaml", dict).items()}
    for name, claim in claims.items():
        if claim.source not in sources:
            raise ClaimRefused(f"claims.yaml, {name}: no source is called {claim.source}")
    return Claims(claims, sources)


def unsupported(page: str) -> list[str]:
    """Return the sentences of a built page that name a law or a figure, and stand in no claim, register entry or rule."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return [sentence for text in reader.texts for sentence in _SENTENCE.split(text.strip()) if _FACT.search(sentence)]


def shown(pages: Iterable[str]) -> set[str]:
    """Return the ids of the claims that these pages show."""
    return {name for page in pages for name in re.findall(r'data-claim="(\w+)"', page)}


class _Reader(HTMLParser):
    """Gathers the texts of an article, block by block, that nobody but the page itself stands behind."""

    _VOID = frozenset({"br", "img", "input", "meta", "link", "hr", "path", "circle", "rect"})
    _INLINE = frozenset({"a", "strong", "em", "b", "small", "span"})

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = [""]
        self._open: list[tuple[str, bool]] = []  # (tag, whether it answers for what it holds)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._VOID:
            return
        given = dict(attrs)
        aside = tag in ("script", "style", "template", "form", "nav", "header", "footer", "svg", "head")
        answers = "data-claim" in given or "data-by-rule" in given or "register__entry" in (given.get("class") or "")
        self._open.append((tag, aside or answers))
        if tag not in self._INLINE:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag not in self._INLINE:
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if any(tag == "article" for tag, _ in self._open) and not any(answers for _, answers in self._open):
            self.texts[-1] += data


def _checked(file: str, model: type[Any], raw: Any, name: str) -> Any:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        wrong = error.errors()[0]
        raise ClaimRefused(f"{file}, {name}: {'.'.join(map(str, wrong['loc']))}: {wrong['msg']}") from error


def _raw(folder: Path, name: str, kind: type[Any]) -> Any:
    content = yaml.safe_load((folder / name).read_text(encoding="utf-8"))
    if not isinstance(content, kind):
        raise ClaimRefused(f"{name}: is no {kind.__name__}")
    return content


def lines(claims: Claims) -> Iterator[tuple[str, str, str]]:
    """Yield (id, what is said, source with its date) of every claim: the list that `make claims` prints."""
    for name, claim in claims.claims.items():
        source = claims.sources[claim.source]
        yield name, claim.says, f"{source.name}, {source.date or 'tanpa tanggal'} ({source.kind})"


def main() -> None:
    """Print every claim with its source and every promise with its keeper."""
    folder = Path(__file__).parent / "data"
    for name, says, source in lines(load_claims(folder, datetime.date.today())):
        print(f"{name}\n  {says}\n  {source}")
    for promise in yaml.safe_load((folder / "promises.yaml").read_text(encoding="utf-8"))["promises"]:
        print(f"{promise['says']}\n  {promise['kept_by']}")


if __name__ == "__main__":
    main()
