"""The local run's front: it answers any request line, and sends what the deployment's front sends."""

import socket
from urllib.parse import urlsplit

import pytest

from infra.headers import page_policy, security_headers
from tests.support.local_stack import LocalStack

LINES: dict[str, tuple[str, str]] = {
    "TRACE": ("TRACE /api/v1/tickets HTTP/1.1", "405"),
    "a method of WebDAV": ("PROPFIND /api/v1/tickets HTTP/1.1", "405"),
    "a method of nobody": ("FOO / HTTP/1.1", "405"),
    "brackets": ("GET //[ HTTP/1.1", "404"),
    "a line end in an address to lead to": (
        "GET /oauth2/authorize?client_id=x&redirect_uri=http://127.0.0.1/%0d%0ax:y&response_type=code HTTP/1.1",
        "400",
    ),
    "a script to lead to": ("GET /oauth2/logout?logout_uri=javascript://127.0.0.1/%0aalert(1) HTTP/1.1", "404"),
    "a line end to log out to": ("GET /oauth2/logout?logout_uri=http://127.0.0.1/%0a HTTP/1.1", "404"),
    "brackets to log out to": ("GET /oauth2/logout?logout_uri=http://[ HTTP/1.1", "404"),
    "a form that is none": ("POST /oauth2/token HTTP/1.1", "400"),
}


@pytest.mark.parametrize(("line", "status"), LINES.values(), ids=LINES.keys())
def test_any_request_line_has_an_answer(stack: LocalStack, line: str, status: str) -> None:
    assert answered(stack, line).startswith(f"HTTP/1.1 {status} ")


@pytest.mark.parametrize(
    ("path", "answer"),
    [("/formulir/foto", "303"), ("/formulir/lapor/", "302"), ("/formulir/x", "404"), ("/formulir/lapor", "303")],
)
def test_no_address_of_a_form_shows_words_for_machines(stack: LocalStack, path: str, answer: str) -> None:
    said = answered(stack, f"GET {path} HTTP/1.1")
    assert said.startswith(f"HTTP/1.1 {answer} ")
    assert "json" not in said.lower().partition("\r\n\r\n")[0]


@pytest.mark.parametrize("path", ["/", "/lapor/", "/assets/nothing.js", "/api/v1/openapi.json", "/petugas/config.json"])
def test_everything_comes_under_the_headers_of_the_deployment(stack: LocalStack, path: str) -> None:
    head = answered(stack, f"GET {path} HTTP/1.1").partition("\r\n\r\n")[0].lower().split("\r\n")[1:]
    for name, value in security_headers(page_policy()).items():
        assert [line for line in head if line.startswith(name.lower() + ":")] == [f"{name}: {value}".lower()]
    assert not [line for line in head if line.startswith("access-control-allow-origin")]


def answered(stack: LocalStack, line: str) -> str:
    """Send a request line as it is; return the answer."""
    where = urlsplit(stack.origin)
    with socket.create_connection((where.hostname or "", where.port or 0), timeout=60) as connection:
        connection.sendall(f"{line}\r\nHost: {where.netloc}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        parts = []
        while part := connection.recv(65_536):
            parts.append(part)
    return b"".join(parts).decode()
