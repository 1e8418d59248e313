"""When two written names may be one person's."""

import pytest
from chalicelib.domain.names import name_parts, same_person
from chalicelib.domain.walls import Wall
from hypothesis import given
from hypothesis import strategies as st

from tests.support import samples
from tests.support.samples import named

SAME = [
    ("Rina Contoh", "rina contoh"),
    ("Ibu Rina", "Rina Contoh"),
    ("Bu RINA!", "Rina Contoh"),
    ("Hj. Rina Contoh, S.Sos., M.Si.", "Rina Contoh"),
    ("Rina", "Rina Contoh"),
    ("Contoh Rina", "Rina Contoh"),
    ("RinaContoh", "Rina Contoh"),
    ("Rina  C.  Contoh", "Rina Contoh"),
    ("Rinna Contoh", "Rina Contoh"),
    ("Ríná Contoh", "Rina Contoh"),
    ("Ｒｉｎａ Contoh", "Rina Contoh"),
    ("Soekarno Contoh", "Sukarno Contoh"),
    ("Djoko Contoh", "Joko Contoh"),
    ("Tjahjo Contoh", "Cahjo Contoh"),
    ("Moh. Rizki Contoh", "Muhammad Rizki Contoh"),
    ("M. Rizki", "Muhammad Rizki Contoh"),
    ("Pak Drs. H. Joko Contoh", "Joko Contoh"),
]
OTHERS = [
    ("Rina Contoh", "Budi Contoh"),
    ("Rini Contoh", "Rina Contoh"),
    ("Ibu", "Rina Contoh"),
    ("", "Rina Contoh"),
    ("H. M.", "Rina Contoh"),
    ("Rina Sari", "Rina Contoh"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_name_written_in_many_ways(one: str, other: str) -> None:
    assert same_person(*named(one, other))
    assert same_person(*named(other, one))


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_other_names(one: str, other: str) -> None:
    assert not same_person(*named(one, other))
    assert not same_person(*named(other, one))


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_can_be_compared_either_way_round(one: str, other: str) -> None:
    assert same_person(*named(one, other)) is same_person(*named(other, one))
    assert same_person(*named(one, one)) is bool(name_parts(one))


def test_a_wall_keeps_out_whom_it_names_their_relatives_and_whoever_was_found_later() -> None:
    rina, sari = samples.PASIR_SAKTI_OFFICER, samples.LAMPUNG_TIMUR_COORDINATOR
    wall = Wall(accused=named("Bu Rina")[0])
    assert not wall.admits(rina)
    assert wall.admits(sari)
    husband = samples.reader(sari.desk)
    assert not wall.admits(type(husband)("sub", "Joko Contoh", sari.desk, names=named("Joko Contoh", "Rina Contoh")))
    assert not wall.around(sari.sub).admits(sari)
    assert wall.around(sari.sub).around(sari.sub).barred == (sari.sub,)
    assert not Wall(confidential=True).admits(rina)
    assert Wall(confidential=True).admits(sari)
