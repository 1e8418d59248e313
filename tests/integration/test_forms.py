"""The report and the status of a browser without JavaScript, page by page, as forms hold and send them."""

import os
from datetime import timedelta

import pytest
from chalicelib.adapters.slips import HELD
from chalicelib.domain.credentials import AccessCode, TicketNumber
from chalicelib.domain.errors import StoreBusy

from tests.built_site import built_site
from tests.integration.conftest import System
from tests.support.html_forms import FORM, HtmlPage, encoded
from tests.support.http import Reply

REPORT = "/formulir/lapor"
STATUS = "/formulir/status"
STORY = 'Uang bulan Oktober belum masuk.\nKata pendamping: "tunggu" & <b>sabar</b> 🙏'
TYPED: dict[str, str | list[str]] = {
    "category": "payment_short",
    "flags": ["danger", "fraud"],
    "subject.role": "facilitator",
    "subject.name": "Joko O'Contoh",
    "province": "18",
    "regency": "18.07",
    "district": "18.07.19",
    "village": "18.07.19.2001",
    "happened_on": "2026-11-01",
    "story": STORY,
    "payment.bank": "bri",
    "payment.month": "10-2026",
    "payment.amount": "Rp 300.000",
    "reporter.name": "Siti Contoh",
    "reporter.phone": "0812 3456 7890",
    "wishes.call_time": "evening",
    "reporter.nik": "1807194505800001",
    "wishes.hide_name": "true",
    "wishes.keep_secret": "true",
    "for_other": "true",
    "reporter.beneficiary": "Nur Contoh",
}
IDENTITY = ("number", "access_code", "link_token")


def pairs(typed: dict[str, str | list[str]]) -> list[tuple[str, str]]:
    """Fields as a form lists them."""
    return [(name, one) for name, value in typed.items() for one in (value if isinstance(value, list) else [value])]


def post(system: System, body: bytes, path: str = REPORT) -> Reply:
    """Send a form."""
    return system.public.send_form(path, body)


def page_of(reply: Reply, status: int) -> HtmlPage:
    """The page of an answer, which must be whole, kept by no cache but Back's, and led by links to places it has."""
    assert reply.status == status, reply.text
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert reply.headers["Cache-Control"] in ("no-store", "private, no-cache")
    page = HtmlPage(reply.text)
    assert len(set(page.ids)) == len(page.ids)
    assert "Kami tidak pernah meminta PIN, OTP, atau uang." in page.text
    assert {link[1:] for link in page.links if link.startswith("#") and link != "#"} <= set(page.ids)
    return page


def problems_shown(page: HtmlPage) -> int:
    """How many problems the summary of a page names in the open."""
    start = next(place for place, (_, attributes) in enumerate(page.tags) if attributes.get("id") == "problems")
    end = next(place for place, (tag, _) in enumerate(page.tags) if place > start and tag == "fieldset")
    shown = "hidden" not in page.tags[start][1]
    return [tag for tag, _ in page.tags[start:end]].count("li") if shown else 0


def written_again(page: HtmlPage) -> list[tuple[str, str]]:
    """What the report form of a page holds, blank fields left out."""
    return [(name, value.replace("\r\n", "\n")) for name, value in page.form(REPORT).filled() if value]


def checked(system: System, **changes: str | list[str]) -> HtmlPage:
    """The page with the answers to check."""
    return page_of(post(system, encoded([*pairs(TYPED | changes), ("step", "check")])), 200)


def carried(page: HtmlPage) -> dict[str, str]:
    """The credentials that a page carries unseen."""
    return {name: value for name, value in page.form(REPORT).filled() if name in IDENTITY}


def receipt_of(page: HtmlPage) -> tuple[str, str]:
    """Number and code on a receipt, as it hands them to the status form."""
    handed = dict(page.form(STATUS).filled())
    assert handed["number"] in page.text
    return handed["number"], handed["access_code"]


