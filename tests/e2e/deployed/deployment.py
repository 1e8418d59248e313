"""The product as deployed: requests through its one address, sign-in with Cognito, what desks are told."""

import base64
import hashlib
import http.client
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import boto3

from infra.deploy import SCOPES
from tests.support.html_forms import FORM

PASSWORD = "Contoh-sandi-1234"
# What EventBridge sends by a schedule, as Chalice reads it.
SCHEDULED = json.dumps(
    {
        "version": "0",
        "id": "0",
        "account": "000000000000",
        "time": "2026-11-22T03:00:00Z",
        "region": "ap-southeast-3",
        "source": "aws.events",
        "detail-type": "Scheduled Event",
        "resources": [],
        "detail": {},
    }
).encode()
SWEEP_SECONDS = 60  # the shortest interval a schedule knows


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the body read as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Deployment:
    """One deployment on the emulator; `given` are the outputs of its stacks, `notices` the queue a desk listens on."""

    port: int
    given: dict[str, str]
    notices: str

    def call(self, method: str, path: str, body: Any = None, token: str | None = None) -> Answer:
        """Send a request to the site's address, as a browser would over HTTPS."""
        headers = self._through_the_site()
        if token:
            headers["Authorization"] = f"Bearer {token}"
        content = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            content = json.dumps(body)
        return self.send(method, path, content, headers)

    def post_form(self, path: str, body: bytes) -> Answer:
        """Send a form to the site's address, as a browser without JavaScript would."""
        return self.send("POST", path, body.decode(), {**self._through_the_site(), **FORM})

    def sign_in(self, email: str, client_id: str | None = None) -> str:
        """Return an access token by authorization code with PKCE, on Cognito's own sign-in page."""
        client_id = client_id or self.given["ClientId"]
        verifier = secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        asked = {
            "client_id": client_id,
            "redirect_uri": f"{self.given['SiteUrl']}/petugas/",
            "response_type": "code",
            "scope": SCOPES,
            "state": "any",
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        page = self.send("GET", f"/oauth2/authorize?{urlencode(asked)}", None, {})
        assert page.status == 200, page.body
        answer = self._form("/login", {**asked, "username": email, "password": PASSWORD})
        assert answer.status == 302, answer.body
        code = parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]
        exchange = {"grant_type": "authorization_code", "client_id": client_id, "code": code, "code_verifier": verifier}
        tokens = self._form("/oauth2/token", {**exchange, "redirect_uri": asked["redirect_uri"]})
        assert tokens.status == 200, tokens.body
        return str(tokens.json()["access_token"])

    def told(self, number: str, seconds: int = 20) -> list[dict[str, Any]]:
        """Return the notices about a ticket that arrive on the desk's queue, waiting for the first; other notices are lost.

        A notice is what SNS hands over: {"Subject", "Message", "MessageAttributes", …}.
        """
        queue = boto3.client("sqs")
        for _ in range(seconds):
            answer = queue.receive_message(QueueUrl=self.notices, MaxNumberOfMessages=10, WaitTimeSeconds=1)
            found = [json.loads(message["Body"]) for message in answer.get("Messages", [])]
            mine = [notice for notice in found if number in notice["Message"]]
            if mine:
                return mine
        return []

    def sweep_every_minute(self) -> None:
        """Shorten the schedules that the template gives the sweeps, which no test can wait for."""
        events = boto3.client("events")
        for output in ("SweepFunction", "DeadlinesFunction"):
            function = boto3.client("lambda").get_function(FunctionName=self.given[output])["Configuration"]
            [rule] = events.list_rule_names_by_target(TargetArn=function["FunctionArn"])["RuleNames"]
            assert events.describe_rule(Name=rule)["ScheduleExpression"] == "rate(5 minutes)"
            events.put_rule(Name=rule, ScheduleExpression="rate(1 minute)")

    @contextmanager
    def stream_stopped(self) -> Iterator[None]:
        """Keep the stream from delivering."""
        functions = boto3.client("lambda")
        [mapping] = functions.list_event_source_mappings(FunctionName=self.given["StreamFunction"])["EventSourceMappings"]
        functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
        try:
            yield
        finally:
            functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)

    def send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        """Send one request as it stands."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body.encode() if body is not None else None, headers)
            response = connection.getresponse()
            answered = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, answered, response.read())
        finally:
            connection.close()

    def _form(self, path: str, fields: dict[str, str]) -> Answer:
        return self.send("POST", path, urlencode(fields), FORM)

    def _through_the_site(self) -> dict[str, str]:
        return {"Host": urlsplit(self.given["SiteUrl"]).netloc, "X-Forwarded-Proto": "https"}
