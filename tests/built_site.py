"""The built site, for all tests that look at it."""

from functools import cache
from pathlib import Path

from infra.made import SITE, made
from infra.pinned import ROOT

__all__ = ["ROOT", "built_site"]


@cache
def built_site() -> Path:
    """Return the folder of the site as its sources are now; raises CalledProcessError when the strict build refuses."""
    made(SITE)
    return SITE.shows.parent
