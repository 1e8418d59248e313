"""Photos of a ticket: how many, what becomes of each, and that nothing sent twice, late or by nobody does harm."""

from datetime import timedelta

import pytest
from chalicelib.domain.errors import Invalid, NoPhotoRoom, NotOpened, StoreBusy
from chalicelib.domain.photos import Album, PhotoMedia, PhotoState, Refusal, photo_id
from chalicelib.domain.rulebook import rules
from chalicelib.usecases.add_photo import add_photo
from chalicelib.usecases.clean_photo import clean_photo
from chalicelib.usecases.open_case import open_case
from chalicelib.usecases.ports.photos import Arrival, Upload
from chalicelib.usecases.read_ticket import read_ticket
from chalicelib.usecases.submit_report import submit_report

from tests.support import pictures, samples
from tests.support.fakes import FakePorts

LIMITS = rules("limits")
IDENTITY = samples.credentials()
NUMBER, CODE = IDENTITY.number, IDENTITY.code
OTHER = samples.credentials(2)
PHOTO = "a" * 32


@pytest.fixture
def filed(ports: FakePorts) -> FakePorts:
    """Two tickets without photos."""
    for credentials in (IDENTITY, OTHER):
        submit_report(ports, samples.report(), credentials)
    return ports


def add(ports: FakePorts, photo: str = PHOTO) -> Upload:
    return add_photo(ports, NUMBER, CODE, photo, PhotoMedia.JPEG)


def states(ports: FakePorts) -> list[tuple[str, PhotoState, Refusal | None]]:
    return [(photo.id, photo.state, photo.reason) for photo in open_case(ports, NUMBER, CODE).album.photos]


def test_a_photo_waits_until_it_is_cleaned_and_then_the_desk_sees_it(filed: FakePorts) -> None:
    before = filed.tickets.get(NUMBER)
    upload = add(filed)
    assert states(filed) == [(PHOTO, PhotoState.WAITING, None)]
    arrival = filed.photo_files.send(upload, pictures.jpeg())
    assert read_ticket(filed, samples.PASIR_SAKTI_OFFICER, NUMBER)[1].links == {}
    clean_photo(filed, arrival)
    assert states(filed) == [(PHOTO, PhotoState.KEPT, None)]
    assert list(read_ticket(filed, samples.PASIR_SAKTI_OFFICER, NUMBER)[1].links) == [PHOTO]
    assert list(filed.photo_files.kept) == [(NUMBER, PHOTO)]
    assert not filed.photo_files.incoming
    assert filed.tickets.get(NUMBER) == before  # a photo is no version of the ticket


def test_a_refused_photo_is_named_and_leaves_room(filed: FakePorts) -> None:
    room = open_case(filed, NUMBER, CODE).album.room(filed.now())
    clean_photo(filed, filed.photo_files.send(add(filed), b"<svg>"))
    assert states(filed) == [(PHOTO, PhotoState.REFUSED, Refusal.NOT_AN_IMAGE)]
    assert not filed.photo_files.incoming
    assert not filed.photo_files.kept
    assert open_case(filed, NUMBER, CODE).album.room(filed.now()) == room == LIMITS["photos"]


@pytest.mark.parametrize("content", [pictures.jpeg(), b"<svg>"])
def test_what_is_told_of_twice_or_sent_again_changes_nothing(filed: FakePorts, content: bytes) -> None:
    upload = add(filed)
    arrival = filed.photo_files.send(upload, content)
    clean_photo(filed, arrival)
    once = states(filed), dict(filed.photo_files.kept)
    clean_photo(filed, arrival)
    assert add(filed).fields == upload.fields
    clean_photo(filed, filed.photo_files.send(upload, pictures.png()))
    assert (states(filed), filed.photo_files.kept) == once
    assert not filed.photo_files.incoming


