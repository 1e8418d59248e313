"""The register: who is put where, from a line or a file, who is away, and what counts at the next request."""

from datetime import date
from pathlib import Path

import pytest
from chalicelib.domain.errors import Invalid, NotStaff
from chalicelib.domain.staff import Leave, StandIn
from chalicelib.domain.tiers import Desk, DeskKind, Tier
from chalicelib.usecases.add_staff import Appointment, add_staff, few_readers, give_leave, remove_staff

from infra.staff import COLUMNS, read_people
from tests.support import samples
from tests.support.fakes import FakePorts

HEAD = ",".join(COLUMNS)
KAB, KEC = Desk(Tier.KABUPATEN, "18.07"), Desk(Tier.KECAMATAN, "18.07.19")
DAYS = Leave(date(2026, 12, 1), date(2026, 12, 14))


@pytest.mark.parametrize(
    "desk",
    [
        Desk(Tier.KECAMATAN, "18.07"),
        Desk(Tier.KABUPATEN, "99.99"),
        Desk(Tier.PROVINSI, "ID"),
        Desk(Tier.PUSAT, "18"),
        Desk(Tier.KECAMATAN, "18.07.19", DeskKind.DINSOS),
        Desk(Tier.PROVINSI, "18", DeskKind.DINSOS),
        Desk(Tier.KABUPATEN, "18.07", DeskKind.UPT),
        Desk(Tier.KECAMATAN, "18.07.19.9999", DeskKind.UPT),
        Desk(Tier.KECAMATAN, "18.07.19.2001"),
    ],
)
def test_nobody_is_put_on_a_desk_that_cannot_be(ports: FakePorts, desk: Desk) -> None:
    with pytest.raises(Invalid) as refused:
        add_staff(ports, "sub", Appointment("Nama", desk))
    assert refused.value.problems == (("region", "not_a_choice"),)
    assert not ports.staff.people


@pytest.mark.parametrize(
    "desk",
    [
        KAB,
        Desk(Tier.PUSAT, "ID"),
        Desk(Tier.KABUPATEN, "18.07", DeskKind.DINSOS),
        Desk(Tier.KECAMATAN, "18.07.19", DeskKind.UPT),
        Desk(Tier.KECAMATAN, "18.07.19.2001", DeskKind.UPT),
        Desk(Tier.KABUPATEN, "18.07", DeskKind.BANK),
        Desk(Tier.PROVINSI, "18", DeskKind.OFFICE),
    ],
)
def test_somebody_is_put_on_a_desk(ports: FakePorts, desk: Desk) -> None:
    staff = add_staff(ports, "sub", Appointment("Nama Contoh", desk, relatives=["Bu Rina"]))
    assert ports.staff.get("sub") == staff
    assert (staff.desk, staff.names) == (desk, samples.named("Nama Contoh", "Bu Rina"))
    assert staff.member in ports.rosters.at(desk)


def test_confidential_readers_sit_above_the_kecamatan_and_two_of_them_at_a_desk(ports: FakePorts) -> None:
    with pytest.raises(Invalid) as refused:
        add_staff(ports, "sub", Appointment("Nama", KEC, confidential=True))
    assert refused.value.problems == (("confidential", "not_a_choice"),)
    for sub in ("one", "two"):
        add_staff(ports, sub, Appointment("Nama", KAB))
        assert few_readers(ports, KAB)
        add_staff(ports, sub, Appointment("Nama", KAB, confidential=True))
    assert not few_readers(ports, KAB)
    assert not few_readers(ports, KEC)
    remove_staff(ports, "one")
    assert few_readers(ports, KAB)


def test_whoever_is_removed_is_refused_at_the_next_request_and_in_no_roster(ports: FakePorts) -> None:
    add_staff(ports, "sub", Appointment("Nama", KEC))
    add_staff(ports, "other", Appointment("Nama", KEC))
    assert remove_staff(ports, "sub").name == "Nama"
    with pytest.raises(NotStaff):
        ports.staff.get("sub")
    assert [member.sub for member in ports.rosters.at(KEC)] == ["other"]
    with pytest.raises(Invalid):
        remove_staff(ports, "nobody")


