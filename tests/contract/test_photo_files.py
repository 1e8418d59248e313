"""What every place for photos promises. S3 itself checks an upload; moto does not, so there the signed policy is read."""

import json
import os
import random
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qsl, urlsplit
from urllib.request import Request, urlopen

import boto3
import pytest
from chalicelib.adapters.s3.photos import S3PhotoFiles
from chalicelib.bootstrap import _s3
from chalicelib.domain.photos import PhotoMedia
from chalicelib.domain.rulebook import limits, rules
from chalicelib.usecases.ports.photos import Arrival, PhotoFiles, Received, Upload
from moto.server import ThreadedMotoServer

from infra.local import uploads
from infra.local.photos import PATH, FolderPhotoFiles
from infra.local.stack import free_port
from tests.support import samples
from tests.support.fakes import FakeFingerprints
from tests.support.http import photo_form

NUMBER, OTHER = samples.number(), samples.number(2)
PHOTO = "a" * 32
THEN = "/formulir/foto-terkirim"
MOST = rules("limits")["photo_upload_bytes"]
Get = Callable[[str], bytes | None]


@dataclass(frozen=True)
class Place:
    """A place for photos, how a browser sends there and gets from there, and the notices that the store then gives."""

    files: PhotoFiles
    send: Callable[[Upload, bytes], int]
    get: Get
    notices: Callable[[], list[str]]


@pytest.fixture(params=["folder", "s3"])
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    """Every place."""
    if request.param == "folder":
        yield request.getfixturevalue("folder")
    else:
        with bucket() as place:
            yield place


@pytest.fixture
def folder(tmp_path: Path) -> Place:
    """The local run's folder, behind its address."""
    files = FolderPhotoFiles(tmp_path, FakeFingerprints().of)

    def get(url: str) -> bytes | None:
        parts = urlsplit(url)
        answer = uploads.answer(files, {"REQUEST_METHOD": "GET", "QUERY_STRING": parts.query}, parts.path)
        return answer.body if answer.status == 200 else None

    return Place(files, lambda upload, content: posted(files, upload.fields, content).status, get, files.waiting)


def posted(files: FolderPhotoFiles, fields: Mapping[str, str], content: bytes) -> uploads.Answer:
    """POST a form to the local address."""
    body, media = photo_form(fields, content)
    environ = {"REQUEST_METHOD": "POST", "CONTENT_TYPE": media, "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
    return uploads.answer(files, environ, PATH)


@contextmanager
def bucket() -> Iterator[Place]:
    """A new versioned bucket on moto, reached over HTTP as a browser reaches it."""
    server = ThreadedMotoServer("127.0.0.1", free_port(), verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    environment = {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "ap-southeast-3",
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
    }
    with patch.dict(os.environ, environment):
        s3: Any = boto3.session.Session().client("s3")
        name = f"evidence-{port}"
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "ap-southeast-3"})
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        yield Place(S3PhotoFiles(_s3(), name, "https://lapor.invalid"), send_form, get_page, lambda: s3_notices(s3, name))
    server.stop()


def s3_notices(s3: Any, name: str) -> list[str]:
    """Return what S3 would tell of the objects it holds (S3 user guide, "Event message structure")."""
    versions = s3.list_object_versions(Bucket=name, Prefix="incoming/").get("Versions", [])
    stored = [{"key": version["Key"].replace("/", "%2F"), "versionId": version["VersionId"]} for version in versions]
    return [json.dumps({"Records": [{"eventName": "ObjectCreated:Post", "s3": {"object": one}}]}) for one in stored]


def send_form(upload: Upload, content: bytes) -> int:
    body, media = photo_form(upload.fields, content)
    with urlopen(Request(upload.url, body, {"Content-Type": media}), timeout=60) as answer:
        return int(answer.status)


def get_page(url: str) -> bytes | None:
    with urlopen(url, timeout=60) as answer:
        content: bytes = answer.read()
        return content


def upload(place: Place, photo: str = PHOTO) -> Upload:
    return place.files.upload(NUMBER, photo, PhotoMedia.JPEG)


def arrivals(place: Place) -> list[Arrival]:
    return [arrival for notice in place.notices() for arrival in place.files.arrivals(notice)]


def test_what_is_sent_is_told_of_read_and_discarded(place: Place) -> None:
    assert place.send(upload(place), b"content") in (200, 204)
    [arrival] = arrivals(place)
    assert arrival.photo == PHOTO
    assert place.files.read(arrival) == Received(NUMBER, b"content")
    place.files.discard(arrival)
    place.files.discard(arrival)
    assert place.files.read(arrival) is None
    assert arrivals(place) == []


def test_what_is_sent_again_is_the_same_photo(place: Place) -> None:
    for content in (b"first", b"second"):
        place.send(upload(place), content)
    assert {arrival.photo for arrival in arrivals(place)} == {PHOTO}
    for arrival in arrivals(place):
        place.files.discard(arrival)
    assert arrivals(place) == []


def test_what_is_kept_can_be_seen_by_its_link(place: Place) -> None:
    for content in (b"cleaned", b"cleaned"):
        place.files.keep(NUMBER, PHOTO, content)
    assert place.get(place.files.link(NUMBER, PHOTO)) == b"cleaned"
    assert arrivals(place) == []


@pytest.mark.parametrize("notice", ["{}", '{"Event": "s3:TestEvent"}', '{"Records": [{"s3": {"object": {"key": "kept/x"}}}]}'])
def test_a_notice_of_nothing_tells_of_nothing(place: Place, notice: str) -> None:
    assert list(place.files.arrivals(notice)) == []


