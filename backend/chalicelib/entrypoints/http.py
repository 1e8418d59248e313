"""Routes as data, and what every one of them gets: strict reading, one error table, one log line without personal data."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalice.app import Authorizer, Chalice, Response
from pydantic import BaseModel

from chalicelib.domain.errors import Invalid
from chalicelib.entrypoints.errors import RESPONSES, UNFORESEEN, MethodNotAllowed, Unreadable
from chalicelib.entrypoints.models import FieldProblemOut, ProblemOut
from chalicelib.logs import log_failure, log_request
from chalicelib.usecases.ports import Ports

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_RETRY_AFTER = {"Retry-After": "2"}
PROBLEM_TYPE = "urn:lapor-pkh:problem:"


@dataclass(frozen=True, slots=True)
class Call:
    """One request as a view sees it. `query` holds the last value of each parameter."""

    body: bytes
    headers: Mapping[str, str]
    query: Mapping[str, str]
    path: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a view answers: a model, or a ready JSON object."""

    content: BaseModel | Mapping[str, Any]
    status: int = 200


View = Callable[[Ports, Call], Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """One operation: where it is, what does it, and what its OpenAPI entry says of it."""

    method: str
    path: str
    view: View
    summary: str
    answers: Mapping[int, type[BaseModel] | None]
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    errors: tuple[int, ...] = ()
    signed_in: bool = False


def register(app: Chalice, ports: Callable[[], Ports], routes: Sequence[Route], authorizer: Authorizer | None) -> None:
    """Add `routes` to the app, every method of each path, so that a wrong method is answered by us on every front."""
    by_path: dict[str, dict[str, Route]] = {}
    for route in routes:
        by_path.setdefault(route.path, {})[route.method] = route
    for path, operations in by_path.items():
        secured = authorizer if any(route.signed_in for route in operations.values()) else None
        app.route(path, methods=list(METHODS), content_types=[], authorizer=secured)(
            _chalice_view(app, ports, path, operations)
        )


def problem(ports: Ports, error: Exception) -> tuple[ProblemOut, dict[str, str]]:
    """Return an error as a problem document (RFC 9457) and the headers that go with it."""
    response = next((RESPONSES[kind] for kind in type(error).__mro__ if kind in RESPONSES), UNFORESEEN)
    words = ports.words
    fields = None
    if isinstance(error, Invalid):
        fields = [FieldProblemOut(field=name, code=code, message=words["fields"][code]) for name, code in error.problems]
    headers = _RETRY_AFTER if response.status == 503 else {"WWW-Authenticate": "Bearer"} if response.status == 401 else {}
    document = ProblemOut(
        type=PROBLEM_TYPE + response.code,
        title=words["errors"][response.code],
        status=response.status,
        code=response.code,
        fields=fields,
    )
    return document, dict(headers)


def _chalice_view(
    app: Chalice, ports: Callable[[], Ports], path: str, operations: Mapping[str, Route]
) -> Callable[..., Response]:
    def view(**parameters: str) -> Response:
        started = time.perf_counter()
        request: Any = app.current_request
        route = operations.get(request.method)
        code = None
        headers: dict[str, str] = {}
        try:
            if route is None:
                raise MethodNotAllowed
            answer = route.view(ports(), _call(request, parameters))
            status, content, media = answer.status, answer.content, "application/json"
        except Exception as error:  # whatever it is must not reach Chalice, which would log the citizen's words
            content, headers = problem(ports(), error)
            status, media, code = content.status, "application/problem+json", content.code
            if status == 405:
                headers["Allow"] = ", ".join(operations)
            if not isinstance(error, tuple(RESPONSES)):
                log_failure(error)
        log_request(request.method, path, status, code, time.perf_counter() - started, _request_id(request))
        return Response(body=_json(content), status_code=status, headers={"Content-Type": media, **_HEADERS, **headers})

    view.__name__ = "view" + path.replace("/", "_").replace(".", "_").replace("{", "").replace("}", "").replace("-", "_")
    return view


def _call(request: Any, parameters: Mapping[str, str]) -> Call:
    try:
        body = request.raw_body
    except ValueError:  # a body that is neither UTF-8 text nor base64
        raise Unreadable from None
    return Call(body, request.headers, dict(request.query_params or {}), parameters)


def _json(content: BaseModel | Mapping[str, Any]) -> str:
    if isinstance(content, ProblemOut):
        return content.model_dump_json(exclude_none=True)
    if isinstance(content, BaseModel):
        return content.model_dump_json()
    return json.dumps(content, ensure_ascii=False)


def _request_id(request: Any) -> str:
    return str(request.context.get("requestId", ""))