def test_places_are_chosen_one_after_the_other_and_another_parent_drops_its_children(system: System) -> None:
    page = HtmlPage((built_site() / "lapor" / "index.html").read_text(encoding="utf-8"))
    chosen: dict[str, str] = {}
    for name, value, below in (
        ("province", "18", "regency"),
        ("regency", "18.07", "district"),
        ("district", "18.07.19", "village"),
    ):
        assert page.form(REPORT).options(below) == [""]
        chosen[name] = value
        page = page_of(post(system, page.form(REPORT).sent("place", story=STORY, **chosen)), 200)
        assert dict(written_again(page)).items() >= {**chosen, "story": STORY}.items()
        assert all(option.startswith(f"{value}.") for option in page.form(REPORT).options(below)[1:])
        assert len(page.form(REPORT).options(below)) > 5

    page = page_of(post(system, page.form(REPORT).sent("place", village="18.07.19.2001")), 200)
    page = page_of(post(system, page.form(REPORT).sent("place", province="35")), 200)
    assert {name for name, _ in written_again(page)} == {"province", "story"}
    assert "35.10" in page.form(REPORT).options("regency")
    assert page.form(REPORT).options("village") == [""]


def test_the_answers_to_check_hold_everything_and_their_number(system: System) -> None:
    page = checked(system)
    for said in ("Jumlah kurang atau dipotong", "Pendamping PKH", "Lampung", "Pasir Sakti", "1 November 2026", "Oktober 2026"):
        assert said in page.text
    for name in ("subject.name", "reporter.name", "reporter.phone", "reporter.nik", "payment.amount", "reporter.beneficiary"):
        assert str(TYPED[name]) in page.text
    assert " ".join(STORY.split()) in page.text
    credentials = carried(page)
    assert list(credentials) == list(IDENTITY)
    for secret in credentials.values():
        assert secret not in page.text, "what looks like a receipt is one: the report is in"

    edited = page_of(post(system, page.form(REPORT).sent("edit")), 200)
    assert sorted(written_again(edited)) == sorted([*pairs(TYPED), *credentials.items()])
    again = page_of(post(system, edited.form(REPORT).sent("check")), 200)
    assert carried(again) == credentials


def test_sent_twice_is_one_ticket_and_one_receipt(system: System) -> None:
    page = checked(system)
    first, second = (post(system, page.form(REPORT).sent("send")) for _ in range(2))
    assert first.text == second.text
    number, code = receipt_of(page_of(first, 200))
    assert {"number": number, "access_code": code}.items() <= carried(page).items()
    assert code in page_of(first, 200).text
    assert len(system.ports.tickets.case_file(TicketNumber.parse(number)).events) == 1


