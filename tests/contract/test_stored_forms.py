"""What was stored by any earlier version is read, listed and changed by this one: `stored/` holds items of every form."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from chalicelib.adapters.dynamodb.albums import DynamoAlbums
from chalicelib.adapters.dynamodb.listeners import DynamoListeners
from chalicelib.adapters.dynamodb.outbox import DynamoOutbox
from chalicelib.adapters.dynamodb.rows import rows_of
from chalicelib.adapters.dynamodb.staff import DynamoRosters, DynamoStaff
from chalicelib.adapters.dynamodb.tickets import DynamoTickets
from chalicelib.domain.access import may_see
from chalicelib.domain.changes import Change
from chalicelib.domain.clocks import ClockName
from chalicelib.domain.errors import NumberUsed
from chalicelib.domain.events import Complainant, Officer
from chalicelib.domain.names import Marks
from chalicelib.domain.tiers import Desk, DeskKind, Tier
from chalicelib.domain.walls import OPEN, Wall
from chalicelib.domain.workflow import Status
from chalicelib.usecases.submit_report import submit_report

from infra.local.stack import TABLE
from infra.upgrade import upgrade
from tests.contract.test_store import moved, note_of
from tests.support import samples
from tests.support.engines import moto_store
from tests.support.fakes import FakePorts

STORED = sorted((Path(__file__).parent / "stored").glob("form-*.json"))
BEFORE_PHOTOS = "form-0"
WITH_FORMER_ROWS = ("form-0", "form-1")
WITHOUT_ROSTERS = STORED[:4]
WITH_TALK = "form-5"
FRESH, WALKED = samples.number(1), samples.number(2)
OFFICER = samples.PASIR_SAKTI_OFFICER
WATCHERS = (OFFICER.desk, samples.LAMPUNG_TIMUR_COORDINATOR.desk, samples.LAMPUNG_COORDINATOR.desk)
DINSOS = Desk(Tier.KABUPATEN, "18.07", DeskKind.DINSOS)  # watches since form 4, whose walls know names


def marks(name: str) -> Marks:
    return samples.named(name)[0]


@pytest.fixture(params=STORED, ids=lambda path: path.stem)
def form(request: pytest.FixtureRequest) -> Path:
    """The file of one form."""
    path: Path = request.param
    return path


@pytest.fixture
def client(form: Path) -> Iterator[Any]:
    """A client of a table that holds the items of a form and nothing else."""
    with moto_store() as client:
        for item in json.loads(form.read_text(encoding="utf-8")):
            client.put_item(TableName=TABLE, Item=item)
        yield client


def rows_in(client: Any) -> dict[tuple[str, str], Any]:
    items = client.scan(TableName=TABLE)["Items"]
    found = {(item["pk"]["S"], item["sk"]["S"]): item for item in items}
    return {
        key: item
        for key, item in found.items()
        if key[0].startswith(("INBOX#", "QUEUE#", "DUE#", "FOUND#")) or key[1].startswith("WATCH#")
    }


def test_there_is_a_file_for_every_form() -> None:
    assert len(STORED) == 9


def test_a_ticket_that_nobody_touched_reads_as_it_was(client: Any, form: Path) -> None:
    file = DynamoTickets(client, TABLE).case_file(FRESH)
    ticket = file.ticket
    assert (ticket.version, ticket.status, ticket.desk) == (1, Status.RECEIVED, OFFICER.desk)
    older = form in WITHOUT_ROSTERS
    assert (ticket.watchers, ticket.excluded) == (WATCHERS if older else (*WATCHERS, DINSOS), ())
    assert (ticket.wall, ticket.assignee) == (OPEN if older else Wall(accused=marks("Joko Contoh")), None)
    assert (ticket.receipt.passed, ticket.answer_by, ticket.ending, ticket.rating) == ((), None, None, None)
    # No clock was kept before form 6: those that run by where it stands.
    assert [(clock.name, clock.since) for clock in ticket.clocks] == [
        (name, ticket.receipt.received_at) for name in (ClockName.VERIFY, ClockName.ANSWER, ClockName.RESOLVE)
    ]
    assert (ticket.answered_at, ticket.receipt.due) == (None, None if form.stem < "form-6" else ticket.clocks[0].due)
    # No event was linked before form 7: the trail begins with the next.
    assert bool(ticket.head) is (form.stem >= "form-7")
    assert [event.digest for event in file.events] == [ticket.head]
    # Nothing was asked to be erased before form 8.
    assert (ticket.erasure, ticket.held, ticket.photos_left, ticket.erased) == (None, False, False, False)
    # Nothing had a label before form 9.
    assert ticket.labels == ()
    assert (ticket.receipt.desk, ticket.receipt.received_at) == (OFFICER.desk, datetime(2026, 11, 22, 3, 0, tzinfo=UTC))
    assert [step.status for step in ticket.steps] == [Status.RECEIVED]
    assert ticket.digests.earlier_codes == ()
    assert [event.actor for event in file.events] == [Complainant()]
    assert list(file.sealed) == (["statement"] if form.stem < WITH_TALK else ["statement", "own-1"])
    assert may_see(OFFICER, ticket, ticket.updated_at)
    assert not may_see(samples.SUKADANA_OFFICER, ticket, ticket.updated_at)


# Before, a sender had no link, and was asked fewer questions.
@pytest.mark.parametrize("form", STORED[1:], ids=lambda path: path.stem, indirect=True)
def test_a_report_sent_again_is_still_the_same(client: Any) -> None:
    ports: Any = FakePorts()
    ports.tickets = DynamoTickets(client, TABLE)
    stored = {event.id for number in (FRESH, WALKED) for event in ports.tickets.case_file(number).events}
    while ports.new_id() in stored:
        pass  # the ids of these ports begin anew, real ones never do
    assert submit_report(ports, samples.report(), samples.credentials(1)) == ports.tickets.get(FRESH).receipt
    with pytest.raises(NumberUsed):
        submit_report(ports, samples.report("Cerita lain."), samples.credentials(1))


def test_a_ticket_that_was_walked_reads_with_who_did_what_and_its_notes(client: Any, form: Path) -> None:
    file = DynamoTickets(client, TABLE).case_file(WALKED)
    assert (file.ticket.version, file.ticket.status) == (5, Status.ANSWERED)
    assert (file.ticket.steps[0].status, file.ticket.steps[-1].status) == (Status.RECEIVED, Status.ANSWERED)
    assert [clock.name for clock in file.ticket.clocks] == [ClockName.OBJECTION]
    assert file.ticket.answered_at == file.ticket.updated_at
    assert [event.actor for event in file.events] == [Complainant(), *[Officer(OFFICER.sub, OFFICER.desk)] * 4]
    notes = {"note-2", "note-3", "note-4"}
    talk = {"own-1", "outcome-5", "done-5", "message-5", "credited_on-5", "reference-5"}
    assert set(file.sealed) == {"statement", *notes, *({"note-5"} if form.stem < WITH_TALK else talk)}


def test_news_staff_photos_and_listeners_read(client: Any, form: Path) -> None:
    news = list(DynamoOutbox(client, TABLE).pending(datetime(2027, 1, 1, tzinfo=UTC)))
    assert sorted((one.number.symbols, one.version) for one in news) == sorted(
        [(FRESH.symbols, 1), *((WALKED.symbols, version) for version in range(1, 6))]
    )
    assert DynamoStaff(client, TABLE).get(OFFICER.sub) == (replace(OFFICER, names=()) if form in WITHOUT_ROSTERS else OFFICER)
    assert len(DynamoAlbums(client, TABLE).get(FRESH).photos) == (0 if form.stem == BEFORE_PHOTOS else 3)
    assert len(DynamoListeners(client, TABLE).of(OFFICER.desk)) == (0 if form.stem == BEFORE_PHOTOS else 1)


def test_an_upgrade_lists_each_ticket_at_its_desks_and_leaves_no_row_of_before(client: Any, form: Path) -> None:
    tickets = DynamoTickets(client, TABLE)
    # Work queues came after form 7.
    assert upgrade(client, TABLE, marks) == (2 if form.stem < "form-8" else 0)
    assert rows_in(client) == rows_of(tickets.get(FRESH)) | rows_of(tickets.get(WALKED))
    for desk in WATCHERS:
        assert [entry["number"] for entry in tickets.inbox(samples.reader(desk), None, 50, None).entries] == [
            str(FRESH),
            str(WALKED),
        ]
    assert upgrade(client, TABLE, marks) == 0


def test_a_ticket_that_moved_before_the_upgrade_is_upgraded_as_it_stands(client: Any) -> None:
    tickets = DynamoTickets(client, TABLE)
    step = moved(tickets.get(FRESH), "identify")
    tickets.commit(step, note_of(step))
    upgrade(client, TABLE, marks)
    assert rows_in(client) == rows_of(step.after) | rows_of(tickets.get(WALKED))
    again = moved(tickets.get(WALKED), "confirm", actor=Complainant())
    tickets.commit(again, note_of(again))
    assert rows_in(client) == rows_of(step.after) | rows_of(again.after)


@pytest.mark.parametrize("form", STORED[: len(WITH_FORMER_ROWS)], ids=lambda path: path.stem, indirect=True)
def test_a_ticket_that_changes_under_the_upgrade_is_read_again(client: Any) -> None:
    tickets, meant = DynamoTickets(client, TABLE), list[Change]()

    class Rival:
        """A client beside which somebody moves the ticket, once, between read and write."""

        exceptions = client.exceptions

        def __getattr__(self, name: str) -> Any:
            return getattr(client, name)

        def transact_write_items(self, **arguments: Any) -> Any:
            if not meant:
                meant.append(moved(tickets.get(FRESH), "identify"))
                tickets.commit(meant[0], {})
            return client.transact_write_items(**arguments)

    upgrade(Rival(), TABLE, marks)
    assert rows_in(client) == rows_of(meant[0].after) | rows_of(tickets.get(WALKED))


@pytest.mark.parametrize("form", WITHOUT_ROSTERS, ids=lambda path: path.stem, indirect=True)
def test_staff_of_before_are_in_the_roster_of_their_place_after_the_upgrade(client: Any) -> None:
    assert not DynamoRosters(client, TABLE).at(OFFICER.desk)
    upgrade(client, TABLE, marks)
    assert DynamoStaff(client, TABLE).get(OFFICER.sub) == OFFICER
    assert list(DynamoRosters(client, TABLE).at(OFFICER.desk)) == [OFFICER.member]
