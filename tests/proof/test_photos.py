"""A photo that was taken survives: every process killed right after, then it is cleaned and seen, and its place is not."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from chalicelib.domain.credentials import LinkToken
from chalicelib.domain.rulebook import rules

from tests.built_site import built_site
from tests.support import pictures, samples
from tests.support.engines import NO_DURABLE_ENGINE
from tests.support.http import photo_form
from tests.support.local_stack import LocalStack, local_stack

PATIENCE = 120  # seconds; the sweep runs every two


def test_an_acknowledged_photo_survives_kill_9_of_everything(tmp_path: Path) -> None:
    if NO_DURABLE_ENGINE:
        pytest.skip(NO_DURABLE_ENGINE)
    built_site()
    token = LinkToken.mint().text
    photos = [f"{place:032x}" for place in range(3)]
    large = pictures.large_photo()
    with local_stack(tmp_path) as stack:
        number = stack.post("/api/v1/tickets", samples.body(link_token=token))[1]["number"]
        sent = [_sent(stack, number, token, photo, large) for photo in photos]
        stack.kill()
    assert sent == [204] * 3

    with local_stack(tmp_path) as stack:
        opened = _until(
            lambda: _opened(stack, number, token),
            lambda opened: all(photo["state"] == "kept" for photo in opened["photos"]),
        )
        assert [photo["id"] for photo in opened["photos"]] == photos
        seen = stack.get(f"/api/v1/staff/tickets/{number}", stack.token("pasir-sakti"))[1]["photos"]
        for photo in seen:
            with urlopen(stack.origin + photo["url"], timeout=60) as answer:
                content = answer.read()
            assert answer.headers["Content-Type"] == "image/jpeg"
            assert pictures.MARK.encode() not in content
    left = [path for path in (tmp_path / "photos").rglob("*") if path.is_file()]
    assert len(left) == 3
    assert all(pictures.MARK.encode() not in path.read_bytes() for path in left)


def test_a_photo_over_the_limit_hears_so_over_a_real_connection(tmp_path: Path) -> None:
    built_site()
    token = LinkToken.mint().text
    with local_stack(tmp_path) as stack:
        number = stack.post("/api/v1/tickets", samples.body(link_token=token))[1]["number"]
        for over in (1, 200_000):  # as far as the stand-in reads on, so that its answer is heard
            content = bytes(rules("limits")["photo_upload_bytes"] + over)
            assert _sent(stack, number, token, "a" * 32, content) == 400
        assert not [path for path in (tmp_path / "photos").rglob("*") if path.is_file()]
        assert _opened(stack, number, token)["photos"][0]["state"] == "waiting"


def _sent(stack: LocalStack, number: str, token: str, photo: str, content: bytes) -> int:
    asked = stack.post("/api/v1/tickets/photos", {"number": number, "link_token": token, "photo": photo})[1]
    body, media = photo_form(asked["fields"], content)
    try:
        with urlopen(Request(stack.origin + asked["url"], body, {"Content-Type": media}), timeout=30) as answer:
            return int(answer.status)
    except HTTPError as refused:
        return refused.code


def _opened(stack: LocalStack, number: str, token: str) -> Any:
    return stack.post("/api/v1/tickets/open", {"number": number, "link_token": token})[1]


def _until(look: Callable[[], Any], there: Callable[[Any], bool]) -> Any:
    """Look until it is there; raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = look()
        if there(found):
            return found
        time.sleep(0.2)
    raise TimeoutError
