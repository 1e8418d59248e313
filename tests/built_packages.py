"""Packages the functions once for all tests that look at the packages, from the sources as they are now."""

from functools import cache
from pathlib import Path

from infra import package
from tests.built_site import built_site


@cache
def built_packages() -> Path:
    """Return the folder of the packages; raises CalledProcessError or SystemExit when Chalice refuses."""
    built_site()  # makes the words and regions that the package carries
    package.main()
    return package.PACKAGES
