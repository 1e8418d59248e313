"""Keys in one local file: the local run's stand-in for KMS and Secrets Manager. Never used in the cloud."""

import json
import secrets
from functools import cached_property
from pathlib import Path

from chalicelib.adapters.envelope import DATA_KEY_BYTES
from chalicelib.domain.compartments import Compartment

from infra.local.whole_file import write_whole

_NAMES = ("wrapping", "hashing")


class KeyFile:
    """`envelope.KeyWrapper`, and the key of the keyed hashes, on a file readable by its owner alone.

    Losing the file loses every sealed text under it, so it is written once and flushed to disk before it is used.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def new_data_key(self, compartment: Compartment) -> tuple[bytes, bytes]:
        """See `envelope.KeyWrapper`."""
        from cryptography.hazmat.primitives.keywrap import aes_key_wrap

        plain = secrets.token_bytes(DATA_KEY_BYTES)
        return plain, aes_key_wrap(self._wrapping_key(compartment), plain)

    def unwrap(self, wrapped: bytes, compartment: Compartment | None) -> bytes:
        """See `envelope.KeyWrapper`."""
        from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

        try:
            return aes_key_unwrap(self._wrapping_key(compartment), wrapped)
        except InvalidUnwrap:
            raise ValueError("data key was not wrapped here") from None

    def hash_key(self) -> bytes:
        """Return the key of the keyed hashes."""
        return self._keys["hashing"]

    def _wrapping_key(self, compartment: Compartment | None) -> bytes:
        """Return the key that wraps for a compartment, derived from the file's; that itself wrapped before compartments."""
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        root = self._keys["wrapping"]
        return HKDF(SHA256(), DATA_KEY_BYTES, None, compartment.encode()).derive(root) if compartment else root

    @cached_property
    def _keys(self) -> dict[str, bytes]:
        return {name: bytes.fromhex(key) for name, key in json.loads(self._path.read_text()).items()}


def create_key_file(path: Path) -> None:
    """Make the file with fresh keys unless it exists; all or nothing, also when the machine stops halfway."""
    if not path.exists():
        keys = {name: secrets.token_hex(DATA_KEY_BYTES) for name in _NAMES}
        write_whole(path, [json.dumps(keys).encode()], mode=0o600)


def is_key_file(path: Path) -> bool:
    """Whether the file holds every key, each of its length."""
    try:
        keys = json.loads(path.read_text())
        return all(len(bytes.fromhex(keys[name])) == DATA_KEY_BYTES for name in _NAMES)
    except (OSError, ValueError, KeyError, TypeError):
        return False