def test_the_receipts_code_links_to_this_site(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib.adapters.packaged.pages import PackagedPages

    drawn: list[str] = []
    draw = PackagedPages.qr

    def noted(self: PackagedPages, text: str) -> str:
        drawn.append(text)
        return draw(self, text)

    monkeypatch.setattr(PackagedPages, "qr", noted)
    page = checked(system)
    credentials = carried(page)
    receipt = page_of(post(system, page.form(REPORT).sent("send")), 200)
    assert drawn == [f"{os.environ.get('LAPOR_SITE_URL', '')}/status/#{credentials['number']}.{credentials['link_token']}"]
    assert [tag for tag, attributes in receipt.tags if tag == "svg" and attributes.get("role") == "img"]
    assert credentials["link_token"] not in receipt.text


def sent_raw(system: System, page: HtmlPage) -> Reply:
    """What answers a report that is sent, before a browser goes where it leads."""
    return system.public.call("POST", REPORT, page.form(REPORT).sent("send"), FORM)


def test_the_way_to_a_receipt_tells_nobody_else_and_opens_for_minutes(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    page = checked(system)
    led = sent_raw(system, page)
    assert led.status == 303
    address, _, query = led.headers["Location"].partition("?")
    for name, secret in carried(page).items():
        assert secret not in led.headers["Location"], name
    shown = [system.public.get(address, query=query) for _ in range(2)]
    assert [receipt_of(page_of(one, 200))[0] for one in shown] == [carried(page)["number"]] * 2
    assert shown[0].headers["Cache-Control"] == "no-store"
    half = len(query) // 2
    for forged in ("", "slip=", "slip=x", query[:-1], query[:half] + ("A" if query[half] != "A" else "B") + query[half + 1 :]):
        assert system.public.get(address, query=forged).headers["Location"] == "/status/", forged
    now = system.ports.now()
    monkeypatch.setattr("chalicelib.bootstrap.Adapters.now", lambda _: now + HELD + timedelta(seconds=1))
    assert system.public.get(address, query=query).headers["Location"] == "/status/"


@pytest.mark.parametrize("flag", ["danger", "violence", "psychosocial"])
def test_answers_of_a_delicate_report_are_kept_by_no_browser(system: System, flag: str) -> None:
    for typed in (TYPED | {"flags": [flag]}, TYPED | {"flags": [flag], "reporter.phone": "171"}):
        assert post(system, encoded(pairs(typed))).headers["Cache-Control"] == "no-store"
    plain = {name: value for name, value in TYPED.items() if name != "flags"}
    assert post(system, encoded(pairs(plain))).headers["Cache-Control"] == "private, no-cache"


def test_changed_after_sending_shows_the_first_receipt_and_says_so(system: System) -> None:
    page = checked(system)
    first = receipt_of(page_of(post(system, page.form(REPORT).sent("send")), 200))
    changed = page_of(post(system, page.form(REPORT).sent("send", story="Cerita lain.")), 200)
    assert receipt_of(changed) == first
    assert "Perubahan sesudah itu belum masuk" in changed.text


def test_somebody_elses_number_gives_nothing_of_theirs_but_a_new_number(system: System) -> None:
    theirs = system.submit(story="Cerita lain.", access_code="12345678").json
    mine = {"number": theirs["number"], "access_code": "87654321"}
    page = page_of(post(system, encoded([*pairs(TYPED), *mine.items(), ("step", "send")])), 409)
    assert "Nomor tadi sudah dipakai" in page.text
    assert theirs["desk"]["name"] not in page.text
    assert carried(page)["number"] != theirs["number"]
    receipt_of(page_of(post(system, page.form(REPORT).sent("send")), 200))


@pytest.mark.parametrize("error", [StoreBusy(), RuntimeError("SECRET of Siti Contoh")])
def test_a_store_that_fails_costs_neither_answers_nor_number(
    system: System, monkeypatch: pytest.MonkeyPatch, lines: list[str], error: Exception
) -> None:
    page = checked(system)
    with monkeypatch.context() as broken:
        broken.setattr("chalicelib.adapters.dynamodb.tickets.DynamoTickets.commit", raising(error))
        busy = page_of(post(system, page.form(REPORT).sent("send")), 503)
    assert "Layanan sedang sibuk" in busy.text
    assert busy.form(REPORT).filled() == page.form(REPORT).filled()
    assert "SECRET" not in busy.source + "".join(lines)
    assert ("failure" in "".join(lines)) is isinstance(error, RuntimeError)
    assert receipt_of(page_of(post(system, busy.form(REPORT).sent("send")), 200))[0] == carried(page)["number"]


WRONG = [
    ("category", "tanda", "category-payment_missing"),
    ("flags", ["fraud", "tanda"], "flags-danger"),
    ("subject.role", "tanda", "subject.role-neither"),
    ("subject.name", "x" * 101, "subject.name"),
    ("province", "99", "province"),
    ("regency", "18.99", "regency"),
    ("district", "18.07.99", "district"),
    ("happened_on", "31-11-2026", "happened_on"),
    ("happened_on", "2999-01-01", "happened_on"),
    ("story", "x" * 5_001, "story"),
    ("story", "\u200b\u3164", "story"),
    ("happened_on", "2-10-0026", "happened_on"),
    ("payment.amount", "300.00", "payment.amount"),
    ("payment.bank", "tanda", "payment.bank"),
    ("payment.month", "13-2026", "payment.month"),
    ("payment.amount", "dua ribu", "payment.amount"),
    ("reporter.name", "x" * 101, "reporter.name"),
    ("reporter.phone", "171", "reporter.phone"),
    ("reporter.nik", "1807194505800000", "reporter.nik"),
    ("reporter.beneficiary", "x" * 101, "reporter.beneficiary"),
    ("wishes.call_time", "tanda", "wishes.call_time"),
]
TYPED_FREELY = ("subject.name", "story", "payment.amount", "payment.month", "reporter.name", "reporter.phone", "reporter.nik")


@pytest.mark.parametrize(("name", "value", "place"), WRONG, ids=[f"{name}={str(value)[:12]}" for name, value, _ in WRONG])
def test_a_wrong_answer_leads_to_its_field_and_loses_nothing(
    system: System, name: str, value: str | list[str], place: str
) -> None:
    typed = TYPED | {name: value}
    page = page_of(post(system, encoded(pairs(typed))), 422)
    assert f"#{place}" in page.links
    assert problems_shown(page)
    kept = dict(written_again(page))
    for other in TYPED_FREELY:
        assert kept[other] == typed[other]
    [error] = [attributes for _, attributes in page.tags if attributes.get("id") == f"{name}-error"] or [{}]
    assert "hidden" not in error


def test_all_that_is_wrong_is_named_in_the_order_asked(system: System) -> None:
    page = page_of(post(system, encoded([("reporter.phone", "1"), ("subject.name", "x" * 101)])), 422)
    links = [link for link in page.links if link in ("#category-payment_missing", "#province", "#story", "#reporter.phone")]
    assert links == ["#category-payment_missing", "#province", "#story", "#reporter.phone"]
    assert problems_shown(page) == 5


@pytest.mark.parametrize(
    "extra",
    [{"tanda": "1"}, {"reporter.tanda": "1"}, {"reporter": "1"}, {"number": "x"}, {"access_code": "12345678"}, {"": "1"}],
    ids=str,
)
def test_what_no_field_holds_is_said_once_and_gone(system: System, extra: dict[str, str]) -> None:
    typed = [(name, value) for name, value in pairs(TYPED) if not ("reporter" in extra and name.startswith("reporter."))]
    page = page_of(post(system, encoded([*typed, *extra.items()])), 422)
    assert problems_shown(page)
    assert "tanda" not in page.text.replace("ditandai", "")
    assert not carried(page)
    again = page_of(post(system, page.form(REPORT).sent("check")), 200)
    assert set(carried(again)) == set(IDENTITY)


def test_no_log_line_carries_what_people_typed(system: System, lines: list[str]) -> None:
    page = checked(system)
    credentials = carried(page)
    post(system, page.form(REPORT).sent("send"))
    post(system, encoded(pairs(TYPED | {"reporter.phone": "171"})))
    post(system, encoded([("number", credentials["number"])]), STATUS)
    post(system, b"story=Siti&story=Siti")
    assert len(lines) == 6  # a report sent leads to its receipt
    told = [TYPED[name] for name in TYPED_FREELY] + list(credentials.values()) + ["Siti", "Uang", "Contoh"]
    assert not [word for line in lines for word in told if str(word) in line]


def test_the_code_is_the_peoples_own_form(system: System) -> None:
    """The number and code on a receipt open the ticket as the API knows it."""
    page = checked(system)
    number, code = receipt_of(page_of(post(system, page.form(REPORT).sent("send")), 200))
    assert AccessCode.parse(code).digits == code
    assert system.status(number).json["status"] == "received"


def raising(error: Exception) -> object:
    """A function that raises an error."""

    def raises(*_: object) -> None:
        raise error

    return raises
