"""The packages of the functions, for all tests that look at them."""

from functools import cache
from pathlib import Path

from infra import package
from infra.made import PACKAGES, made


@cache
def built_packages() -> Path:
    """Return the folder of the packages as their sources are now; raises CalledProcessError when Chalice refuses."""
    made(PACKAGES)
    return package.PACKAGES
