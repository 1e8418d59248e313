"""Mobile numbers and NIK: read in the ways people write them, refused when they cannot be one."""

import pytest
from chalicelib.domain.errors import Invalid
from chalicelib.domain.people import mobile, nik


@pytest.mark.parametrize("text", ["081234567890", "+62 812-3456-7890", "62812 3456 7890", "8123 4567 890", "(0812) 34567890"])
def test_a_mobile_number_is_written_one_way(text: str) -> None:
    assert mobile(text) == "+6281234567890"


@pytest.mark.parametrize(
    "text", ["171", "1500299", "0214567890", "084123456789", "08123", "08123456789012", "0812x4567890", "٠٨١٢٣٤٥٦٧٨٩٠"]
)
def test_what_is_no_mobile_number(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        mobile(text)
    assert refused.value.problems == (("reporter.phone", "bad_phone"),)


@pytest.mark.parametrize("text", ["1807194505800001", "1807 1905 0580 0001", "9999990101000001"])
def test_a_nik_by_its_own_arithmetic(text: str) -> None:
    assert nik(text) == text.replace(" ", "")


@pytest.mark.parametrize(
    "text",
    [
        "180719450580000",
        "18071945058000012",
        "1807193205800001",
        "1807197205800001",
        "1807194513800001",
        "1807194505800000",
        "180719450580000x",
    ],
)
def test_what_is_no_nik(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        nik(text)
    assert refused.value.problems == (("reporter.nik", "bad_nik"),)
