"""Every key of the table, spelled once. The access patterns they serve are in `decisions/0003-keys-and-access-patterns.md`."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Any

from chalicelib.domain.errors import Invalid
from chalicelib.domain.identity import SYMBOLS, TicketNumber
from chalicelib.domain.moments import moment
from chalicelib.domain.tickets import Status, stage
from chalicelib.domain.tiers import Desk

INBOX_INDEX = "inbox"
OUTBOX_SHARDS = 8

_INBOX_ORDER = re.compile(rf"[0-9]#[0-9TZ:.-]{{24}}#[{SYMBOLS}]{{13}}")

Key = dict[str, Any]

# A ticket's partition, in sort order: its events, its statement, the ticket itself, then one row per watching desk.
FIRST_OF_CASE_FILE = "EVENT#"
STATEMENT = "STATEMENT"
TICKET = "TICKET"


def ticket(number: TicketNumber) -> Key:
    """The ticket itself."""
    return _key(_ticket_partition(number), TICKET)


def ticket_partition(number: TicketNumber) -> dict[str, str]:
    """The partition that holds a ticket, its events, statement and inbox rows."""
    return {"S": _ticket_partition(number)}


def event(number: TicketNumber, version: int) -> Key:
    """The event that made a version; zero-padded so that text order is number order."""
    return _key(_ticket_partition(number), f"{FIRST_OF_CASE_FILE}{version:08d}")


def statement(number: TicketNumber) -> Key:
    """The sealed story and reported party."""
    return _key(_ticket_partition(number), STATEMENT)


def watch(number: TicketNumber, desk: Desk) -> Key:
    """The row a ticket has in one desk's inbox."""
    return _key(_ticket_partition(number), f"WATCH#{desk_key(desk)}")


def reporter(number: TicketNumber) -> Key:
    """The sealed reporter, in a partition of its own so that a role can be kept from reading it."""
    return _key(f"REPORTER#{number.symbols}", "REPORTER")


def album(number: TicketNumber) -> Key:
    """What became of a ticket's photos, apart so that the role which opens photos of strangers touches nothing else."""
    return _key(f"PHOTOS#{number.symbols}", "PHOTOS")


def code_tries(number: TicketNumber, since: datetime) -> Key:
    """The tries at a ticket's access code in the span that began then, apart so that a role may count and touch no ticket."""
    return _key(f"TRIES#{number.symbols}", moment(since))


def staff(sub: str) -> Key:
    """A staff member's record."""
    return _key(f"STAFF#{sub}", "STAFF")


def listener(desk: Desk, sub: str) -> Key:
    """Somebody who listens for news of a desk."""
    return _key(f"DESK#{desk_key(desk)}", sub)


def news(number: TicketNumber, version: int, at: datetime) -> Key:
    """A piece of undelivered news: sharded by number, oldest first within a shard."""
    shard = SYMBOLS.index(number.symbols[0]) % OUTBOX_SHARDS
    return _key(outbox_partition(shard), f"{moment(at)}#{number.symbols}#{version:08d}")


def outbox_partition(shard: int) -> str:
    """The partition of one outbox shard."""
    return f"OUTBOX#{shard}"


def desk_key(desk: Desk) -> str:
    """A desk as part of a key, and the hash key of its inbox."""
    return f"{desk.tier}#{desk.region}"


def inbox_order(status: Status, received_at: datetime, number: TicketNumber) -> str:
    """Where a ticket stands in an inbox: by stage of the work, then oldest first; unique."""
    return f"{inbox_stage(status)}{moment(received_at)}#{number.symbols}"


def cursor(order: str) -> str:
    """An inbox order as an opaque text for URLs."""
    return urlsafe_b64encode(order.encode()).decode().rstrip("=")


def read_cursor(text: str, stage_prefix: str) -> str:
    """Return the inbox order a cursor holds; raises Invalid unless it was given out for the same status filter."""
    try:
        order = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
    except ValueError:
        raise Invalid(("cursor", "bad_cursor")) from None
    if not _INBOX_ORDER.fullmatch(order) or not order.startswith(stage_prefix):
        raise Invalid(("cursor", "bad_cursor"))
    return order


def inbox_stage(status: Status) -> str:
    """What the inbox order of every ticket of a status begins with."""
    return f"{stage(status)}#"


def _ticket_partition(number: TicketNumber) -> str:
    return f"TICKET#{number.symbols}"


def _key(pk: str, sk: str) -> Key:
    return {"pk": {"S": pk}, "sk": {"S": sk}}
