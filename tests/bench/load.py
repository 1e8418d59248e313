"""Sends prepared requests to a server from many clients at once; the same generator whatever is measured."""

import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

CLIENTS = 16
_TIMEOUT = 120  # seconds


@dataclass(frozen=True, slots=True)
class Round:
    """What came of sending: requests a second, the answers in order of the requests, and this process's share of one core."""

    rate: float
    answers: list[bytes]
    generator: float


def send_all(port: int, requests: Sequence[bytes]) -> Round:
    """Send the requests to 127.0.0.1, request n by client n modulo CLIENTS, each client one at a time.

    Every request has a connection of its own: gunicorn's sync workers keep none open. Raises OSError.
    """
    answers = [b""] * len(requests)

    def client(own: range) -> None:
        for place in own:
            answers[place] = _answer(port, requests[place])

    started, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(client, (range(first, len(requests), CLIENTS) for first in range(CLIENTS))))
    seconds = time.perf_counter() - started
    return Round(len(requests) / seconds, answers, (time.process_time() - cpu) / seconds)


def http_request(method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b"") -> bytes:
    """Return a request as it goes over the wire."""
    named = {"Host": "127.0.0.1", "Connection": "close", **(headers or {})}
    if body:
        named["Content-Length"] = str(len(body))
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body


def _answer(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=_TIMEOUT) as connection:
        connection.sendall(request)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)
