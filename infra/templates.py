"""Reads CloudFormation templates."""

from pathlib import Path
from typing import Any

from chalice.package import YAMLTemplateSerializer


def load_template(path: Path) -> dict[str, Any]:
    """Return a CloudFormation template with its short forms (`!Ref`) spelled out."""
    template: dict[str, Any] = YAMLTemplateSerializer().load_template(path.read_text(encoding="utf-8"), str(path))
    return template
