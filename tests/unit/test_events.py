"""What AWS calls: streams and queues that hand over poison, repeats, gaps and disorder lose nothing and hold up nobody."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.photos import PhotoMedia, PhotoState
from chalicelib.domain.reports import Subject
from chalicelib.domain.tiers import Tier
from chalicelib.entrypoints import events
from chalicelib.usecases.add_photo import add_photo
from chalicelib.usecases.deliver_news import STREAM_GRACE
from chalicelib.usecases.ports.news import News
from chalicelib.usecases.submit_report import submit_report
from hypothesis import given
from hypothesis import strategies as st

from tests.support import pictures, samples
from tests.support.fakes import FakePorts

Record = dict[str, Any]
SEEDS = (1, 2, 3)


@pytest.fixture
def filed(ports: FakePorts) -> FakePorts:
    """Three reports whose news nobody has been told of."""
    return file_reports(ports)


def file_reports(ports: FakePorts) -> FakePorts:
    for seed in SEEDS:
        submit_report(ports, samples.report(), samples.credentials(seed))
    return ports


def records(ports: FakePorts) -> list[Record]:
    """The stream's records of the outbox rows, in the order of the reports."""
    rows = {news.number: position for position, news in ports.outbox.rows.items()}
    return [inserted(seed, {"position": rows[samples.number(seed)]}) for seed in SEEDS]


def inserted(sequence: int, image: Mapping[str, Any]) -> Record:
    return {"eventName": "INSERT", "dynamodb": {"SequenceNumber": str(sequence), "NewImage": image}}


def deliver(ports: FakePorts, *given_records: Record) -> list[str]:
    """Hand a batch over; return the sequence numbers that are to be tried again."""
    answer = events.deliver_from_stream(ports, {"Records": list(given_records)})
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def told(ports: FakePorts) -> list[TicketNumber]:
    return [news.number for news in ports.announcer.told]


NUMBERS = [samples.number(seed) for seed in SEEDS]
POISON: dict[str, Mapping[str, Any]] = {
    "no image": {"eventName": "INSERT", "dynamodb": {"SequenceNumber": "2"}},
    "no row of ours": inserted(2, {"position": "somewhere else"}),
    "an empty image": inserted(2, {}),
    "no kind": {"dynamodb": {"SequenceNumber": "2", "NewImage": {}}},
}


def test_a_batch_is_told_in_order_and_struck_off(filed: FakePorts) -> None:
    assert deliver(filed, *records(filed)) == []
    assert told(filed) == NUMBERS
    assert not filed.outbox.rows


def test_a_removed_or_changed_row_is_no_news(filed: FakePorts) -> None:
    batch = [record | {"eventName": kind} for record, kind in zip(records(filed), ("REMOVE", "MODIFY", "REMOVE"), strict=True)]
    assert deliver(filed, *batch) == []
    assert told(filed) == []
    assert len(filed.outbox.rows) == 3


@pytest.mark.parametrize("poison", POISON.values(), ids=POISON.keys())
def test_poison_is_named_as_what_failed_and_the_rest_waits_for_its_turn(filed: FakePorts, poison: Record) -> None:
    first, _, last = records(filed)
    assert deliver(filed, first, poison, last) == ["2"]
    assert told(filed) == NUMBERS[:1]
    assert len(filed.outbox.rows) == 2


def test_a_record_nobody_can_number_fails_the_whole_batch(filed: FakePorts) -> None:
    with pytest.raises(KeyError):
        deliver(filed, {"eventName": "INSERT", "dynamodb": {}})


def test_what_could_not_be_told_stays_and_is_told_when_it_comes_again(filed: FakePorts) -> None:
    batch = records(filed)
    filed.announcer.broken = {NUMBERS[1]}
    assert deliver(filed, *batch) == ["2"]
    assert {news.number for news in filed.outbox.rows.values()} == set(NUMBERS[1:]), "nothing is struck off before it is told"
    filed.announcer.broken = set()
    assert deliver(filed, *batch[1:]) == []
    assert told(filed) == NUMBERS
    assert not filed.outbox.rows


