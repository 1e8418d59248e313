"""What the pages claim has a source that somebody can look up; a lie, a gap or an old source is caught by the build."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from chalicelib.domain.calendar import Unit
from chalicelib.domain.clocks import LONGEST_PROPOSAL, Side, TimeLimit
from claims import ClaimRefused, Claims, lines, load_claims, shown, unsupported

from build import check_claims, claims
from tests.built_site import ROOT, built_site
from tests.site.pages import pages

DATA = ROOT / "site" / "data"
TODAY = date(2026, 11, 28)
Change = Callable[[Any], None]


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[str, Change], Claims]:
    """Return a function that lets `change` edit one of the files, and loads both as of today."""

    def change_file(name: str, change: Change) -> Claims:
        for file in ("claims.yaml", "sources.yaml"):
            shutil.copy(DATA / file, tmp_path)
        content = yaml.safe_load((tmp_path / name).read_text(encoding="utf-8"))
        change(content)
        (tmp_path / name).write_text(yaml.safe_dump(content), encoding="utf-8")
        return load_claims(tmp_path, TODAY)

    return change_file


def source(**fields: Any) -> Change:
    """Change the first source."""
    return lambda sources: sources[0].update(fields)


@pytest.mark.parametrize(
    ("file", "change", "rule"),
    [
        ("claims.yaml", lambda found: found["kks_stays"].pop("source"), "kks_stays: source: Field required"),
        ("claims.yaml", lambda found: found["kks_stays"].update(source="nobody"), "no source is called nobody"),
        ("claims.yaml", lambda found: found["kks_stays"].update(says=" "), "kks_stays: says"),
        ("claims.yaml", lambda found: found["kks_stays"].update(proposal=True), "kks_stays: proposal: Extra inputs"),
        ("sources.yaml", source(name="Sumber publik, November 2025"), "names nobody"),
        ("sources.yaml", source(name="Catatan proyek"), "names nobody"),
        ("sources.yaml", source(date="2026-12-01"), "has not come yet"),
        ("sources.yaml", source(date="kemarin"), "date: String should match"),
        ("sources.yaml", source(kind="blog"), "kind: Input should be"),
        ("sources.yaml", lambda found: found.append(dict(found[0])), "stands twice"),
    ],
)
def test_a_claim_that_nobody_stands_behind_is_refused(
    changed: Callable[[str, Change], Claims], file: str, change: Change, rule: str
) -> None:
    with pytest.raises(ClaimRefused, match=rule):
        changed(file, change)


@pytest.mark.parametrize(
    "said",
    [
        "Identitas pelapor wajib dirahasiakan menurut Perpres 76/2013.",
        "Sanggahan diperiksa dalam 14 hari.",
        "Bantuan ibu hamil Rp 750.000.",
        "Kartu diganti dalam 2 minggu.",
        "Kehadiran paling sedikit 85%.",
        "Penerima mendapat 300 ribu.",
        "Menurut Pasal 42, identitas dijaga.",
    ],
)
def test_a_law_or_a_figure_without_a_source_stops_the_build(said: str) -> None:
    page = f"<main><article><h1>Judul</h1><p>Kalimat biasa. {said}</p></article></main>"
    assert unsupported(page) == [said]
    assert not unsupported(page.replace("<p>", '<p data-claim="x">'))
    assert not unsupported(page.replace("<p>", "<p data-by-rule>"))
    assert unsupported(page.replace("<p>", "<ul><li>Satu</li></ul><p><a href='#'>Lihat</a> ")) == [said]


def test_the_built_pages_claim_nothing_else_and_show_every_claim() -> None:
    built_site()
    check_claims(claims())
    assert shown(page.source for page in pages()) == set(claims().claims)
    for page in pages():
        assert not unsupported(page.source), page.address


def test_a_claim_that_no_page_shows_stops_the_build(changed: Callable[[str, Change], Claims]) -> None:
    left_over = changed("claims.yaml", lambda found: found.update(left_over={"says": "Apa saja.", "source": "kontan-2026"}))
    with pytest.raises(SystemExit, match="left_over: no page shows it"):
        check_claims(left_over)


def test_a_stale_claim_is_told_but_a_law_does_not_age(
    changed: Callable[[str, Change], Claims], capsys: pytest.CaptureFixture[str]
) -> None:
    assert "blocked_90" in claims().stale(TODAY)
    assert "kks_stays" not in claims().stale(TODAY)
    assert "kks_stays" in claims().stale(date(2027, 11, 15))
    assert "kks_stays" not in claims().stale(date(2027, 11, 14))
    laws = [name for name, claim in claims().claims.items() if claims().sources[claim.source].kind == "law"]
    assert laws
    assert not set(laws) & set(claims().stale(date(2099, 1, 1)))
    check_claims(claims())
    assert "blocked_90: past its shelf life" in capsys.readouterr().err


@pytest.mark.parametrize(("length", "unit"), [(61, "days"), (60, "working_days"), (43, "working_days"), (1441, "hours")])
def test_a_proposal_beyond_the_rules_for_complaints_is_refused(length: int, unit: str) -> None:
    with pytest.raises(ValueError, match="longer than the rules"):
        TimeLimit(Side.DESK, length, Unit(unit), "proposal", "usulan")
    with pytest.raises(ValueError, match="longer than the rules"):
        TimeLimit(Side.DESK, 14, Unit(unit), "law", "sebuah undang-undang", again=length)
    TimeLimit(Side.DESK, LONGEST_PROPOSAL, Unit.DAYS, "proposal", "usulan")
    TimeLimit(Side.DESK, 61, Unit.DAYS, "law", "sebuah undang-undang")


def test_every_claim_is_listed_with_its_source() -> None:
    listed = list(lines(claims()))
    assert [name for name, _, _ in listed] == list(claims().claims)
    assert all(source for _, _, source in listed)
