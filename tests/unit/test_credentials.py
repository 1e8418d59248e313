"""Number and code: what is minted parses, however it is typed; what is mistyped does not."""

import random

import pytest
from chalicelib.domain.credentials import SYMBOLS, AccessCode, TicketNumber
from chalicelib.domain.errors import Invalid
from hypothesis import given
from hypothesis import strategies as st

numbers = st.integers().map(lambda seed: TicketNumber.mint(random.Random(seed).randrange))


@given(numbers)
def test_a_minted_number_parses_back(number: TicketNumber) -> None:
    assert TicketNumber.parse(str(number)) == number


@given(numbers)
def test_the_check_symbol_is_crockfords(number: TicketNumber) -> None:
    value = int("".join("0123456789abcdefghijklmnopqrstuv"[SYMBOLS.index(symbol)] for symbol in number.symbols[:12]), 32)
    assert value % 37 == SYMBOLS.index(number.symbols[12])


@given(numbers, st.randoms())
def test_people_type_it_in_many_ways(number: TicketNumber, chance: random.Random) -> None:
    alike = {"0": "0Oo", "1": "1IiLl"}
    typed = "".join(
        chance.choice(["", " ", "-", "\u2013", "\u00a0"]) + chance.choice(alike.get(symbol, symbol + symbol.lower()))
        for symbol in number.symbols
    )
    assert TicketNumber.parse(chance.choice(["", "PKH-", "pkh ", " "]) + typed + chance.choice(["", " ", "\n"])) == number


@given(numbers, st.integers(0, 12), st.sampled_from(SYMBOLS))
def test_one_wrong_symbol_is_always_noticed(number: TicketNumber, place: int, symbol: str) -> None:
    mistyped = number.symbols[:place] + symbol + number.symbols[place + 1 :]
    if mistyped == number.symbols:
        return
    with pytest.raises(Invalid) as refused:
        TicketNumber.parse(mistyped)
    assert refused.value.problems == (("number", "bad_number"),)


@given(numbers, st.integers(0, 10))
def test_two_neighbours_swapped_are_always_noticed(number: TicketNumber, place: int) -> None:
    symbols = number.symbols
    swapped = symbols[:place] + symbols[place + 1] + symbols[place] + symbols[place + 2 :]
    if swapped == symbols:
        return
    with pytest.raises(Invalid):
        TicketNumber.parse(swapped)


@given(st.text())
def test_no_text_breaks_the_parser(text: str) -> None:
    try:
        number = TicketNumber.parse(text)
    except Invalid:
        return
    assert TicketNumber.parse(str(number)) == number


@pytest.mark.parametrize("text", ["", "PKH", "0" * 16, "\u0660" * 13, "0000000000000\n1", "0" * 10_000])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(Invalid):
        TicketNumber.parse(text)


def test_every_minted_check_symbol_is_one_of_the_32() -> None:
    chance = random.Random(7)
    drawn = [TicketNumber.mint(chance.randrange) for _ in range(5_000)]
    assert {number.symbols[12] for number in drawn} == set(SYMBOLS)


def test_codes_have_8_digits_and_leading_zeros() -> None:
    assert AccessCode.mint(lambda _: 42).digits == "00000042"
    assert AccessCode.parse("00000042").digits == "00000042"


@pytest.mark.parametrize("text", ["", "1234567", "123456789", "1234567\u0661", "12345678\n", "abcdefgh", " 1234567"])
def test_what_is_no_code(text: str) -> None:
    with pytest.raises(Invalid):
        AccessCode.parse(text)
