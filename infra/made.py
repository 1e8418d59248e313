"""Makes what is generated once per content of its sources: `python -m infra.made site` or `packages`.

Whoever asks while another is making waits for that; what was made from the same sources is not made again.
"""

import hashlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from infra.alone import alone
from infra.pinned import ROOT

BUILD = ROOT / "build"
_STAMPS = BUILD / "made"
_LOCKS = ("uv.lock", "package-lock.json")
_UNREAD = {"__pycache__", "deployments", "screenshots", "requirements.txt"}


@dataclass(frozen=True, slots=True)
class Made:
    """One thing that is made: by what, from which files and folders of the project, and one file that shows it is there."""

    name: str
    make: Callable[[], None]
    sources: tuple[str, ...]
    shows: Path
    dated: bool = False

    def content(self) -> str:
        """Return a digest of everything it is made from; of something `dated` the day too."""
        digest = hashlib.sha256(date.today().isoformat().encode() if self.dated else b"")
        for path in self._files():
            digest.update(f"{path.relative_to(ROOT)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()

    def _files(self) -> Iterator[Path]:
        for source in (*self.sources, *_LOCKS):
            place = ROOT / source
            for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
                if path.is_file() and _UNREAD.isdisjoint(path.relative_to(ROOT).parts):
                    yield path


def made(what: Made) -> None:
    """Make it unless it stands as its sources are; raises what making raises, and then it counts as not made."""
    _STAMPS.mkdir(parents=True, exist_ok=True)
    stamp = _STAMPS / what.name
    with alone(_STAMPS / f"{what.name}.lock"):
        content = what.content()
        if what.shows.exists() and stamp.exists() and stamp.read_text() == content:
            return
        stamp.unlink(missing_ok=True)
        what.make()
        stamp.write_text(content)


def _make_site() -> None:
    for step in ("generate.py", "build.py"):
        subprocess.run([sys.executable, str(ROOT / "site" / step)], check=True, cwd=ROOT)


def _make_packages() -> None:
    made(SITE)  # makes the words, regions and partials that the package carries
    subprocess.run([sys.executable, "-m", "infra.package"], check=True, cwd=ROOT)


# Pages say of each channel how old its source is, so a site is of its day.
_RULES_AND_MODELS = ("backend/chalicelib/domain", "backend/chalicelib/entrypoints")
SITE = Made("site", _make_site, ("mkdocs.yml", "site", *_RULES_AND_MODELS), BUILD / "site" / "index.html", dated=True)
PACKAGES = Made(
    "packages",
    _make_packages,
    ("mkdocs.yml", "site", "backend", "infra/package.py", "infra/public.merge.yaml", "infra/admin.merge.yaml"),
    BUILD / "packages" / "admin" / "deployment.zip",
    dated=True,
)
_ALL = {what.name: what for what in (SITE, PACKAGES)}


if __name__ == "__main__":
    made(_ALL[sys.argv[1]])
