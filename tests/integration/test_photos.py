"""Photos over HTTP: asked for, sent, cleaned, seen by the desk or named to the complainant; the ticket never waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from chalicelib.domain.credentials import LinkToken
from chalicelib.domain.photos import PhotoMedia
from chalicelib.domain.rulebook import rules
from PIL import Image

from infra.local import uploads
from infra.local.photos import PATH, FolderPhotoFiles
from infra.local.sweeps import clean_photos
from tests.integration.conftest import System
from tests.support import pictures
from tests.support.http import Reply, photo_form

LIMITS = rules("limits")
PHOTO = "a" * 32


@dataclass(frozen=True)
class Filed:
    """A report and the secret of its link."""

    system: System
    number: str
    secret: Mapping[str, str]

    def ask(self, **changes: object) -> Reply:
        """Ask how to send a photo."""
        body = {"number": self.number, "photo": PHOTO, **self.secret, **changes}
        return self.system.public.post("/api/v1/tickets/photos", body)

    def send(self, content: bytes, photo: str = PHOTO) -> HTTPStatus:
        """Send a photo as a browser would."""
        asked = self.ask(photo=photo)
        assert asked.status == 200, asked.text
        assert urlsplit(asked.json["url"]).path == PATH
        body, media = photo_form(asked.json["fields"], content)
        length = str(len(body))
        environ = {"REQUEST_METHOD": "POST", "CONTENT_TYPE": media, "CONTENT_LENGTH": length, "wsgi.input": BytesIO(body)}
        return uploads.answer(self.files, environ, PATH).status

    def open(self) -> Any:
        """Open the ticket."""
        opened = self.system.public.post("/api/v1/tickets/open", {"number": self.number, **self.secret})
        assert opened.status == 200, opened.text
        return opened.json

    def seen_by_desk(self) -> Any:
        """Return the photos as the desk reads them."""
        path = f"/api/v1/staff/tickets/{self.number}"
        return self.system.admin.get(path, self.system.token("pasir-sakti")).json["photos"]

    @property
    def files(self) -> FolderPhotoFiles:
        """Where photos lie."""
        assert isinstance(self.system.ports.photo_files, FolderPhotoFiles)
        return self.system.ports.photo_files


@pytest.fixture
def filed(system: System) -> Filed:
    """A report with a receipt link."""
    token = LinkToken.mint().text
    return Filed(system, system.submit(link_token=token).json["number"], {"link_token": token})


def fetched(filed: Filed, url: str) -> bytes:
    parts = urlsplit(url)
    answer = uploads.answer(filed.files, {"REQUEST_METHOD": "GET", "QUERY_STRING": parts.query}, parts.path)
    assert (answer.status, answer.media) == (200, "image/jpeg")
    return answer.body


def test_a_photo_of_12_megapixels_is_seen_without_its_place(filed: Filed) -> None:
    before = filed.system.status(filed.number).text
    assert filed.ask().json["photo"] == PHOTO
    assert filed.send(pictures.large_photo()) == 204
    assert filed.open()["photos"] == [{"id": PHOTO, "state": "waiting", "reason": None}]
    assert filed.seen_by_desk() == [{"id": PHOTO, "state": "waiting", "reason": None, "url": None}]

    clean_photos(filed.system.ports)
    opened = filed.open()
    assert opened["photos"] == [{"id": PHOTO, "state": "kept", "reason": None}]
    assert opened["photo_room"] == LIMITS["photos"] - 1
    [seen] = filed.seen_by_desk()
    kept = fetched(filed, seen["url"])
    assert pictures.MARK.encode() not in kept
    assert len(kept) < 1_000_000
    with Image.open(BytesIO(kept)) as image:
        assert (image.format, image.size) == ("JPEG", (1200, LIMITS["photo_side"]))
        assert not image.getexif()
    assert filed.system.status(filed.number).text == before


def test_a_refused_photo_is_named_to_who_sent_it_and_leaves_room(filed: Filed) -> None:
    assert filed.send(b"<html>") == 204
    clean_photos(filed.system.ports)
    opened = filed.open()
    assert opened["photos"] == [{"id": PHOTO, "state": "refused", "reason": "not_an_image"}]
    assert opened["photo_room"] == LIMITS["photos"]
    assert filed.seen_by_desk()[0]["url"] is None


def test_nothing_of_what_was_sent_beside_the_picture_is_left(filed: Filed, system: System) -> None:
    for place, sent in enumerate([pictures.jpeg(), pictures.png(), pictures.webp(), pictures.MARK.encode() * 50]):
        assert filed.send(sent, f"{place:032x}") == 204
    clean_photos(system.ports)
    assert [photo["state"] for photo in filed.open()["photos"]] == ["kept", "kept", "kept", "refused"]
    left = [path for path in Path(system.stack.photos).rglob("*") if path.is_file()]
    assert len(left) >= 3
    assert not [path for path in left if "incoming" in path.parts]
    for path in [*left, *system.stack.var.glob("dynamodb.sqlite*")]:
        assert pictures.MARK.encode() not in path.read_bytes()


def test_a_photo_may_be_asked_for_and_sent_again(filed: Filed) -> None:
    first, again = filed.ask(), filed.ask()
    assert first.json["fields"]["key"] == again.json["fields"]["key"]
    assert filed.send(pictures.jpeg()) == filed.send(pictures.jpeg()) == 204
    clean_photos(filed.system.ports)
    clean_photos(filed.system.ports)
    assert len(filed.open()["photos"]) == 1


def test_a_full_ticket_takes_no_more(filed: Filed) -> None:
    for place in range(LIMITS["photos"]):
        assert filed.ask(photo=f"{place:032x}").status == 200
    assert filed.ask().is_problem(409, "no_photo_room")
    assert filed.open()["photo_room"] == 0


def test_only_who_opens_the_ticket_may_ask(filed: Filed) -> None:
    wrong: list[dict[str, object]] = [{"link_token": LinkToken.mint().text}, {"link_token": None, "access_code": "00000000"}]
    for secret in wrong:
        refused = filed.ask(**secret)
        assert refused.is_problem(404, "not_opened"), refused.text
    assert filed.open()["photos"] == []


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"photo": "x"}, "photo", "bad_photo"),
        ({"photo": "../../keys.json"}, "photo", "bad_photo"),
        ({"type": "text/html"}, "type", "not_a_choice"),
        ({"then": "https://lapor.invalid"}, "", "unknown_field"),
        ({"access_code": "12345678"}, "link_token", "one_secret"),
    ],
)
def test_a_wrong_question_is_answered_by_field(filed: Filed, changes: dict[str, object], field: str, code: str) -> None:
    refused = filed.ask(**changes)
    assert refused.is_problem(422, "invalid"), refused.text
    assert [(problem["field"], problem["code"]) for problem in refused.json["fields"]] == [(field, code)]


def test_the_answer_says_how_to_send_and_nothing_else(filed: Filed) -> None:
    for media in PhotoMedia:
        asked = filed.ask(type=media).json
        assert set(asked) == {"photo", "url", "fields"}
        assert asked["fields"]["Content-Type"] == media
