"""Writes the types of the staff API for the console from its OpenAPI document, so that the two cannot drift apart.

Our documents are made of objects, lists, choices and what may be null; that is all this knows, and it refuses anything else.
The well-kept generators of the registry need an older compiler than the one that checks our scripts.
"""

from collections.abc import Mapping
from typing import Any

from chalicelib.entrypoints import staff_api
from chalicelib.entrypoints.http.openapi import document_of

_PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def staff_types() -> str:
    """Return a TypeScript declaration of every body and answer of the staff API; raises ValueError for what it cannot say."""
    schemas: Mapping[str, Any] = document_of("staff", staff_api.ROUTES)["components"]["schemas"]
    return "".join(_declared(name, schema) for name, schema in sorted(schemas.items()))


def _declared(name: str, schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return f"export type {name} = {_type(schema)};\n"
    needed = schema.get("required", ())
    fields = (
        f"  {field}{'' if field in needed else '?'}: {_type(content)};\n"
        for field, content in schema.get("properties", {}).items()
    )
    return f"export interface {name} {{\n{''.join(fields)}}}\n"


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return " | ".join(f'"{value}"' for value in schema["enum"])
    if "const" in schema:
        return f'"{schema["const"]}"'
    if "anyOf" in schema:
        return " | ".join(map(_type, schema["anyOf"]))
    if schema.get("type") == "array":
        return f"({_type(schema['items'])})[]"
    if schema.get("type") == "object":
        return f"Record<string, {_type(schema['additionalProperties'])}>"
    if schema.get("type") in _PLAIN:
        return _PLAIN[schema["type"]]
    raise ValueError(f"no type for {sorted(schema)}")
