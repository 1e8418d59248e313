"""What each operation costs the store, and what it does when the store is busy, conflicted or replies too late."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from chalicelib.adapters.dynamodb.albums import DynamoAlbums
from chalicelib.adapters.dynamodb.client import make_client
from chalicelib.adapters.dynamodb.code_tries import DynamoCodeTries
from chalicelib.adapters.dynamodb.staff import DynamoRosters, DynamoStaff
from chalicelib.adapters.dynamodb.tickets import DynamoTickets
from chalicelib.adapters.dynamodb.writers import DynamoWriters
from chalicelib.adapters.envelope import Envelope
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import LinkToken
from chalicelib.domain.errors import LaporError, NotOpened, StoreBusy
from chalicelib.domain.tiers import Desk, Tier
from chalicelib.domain.walls import Wall
from chalicelib.usecases.act import act, act_for_family
from chalicelib.usecases.glimpse import glimpse, say_writing
from chalicelib.usecases.list_inbox import list_inbox
from chalicelib.usecases.look_up_status import look_up_status
from chalicelib.usecases.open_case import open_case
from chalicelib.usecases.ports.tickets import Overtaken
from chalicelib.usecases.read_ticket import read_ticket
from chalicelib.usecases.submit_report import submit_report
from chalicelib.usecases.sweep_deadlines import sweep_deadlines

from infra.local.stack import TABLE
from tests.contract.test_store import SEALED, moved, opened
from tests.support import samples
from tests.support.engines import moto_store
from tests.support.fakes import FakePorts, FakeWrapper


class Recorder:
    """A client that notes each call and can be told to fail the next one, before or after the store has done it."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.calls: list[str] = []
        self.fail_before: list[Exception] = []
        self.fail_after: list[Exception] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(**arguments: Any) -> Any:
            self.calls.append(name)
            if self.fail_before:
                raise self.fail_before.pop(0)
            answer = getattr(self._client, name)(**arguments)
            if self.fail_after:
                raise self.fail_after.pop(0)
            return answer

        return call


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    with moto_store() as client:
        yield Recorder(client)


def store_on(client: Any) -> DynamoTickets:
    return DynamoTickets(client, TABLE)


def cancelled(*reasons: str) -> ClientError:
    response: Any = {
        "Error": {"Code": "TransactionCanceledException"},
        "CancellationReasons": [{"Code": reason} for reason in reasons],
    }
    return ClientError(response, "TransactWriteItems")


def throttled() -> ClientError:
    return ClientError({"Error": {"Code": "ProvisionedThroughputExceededException"}}, "GetItem")


def test_each_operation_is_one_call(recorder: Recorder) -> None:
    tickets = store_on(recorder)
    added = opened(1)
    tickets.commit(added, SEALED)
    tickets.get(added.after.number)
    tickets.inbox(samples.PASIR_SAKTI_OFFICER, None, 50, None)
    tickets.case_file(added.after.number)
    tickets.commit(moved(added.after, "identify"), {})
    assert recorder.calls == ["transact_write_items", "get_item", "query", "query", "transact_write_items"]


