"""The only module that picks adapters. Each is made when first asked for, so that a look-up pays for nothing else."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.packaged.files import PackagedRegions
from chalicelib.entrypoints.front import Pages, Slips, Stream, Tokens
from chalicelib.settings import Settings, settings
from chalicelib.usecases.ports.news import Announcer, Listeners, Outbox
from chalicelib.usecases.ports.people import Rosters, StaffRegister
from chalicelib.usecases.ports.photos import Albums, PhotoCleaner, PhotoFiles
from chalicelib.usecases.ports.places import Regions
from chalicelib.usecases.ports.queues import Queues
from chalicelib.usecases.ports.quotas import Contacts, Quotas
from chalicelib.usecases.ports.reads import Reads
from chalicelib.usecases.ports.seals import Fingerprints, Vault
from chalicelib.usecases.ports.tickets import CodeTries, Tickets
from chalicelib.usecases.ports.trail import Roots, StoredTrail
from chalicelib.usecases.ports.writers import Writers

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class Adapters:
    """`ports.Ports` over the real outside world, as `settings` describe it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.regions: Regions = PackagedRegions()

    @cached_property
    def tickets(self) -> Tickets:
        from chalicelib.adapters.dynamodb.tickets import DynamoTickets

        return DynamoTickets(self._dynamodb, self._settings.table)

    @cached_property
    def queues(self) -> Queues:
        from chalicelib.adapters.dynamodb.queues import DynamoQueues

        return DynamoQueues(self._dynamodb, self._settings.table)

    @cached_property
    def writers(self) -> Writers:
        from chalicelib.adapters.dynamodb.writers import DynamoWriters

        return DynamoWriters(self._dynamodb, self._settings.table)

    @cached_property
    def outbox(self) -> Outbox:
        from chalicelib.adapters.dynamodb.outbox import DynamoOutbox

        return DynamoOutbox(self._dynamodb, self._settings.table)

    @property
    def stream(self) -> Stream:
        from chalicelib.adapters.dynamodb.outbox import DynamoOutbox

        return DynamoOutbox(self._dynamodb, self._settings.table)

    @cached_property
    def albums(self) -> Albums:
        from chalicelib.adapters.dynamodb.albums import DynamoAlbums

        return DynamoAlbums(self._dynamodb, self._settings.table)

    @cached_property
    def photo_files(self) -> PhotoFiles:
        from chalicelib.adapters.s3.photos import S3PhotoFiles

        known = self._settings
        return S3PhotoFiles(_s3(), _given(known.evidence_bucket, "LAPOR_EVIDENCE_BUCKET"), known.site_url)

    @cached_property
    def photo_cleaner(self) -> PhotoCleaner:
        from chalicelib.adapters.pillow.cleaner import PillowCleaner

        return PillowCleaner()

    @cached_property
    def code_tries(self) -> CodeTries:
        from chalicelib.adapters.dynamodb.code_tries import DynamoCodeTries

        return DynamoCodeTries(self._dynamodb, self._settings.table)

    @cached_property
    def reads(self) -> Reads:
        from chalicelib.adapters.dynamodb.reads import DynamoReads

        return DynamoReads(self._dynamodb, self._settings.table)

    @cached_property
    def quotas(self) -> Quotas:
        from chalicelib.adapters.dynamodb.quotas import DynamoQuotas

        return DynamoQuotas(self._dynamodb, self._settings.table)

    @cached_property
    def contacts(self) -> Contacts:
        from chalicelib.adapters.lambdas.contacts import LambdaContacts

        return LambdaContacts(_client("lambda"), _given(self._settings.contact_function, "LAPOR_CONTACT_FUNCTION"))

    @cached_property
    def stored_trail(self) -> StoredTrail:
        from chalicelib.adapters.dynamodb.trail import DynamoTrail

        return DynamoTrail(self._dynamodb, self._settings.table)

    @cached_property
    def roots(self) -> Roots:
        from chalicelib.adapters.s3.roots import S3Roots

        return S3Roots(_s3(), _given(self._settings.audit_bucket, "LAPOR_AUDIT_BUCKET"))

    @cached_property
    def staff(self) -> StaffRegister:
        from chalicelib.adapters.dynamodb.staff import DynamoStaff

        return DynamoStaff(self._dynamodb, self._settings.table)

    @cached_property
    def rosters(self) -> Rosters:
        from chalicelib.adapters.dynamodb.staff import DynamoRosters

        return DynamoRosters(self._dynamodb, self._settings.table)

    @cached_property
    def vault(self) -> Vault:
        from chalicelib.adapters.envelope import Envelope
        from chalicelib.adapters.kms.wrapper import KmsWrapper

        return Envelope(KmsWrapper(_client("kms"), _given(self._settings.key_id, "LAPOR_KEY_ID")))

    @cached_property
    def fingerprints(self) -> Fingerprints:
        from chalicelib.adapters.fingerprints import KeyedHashes
        from chalicelib.adapters.secrets.hash_key import read_hash_key

        secret_id = _given(self._settings.secret_id, "LAPOR_SECRET_ID")
        return KeyedHashes(lambda: read_hash_key(_client("secretsmanager"), secret_id))

    @cached_property
    def announcer(self) -> Announcer:
        from chalicelib.adapters.sns.announcer import SnsAnnouncer

        return SnsAnnouncer(_client("sns"), _given(self._settings.news_topic, "LAPOR_NEWS_TOPIC"), self.listeners, self.words)

    @cached_property
    def listeners(self) -> Listeners:
        from chalicelib.adapters.dynamodb.listeners import DynamoListeners

        return DynamoListeners(self._dynamodb, self._settings.table)

    @cached_property
    def tokens(self) -> Tokens:
        from chalicelib.adapters.cognito.tokens import AccessTokens

        known = self._settings
        return AccessTokens(known.issuer, known.client_id, known.jwks_url)

    @cached_property
    def pages(self) -> Pages:
        from chalicelib.adapters.packaged.pages import PackagedPages

        return PackagedPages()

    @cached_property
    def slips(self) -> Slips:
        from chalicelib.adapters.slips import SealedSlips

        return SealedSlips(self.fingerprints)

    @property
    def site_url(self) -> str:
        """See `ports.Ports`."""
        return self._settings.site_url

    @cached_property
    def words(self) -> dict[str, Any]:
        from chalicelib.adapters.packaged.files import words

        return words()

    def now(self) -> datetime:
        """See `ports.Ports`."""
        now = datetime.now(UTC)
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    def new_id(self) -> str:
        """See `ports.Ports`."""
        return secrets.token_hex(16)

    @cached_property
    def _dynamodb(self) -> "DynamoDBClient":
        from chalicelib.adapters.dynamodb.client import make_client

        return make_client()


def adapters() -> Adapters:
    """Return the adapters for this process."""
    return make()


def _for_the_cloud() -> Adapters:
    return Adapters(settings())


# What makes the adapters of a process; the local run puts its own in this place (`infra/local/bootstrap.py`).
make: Callable[[], Adapters] = _for_the_cloud


def _client(service: str, **options: Any) -> Any:
    from botocore.config import Config

    from chalicelib.adapters.aws import aws_session

    patience = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 3}, **options)
    return aws_session().create_client(service, config=patience)


def _s3() -> Any:
    # Otherwise presigned addresses are those of us-east-1, which the pages' security policy does not know.
    return _client("s3", signature_version="s3v4", s3={"addressing_style": "virtual"})


def _given(value: str | None, name: str) -> str:
    if not value:
        raise KeyError(name)
    return value