def test_a_deputy_is_of_the_same_desk_and_stands_in_until_the_other_is_back(ports: FakePorts) -> None:
    for sub, desk in (("rina", KEC), ("tono", KEC), ("lina", KEC), ("sari", KAB)):
        add_staff(ports, sub, Appointment(sub, desk))
    for deputy in ("sari", "rina", "nobody"):
        with pytest.raises(Invalid):
            give_leave(ports, "rina", DAYS, deputy)
    with pytest.raises(Invalid):
        give_leave(ports, "rina", Leave(DAYS.last, DAYS.first), None)
    give_leave(ports, "rina", DAYS, "tono")
    assert ports.staff.get("rina").leave == DAYS
    assert ports.staff.get("tono").stands_in == (StandIn("rina", DAYS),)
    give_leave(ports, "rina", DAYS, "lina")
    assert (ports.staff.get("tono").stands_in, ports.staff.get("lina").stands_in) == ((), (StandIn("rina", DAYS),))
    add_staff(ports, "lina", Appointment("Lina", KEC))
    assert ports.staff.get("lina").stands_in == (StandIn("rina", DAYS),), "a new name leaves it as it is"
    give_leave(ports, "rina", None, None)
    assert (ports.staff.get("rina").leave, ports.staff.get("lina").stands_in) == (None, ())
    give_leave(ports, "rina", DAYS, "tono")
    add_staff(ports, "rina", Appointment("Rina", KAB))
    assert ports.staff.get("rina").leave is None, "another desk ends it"


def test_a_right_file_is_read_whole() -> None:
    people, problems = read_people(
        [
            HEAD,
            'rina@lapor.example,"Rina Contoh, S.Sos.",kecamatan,18.07.19,,,',
            "sari@lapor.example,Sari Contoh,kabupaten,18.07,pkh,ya,Joko Contoh; Nur Contoh",
            "yanti@lapor.example,Yanti Contoh,kabupaten,18.07,dinsos,tidak,",
        ]
    )
    assert problems == []
    assert people == {
        "rina@lapor.example": Appointment("Rina Contoh, S.Sos.", KEC, relatives=[]),
        "sari@lapor.example": Appointment("Sari Contoh", KAB, confidential=True, relatives=["Joko Contoh", "Nur Contoh"]),
        "yanti@lapor.example": Appointment("Yanti Contoh", Desk(Tier.KABUPATEN, "18.07", DeskKind.DINSOS), relatives=[]),
    }


@pytest.mark.parametrize(
    ("line", "problems"),
    [
        (",Rina,kecamatan,18.07.19,,,", ["email: required"]),
        ("a@b,,kecamatan,18.07.19,,,", ["name: required"]),
        ("a@b,Rina,desa,18.07.19,,,", ["tier: not_a_choice"]),
        ("a@b,Rina,kecamatan,18.07,,,", ["region: not_a_choice"]),
        ("a@b,Rina,kecamatan,99.99.99,,,", ["region: not_a_choice"]),
        ("a@b,Rina,kecamatan,18.07.19,church,,", ["kind: not_a_choice"]),
        ("a@b,Rina,kabupaten,18.07,,perhaps,", ["confidential: not_a_choice"]),
        ("a@b,Rina,kecamatan,18.07.19,,ya,", ["confidential: not_a_choice"]),
        ("a@b,Rina,kecamatan,18.07.19,,,,more", ["columns: too_many"]),
        ("first@lapor.example,Rina,kecamatan,18.07.19,,,", ["email: already_in_file"]),
        (",,desa,,,,", ["email: required", "name: required", "region: required", "tier: not_a_choice"]),
    ],
)
def test_each_wrong_line_is_named_by_its_number(line: str, problems: list[str]) -> None:
    _, found = read_people([HEAD, "first@lapor.example,Nama,kecamatan,18.07.19,,,", line])
    assert found == [f"line 3: {problem}" for problem in problems]


def test_a_file_with_other_columns_is_refused_whole() -> None:
    assert read_people(["email,name", "a@b,Rina"]) == ({}, [f"line 1: columns must be {', '.join(COLUMNS)}"])


def test_the_example_in_the_documentation_is_a_right_file() -> None:
    example = Path(__file__).parents[2] / "infra" / "staff-example.csv"
    with example.open(encoding="utf-8", newline="") as file:
        people, problems = read_people(file)
    assert problems == []
    assert len(people) >= 4
