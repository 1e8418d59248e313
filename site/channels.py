"""Lists which channels somebody must dial or open, and writes down those that answered: `make channels [CHECKED="id id"]`.

It changes two fields of `site/data/channels.yaml` and refuses to touch anything else there.
"""

import os
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import yaml

REGISTER = Path(__file__).parent / "data" / "channels.yaml"
IN_USE = ("active", "unverified")


class UnknownChannel(ValueError):
    """No channel in use has this id."""


def to_dial(register: str) -> Iterator[str]:
    """Yield a line for each channel of a register that is in use, the longest unchecked first: id, kind, address, day."""
    channels = [channel for channel in yaml.safe_load(register) if channel["status"] in IN_USE]
    for channel in sorted(channels, key=lambda channel: channel.get("last_checked", "")):
        checked = channel.get("last_checked", "never")
        yield f"{channel['id']:20} {channel['kind']:9} {channel['address']:26} {channel['status']:11} {checked}"


def checked(register: str, ids: Sequence[str], today: date) -> str:
    """Return the text of a register in which the channels `ids` are active and were checked `today`.

    Raises UnknownChannel.
    """
    entries = re.split(r"(?=^- id: )", register, flags=re.MULTILINE)
    for wanted in ids:
        place = next((place for place, entry in enumerate(entries) if entry.startswith(f"- id: {wanted}\n")), None)
        if place is None or not re.search(rf"^  status: (?:{'|'.join(IN_USE)})$", entries[place], flags=re.MULTILINE):
            raise UnknownChannel(f"No channel in use is called {wanted}.")
        entry = re.sub(r"^  last_checked: .*\n", "", entries[place], flags=re.MULTILINE)
        day = f'  last_checked: "{today.isoformat()}"\n  status: active'
        entries[place] = re.sub(r"^  status: .*$", day, entry, flags=re.MULTILINE)
    return "".join(entries)


def main() -> None:
    """Write down what the environment says was checked, then print the list."""
    register = REGISTER.read_text(encoding="utf-8")
    if ids := os.environ.get("CHECKED", "").split():
        register = checked(register, ids, date.today())
        REGISTER.write_text(register, encoding="utf-8")
    print(*to_dial(register), sep="\n")


if __name__ == "__main__":
    main()