def test_a_run_cut_off_at_any_point_is_made_good_by_the_next(filed: FakePorts, monkeypatch: pytest.MonkeyPatch) -> None:
    for place, step in enumerate(["photo_files.keep", "albums.put", "photo_files.discard"]):
        photo = f"{place:032x}"
        arrival = filed.photo_files.send(add(filed, photo), pictures.jpeg())
        port, method = step.split(".")
        with monkeypatch.context() as cut:
            cut.setattr(getattr(filed, port), method, lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                clean_photo(filed, arrival)
        clean_photo(filed, arrival)
        assert filed.albums.get(NUMBER).photos[place].state is PhotoState.KEPT
        assert (NUMBER, photo) in filed.photo_files.kept
        assert not filed.photo_files.incoming


def test_a_photo_nobody_asked_for_is_discarded(filed: FakePorts) -> None:
    stray = Upload("", {"number": NUMBER.symbols, "photo": "f" * 32})
    clean_photo(filed, filed.photo_files.send(stray, pictures.jpeg()))
    clean_photo(filed, Arrival("e" * 32, ""))
    assert not filed.photo_files.incoming
    assert not filed.photo_files.kept
    assert states(filed) == []


def test_only_who_opens_the_ticket_adds_photos(filed: FakePorts) -> None:
    with pytest.raises(NotOpened):
        add_photo(filed, NUMBER, OTHER.code, PHOTO, PhotoMedia.JPEG)
    assert states(filed) == []


def test_a_ticket_takes_so_many_photos_and_the_same_one_again(filed: FakePorts) -> None:
    photos = [f"{place:032x}" for place in range(LIMITS["photos"])]
    for photo in photos:
        add(filed, photo)
    assert open_case(filed, NUMBER, CODE).album.room(filed.now()) == 0
    with pytest.raises(NoPhotoRoom):
        add(filed)
    add(filed, photos[0])
    assert [photo for photo, _, _ in states(filed)] == photos


def test_what_can_no_longer_arrive_leaves_room_unless_it_is_asked_for_again(filed: FakePorts) -> None:
    for place in range(LIMITS["photos"]):
        add(filed, f"{place:032x}")
    filed.wait(timedelta(days=LIMITS["photo_days"]))
    add(filed, PHOTO)
    add(filed, "0" * 32)
    assert open_case(filed, NUMBER, CODE).album.room(filed.now()) == LIMITS["photos"] - 2


def test_nobody_asks_without_end(filed: FakePorts) -> None:
    for place in range(LIMITS["photo_asks"]):
        clean_photo(filed, filed.photo_files.send(add(filed, f"{place:032x}"), b""))
    with pytest.raises(NoPhotoRoom):
        add(filed)


def test_an_album_is_changed_whoever_changes_it_too(filed: FakePorts, monkeypatch: pytest.MonkeyPatch) -> None:
    put = filed.albums.put
    rivals = [f"{place:032x}" for place in range(3)]

    def contested(number: object, album: Album) -> None:
        if rivals:
            before = filed.albums.get(NUMBER)
            put(NUMBER, before.asked(rivals.pop(), filed.now()))
        put(NUMBER, album)

    monkeypatch.setattr(filed.albums, "put", contested)
    add(filed)
    assert len(filed.albums.get(NUMBER).photos) == 4


def test_an_album_contested_without_end_is_busy(filed: FakePorts, monkeypatch: pytest.MonkeyPatch) -> None:
    put = filed.albums.put

    def lost(number: object, album: Album) -> None:
        before = filed.albums.get(NUMBER)
        put(NUMBER, Album(before.version + 1, before.photos))
        put(NUMBER, album)

    monkeypatch.setattr(filed.albums, "put", lost)
    with pytest.raises(StoreBusy):
        add(filed)


@pytest.mark.parametrize("text", ["a" * 32, "A" * 32, "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"])
def test_an_id_is_written_one_way(text: str) -> None:
    assert photo_id(text) == PHOTO


@pytest.mark.parametrize("text", ["", "a" * 31, "a" * 33, "g" * 32, "../" + "a" * 29, "a" * 32 + "\n", "\u0661" * 32])
def test_what_is_no_id(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        photo_id(text)
    assert refused.value.problems == (("photo", "bad_photo"),)
