"""A slip in an optional field never costs the report: it is asked again, and if it is meant so, kept as it was typed."""

from typing import Any

import pytest
from chalicelib.domain.credentials import AccessCode, TicketNumber
from chalicelib.domain.reports import OPTIONAL

from tests.integration.conftest import System
from tests.integration.test_side_doors import PLACE, SMALL
from tests.support.html_forms import HtmlPage, encoded

SLIPS = {
    "reporter.phone": "0812 tiga",
    "reporter.nik": "1807",
    "payment.amount": "300.00",
    "payment.month": "10-26",
    "happened_on": "2-10-0026",
}


def ticket(system: System, number: str, login: str = "pasir-sakti") -> dict[str, Any]:
    read: dict[str, Any] = system.admin.get(f"/api/v1/staff/tickets/{number}", system.token(login)).json
    return read


def test_what_is_sent_as_typed_is_kept_for_the_desk_and_what_is_personal_apart(system: System) -> None:
    typed = {"payment.amount": "kira-kira 3 ratus", "reporter.phone": "0812 tiga", "village": "Dusun Satu"}
    sent = system.submit(as_typed=typed, subject=None)
    assert sent.status == 201, sent.text
    read = ticket(system, sent.json["number"])
    assert read["as_typed"] == {**typed, "reporter.phone": None}
    assert "0812 tiga" not in str(read)


def test_a_reported_name_that_could_only_be_kept_as_typed_keeps_its_bearer_out(system: System) -> None:
    sent = system.submit(as_typed={"subject.name": "Ibu Sari Contoh"}, subject=None)
    number = sent.json["number"]
    assert sent.json["desk"]["tier"] == "kabupaten"
    for login in ("pasir-sakti", "lampung-timur"):
        hidden = system.admin.get(f"/api/v1/staff/tickets/{number}", system.token(login))
        assert hidden.is_problem(404, "unknown_number")
    assert ticket(system, number, "lampung-timur-2")["as_typed"] == {"subject.name": "Ibu Sari Contoh"}


@pytest.mark.parametrize(
    ("typed", "code"),
    [({"story": "x"}, "not_a_choice"), ({"district": "x"}, "not_a_choice"), ({"payment.amount": "x" * 101}, "too_long")],
)
def test_nothing_else_passes_for_something_typed(system: System, typed: dict[str, str], code: str) -> None:
    refused = system.submit(as_typed=typed)
    assert refused.is_problem(422, "invalid")
    assert code in [problem["code"] for problem in refused.json["fields"]]


def test_every_field_that_can_be_kept_as_typed_has_a_label(system: System) -> None:
    assert set(OPTIONAL) <= set(system.ports.words["labels"])


@pytest.mark.parametrize("field", SLIPS)
def test_without_a_script_a_slip_is_asked_again_and_then_goes_as_it_is(system: System, field: str) -> None:
    fields = {**SMALL, **PLACE, field: SLIPS[field]}
    asked = post(system, {**fields, "step": "check"})
    assert asked.status == 422
    assert 'id="as_typed-true"' in asked.text
    checked = post(system, {**fields, "as_typed": "true", "step": "check"})
    assert checked.status == 200
    assert f"{SLIPS[field]} (disimpan seperti Anda tulis)" in checked.text
    hidden = {control.name: control.value for form in HtmlPage(checked.text).forms for control in form.controls if control.name}
    assert hidden[f"as_typed.{field}"] == SLIPS[field]
    again = post(system, {**fields, "as_typed": "true", "step": "edit"})
    assert SLIPS[field] in again.text
    identity = {"number": str(TicketNumber.mint()), "access_code": AccessCode.mint().digits}
    kept = {name: value for name, value in fields.items() if name != field} | {f"as_typed.{field}": SLIPS[field]}
    receipt = post(system, {**kept, **identity, "step": "send"})
    assert receipt.status == 200
    assert field in ticket(system, identity["number"])["as_typed"]


def test_a_slip_in_what_a_report_needs_offers_no_way_round(system: System) -> None:
    fields = {**SMALL, **PLACE, "story": "\u200b", "as_typed": "true", "step": "check"}
    asked = post(system, fields)
    assert asked.status == 422
    assert 'id="as_typed-true"' not in asked.text


def post(system: System, fields: dict[str, str]) -> Any:
    return system.public.send_form("/formulir/lapor", encoded(list(fields.items())))
