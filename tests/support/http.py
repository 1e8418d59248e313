"""Calls a surface as the gateway does, in this process."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from werkzeug.test import EnvironBuilder

from infra.local.surfaces import gateway_event
from tests.support.html_forms import FORM

JSON = {"content-type": "application/json"}


@dataclass(frozen=True)
class Reply:
    """What came back; `text` is the body as sent."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.text)

    def is_problem(self, status: int, code: str) -> bool:
        """Whether this is the problem document of a code, whole and under its own media type."""
        document = self.json
        return (
            self.status == document["status"] == status
            and document["code"] == code
            and document["type"].endswith(":" + code)
            and bool(document["title"])
            and self.headers["Content-Type"] == "application/problem+json"
        )


class Surface:
    """One Chalice surface."""

    def __init__(self, app: Any) -> None:
        self.app = app

    def call(
        self,
        method: str,
        path: str,
        body: bytes | str | dict[str, Any] = b"",
        headers: Mapping[str, str] = JSON,
        query: str = "",
    ) -> Reply:
        """Send one request; a dict goes as JSON."""
        if isinstance(body, dict):
            body = json.dumps(body)
        raw = body if isinstance(body, bytes) else body.encode()
        event = gateway_event(self.app, method, path, headers, raw, query)
        assert event is not None, f"no such path: {path}"
        answer = self.app(event, None)
        return Reply(answer["statusCode"], answer["headers"], answer["body"])

    def send_form(self, path: str, body: bytes) -> Reply:
        """Send a form and go where its answer leads, as a browser does."""
        return self.follow(self.call("POST", path, body, FORM))

    def follow(self, reply: Reply) -> Reply:
        """Return what an answer leads to: itself, unless it leads elsewhere."""
        if reply.status != 303:
            return reply
        address, _, query = reply.headers["Location"].partition("?")
        return self.get(address, query=query)

    def get(self, path: str, token: str | None = None, query: str = "") -> Reply:
        """GET, signed in when a token is given."""
        return self.call("GET", path, headers={"authorization": f"Bearer {token}"} if token else {}, query=query)

    def post(self, path: str, body: bytes | str | dict[str, Any], token: str | None = None) -> Reply:
        """POST JSON, signed in when a token is given."""
        return self.call("POST", path, body, {**JSON, **({"authorization": f"Bearer {token}"} if token else {})})


def set_environment(values: Mapping[str, str]) -> None:
    """Take over a stack's environment in this process."""
    os.environ.update(values)


def photo_form(fields: Mapping[str, str], content: bytes) -> tuple[bytes, str]:
    """Return a form that sends a photo, as a browser writes it, and its content type."""
    form: dict[str, Any] = {**fields, "file": (BytesIO(content), "foto.jpg")}
    environ = EnvironBuilder(method="POST", data=form).get_environ()
    with environ["wsgi.input"] as body:
        return body.read(), environ["CONTENT_TYPE"]
