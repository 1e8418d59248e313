"""Builds the site once for all tests that look at it, from the sources as they are now."""

import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "build" / "site"


@cache
def built_site() -> Path:
    """Return the folder of the built site; raises CalledProcessError when the strict build refuses."""
    for step in ("generate.py", "build.py"):
        subprocess.run([sys.executable, str(ROOT / "site" / step)], check=True, cwd=ROOT)
    return SITE
