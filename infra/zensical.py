"""Builds the site with Zensical, the successor of the theme's generator, and runs the site's tests on what comes out.

In a copy of the sources below `build/zensical`, so that nothing of it is ever deployed, and in an environment of its own, so
that what it needs never decides what we build with.
"""

import os
import shutil
import subprocess
import sys

from build import GENERATOR, link_modules
from infra.pinned import ROOT, install_pinned

HOME = ROOT / ".tools" / "zensical"
REQUIREMENTS = ROOT / "infra" / "zensical-requirements.txt"
COPY = ROOT / "build" / "zensical"
_SOURCES = ["backend", "infra", "site", "tests", "mkdocs.yml", "pyproject.toml", "uv.lock", "package-lock.json"]
_MADE = shutil.ignore_patterns("__pycache__", "generated", "node_modules")


def main() -> None:
    """Copy, build and test; raises CalledProcessError when the build warns or a test fails."""
    install_pinned(HOME, REQUIREMENTS)
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir(parents=True)
    for name in _SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, COPY / name, ignore=_MADE)
        else:
            shutil.copy(source, COPY / name)
    link_modules(COPY)
    environment = os.environ | {GENERATOR: str(HOME / "bin" / "zensical")}
    subprocess.run([sys.executable, "-m", "pytest", "tests/site", "--quiet"], check=True, cwd=COPY, env=environment)


if __name__ == "__main__":
    main()