def test_news_is_told_before_it_is_struck_off(filed: FakePorts, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []

    def noted(name: str, then: Callable[..., None]) -> Callable[..., None]:
        def call(*what: Any) -> None:
            order.append(name)
            then(*what)

        return call

    monkeypatch.setattr(filed.announcer, "tell_desk", noted("tell", filed.announcer.tell_desk))
    monkeypatch.setattr(filed.outbox, "settle", noted("settle", filed.outbox.settle))
    deliver(filed, records(filed)[0])
    assert order == ["tell", "settle"]


def test_news_that_cannot_be_struck_off_comes_again(filed: FakePorts, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(_delivered: list[News]) -> None:
        raise ConnectionError

    batch = records(filed)
    with monkeypatch.context() as broken:
        broken.setattr(filed.outbox, "settle", busy)
        assert deliver(filed, *batch) == ["1"]
    assert deliver(filed, *batch) == []
    assert told(filed) == [NUMBERS[0], *NUMBERS], "at least once: the desk may hear twice, never not"


@given(st.lists(st.sampled_from(range(3)), max_size=8))
def test_repeats_gaps_and_disorder_leave_only_what_did_not_come(order: list[int]) -> None:
    ports = file_reports(FakePorts())
    batch = records(ports)
    assert deliver(ports, *(batch[place] for place in order)) == []
    assert {news.number for news in ports.outbox.rows.values()} == {NUMBERS[place] for place in range(3) if place not in order}
    assert told(ports) == [NUMBERS[place] for place in order]


def test_a_desk_that_nobody_listens_for_holds_up_nobody_and_its_news_stays(filed: FakePorts) -> None:
    first, second, third = records(filed)
    submit_report(filed, samples.report(district=samples.SUKADANA), samples.credentials(4))
    [unheard] = [place for place, news in filed.outbox.rows.items() if news.number == samples.number(4)]
    filed.announcer.unheard = {samples.SUKADANA_OFFICER.desk}
    assert deliver(filed, first, inserted(9, {"position": unheard}), second, third) == []
    assert told(filed) == NUMBERS
    assert list(filed.outbox.rows) == [unheard]
    with pytest.raises(RuntimeError):
        events.sweep(filed, grace=-STREAM_GRACE)
    assert list(filed.outbox.rows) == [unheard]
    filed.announcer.unheard = set()
    events.sweep(filed, grace=-STREAM_GRACE)
    assert not filed.outbox.rows


def told_of(ports: FakePorts, **said: Any) -> dict[Tier, tuple[str, ...]]:
    """Submit a report and deliver its news; return who of which tier was told."""
    submit_report(ports, replace(samples.report(), **said), samples.credentials(9))
    with suppress(RuntimeError):
        events.sweep(ports, grace=-STREAM_GRACE)
    return {news.desk.tier: subs for news, subs in ports.announcer.to}


def test_an_urgent_report_is_told_to_kabupaten_and_province_at_once_and_to_marked_readers_alone(ports: FakePorts) -> None:
    for staff in samples.STAFF:
        ports.staff.put(staff)
        ports.staff.put(replace(staff, sub=f"{staff.sub}-unmarked", confidential=False))
    kabupaten, provinsi = (samples.LAMPUNG_TIMUR_COORDINATOR.sub,), (samples.LAMPUNG_COORDINATOR.sub,)
    danger = told_of(ports, flags=("danger",), subject=None)
    assert danger == {Tier.KABUPATEN: kabupaten, Tier.PROVINSI: provinsi}
    assert not ports.outbox.rows


def test_an_urgent_report_about_the_coordinator_is_not_told_to_her(ports: FakePorts) -> None:
    for staff in samples.STAFF:
        ports.staff.put(staff)
    named = Subject("coordinator", "Ibu Sari Contoh")
    assert told_of(ports, flags=("danger",), subject=named) == {Tier.PROVINSI: (samples.LAMPUNG_COORDINATOR.sub,)}


def test_a_report_that_is_not_urgent_is_told_to_its_desk_alone_but_not_to_whom_it_names(ports: FakePorts) -> None:
    for staff in samples.STAFF:
        ports.staff.put(staff)
    ports.staff.put(replace(samples.PASIR_SAKTI_OFFICER, sub="tono", names=samples.named("Tono Contoh")))
    assert told_of(ports, subject=Subject("group_head", "bu rina")) == {Tier.KECAMATAN: ("tono",)}


def test_an_empty_batch_is_no_failure(ports: FakePorts) -> None:
    assert deliver(ports) == []
    assert events.clean_photos(ports, {"Records": []}) == {"batchItemFailures": []}


def test_a_failed_sweep_fails_so_that_its_alarm_sounds(filed: FakePorts) -> None:
    filed.announcer.broken = {NUMBERS[0]}
    with pytest.raises(RuntimeError):
        events.sweep(filed, grace=-STREAM_GRACE)
    assert {news.number for news in filed.outbox.rows.values()} == {NUMBERS[0]}


PHOTOS = ["a" * 32, "b" * 32, "c" * 32]


def send_photos(ports: FakePorts) -> list[Record]:
    """Three photos of one report that have arrived, and the queue's messages of them."""
    credentials = samples.credentials(1)
    for photo in PHOTOS:
        upload = add_photo(ports, credentials.number, credentials.code, photo, PhotoMedia.JPEG)
        ports.photo_files.send(upload, pictures.jpeg(pictures.picture((33, 21))))
    return [{"messageId": f"message-{photo[0]}", "body": photo} for photo in PHOTOS]


def clean(ports: FakePorts, *messages: Record) -> list[str]:
    """Hand messages over; return the ids of those to be tried again."""
    return [
        failure["itemIdentifier"] for failure in events.clean_photos(ports, {"Records": list(messages)})["batchItemFailures"]
    ]


def states(ports: FakePorts) -> list[PhotoState]:
    return [photo.state for photo in ports.albums.get(samples.number(1)).photos]


def test_a_photo_that_fails_is_tried_again_and_holds_up_no_other(filed: FakePorts, monkeypatch: pytest.MonkeyPatch) -> None:
    messages = send_photos(filed)
    keep = filed.photo_files.keep

    def broken(number: TicketNumber, photo: str, content: bytes) -> None:
        if photo == PHOTOS[1]:
            raise ConnectionError
        keep(number, photo, content)

    with monkeypatch.context() as store:
        store.setattr(filed.photo_files, "keep", broken)
        assert clean(filed, *messages) == ["message-b"]
    assert states(filed) == [PhotoState.KEPT, PhotoState.WAITING, PhotoState.KEPT]
    assert PHOTOS[1] in filed.photo_files.incoming, "what failed is still there to be cleaned"
    assert clean(filed, messages[1]) == []
    assert states(filed) == [PhotoState.KEPT] * 3
    assert not filed.photo_files.incoming


def test_a_notice_that_cannot_be_read_is_tried_again_and_holds_up_no_other(
    filed: FakePorts, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages = send_photos(filed)
    arrivals = filed.photo_files.arrivals

    def reading(notice: str) -> Any:
        if notice == "poison":
            raise ValueError
        return arrivals(notice)

    monkeypatch.setattr(filed.photo_files, "arrivals", reading)
    poison = {"messageId": "message-x", "body": "poison"}
    assert clean(filed, messages[0], poison, {"messageId": "message-y"}, *messages[1:]) == ["message-x", "message-y"]
    assert states(filed) == [PhotoState.KEPT] * 3


def test_repeated_late_and_unknown_photos_change_nothing(filed: FakePorts) -> None:
    messages = send_photos(filed)
    unknown = {"messageId": "message-z", "body": "f" * 32}
    assert clean(filed, messages[2], messages[0], messages[2], unknown, messages[1], messages[0]) == []
    album = filed.albums.get(samples.number(1))
    assert states(filed) == [PhotoState.KEPT] * 3
    assert clean(filed, *messages) == []
    assert filed.albums.get(samples.number(1)) == album
