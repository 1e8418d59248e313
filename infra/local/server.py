"""One WSGI application in place of CloudFront, API Gateway, S3 and Cognito. A worker process answers one request at a time."""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from chalicelib.entrypoints import forms
from chalicelib.entrypoints.http.errors import MethodNotAllowed, NotFound
from chalicelib.entrypoints.http.routes import METHODS, body_of, problem
from chalicelib.logs import log_failure
from whitenoise import WhiteNoise

from infra.headers import caching, page_policy, security_headers
from infra.local import outgoing, signin, uploads
from infra.local.bootstrap import local_adapters
from infra.local.photos import PATH as UPLOADS
from infra.local.stack import SITE, Stack, running_stack
from infra.local.surfaces import API, FORMS, gateway_event, load_surface, surface_of

GATEWAY_LIMIT = 10 * 1024 * 1024  # bytes; what API Gateway takes at most
SETTINGS_PATH = "/petugas/config.json"
FORM_ADDRESSES = {route.path for route in forms.ROUTES}  # what lies beside them the edge answers, here and in the cloud

Environ = dict[str, Any]
Start = Callable[[str, list[tuple[str, str]]], Any]


def make_application() -> Callable[[Environ, Start], Iterable[bytes]]:
    """Return the application for the stack of this process's environment."""
    stack = running_stack()
    locks = security_headers(page_policy())  # here sign-in and photos are on the same origin

    def dynamic(environ: Environ, start: Start) -> Iterable[bytes]:
        try:
            return _answer(stack, locks, environ, start)
        except Exception as failure:  # a request line may have any form; whatever it is must not end in a traceback
            log_failure(failure)
            return _problem(start, failure)

    def add_headers(headers: Any, path: str, _url: str) -> None:
        for name, value in locks.items():
            headers[name] = value
        headers["Cache-Control"] = caching(Path(path).relative_to(SITE).as_posix())

    application: Callable[[Environ, Start], Iterable[bytes]] = WhiteNoise(
        dynamic, root=str(SITE), index_file=True, add_headers_function=add_headers, allow_all_origins=False
    )
    return application


def _answer(stack: Stack, locks: Mapping[str, str], environ: Environ, start: Start) -> Iterable[bytes]:
    path = _raw_path(environ)
    if path.startswith(signin.PATH):  # in the cloud under a domain of its own
        return _sign_in(stack, environ, start, path)
    if path.rstrip("/") == outgoing.PATH:  # nothing of the kind in the cloud
        return _send(start, 200, outgoing.outgoing_page(stack), "text/html", {"Cache-Control": "no-store"})
    start = _under(locks, start)
    if environ["REQUEST_METHOD"] not in METHODS:
        return _problem(start, MethodNotAllowed())
    if path.startswith(FORMS) and path.rstrip("/") not in FORM_ADDRESSES:
        return _missing(start)
    if path.startswith(FORMS) and path.endswith("/"):
        return _redirect(start, path.rstrip("/"))
    if path.startswith((API, FORMS)):
        return _api(environ, start, path)
    if path.startswith(UPLOADS):
        photo = uploads.answer(_ports().photo_files, environ, path)
        return _send(start, photo.status, photo.body, photo.media, photo.headers)
    if path == SETTINGS_PATH:
        return _send(start, 200, json.dumps(signin.front_end_settings(_origin(environ))), "application/json")
    return _missing(start)


def _missing(start: Start) -> Iterable[bytes]:
    page = SITE / "404.html"
    return _send(start, 404, page.read_text(encoding="utf-8") if page.exists() else "", "text/html")


def _under(locks: Mapping[str, str], start: Start) -> Start:
    """Return `start` with the headers that CloudFront gives everything under the domain, over a view's own."""

    def locked(status: str, headers: list[tuple[str, str]]) -> Any:
        return start(status, [*((name, value) for name, value in headers if name not in locks), *locks.items()])

    return locked


@cache
def _app(surface: str) -> Any:
    return load_surface(surface)


def _api(environ: Environ, start: Start, path: str) -> Iterable[bytes]:
    app = _app(surface_of(path))
    body = environ["wsgi.input"].read(min(int(environ.get("CONTENT_LENGTH") or 0), GATEWAY_LIMIT))
    event = gateway_event(app, environ["REQUEST_METHOD"], path, _headers(environ), body, environ.get("QUERY_STRING", ""))
    if event is None:
        return _problem(start, NotFound())
    answer = app(event, None)
    headers = {**answer["headers"], **{name: values[-1] for name, values in answer.get("multiValueHeaders", {}).items()}}
    return _send(start, answer["statusCode"], answer["body"], headers.pop("Content-Type"), headers)


def _problem(start: Start, error: Exception) -> Iterable[bytes]:
    answer = problem(_ports(), error)
    return _send(start, answer.status, body_of(answer), answer.media, answer.headers)


def _sign_in(stack: Stack, environ: Environ, start: Start, path: str) -> Iterable[bytes]:
    action = path.removeprefix(signin.PATH)
    query = dict(parse_qsl(environ.get("QUERY_STRING", "")))
    form: dict[str, str] = {}
    if environ["REQUEST_METHOD"] == "POST":
        form = dict(parse_qsl(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode("utf-8", "replace")))
    try:
        if action == "authorize" and form:
            return _redirect(start, signin.authorize(stack, form))
        if action == "authorize":
            return _send(start, 200, signin.authorize_page(stack, query), "text/html")
        if action == "token":
            return _send(
                start, 200, json.dumps(signin.exchange(stack, form)), "application/json", {"Cache-Control": "no-store"}
            )
        if action == "logout" and signin.local_address(query.get("logout_uri", "")):
            return _redirect(start, query["logout_uri"])
    except signin.Refused as refused:
        return _send(start, 400, json.dumps({"error": str(refused)}), "application/json")
    return _send(start, 404, "", "text/plain")


@cache
def _ports() -> Any:
    return local_adapters()


def _headers(environ: Environ) -> dict[str, str]:
    headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")}
    if environ.get("CONTENT_TYPE"):
        headers["content-type"] = environ["CONTENT_TYPE"]
    return headers


def _raw_path(environ: Environ) -> str:
    return str(environ.get("RAW_URI") or environ["PATH_INFO"]).partition("?")[0]


def _origin(environ: Environ) -> str:
    return f"http://{environ['HTTP_HOST']}"


def _redirect(start: Start, address: str) -> Iterable[bytes]:
    return _send(start, 302, "", "text/plain", {"Location": address})


def _send(
    start: Start, status: int, body: str | bytes, media: str, headers: Mapping[str, str] | None = None
) -> Iterable[bytes]:
    content = body.encode() if isinstance(body, str) else body
    start(
        f"{status} {HTTPStatus(status).phrase}",
        [("Content-Type", media), ("Content-Length", str(len(content))), *(headers or {}).items()],
    )
    return [content]
