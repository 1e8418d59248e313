"""Records what the store answers below botocore, and answers the same bytes again without a store.

Both sides of a comparison are stubbed here and nowhere else: in place of `botocore.httpsession.URLLib3Session.send`, so
building, signing and parsing are measured and the socket is not. It imports nothing but the standard library until it is
used, because a cold start loads it too.
"""

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call of the store: what was asked, in how many bytes, and the answer."""

    operation: str
    request_bytes: int
    status: int
    headers: dict[str, str]
    body: str


class Replay:
    """Answers in place of the store, over and over in the recorded order."""

    def __init__(self) -> None:
        from botocore import awsrequest, httpsession

        self._answer: Any = awsrequest.AWSResponse
        self._exchanges: Iterator[tuple[Exchange, bytes]] = iter(())
        session: Any = httpsession.URLLib3Session
        session.send = lambda _session, request: self._send(request)

    def play(self, exchanges: list[Exchange]) -> None:
        """Answer with these from now on."""
        self._exchanges = itertools.cycle([(exchange, exchange.body.encode()) for exchange in exchanges])

    def _send(self, request: Any) -> Any:
        exchange, body = next(self._exchanges)
        return self._answer(request.url, exchange.status, exchange.headers, _Raw(body))


@contextmanager
def recorded() -> Iterator[list[Exchange]]:
    """Note every call of the store in the list while the block runs."""
    from botocore import httpsession

    session_class: Any = httpsession.URLLib3Session
    send = session_class.send
    exchanges: list[Exchange] = []

    def noted(session: Any, request: Any) -> Any:
        response = send(session, request)
        operation = request.headers["X-Amz-Target"]
        operation = (operation.decode() if isinstance(operation, bytes) else operation).rpartition(".")[2]
        exchanges.append(
            Exchange(operation, len(request.body), response.status_code, dict(response.headers), response.content.decode())
        )
        return response

    session_class.send = noted
    try:
        yield exchanges
    finally:
        session_class.send = send


def to_text(exchanges: list[Exchange]) -> str:
    """Return exchanges as text for another process."""
    return json.dumps([asdict(exchange) for exchange in exchanges])


def from_text(text: str) -> list[Exchange]:
    """Return what `to_text` wrote."""
    return [Exchange(**exchange) for exchange in json.loads(text)]


class _Raw:
    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self) -> Iterator[bytes]:
        yield self._body