def test_s3_is_told_all_that_it_must_check() -> None:
    with bucket() as place:
        asked = datetime.now(UTC)
        made = place.files.upload(NUMBER, PHOTO, PhotoMedia.PNG, THEN)
    policy = json.loads(b64decode(made.fields["policy"]))
    exact = {name: value for one in policy["conditions"] if isinstance(one, dict) for name, value in one.items()}
    assert ["content-length-range", 1, MOST] in policy["conditions"]
    assert exact["key"] == f"incoming/{PHOTO}"
    assert made.url.endswith(exact["bucket"])
    assert exact["Content-Type"] == "image/png"
    assert exact["x-amz-meta-ticket"] == NUMBER.symbols
    assert exact["success_action_redirect"] == f"https://lapor.invalid{THEN}"
    assert set(made.fields) - {"policy", "x-amz-signature"} <= set(exact)
    minutes = (datetime.fromisoformat(policy["expiration"]) - asked).total_seconds() / 60
    assert abs(minutes - rules("limits")["photo_upload_minutes"]) < 1


def test_addresses_are_those_the_pages_policy_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "ap-southeast-3"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    files = S3PhotoFiles(_s3(), "evidence", "")
    regional = "https://evidence.s3.ap-southeast-3.amazonaws.com/"
    assert files.upload(NUMBER, PHOTO, PhotoMedia.JPEG).url == regional
    assert files.link(NUMBER, PHOTO).startswith(regional)


def test_a_ticket_number_is_in_no_address_a_browser_is_led_to(folder: Place) -> None:
    with bucket() as place:
        assert NUMBER.symbols not in place.files.upload(NUMBER, PHOTO, PhotoMedia.JPEG, THEN).fields["key"]
    answer = sent_local(folder, folder.files.upload(NUMBER, PHOTO, PhotoMedia.JPEG, THEN).fields)
    assert (answer.status, answer.headers["Location"]) == (303, THEN)


def sent_local(folder: Place, fields: Mapping[str, str], content: bytes = b"content") -> uploads.Answer:
    assert isinstance(folder.files, FolderPhotoFiles)
    return posted(folder.files, fields, content)


BREACHES: dict[str, Callable[[dict[str, str]], dict[str, str]]] = {
    "other photo": lambda fields: {**fields, "key": f"{NUMBER.symbols}/{'b' * 32}"},
    "other ticket": lambda fields: {**fields, "key": f"{OTHER.symbols}/{PHOTO}"},
    "other place": lambda fields: {**fields, "key": "../keys.json"},
    "other type": lambda fields: {**fields, "Content-Type": "text/html"},
    "another field": lambda fields: {**fields, "success_action_redirect": "https://lapor.invalid/"},
    "no policy": lambda fields: {name: value for name, value in fields.items() if name != "policy"},
    "no signature": lambda fields: {name: value for name, value in fields.items() if name != "signature"},
    "own policy": lambda fields: {**fields, "policy": b64encode(b'{"until": 9e9, "fields": {}, "most": 9e9}').decode()},
    "nothing": lambda _: {},
}


@pytest.mark.parametrize("breach", BREACHES.values(), ids=BREACHES.keys())
def test_an_upload_that_breaks_its_conditions_is_refused_and_leaves_nothing(
    folder: Place, tmp_path: Path, breach: Callable[[dict[str, str]], dict[str, str]]
) -> None:
    assert sent_local(folder, breach(dict(upload(folder).fields))).status == 403
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", [0, MOST + 1, MOST + 1_000_000])
def test_an_upload_of_another_size_is_refused_and_leaves_nothing(folder: Place, tmp_path: Path, size: int) -> None:
    answer = sent_local(folder, upload(folder).fields, bytes(size))
    assert answer.status == 400
    assert (b"EntityTooLarge" if size else b"EntityTooSmall") in answer.body
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_the_largest_photo_is_taken(folder: Place) -> None:
    content = random.Random(1).randbytes(MOST)  # with line ends and dashes in it, as photos have
    assert sent_local(folder, upload(folder).fields, content).status == 204
    assert arrivals(folder)
    assert folder.files.read(arrivals(folder)[0]) == Received(NUMBER, content)


def test_an_upload_or_link_that_has_run_out_is_refused(folder: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = SimpleNamespace(**{**asdict(limits()), "photo_upload_minutes": -1, "photo_link_minutes": -1})
    monkeypatch.setattr("infra.local.photos.limits", lambda: gone)
    folder.files.keep(NUMBER, PHOTO, b"cleaned")
    assert sent_local(folder, upload(folder).fields).status == 403
    assert folder.get(folder.files.link(NUMBER, PHOTO)) is None


def test_nobody_makes_a_link(folder: Place) -> None:
    folder.files.keep(NUMBER, PHOTO, b"cleaned")
    link = folder.files.link(NUMBER, PHOTO)
    given = dict(parse_qsl(urlsplit(link).query))
    for forged in (
        link.replace(PHOTO, "b" * 32),
        link.replace(given["until"], str(int(given["until"]) + 60)),
        link.replace(given["signature"], "0" * 64),
        link.partition("?")[0],
        "/unggah/../keys.json?until=99999999999&signature=x",
    ):
        assert folder.get(forged) is None


def test_an_object_that_says_not_whose_it_is_can_be_discarded() -> None:
    with bucket() as place:
        where = upload(place).url.rpartition("/")[2]
        boto3.session.Session().client("s3").put_object(Bucket=where, Key=f"incoming/{PHOTO}", Body=b"x")
        [arrival] = arrivals(place)
        assert place.files.read(arrival) == Received(None, b"x")
        place.files.discard(arrival)
        assert arrivals(place) == []
