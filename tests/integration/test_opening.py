"""Opening a ticket over HTTP: what is shown, and that every refusal is the same bytes."""

from dataclasses import dataclass

import pytest
from chalicelib.domain.credentials import LinkToken
from chalicelib.domain.rulebook import rules

from tests.integration.conftest import System
from tests.support import samples
from tests.support.http import Reply

OPEN = "/api/v1/tickets/open"
MOST = rules("limits")["code_tries"]


@dataclass(frozen=True)
class Filed:
    """What the sender of a report holds."""

    system: System
    number: str
    access_code: str
    link_token: str

    def open(self, **secret: object) -> Reply:
        """Open the ticket, or whatever number is given."""
        return self.system.public.post(OPEN, {"number": self.number, **secret})


@pytest.fixture
def filed(system: System) -> Filed:
    """A report with code and link."""
    receipt = system.submit(link_token=LinkToken.mint().text).json
    return Filed(system, receipt["number"], receipt["access_code"], receipt["link_token"])


def test_code_and_link_show_the_status_the_photos_and_what_may_be_done(filed: Filed) -> None:
    by_code, by_link = filed.open(access_code=filed.access_code), filed.open(link_token=filed.link_token)
    assert by_code.status == 200
    assert by_code.text == by_link.text
    status = filed.system.status(filed.number).json
    opened = {"photos": [], "photo_room": rules("limits")["photos"], "actions": ["message", "withdraw", "correct"]}
    opened |= {"kept_until": {}, "on_hold": False, "erasure": None}
    shown = dict(by_code.json)
    [first] = shown.pop("talk")
    assert (first["action"], first["actor"], first["said"]) == ("submit", "complainant", {})
    assert shown == {**status, **opened, "story": "Uang belum masuk sejak bulan lalu."}


def test_every_refusal_is_the_same_bytes(filed: Filed) -> None:
    unknown = str(samples.number(77))
    wrong = f"{(int(filed.access_code) + 1) % 10**8:08d}"
    refusals = [
        filed.open(access_code=wrong),
        filed.open(link_token=LinkToken.mint().text),
        filed.open(number=unknown, access_code=filed.access_code),
        filed.open(number=unknown, link_token=filed.link_token),
        *(filed.open(access_code=wrong) for _ in range(MOST)),
        filed.open(access_code=filed.access_code),
    ]
    assert refusals[0].is_problem(404, "not_opened")
    assert len({(refused.status, refused.text, tuple(refused.headers.items())) for refused in refusals}) == 1
    assert filed.open(link_token=filed.link_token).status == 200


@pytest.mark.parametrize(
    ("secrets", "field", "code"),
    [
        ({}, "access_code", "required"),
        ({"access_code": "12345678", "link_token": "x" * 22}, "link_token", "one_secret"),
        ({"access_code": "1234567"}, "access_code", "bad_code"),
        ({"link_token": "short"}, "link_token", "bad_token"),
        ({"access_code": "12345678", "number": "PKH-0000-0000-0000-1"}, "number", "bad_number"),
    ],
)
def test_what_can_be_no_secret_is_named(filed: Filed, secrets: dict[str, object], field: str, code: str) -> None:
    refused = filed.open(**secrets)
    assert refused.is_problem(422, "invalid"), refused.text
    assert [(problem["field"], problem["code"]) for problem in refused.json["fields"]] == [(field, code)]
