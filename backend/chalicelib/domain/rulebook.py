"""Reads the rule files beside it, once each and only when asked. What they mean is decided where they are used."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def rules(name: str) -> dict[str, Any]:
    """Return the content of `rules/<name>.toml`; raises FileNotFoundError for a name without a file."""
    return tomllib.loads((Path(__file__).parent / "rules" / f"{name}.toml").read_text(encoding="utf-8"))
