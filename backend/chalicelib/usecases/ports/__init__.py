"""What the use cases need from the outside world, a file per kind. Adapters fulfil these; a bootstrap picks which.

A use case asks for what it uses by the parts below, and for no more: a test can hand it just that.
"""

from datetime import datetime
from typing import Protocol

from chalicelib.usecases.ports.news import Announcer, Listeners, Outbox
from chalicelib.usecases.ports.people import Rosters, StaffRegister
from chalicelib.usecases.ports.photos import Albums, PhotoCleaner, PhotoFiles
from chalicelib.usecases.ports.places import Regions
from chalicelib.usecases.ports.queues import Queues
from chalicelib.usecases.ports.quotas import Quotas
from chalicelib.usecases.ports.reads import Reads
from chalicelib.usecases.ports.seals import Fingerprints, Vault
from chalicelib.usecases.ports.tickets import CodeTries, Tickets
from chalicelib.usecases.ports.trail import Roots, StoredTrail
from chalicelib.usecases.ports.writers import Writers


class WithWorld(Protocol):
    """Time, and ids for events."""

    def now(self) -> datetime:
        """Return the present moment, UTC, to the millisecond."""

    def new_id(self) -> str:
        """Return a fresh unguessable id for an event."""


class WithTickets(Protocol):
    """See `tickets.Tickets`."""

    @property
    def tickets(self) -> Tickets: ...


class WithQueues(Protocol):
    """See `queues.Queues`."""

    @property
    def queues(self) -> Queues: ...


class WithWriters(Protocol):
    """See `writers.Writers`."""

    @property
    def writers(self) -> Writers: ...


class WithCodeTries(Protocol):
    """See `tickets.CodeTries`."""

    @property
    def code_tries(self) -> CodeTries: ...


class WithOutbox(Protocol):
    """See `news.Outbox`."""

    @property
    def outbox(self) -> Outbox: ...


class WithAnnouncer(Protocol):
    """See `news.Announcer`."""

    @property
    def announcer(self) -> Announcer: ...


class WithListeners(Protocol):
    """See `news.Listeners`."""

    @property
    def listeners(self) -> Listeners: ...


class WithReads(Protocol):
    """See `reads.Reads`."""

    @property
    def reads(self) -> Reads: ...


class WithStoredTrail(Protocol):
    """See `trail.StoredTrail`."""

    @property
    def stored_trail(self) -> StoredTrail: ...


class WithRoots(Protocol):
    """See `trail.Roots`."""

    @property
    def roots(self) -> Roots: ...


class WithQuotas(Protocol):
    """See `quotas.Quotas`."""

    @property
    def quotas(self) -> Quotas: ...


class WithStaff(Protocol):
    """See `people.StaffRegister`."""

    @property
    def staff(self) -> StaffRegister: ...


class WithRosters(Protocol):
    """See `people.Rosters`."""

    @property
    def rosters(self) -> Rosters: ...


class WithRegions(Protocol):
    """See `places.Regions`."""

    @property
    def regions(self) -> Regions: ...


class WithVault(Protocol):
    """See `seals.Vault`."""

    @property
    def vault(self) -> Vault: ...


class WithFingerprints(Protocol):
    """See `seals.Fingerprints`."""

    @property
    def fingerprints(self) -> Fingerprints: ...


class WithAlbums(Protocol):
    """See `photos.Albums`."""

    @property
    def albums(self) -> Albums: ...


class WithPhotoFiles(Protocol):
    """See `photos.PhotoFiles`."""

    @property
    def photo_files(self) -> PhotoFiles: ...


class WithPhotoCleaner(Protocol):
    """See `photos.PhotoCleaner`."""

    @property
    def photo_cleaner(self) -> PhotoCleaner: ...


class Ports(
    WithWorld,
    WithTickets,
    WithCodeTries,
    WithOutbox,
    WithReads,
    WithQueues,
    WithQuotas,
    WithWriters,
    WithStoredTrail,
    WithRoots,
    WithAnnouncer,
    WithListeners,
    WithStaff,
    WithRosters,
    WithRegions,
    WithVault,
    WithFingerprints,
    WithAlbums,
    WithPhotoFiles,
    WithPhotoCleaner,
    Protocol,
):
    """All of them. Each is made when first asked for."""
