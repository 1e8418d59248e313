"""The OpenAPI 3.1 document of a surface, made from its routes and their models."""

from collections.abc import Mapping, Sequence
from functools import cache
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from chalicelib.domain.reports import categories
from chalicelib.entrypoints.front import Front
from chalicelib.entrypoints.http.models import ProblemOut
from chalicelib.entrypoints.http.routes import Call, Reply, Route

_REF = "#/components/schemas/{model}"


def document_route(path: str, title: str, routes: Sequence[Route]) -> Route:
    """Return the route that serves the document of `routes` and of itself."""

    def view(_ports: Front, _call: Call) -> Reply:
        return Reply(whole())

    route = Route("GET", path, view, "This document.", {200: None})

    @cache
    def whole() -> Mapping[str, Any]:
        return document_of(title, [*routes, route])

    return route


def document_of(title: str, routes: Sequence[Route]) -> dict[str, Any]:
    """Return the document of `routes`."""
    incoming = {model for route in routes for model in (route.body, route.query) if model}
    outgoing = {model for route in routes for model in route.replies.values() if model} | {ProblemOut}
    modes: list[tuple[type[BaseModel], Any]] = [
        *((model, "validation") for model in sorted(incoming, key=lambda model: model.__name__)),
        *((model, "serialization") for model in sorted(outgoing, key=lambda model: model.__name__)),
    ]
    _, schemas = models_json_schema(modes, ref_template=_REF)
    components = schemas["$defs"]
    for schema in components.values():
        if "type" in schema.get("properties", {}).get("category", {}):
            schema["properties"]["category"]["enum"] = list(categories())
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, components)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1"},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"staff": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _operation(route: Route, components: Mapping[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "summary": route.summary,
        "operationId": route.view.__name__,
        "responses": {
            **{str(status): _answer(route, status) for status in route.replies},
            **{str(status): _content("Problem", "application/problem+json", _ref(ProblemOut)) for status in route.errors},
        },
    }
    parameters = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in _names(route)]
    if route.query:
        fields = components[route.query.__name__]["properties"]
        parameters += [{"name": name, "in": "query", "schema": schema} for name, schema in fields.items()]
    if parameters:
        operation["parameters"] = parameters
    if route.body:
        media = "application/x-www-form-urlencoded" if route.show_error else "application/json"
        operation["requestBody"] = {"required": True, "content": {media: {"schema": _ref(route.body)}}}
    if route.signed_in:
        operation["security"] = [{"staff": []}]
    return operation


def _names(route: Route) -> list[str]:
    return [part[1:-1] for part in route.path.split("/") if part.startswith("{")]


def _answer(route: Route, status: int) -> dict[str, Any]:
    if route.show_error:
        return _page()
    if status == HTTPStatus.NO_CONTENT:
        return {"description": "No content"}
    model = route.replies[status]
    return _content("Success", "application/json", _ref(model) if model else {"type": "object"})


def _page() -> dict[str, Any]:
    return _content("A page", "text/html", {"type": "string"})


def _content(description: str, media: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {media: {"schema": schema}}}


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _REF.format(model=model.__name__)}
