"""The phone's numbers and codes obey the design's arithmetic, done here anew, and read back what people type."""

from collections import Counter

import pytest
from playwright.sync_api import BrowserContext, Page

from build import esbuild
from tests.built_site import ROOT

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MANY = 4_000


def check_fits(number: str) -> bool:
    """Whether the last symbol is the 12 before it, as a base-32 integer, modulo 37."""
    symbols = number.removeprefix("PKH-").replace("-", "")
    value = sum(SYMBOLS.index(symbol) * 32**place for place, symbol in enumerate(reversed(symbols[:12])))
    return len(symbols) == 13 and value % 37 == SYMBOLS.index(symbols[12])


@pytest.fixture
def number_page(page: Page, context: BrowserContext) -> Page:
    """A page that can import the module `number.js` alone."""
    module = esbuild("--format=esm", "--loader=js", given=(ROOT / "site" / "scripts" / "number.js").read_text(encoding="utf-8"))
    context.route("**/number.js", lambda route: route.fulfill(content_type="text/javascript", body=module))
    page.goto("/")
    return page


def run(page: Page, expression: str) -> list[str | None]:
    """Evaluate `expression` with the module as `m`."""
    answer: list[str | None] = page.evaluate(f"async () => {{ const m = await import('/number.js'); return {expression}; }}")
    return answer


def test_minted_numbers_fit_their_check_symbol_and_differ(number_page: Page) -> None:
    numbers = run(number_page, f"Array.from({{length: {MANY}}}, m.mintNumber)")
    assert all(number and check_fits(number) for number in numbers)
    assert len(set(numbers)) == MANY
    symbols = Counter("".join(str(number)[4:18].replace("-", "") for number in numbers))
    assert set(symbols) == set(SYMBOLS)
    assert max(symbols.values()) < 1.2 * 12 * MANY / 32  # even: a bias of the draw would show


def test_codes_are_8_even_digits(number_page: Page) -> None:
    codes = [str(code) for code in run(number_page, f"Array.from({{length: {MANY}}}, m.mintAccessCode)")]
    assert all(len(code) == 8 and code.isascii() and code.isdecimal() for code in codes)
    for place in range(8):
        digits = Counter(code[place] for code in codes)
        assert len(digits) == 10
        assert max(digits.values()) < 1.3 * MANY / 10


def test_reads_numbers_as_people_type_them(number_page: Page) -> None:
    typed = [
        "PKH-7M3K-Q2ZD-90XA-A",
        "pkh 7m3k q2zd 90xa a",
        "7M3KQ2ZD90XAA",
        "7m3k–q2zd–9oxa–a",
        " PKH.7M3K_Q2ZD 9OXA−A ",
        "\u202aPKH-7M3K-Q2ZD-90XA-A\u202c",
        "*PKH-7M3K-Q2ZD-90XA-A*",
        "https://lapor.example/status/#PKH-7M3K-Q2ZD-90XA-A.abcdefghijklmnopqrstuv",
        "Nomor laporan PKH saya: PKH-7M3K-Q2ZD-90XA-A. Cek di https://lapor.example/status/",
    ]
    assert set(run(number_page, f"{typed}.map(m.parseNumber)")) == {"PKH-7M3K-Q2ZD-90XA-A"}
    assert run(number_page, "['OOOO-OOOO-OOOL-I'].map(m.parseNumber)") == ["PKH-0000-0000-0001-1"]


def test_refuses_every_slip_of_one_symbol(number_page: Page) -> None:
    right = "7M3KQ2ZD90XAA"
    slips = [right[:at] + other + right[at + 1 :] for at in range(13) for other in SYMBOLS if other != right[at]]
    slips += [right[:at] + right[at + 1] + right[at] + right[at + 2 :] for at in range(12) if right[at] != right[at + 1]]
    slips += ["", "PKH", right[:-1], right + "A", "7M3KQ2ZD90XAU", "１" * 13, "PKH-7M3K-Q2ZD-90XA-A-A"]
    assert set(run(number_page, f"{slips}.map(m.parseNumber)")) == {None}
