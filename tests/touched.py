"""Prints the quick tests of what was touched since the last commit that is elsewhere too: `python -m tests.touched`.

Those are the test modules that changed, and those that import a changed module themselves.
"""

import ast
import subprocess
from pathlib import Path

from infra.pinned import ROOT

QUICK = ("contract", "integration")  # the unit tests run anyway, the slow ones never here


def main() -> None:
    """Print the paths with a blank between them, sorted; nothing when nothing was touched."""
    changed = touched_files()
    modules = {_name(path) for path in changed if path.suffix == ".py"}
    tests = [path for folder in QUICK for path in sorted((ROOT / "tests" / folder).glob("test_*.py"))]
    print(*(path.relative_to(ROOT) for path in tests if path.relative_to(ROOT) in changed or _imports(path) & modules))


def touched_files() -> set[Path]:
    """Return what differs from the upstream branch, or without one from the last commit, with what is new."""
    base = _git("rev-parse", "--verify", "--quiet", "@{upstream}") or ["HEAD"]
    return {Path(line) for line in _git("diff", "--name-only", base[0]) + _git("ls-files", "--others", "--exclude-standard")}


def _name(path: Path) -> str:
    """Return what a module is imported as."""
    place = path.relative_to("backend") if path.parts[0] == "backend" else path
    return ".".join(place.with_suffix("").parts).removesuffix(".__init__")


def _imports(test: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(test.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _git(*arguments: str) -> list[str]:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.split("\n")[:-1] if done.returncode == 0 else []


if __name__ == "__main__":
    main()
