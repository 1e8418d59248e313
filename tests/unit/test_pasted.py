"""What people paste comes with signs nobody sees, and in many spellings: it is read, and nothing else passes for it."""

import time
import unicodedata

import pytest
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import Invalid
from chalicelib.domain.pasted import is_blank, tidy
from chalicelib.domain.people import mobile, nik
from chalicelib.entrypoints.http import typed
from hypothesis import given
from hypothesis import strategies as st

from tests.support import samples

NUMBER = samples.number()
UNSEEN = [
    "\u202a",
    "\u202c",
    "\u2066",
    "\u2069",
    "\u200b",
    "\u200e",
    "\u200f",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\u3164",
    "\ufe0f",
]
DASHES = ["-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212", "\ufe63", "\uff0d"]


@pytest.mark.parametrize("sign", [*UNSEEN, " ", "\n", "\u00a0", "\u2800", "\U000e0041", "\u180e", "\u17b5", "\u034f"])
def test_what_shows_nothing_is_empty(sign: str) -> None:
    assert is_blank(sign * 3)
    assert not is_blank(f"{sign}a{sign}")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_line_ends_of_other_programs_are_line_ends(end: str) -> None:
    assert tidy(f"satu{end}dua") == "satu\ndua"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("satu\x1edua", "satu-dua"),
        ("sa\x1ftu", "satu"),
        ("a\x07b\x00c\x1bd", "abcd"),
        ("a\tb\nc", "a\tb\nc"),
        ("\ue057 \U0001fa77 \U0001fae9 \U00011f04", "\ue057 \U0001fa77 \U0001fae9 \U00011f04"),
        ("e\u0301", "\u00e9"),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f468\u200d\U0001f469\u200d\U0001f467"),
    ],
)
def test_a_text_is_kept_in_one_form_and_no_sign_is_refused(text: str, kept: str) -> None:
    assert tidy(text) == kept


@given(st.text(max_size=200))
def test_tidying_twice_changes_nothing(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_tidying_costs_what_the_text_is_long() -> None:
    """Accents in the wrong order, thousands on one letter: sorting them would cost their square."""

    def cost(length: int) -> float:
        text = "a" + "\u0301\u0323" * length
        tries = []
        for _ in range(5):
            began = time.process_time()
            tidy(text)
            tries.append(time.process_time() - began)
        return min(tries)

    assert cost(40_000) < 40 * max(cost(2_000), 0.0005)


@pytest.mark.parametrize("sign", UNSEEN)
def test_numbers_come_with_signs_that_nobody_sees(sign: str) -> None:
    assert mobile(f"{sign}0812{sign}34567890{sign}") == "+6281234567890"
    assert nik(f"{sign}1807194505{sign}800001") == "1807194505800001"
    assert TicketNumber.parse(f"{sign}{NUMBER}{sign}") == NUMBER
    assert typed.rupiah(f"{sign}300.000{sign}") == 300_000
    assert typed.day(f"{sign}2-10-2026").isoformat() == "2026-10-02"


@pytest.mark.parametrize("dash", DASHES)
def test_numbers_come_with_any_dash(dash: str) -> None:
    assert mobile(f"0812{dash}3456{dash}7890") == "+6281234567890"
    assert nik(f"180719{dash}450580{dash}0001") == "1807194505800001"
    assert TicketNumber.parse(str(NUMBER).replace("-", dash)) == NUMBER


@pytest.mark.parametrize(
    "text",
    [
        *("+62 0812-3456-7890", "+62 (0)812 3456 7890", "[+62] 812.3456.7890", "0062 812 3456 7890", "tel:+6281234567890"),
        *("HP 0812 3456 7890", "WA: 0812 3456 7890", "０８１２３４５６７８９０", "0812/3456/7890", "'081234567890'"),
    ],
)
def test_a_mobile_number_as_contact_apps_and_people_write_it(text: str) -> None:
    assert mobile(text) == "+6281234567890"


@pytest.mark.parametrize(
    "text",
    [
        f"Nomor laporan PKH saya: {NUMBER}. Cek di https://lapor.example/status/",
        f"https://lapor.example/status/#{NUMBER}",
        f"https://lapor.example/status/#{NUMBER}.abcdefghijklmnopqrstuv",
        *(f"*{NUMBER}*", f"_{NUMBER}_", f"~{NUMBER}~", f"`{NUMBER}`", f"({NUMBER})", f"#{NUMBER}", f"{NUMBER},", f"“{NUMBER}”"),
        f"Ini nomornya ya bu {str(NUMBER).lower()}\nterima kasih",
        f"PKH PKH {NUMBER} PKH",
        f"Laporan PKH: {str(NUMBER).replace('-', ' ')}.",
        f"PKH\u2011{str(NUMBER)[4:]}",
    ],
)
def test_the_ticket_number_is_found_in_what_was_pasted_whole(text: str) -> None:
    assert TicketNumber.parse(text) == NUMBER


@pytest.mark.parametrize("text", ["PKH " * 200, "PKH-" + "A" * 900, "#" * 5000, f"{NUMBER}X", f"A{NUMBER}"])
def test_what_holds_no_number_is_refused_soon(text: str) -> None:
    with pytest.raises(Invalid):
        TicketNumber.parse(text)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        *(("250 ribu", 250_000), ("300rb", 300_000), ("300 RB", 300_000), ("300k", 300_000), ("Rp 300rb", 300_000)),
        *(("1,5 juta", 1_500_000), ("1.5 jt", 1_500_000), ("1 juta", 1_000_000), ("2jt", 2_000_000), ("2,25 juta", 2_250_000)),
        *(("1 juta 250 ribu", 1_250_000), ("1jt500rb", 1_500_000), ("0,5 juta", 500_000), ("7,5 ribu", 7_500)),
        *(("Rp 300.000,00", 300_000), ("Rp. 300.000,-", 300_000), ("300.000 rupiah", 300_000), ("IDR 300000", 300_000)),
        *(("300,000,000.00", 300_000_000), ("300 000", 300_000), ("0", 0), ("300000,00", 300_000)),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, amount: int) -> None:
    assert typed.rupiah(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        *(
            "300.00",
            "300.000.00",
            "1.5",
            "3.00",
            "1,5",
            "300,50",
            "300.000,5",
            "1.500 ribu",
            "1,500 juta",
            "1,25 juta 500 ribu",
        ),
        *("300.0000", "30.00.000", "ribu", "juta", "300 ribu 1 juta", "1 juta 2000 ribu", "3 0 0", "-300", "300-400"),
        *("dua ratus ribu", "300rbu", "1e5", "", "Rp", "\u0661\u0660\u0660"),
    ],
)
def test_an_amount_that_can_be_read_in_two_ways_is_asked_again(text: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        typed.rupiah(text)


@given(st.text(max_size=40))
def test_no_text_breaks_a_reader(text: str) -> None:
    for read in (mobile, nik, typed.rupiah, typed.day, typed.month, TicketNumber.parse):
        try:
            read(text)
        except (Invalid, ValueError):
            continue
