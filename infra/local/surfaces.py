"""The Chalice surfaces in this process, called as API Gateway calls them: an event in, an answer out."""

import base64
import os
from collections.abc import Mapping
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

from infra.local.bootstrap import use_local_adapters

APP = Path(__file__).resolve().parents[2] / "backend" / "app.py"
API = "/api/v1/"
STAFF_API = "/api/v1/staff/"
FORMS = "/formulir/"

Event = dict[str, Any]


def load_surface(surface: str) -> Any:
    """Return the Chalice app of a surface, loaded anew from `backend/app.py` under this process's environment.

    One app answers one request at a time: Chalice keeps the request on the app object.
    """
    use_local_adapters()
    os.environ["LAPOR_SURFACE"] = surface
    loader = SourceFileLoader(f"app_{surface}", str(APP))
    module = ModuleType(loader.name)
    loader.exec_module(module)
    return module.app


def surface_of(path: str) -> str:
    """Return which surface answers a path below API or FORMS, as CloudFront decides it in `infra/site.yaml`."""
    return "admin" if path.startswith(STAFF_API) else "public"


def gateway_event(app: Any, method: str, path: str, headers: Mapping[str, str], body: bytes, query: str = "") -> Event | None:
    """Return the REST proxy event API Gateway would send for a request, None when the app has no such path.

    `path` is not URL-decoded, as there. A body that is no UTF-8 text goes as base64.
    """
    matched = _match(app.routes, path)
    if matched is None:
        return None
    resource, parameters = matched
    values = parse_qs(query, keep_blank_values=True)
    try:
        text, encoded = body.decode("utf-8"), False
    except UnicodeDecodeError:
        text, encoded = base64.b64encode(body).decode(), True
    return {
        "resource": resource,
        "path": path,
        "httpMethod": method,
        "headers": dict(headers),
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": {name: given[-1] for name, given in values.items()} or None,
        "multiValueQueryStringParameters": values or None,
        "pathParameters": parameters or None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": method,
            "path": path,
            "requestId": str(uuid4()),
            "identity": {},
        },
        "body": text or None,
        "isBase64Encoded": encoded,
    }


def _match(patterns: Mapping[str, Any], path: str) -> tuple[str, dict[str, str]] | None:
    if path in patterns:
        return path, {}
    parts = path.split("/")
    for pattern in patterns:
        wanted = pattern.split("/")
        if len(wanted) == len(parts):
            pairs = list(zip(wanted, parts, strict=True))
            if all((part and name.startswith("{")) or name == part for name, part in pairs):
                return pattern, {name[1:-1]: part for name, part in pairs if name.startswith("{")}
    return None
