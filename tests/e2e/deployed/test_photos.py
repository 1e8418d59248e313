"""Photos on the templates as deployed: signed form, the bucket's own checks, its notice, the cleaner, the desk."""

import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import boto3
import pytest
from chalicelib.adapters.s3.photos import INCOMING
from chalicelib.domain.credentials import LinkToken, TicketNumber
from chalicelib.domain.rulebook import rules

from tests.e2e.deployed.deployment import Deployment
from tests.support.http import photo_form
from tests.support.pictures import MARK, jpeg, png
from tests.support.samples import body

PHOTO = "a" * 32
PATIENCE = 180  # seconds; the queue is asked in long polls

Json = dict[str, Any]


class Filed:
    """A report under a fresh number, and the secret of its link."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment
        self.number = str(TicketNumber.mint())
        self._token = LinkToken.mint().text
        sent = deployment.call("POST", "/api/v1/tickets", body(number=self.number, link_token=self._token))
        assert sent.status == 201, sent.body

    def ask(self, photo: str = PHOTO) -> Json:
        """Ask how to send a photo."""
        return self._post("photos", {"photo": photo})

    def photos(self) -> list[Json]:
        """Return the photos as the complainant sees them."""
        found: list[Json] = self._post("open", {})["photos"]
        return found

    def decided(self) -> list[Json]:
        """Return the photos once none waits any more; raises TimeoutError."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            photos = self.photos()
            if photos and all(photo["state"] != "waiting" for photo in photos):
                return photos
            time.sleep(0.5)
        raise TimeoutError

    def _post(self, what: str, more: Json) -> Json:
        secret = {"number": self.number, "link_token": self._token}
        answer = self._deployment.call("POST", f"/api/v1/tickets/{what}", {**secret, **more})
        assert answer.status == 200, answer.body
        found: Json = answer.json()
        return found


@pytest.fixture
def filed(deployment: Deployment) -> Filed:
    """A report."""
    return Filed(deployment)


def sent(asked: Json, content: bytes, changes: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Send a photo as a browser would; return the status and what is said."""
    form, media = photo_form({**asked["fields"], **(changes or {})}, content)
    try:
        with urlopen(Request(asked["url"], form, {"Content-Type": media}), timeout=60) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as refused:
        return refused.code, refused.read().decode()


def incoming(deployment: Deployment) -> list[Json]:
    """Return what the bucket holds of photos as they were sent, old versions and marks of deletion included."""
    held: Any = boto3.client("s3").list_object_versions(Bucket=deployment.given["EvidenceBucket"], Prefix=INCOMING)
    return [*held.get("Versions", []), *held.get("DeleteMarkers", [])]


def test_a_photo_is_cleaned_and_seen_by_the_desk_alone(deployment: Deployment, filed: Filed, officer: str) -> None:
    assert sent(filed.ask(), jpeg()) == (204, "")
    assert filed.decided() == [{"id": PHOTO, "state": "kept", "reason": None}]
    ticket = deployment.call("GET", f"/api/v1/staff/tickets/{filed.number}", token=officer).json()
    [photo] = ticket["photos"]
    with urlopen(photo["url"], timeout=60) as answer:
        content = answer.read()
        assert answer.headers["Content-Type"] == "image/jpeg"
    assert MARK.encode() not in content
    assert photo["url"].startswith(deployment.given["EvidenceOrigin"])
    with pytest.raises(HTTPError):
        urlopen(photo["url"].partition("?")[0], timeout=60)
    assert incoming(deployment) == []
    assert ticket["version"] == 1


def test_a_refused_photo_is_named(deployment: Deployment, filed: Filed) -> None:
    assert sent(filed.ask(), b"<svg xmlns='http://www.w3.org/2000/svg'/>") == (204, "")
    assert filed.decided() == [{"id": PHOTO, "state": "refused", "reason": "not_an_image"}]
    assert incoming(deployment) == []


def test_a_photo_sent_twice_is_one_photo(deployment: Deployment, filed: Filed) -> None:
    asked = filed.ask()
    assert sent(asked, jpeg()) == sent(filed.ask(), png()) == (204, "")
    assert filed.decided() == [{"id": PHOTO, "state": "kept", "reason": None}]
    _until(lambda: incoming(deployment) == [])


@pytest.mark.parametrize(
    "changes",
    [
        {"key": f"{INCOMING}{'b' * 32}"},
        {"key": "kept/x.jpg"},
        {"Content-Type": "text/html"},
        {"x-amz-meta-ticket": "0000000000000"},
        {"success_action_redirect": "https://lapor.invalid/"},
    ],
)
def test_the_bucket_refuses_what_was_not_signed(deployment: Deployment, filed: Filed, changes: Mapping[str, str]) -> None:
    status, said = sent(filed.ask(), jpeg(), changes)
    assert status == 403
    assert "Policy" in said  # and not that nobody may send anything
    assert incoming(deployment) == []


def test_the_bucket_refuses_what_is_too_large(deployment: Deployment, filed: Filed) -> None:
    status, said = sent(filed.ask(), bytes(rules("limits")["photo_upload_bytes"] + 1))
    assert (status, "EntityTooLarge" in said) == (400, True), said
    assert incoming(deployment) == []
    assert filed.photos()[0]["state"] == "waiting"


def _until(there: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if there():
            return
        time.sleep(0.5)
    raise TimeoutError
