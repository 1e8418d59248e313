"""The templates as they are deployed: each surface's as merged, the others as written."""

from typing import Any

import pytest

from infra.package import ROOT, SURFACES
from infra.templates import load_template
from tests.built_packages import built_packages

Template = dict[str, Any]


@pytest.fixture(scope="session", params=SURFACES)
def surface(request: pytest.FixtureRequest) -> str:
    """One surface after the other."""
    return str(request.param)


@pytest.fixture(scope="session")
def templates() -> dict[str, Template]:
    """Every template by the part of an environment it makes."""
    written = {part: load_template(ROOT / "infra" / f"{part}.yaml") for part in ("data", "edge", "site")}
    return written | {surface: load_template(built_packages() / surface / "sam.yaml") for surface in SURFACES}


@pytest.fixture(scope="session")
def template(templates: dict[str, Template], surface: str) -> Template:
    """The merged template of one surface."""
    return templates[surface]
