"""Stands in for the audit bucket: a folder of its own, beside the table's file."""

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path


class FolderRoots:
    """`ports.Roots` in a folder. Whoever owns the folder can change it: only the bucket of the cloud cannot be."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, day: date, lines: Iterable[str]) -> None:
        """See `ports.Roots`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = self._folder / f".{day.isoformat()}.{os.getpid()}"
        with draft.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
        draft.rename(self._path(day))

    def days(self) -> Sequence[date]:
        """See `ports.Roots`."""
        return sorted(date.fromisoformat(path.stem) for path in self._folder.glob("*.jsonl"))

    def lines(self, day: date) -> Iterator[str]:
        """See `ports.Roots`."""
        with self._path(day).open(encoding="utf-8") as file:
            yield from (line.rstrip("\n") for line in file)

    def _path(self, day: date) -> Path:
        return self._folder / f"{day.isoformat()}.jsonl"
