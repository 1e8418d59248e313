"""Python environments of their own, from hash-pinned lists: for programs whose needs clash with the project's."""

import subprocess
from pathlib import Path

from infra.alone import alone

ROOT = Path(__file__).resolve().parent.parent
_UV = ROOT / ".tools" / "bin" / "uv"


def install_pinned(home: Path, requirements: Path) -> None:
    """Make the environment `home` hold what `requirements` lists, unless it does already; who else asks for it waits.

    Raises subprocess.CalledProcessError when it cannot be installed; the next call then begins anew.
    """
    done = home / "installed-requirements.txt"
    with alone(home.with_name(f"{home.name}.lock")):
        if done.exists() and done.read_text() == requirements.read_text():
            return
        subprocess.run([str(_UV), "venv", "--quiet", "--clear", "--python", "python3", str(home)], check=True)
        install = [str(_UV), "pip", "install", "--quiet", "--python", str(home / "bin" / "python"), "--require-hashes"]
        subprocess.run([*install, "--requirement", str(requirements)], check=True)
        done.write_text(requirements.read_text())
