"""The stylesheet keeps what a page can use and loses the rest."""

import pytest
from purge import purge

PAGE = '<html lang="id"><body><p class="a b" id="c" hidden>x</p></body></html>'


@pytest.mark.parametrize(
    "kept",
    [
        ".a{color:red}",
        "p.a.b:hover::before{color:red}",
        "#c[hidden]{color:red}",
        'p[hidden="until-found"]{color:red}',
        "p:not(.missing){color:red}",
        ":root{--x:1px}p{margin:var(--x)}",
        "@media print{.a{color:red}}",
        "@keyframes k{0%{top:0}to{top:1px}}.a{animation:k 1s}",
        '@charset "UTF-8";.a{content:"};.gone{"}',
        ".a{background:url(data:image/svg+xml;x={}\\))}",
        ".from-script{color:red}",
    ],
)
def test_keeps(kept: str) -> None:
    assert purge(kept, [PAGE], ['element.className="from-script"']) == kept


@pytest.mark.parametrize(
    ("given", "left"),
    [
        (".gone{color:red}.a{color:red}", ".a{color:red}"),
        (".gone,.a{color:red}", ".a{color:red}"),
        (".a .gone{color:red}", ""),
        ("video{color:red}", ""),
        ("@media print{.gone{color:red}}", ""),
        ("@supports (a:b){@media print{.gone{color:red}}}", ""),
        ("@keyframes k{0%{top:0}to{top:1px}}", ""),
        (":root{--x:1px;--y:var(--x)}p{margin:0}", "p{margin:0}"),
        (":root{--x:1px;color:red}", ":root{color:red}"),
    ],
)
def test_drops(given: str, left: str) -> None:
    assert purge(given, [PAGE], []) == left
