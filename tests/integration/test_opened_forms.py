"""What the access code or the receipt link opens for a browser without JavaScript: photos and the proof sheet."""

import pytest
from chalicelib.domain.credentials import TicketNumber

from tests.integration.conftest import System
from tests.integration.test_forms import STATUS, page_of, post
from tests.support.html_forms import encoded

PHOTO = "/formulir/foto"


@pytest.fixture
def receipt(system: System) -> dict[str, str]:
    """What a family keeps of a report."""
    given: dict[str, str] = system.public.post("/api/v1/tickets", {**_REPORT}).json
    return given


_REPORT = {"category": "payment_missing", "district": "18.07.19", "story": "Uang belum masuk."}


@pytest.mark.parametrize("secret", ["access_code", "link_token"])
def test_either_secret_opens_photos_and_proof(system: System, receipt: dict[str, str], secret: str) -> None:
    asked = [("number", receipt["number"]), (secret, receipt[secret])]
    page = page_of(post(system, encoded(asked), STATUS), 200)
    assert "Belum ada foto." in page.text
    assert "Lembar bukti pengaduan" in page.text
    assert "Bantuan tidak cair" in page.text
    assert "Uang belum masuk" in page.source  # the family's own words, sealed for the talk
    fragment = post(system, encoded([*asked, ("fragment", "1")]), STATUS)
    assert "Lembar bukti pengaduan" in fragment.text
    assert "<html" not in fragment.text


def test_the_number_alone_opens_neither(system: System, receipt: dict[str, str]) -> None:
    page = page_of(post(system, encoded([("number", receipt["number"])]), STATUS), 200)
    for word in ("Foto", "Lembar bukti", "Bantuan tidak cair", "Uang belum masuk", "Percakapan"):
        assert word not in page.text


def test_a_wrong_code_an_unknown_number_and_a_lock_look_the_same(system: System, receipt: dict[str, str]) -> None:
    def answer(number: str, code: str) -> str:
        reply = post(system, encoded([("number", number), ("access_code", code), ("fragment", "1")]), STATUS)
        assert reply.status == 404
        return reply.text

    wrong = f"{(int(receipt['access_code']) + 1) % 10**8:08d}"
    answers = {answer(receipt["number"], wrong) for _ in range(12)}
    answers |= {answer(str(TicketNumber.mint()), wrong), answer(receipt["number"], receipt["access_code"])}
    assert len(answers) == 1


def test_a_photo_goes_by_a_form_to_where_photos_are_kept(system: System, receipt: dict[str, str]) -> None:
    asked = [("number", receipt["number"]), ("access_code", receipt["access_code"])]
    page = page_of(post(system, encoded(asked), PHOTO), 200)
    [form] = [form for form in page.forms if "file" in form.names]
    fields = dict(form.filled())
    assert fields["success_action_redirect"].endswith("/formulir/foto-terkirim")
    opened = page_of(post(system, encoded(asked), STATUS), 200)
    assert "Belum selesai diperiksa" in opened.text


def test_a_photo_needs_the_secret(system: System, receipt: dict[str, str]) -> None:
    refused = post(system, encoded([("number", receipt["number"]), ("access_code", "00000000")]), PHOTO)
    assert refused.status == 404
    assert post(system, encoded([("number", receipt["number"])]), PHOTO).status == 422


def test_coming_back_from_the_store_of_photos_says_so(system: System) -> None:
    back = system.public.call("GET", "/formulir/foto-terkirim", headers={}, query="key=incoming%2F0&etag=%22x%22")
    assert "Foto sudah terkirim" in page_of(back, 200).text
