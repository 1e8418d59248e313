"""Picks the stand-ins of the local run: a folder for the bucket, a key file for KMS and Secrets Manager, a file for SNS."""

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from chalicelib import bootstrap
from chalicelib.adapters.envelope import Envelope
from chalicelib.adapters.fingerprints import KeyedHashes
from chalicelib.bootstrap import Adapters
from chalicelib.settings import settings
from chalicelib.usecases.ports.news import Announcer
from chalicelib.usecases.ports.photos import PhotoFiles
from chalicelib.usecases.ports.quotas import Contacts
from chalicelib.usecases.ports.seals import Fingerprints, Vault
from chalicelib.usecases.ports.trail import Roots

from infra.local.announcer import JournalAnnouncer
from infra.local.contacts import OwnContacts
from infra.local.keys import KeyFile
from infra.local.photos import FolderPhotoFiles
from infra.local.roots import FolderRoots


class LocalAdapters(Adapters):
    """`Adapters` without a cloud; `env` is that of a process of a `stack.Stack`."""

    def __init__(self, env: Mapping[str, str]) -> None:
        super().__init__(settings(env))
        self._env = env

    @cached_property
    def photo_files(self) -> PhotoFiles:
        return FolderPhotoFiles(Path(self._env["LAPOR_PHOTO_FOLDER"]), self.fingerprints.of)

    @cached_property
    def contacts(self) -> Contacts:
        return OwnContacts(self)

    @cached_property
    def roots(self) -> Roots:
        return FolderRoots(Path(self._env["LAPOR_ROOTS_FOLDER"]))

    @cached_property
    def vault(self) -> Vault:
        return Envelope(self._key_file)

    @cached_property
    def fingerprints(self) -> Fingerprints:
        return KeyedHashes(self._key_file.hash_key)

    @cached_property
    def announcer(self) -> Announcer:
        return JournalAnnouncer(Path(self._env["LAPOR_NEWS_FILE"]), self.words, self.now)

    @property
    def _key_file(self) -> KeyFile:
        return KeyFile(Path(self._env["LAPOR_KEY_FILE"]))


def local_adapters() -> LocalAdapters:
    """Return the adapters for this process's environment."""
    return LocalAdapters(os.environ)


def use_local_adapters() -> None:
    """Let the surfaces that this process loads work with the stand-ins."""
    bootstrap.make = local_adapters
