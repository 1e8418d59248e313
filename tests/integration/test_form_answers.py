"""Any form that comes in is answered with a whole page; a look-up by form says what a look-up by script says."""

import pytest
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import StoreBusy
from chalicelib.entrypoints.http.body import LARGEST

from tests.integration.conftest import System
from tests.integration.test_forms import REPORT, STATUS, page_of, post, raising
from tests.support.html_forms import FORM, encoded

UNREADABLE = {
    "latin-1": (b"story=%E9", FORM, 400),
    "raw bytes": (b"story=\xe9", FORM, 400),
    "a field twice": (b"story=a&story=b", FORM, 400),
    "65 fields": (encoded([(f"f{place}", "1") for place in range(65)]), FORM, 400),
    "too large": (b"story=" + b"x" * LARGEST, FORM, 413),
    "json": (b'{"story": "x"}', {"content-type": "application/json"}, 415),
    "multipart": (b"--x", {"content-type": "multipart/form-data; boundary=x"}, 415),
    "nothing said": (b"story=x", {}, 415),
}


@pytest.mark.parametrize("path", [REPORT, STATUS])
@pytest.mark.parametrize(("body", "headers", "status"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_is_no_form_is_answered_with_a_plain_page(
    system: System, path: str, body: bytes, headers: dict[str, str], status: int
) -> None:
    page = page_of(system.public.call("POST", path, body, headers), status)
    assert "Belum berhasil" in page.text
    assert {"/lapor/", "/status/"} <= set(page.links)


@pytest.mark.parametrize(("path", "form"), [(REPORT, "/lapor/"), (STATUS, "/status/")])
def test_who_comes_without_a_form_is_led_to_it(system: System, path: str, form: str) -> None:
    led = system.public.call("GET", path, headers={})
    assert (led.status, led.headers["Location"]) == (303, form)


def test_the_status_by_form(system: System) -> None:
    number = system.submit().json["number"]
    found = page_of(post(system, encoded([("number", number.lower().replace("-", " "))]), STATUS), 200)
    assert "Pelaksana PKH Kecamatan Pasir Sakti akan memeriksa laporan Anda." in found.text
    assert "Siti" not in found.text
    assert "Foto" not in found.text
    unknown = page_of(post(system, encoded([("number", str(TicketNumber.mint()))]), STATUS), 404)
    assert "tidak kami temukan" in unknown.text
    for mistyped in ("PKH-0000-0000-0000-1", "<script>", "1807194505800001", ""):
        page = page_of(post(system, encoded([("number", mistyped)]), STATUS), 422)
        assert "#number" in page.links
        assert dict(page.form(STATUS).filled())["number"] == mistyped
        assert "<script>alert" not in page.source


def test_a_busy_store_keeps_the_number_asked_for(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.adapters.dynamodb.tickets.DynamoTickets.get", raising(StoreBusy()))
    number = str(TicketNumber.mint())
    page = page_of(post(system, encoded([("number", number)]), STATUS), 503)
    assert dict(page.form(STATUS).filled())["number"] == number


def test_a_fragment_is_the_answer_without_the_frame(system: System) -> None:
    number = system.submit().json["number"]
    whole = post(system, encoded([("number", number)]), STATUS).text
    part = post(system, encoded([("number", number), ("fragment", "1")]), STATUS).text
    assert "<html" not in part
    assert part.strip() in whole
