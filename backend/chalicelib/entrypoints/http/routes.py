"""Routes as data, and what every one of them gets: strict reading, one error table, one log line without personal data."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chalice.app import Authorizer, Chalice, Response
from pydantic import BaseModel
from pydantic_core import to_json

from chalicelib.domain.errors import Invalid
from chalicelib.entrypoints.front import Front, sentence_of
from chalicelib.entrypoints.http.errors import RESPONSES, UNFORESEEN, ErrorResponse, MethodNotAllowed, Unreadable
from chalicelib.entrypoints.http.models import FieldProblemOut, ProblemOut
from chalicelib.logs import log_failure, log_request

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
NOT_KEPT = {"Cache-Control": "no-store"}
# Kept by the browser for its Back button alone, where a form's answer that is kept by nobody would be an error page.
KEPT_FOR_BACK = {"Cache-Control": "private, no-cache"}
_HEADERS = {**NOT_KEPT, "X-Content-Type-Options": "nosniff"}
_ERROR_HEADERS = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "2"}}
PROBLEM_TYPE = "urn:lapor-pkh:problem:"


@dataclass(frozen=True, slots=True)
class Call:
    """One request as a view sees it. `query` holds the last value of each parameter."""

    body: bytes
    headers: Mapping[str, str]
    query: Mapping[str, str]
    path: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a view answers: a model or a ready JSON object, or the text of an HTML page."""

    content: BaseModel | Mapping[str, Any] | str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def media(self) -> str:
        """The media type of the content."""
        if isinstance(self.content, str):
            return "text/html; charset=utf-8"
        return "application/problem+json" if isinstance(self.content, ProblemOut) else "application/json"


View = Callable[[Front, Call], Reply]
# Shows an error, whatever it is, in the form the route's callers read.
ShowError = Callable[[Front, Exception], Reply]


@dataclass(frozen=True, slots=True)
class Route:
    """One operation: where it is, what does it, and what its OpenAPI entry says of it."""

    method: str
    path: str
    view: View
    summary: str
    replies: Mapping[int, type[BaseModel] | None]
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    errors: tuple[int, ...] = ()
    signed_in: bool = False
    show_error: ShowError | None = None


def register(app: Chalice, ports: Callable[[], Front], routes: Sequence[Route], authorizer: Authorizer | None) -> None:
    """Add `routes` to the app, every method of each path, so that a wrong method is answered by us on every front."""
    by_path: dict[str, dict[str, Route]] = {}
    for route in routes:
        by_path.setdefault(route.path, {})[route.method] = route
    for path, operations in by_path.items():
        secured = authorizer if any(route.signed_in for route in operations.values()) else None
        app.route(path, methods=list(METHODS), content_types=[], authorizer=secured)(
            _chalice_view(app, ports, path, operations)
        )


def response_to(error: Exception) -> ErrorResponse:
    """Return the status and code by which an error is answered."""
    return next((RESPONSES[kind] for kind in type(error).__mro__ if kind in RESPONSES), UNFORESEEN)


def problem(ports: Front, error: Exception) -> Reply:
    """Return an error as a problem document (RFC 9457) and the headers that go with it."""
    response = response_to(error)
    words = ports.words
    fields = None
    if isinstance(error, Invalid):
        fields = [
            FieldProblemOut(field=name, code=code, message=sentence_of(ports, name, code)) for name, code in error.problems
        ]
    document = ProblemOut(
        type=PROBLEM_TYPE + response.code,
        title=words["errors"][response.code],
        status=response.status,
        code=response.code,
        fields=fields,
    )
    return Reply(document, response.status, _ERROR_HEADERS.get(response.status, {}))


def _chalice_view(
    app: Chalice, ports: Callable[[], Front], path: str, operations: Mapping[str, Route]
) -> Callable[..., Response]:
    def view(**parameters: str) -> Response:
        started = time.perf_counter()
        request: Any = app.current_request
        route = operations.get(request.method)
        code = None
        try:
            if route is None:
                raise MethodNotAllowed
            answer = route.view(ports(), _call(request, parameters))
        except Exception as error:  # whatever it is must not reach Chalice, which would log the citizen's words
            show = route.show_error if route and route.show_error else problem
            answer, code = show(ports(), error), response_to(error).code
            if not isinstance(error, tuple(RESPONSES)):
                log_failure(error)
        headers: dict[str, str | list[str]] = {"Content-Type": answer.media, **_HEADERS, **answer.headers}
        if answer.status == 405:
            headers["Allow"] = ", ".join(operations)
        log_request(request.method, path, answer.status, code, time.perf_counter() - started, _request_id(request))
        return Response(body=body_of(answer), status_code=answer.status, headers=headers)

    view.__name__ = "view" + path.replace("/", "_").replace(".", "_").replace("{", "").replace("}", "").replace("-", "_")
    return view


def _call(request: Any, parameters: Mapping[str, str]) -> Call:
    try:
        body = request.raw_body
    except ValueError:  # a body that is neither UTF-8 text nor base64
        raise Unreadable from None
    return Call(body, request.headers, dict(request.query_params or {}), parameters)


def body_of(answer: Reply) -> str:
    """Return the content of an answer as it is sent."""
    content = answer.content
    if isinstance(content, str):
        return content
    if isinstance(content, ProblemOut):
        return content.model_dump_json(exclude_none=True)
    if isinstance(content, BaseModel):
        return content.model_dump_json()
    return to_json(content).decode()


def _request_id(request: Any) -> str:
    return str(request.context.get("requestId", ""))