class CountingWrapper(FakeWrapper):
    """Counts how often a data key is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []

    def new_data_key(self, compartment: Compartment) -> tuple[bytes, bytes]:
        self.calls.append(f"new key for {compartment}")
        return super().new_data_key(compartment)

    def unwrap(self, wrapped: bytes, compartment: Compartment | None) -> bytes:
        self.calls.append(f"unwrap {compartment}")
        return super().unwrap(wrapped, compartment)


def test_what_each_use_case_asks_of_the_store_and_of_the_keys(recorder: Recorder) -> None:
    ports: Any = FakePorts()
    wrapper = CountingWrapper()
    ports.tickets, ports.albums, ports.vault = store_on(recorder), DynamoAlbums(cast("Any", recorder), TABLE), Envelope(wrapper)
    ports.rosters = DynamoRosters(cast("Any", recorder), TABLE)
    ports.writers = DynamoWriters(cast("Any", recorder), TABLE)
    for sub in (samples.PASIR_SAKTI_OFFICER.sub, "sub-colleague"):
        DynamoStaff(recorder._client, TABLE).put(replace(samples.PASIR_SAKTI_OFFICER, sub=sub))
    officer, credentials = samples.PASIR_SAKTI_OFFICER, samples.credentials()

    def asked(work: Callable[[], Any]) -> list[str]:
        recorder.calls.clear()
        wrapper.calls.clear()
        with suppress(LaporError):
            work()
        return [*recorder.calls, *wrapper.calls]

    note = {"note": "Sudah dicek."}
    keys = ["new key for case", "new key for talk", "new key for identity"]
    assert asked(lambda: submit_report(ports, replace(samples.report(), reporter=None), samples.credentials(2))) == [
        # Who is at work on the first desk, then all at once.
        *("query", "transact_write_items", "new key for case", "new key for talk")
    ]
    assert asked(lambda: submit_report(ports, samples.report(), credentials)) == ["query", "transact_write_items", *keys]
    again = ["query", "transact_write_items", "get_item", *keys]
    assert asked(lambda: submit_report(ports, samples.report(), credentials)) == again
    assert asked(lambda: look_up_status(ports, credentials.number)) == ["get_item"]
    assert asked(lambda: list_inbox(ports, officer, None, 50, None)) == ["query"]
    # The case file, the photos and who read them, what else is under phone and NIK, who is writing.
    assert asked(lambda: read_ticket(ports, officer, credentials.number)) == [
        *("query", "update_item", "query", "query", "batch_get_item", "unwrap case")
    ]
    # A list's glimpses: the tickets, who is writing; a key for each story.
    both = [credentials.number, samples.credentials(2).number]
    assert asked(lambda: glimpse(ports, officer, both)) == ["batch_get_item", "batch_get_item", "unwrap case", "unwrap case"]
    assert asked(lambda: say_writing(ports, officer, credentials.number, writing=True)) == ["get_item", "put_item"]
    assert asked(lambda: say_writing(ports, officer, credentials.number, writing=False)) == ["get_item", "delete_item"]
    move = ["query", "transact_write_items", "unwrap case"]
    assert asked(lambda: act(ports, officer, credentials.number, "identify", 1, note)) == move
    # What the rules refuse costs the read alone: nothing is unwrapped or sealed for it.
    assert asked(lambda: act(ports, officer, credentials.number, "approve_close", 2, note)) == ["query"]
    assert asked(lambda: act(ports, officer, credentials.number, "identify", 1, note)) == ["query"]
    assert asked(lambda: act(ports, samples.SUKADANA_OFFICER, credentials.number, "ask", 2, note)) == ["query"]
    # What families read is sealed under a key of its own.
    said = {"message": "Sedang kami periksa."}
    tell = ["query", "transact_write_items", "unwrap talk", "unwrap case"]
    assert asked(lambda: act(ports, officer, credentials.number, "tell", 2, said)) == tell
    secret = credentials.token
    assert secret

    def wrote(message: str) -> list[str]:
        return asked(lambda: act_for_family(ports, credentials.number, secret, "message", {"message": message}, "0" * 16))

    # Whether the secret holds, what there is, the change, the photos; and nothing of it twice when it is sent twice.
    assert wrote("Terima kasih.") == ["get_item", "query", "transact_write_items", "get_item", "unwrap talk"]
    assert wrote("Terima kasih.") == ["get_item", "query", "get_item", "unwrap talk"]
    assert asked(lambda: sweep_deadlines(ports)) == ["query"] * 8
    # Of one that is late: as it stands, who is at work above, the change. No key is asked for.
    DynamoStaff(recorder._client, TABLE).put(samples.LAMPUNG_TIMUR_COORDINATOR)
    ports.wait(timedelta(days=6))
    assert asked(lambda: sweep_deadlines(ports)) == [*["query"] * 8, "get_item", "query", "transact_write_items"]


def test_whoever_may_not_read_the_confidential_track_does_not_pay_for_it_either(recorder: Recorder) -> None:
    tickets = store_on(recorder)
    district = "18.07.19"
    for seed in range(40):
        change = opened(seed)
        tickets.commit(replace(change, after=replace(change.after, wall=Wall(confidential=seed > 0))), SEALED)
    recorder.calls.clear()
    page = tickets.inbox(samples.reader(Desk(Tier.KABUPATEN, district[:5])), None, 2, None)
    assert ([entry["number"] for entry in page.entries], page.next) == ([str(samples.number(0))], None)
    assert recorder.calls == ["query"]
    marked = replace(samples.reader(Desk(Tier.KABUPATEN, district[:5])), confidential=True)
    recorder.calls.clear()
    assert len(tickets.inbox(marked, None, 50, None).entries) == 40
    assert recorder.calls == ["query"]


def test_opening_a_ticket_asks_for_ticket_and_photos_and_a_code_costs_one_update_more(recorder: Recorder) -> None:
    store, client = FakePorts(), cast("Any", recorder)
    on_table: Any = store
    on_table.tickets, on_table.albums = store_on(recorder), DynamoAlbums(client, TABLE)
    on_table.code_tries = DynamoCodeTries(client, TABLE)
    submit_report(store, samples.report(), samples.credentials())
    recorder.calls.clear()
    credentials = samples.credentials()
    assert credentials.token
    for secret in (credentials.token, LinkToken.mint(), credentials.code, samples.code(2)):
        recorder.calls.append(type(secret).__name__)
        with suppress(NotOpened):
            open_case(store, credentials.number, secret)
    with suppress(NotOpened):
        open_case(store, samples.number(2), credentials.code)
    # The ticket; once it is open what was said, and the photos.
    assert recorder.calls == [
        *("LinkToken", "get_item", "query", "get_item"),
        *("LinkToken", "get_item"),
        *("AccessCode", "get_item", "update_item", "query", "get_item"),
        *("AccessCode", "get_item", "update_item"),
        "get_item",
    ]


def test_a_conflict_with_a_rival_is_tried_again(recorder: Recorder) -> None:
    tickets = store_on(recorder)
    recorder.fail_before = [cancelled("TransactionConflict", "None"), cancelled("TransactionConflict", "None")]
    tickets.commit(opened(1), SEALED)
    assert tickets.get(opened(1).after.number) == opened(1).after


def test_a_conflict_that_does_not_end_is_busy_and_writes_nothing(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.adapters.dynamodb.tickets._CONFLICT_WAIT", 0.001)
    tickets = store_on(recorder)
    recorder.fail_before = [cancelled("TransactionConflict")] * 5
    with pytest.raises(StoreBusy):
        tickets.commit(opened(1), SEALED)


@pytest.mark.parametrize("error", [throttled(), ReadTimeoutError(endpoint_url="x")])
def test_a_store_that_cannot_answer_is_busy(recorder: Recorder, error: Exception) -> None:
    tickets = store_on(recorder)
    recorder.fail_before = [error]
    with pytest.raises(StoreBusy):
        tickets.get(opened(1).after.number)


def test_a_move_stored_although_the_reply_was_lost_is_ours_when_tried_again(recorder: Recorder) -> None:
    tickets = store_on(recorder)
    added = opened(1)
    tickets.commit(added, SEALED)
    step = moved(added.after, "identify")
    recorder.fail_after = [ReadTimeoutError(endpoint_url="x")]
    with pytest.raises(StoreBusy):
        tickets.commit(step, {})
    tickets.commit(step, {})
    with pytest.raises(Overtaken):
        tickets.commit(moved(added.after, "identify", "somebody else"), {})
    assert len(tickets.case_file(added.after.number).events) == 2


def test_the_client_parses_answers_as_plain_json_and_errors_as_botocore_does(
    engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in engine.environment().items():
        monkeypatch.setenv(name, value)
    client = make_client()
    client.put_item(TableName=TABLE, Item={"pk": {"S": "x"}, "sk": {"S": "y"}, "n": {"N": "7"}})
    answer = client.get_item(TableName=TABLE, Key={"pk": {"S": "x"}, "sk": {"S": "y"}})
    assert answer["Item"]["n"] == {"N": "7"}
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    with pytest.raises(ClientError) as refused:
        client.put_item(
            TableName=TABLE, Item={"pk": {"S": "x"}, "sk": {"S": "y"}}, ConditionExpression="attribute_not_exists(pk)"
        )
    assert refused.value.response["Error"]["Code"] == "ConditionalCheckFailedException"
