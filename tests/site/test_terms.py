"""A trade word leads to what it means, once on a page, and never from where a link would be in the way."""

import re

import pytest
from terms import linked, terms_of

from build import CONSOLE, KEPT_PAGES, TERMS
from tests.built_site import built_site

EXPLAINED = '<div id="kks"><dt>KKS</dt><dd>Kartu.</dd></div><div id="enam-t"><dt>6T, Enam T</dt><dd>Ukuran.</dd></div>'
KNOWN = {"kks": "kks", "6t": "enam-t", "enam t": "enam-t"}


def article(inside: str) -> str:
    return f"<p>KKS</p><article>{inside}</article><p>KKS</p>"


def test_the_page_is_the_list() -> None:
    assert terms_of(EXPLAINED) == KNOWN


@pytest.mark.parametrize(
    ("inside", "made"),
    [
        ("<p>Bawa KKS.</p><p>KKS lagi.</p>", '<p>Bawa <a href="/i/#kks">KKS</a>.</p><p>KKS lagi.</p>'),
        ("<p>enam t dan 6T</p>", '<p><a href="/i/#enam-t">enam t</a> dan 6T</p>'),
        (
            '<h2>KKS</h2><p><a href="#">KKS</a> <b>kks</b></p>',
            '<h2>KKS</h2><p><a href="#">KKS</a> <b><a href="/i/#kks">kks</a></b></p>',
        ),
        ("<p>KKSku 16T</p>", "<p>KKSku 16T</p>"),
        ('<a href="/x/"><strong>KKS</strong></a>', '<a href="/x/"><strong>KKS</strong></a>'),
        ('<p title="KKS">-</p>', '<p title="KKS">-</p>'),
    ],
)
def test_links_the_first_of_each_where_a_link_can_stand(inside: str, made: str) -> None:
    assert linked(article(inside), KNOWN, "/i/") == article(made)


def test_leaves_a_page_without_article_alone() -> None:
    assert linked("<p>KKS</p>", KNOWN, "/i/") == "<p>KKS</p>"


def test_every_page_to_read_explains_its_trade_words_and_no_other_page_leads_away() -> None:
    site = built_site()
    words = terms_of((site / TERMS / "index.html").read_text(encoding="utf-8"))
    assert {"6t", "dtsen", "kks", "p2k2", "graduasi", "spm"} <= set(words)
    for page in site.rglob("index.html"):
        name, text = page.parent.relative_to(site).as_posix(), page.read_text(encoding="utf-8")
        if name in (*KEPT_PAGES, CONSOLE, TERMS):
            assert f'href="/{TERMS}/#' not in text
            continue
        body = re.sub(
            r"<(a|h\d|dt|th|small|nav|label)\b.*?</\1>",
            "",
            text[text.index("<article") :].partition("</article>")[0],
            flags=re.S,
        )
        plain = re.sub(r"<[^>]+>", " ", body).casefold()
        for word, entry in words.items():
            assert not re.search(rf"\b{word}\b", plain) or f'href="/{TERMS}/#{entry}"' in text, (name, word)
