"""Keys in one local file: the local run's stand-in for KMS and Secrets Manager. Never used in the cloud."""

import json
import os
import secrets
from functools import cached_property
from pathlib import Path

from chalicelib.adapters.envelope import DATA_KEY_BYTES


class KeyFile:
    """`envelope.KeyWrapper`, and the key of the keyed hashes, on a file readable by its owner alone.

    Losing the file loses every sealed text under it, so it is written once and flushed to disk before it is used.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def new_data_key(self) -> tuple[bytes, bytes]:
        """See `envelope.KeyWrapper`."""
        from cryptography.hazmat.primitives.keywrap import aes_key_wrap

        plain = secrets.token_bytes(DATA_KEY_BYTES)
        return plain, aes_key_wrap(self._keys["wrapping"], plain)

    def unwrap(self, data_key: bytes) -> bytes:
        """See `envelope.KeyWrapper`."""
        from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

        try:
            return aes_key_unwrap(self._keys["wrapping"], data_key)
        except InvalidUnwrap:
            raise ValueError("data key was not wrapped here") from None

    def hash_key(self) -> bytes:
        """Return the key of the keyed hashes."""
        return self._keys["hashing"]

    @cached_property
    def _keys(self) -> dict[str, bytes]:
        return {name: bytes.fromhex(key) for name, key in json.loads(self._path.read_text()).items()}


def create_key_file(path: Path) -> None:
    """Make the file with fresh keys unless it exists; all or nothing, also when the machine stops halfway."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump({name: secrets.token_hex(DATA_KEY_BYTES) for name in ("wrapping", "hashing")}, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
