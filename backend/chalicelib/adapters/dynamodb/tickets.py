"""Stores tickets: each change is one transaction, each answer one read."""

import secrets
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from heapq import merge
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from chalicelib.adapters.dynamodb import documents, keys
from chalicelib.adapters.dynamodb.client import get_all, store_errors
from chalicelib.adapters.dynamodb.listing import PageInTheMaking, admitted
from chalicelib.adapters.dynamodb.rows import difference, inbox, rows_of
from chalicelib.domain.changes import Change
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import StoreBusy, UnknownTicket
from chalicelib.domain.events import Event
from chalicelib.domain.staff import Staff
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.timestamps import timestamp
from chalicelib.domain.workflow import Lane
from chalicelib.usecases.ports.tickets import EVERYTHING, REPORTER, STATEMENT, CaseFile, Choice, Overtaken, Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_CONFLICT_TRIES = 5
_CONFLICT_WAIT = 0.05  # seconds, doubled each try, with jitter so that rivals part
_NEW = "attribute_not_exists(pk)"
_UNCHANGED = "version = :before"
_DUE_AT_ONCE = 200  # of a shard, so that a bounded sweep reads no backlog that it does not get to
_AT_LAST = "$"  # sorts behind every row of a moment, which goes on with "#", and before those of the next
_AFTER = " "  # sorts an order text right behind itself and before every other
_LAST = "~"  # sorts behind every order text
_BEHIND_CONFIDENTIAL = "0"  # sorts behind every order text of the confidential track and before every other


class DynamoTickets:
    """`ports.Tickets` on one DynamoDB table."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def commit(self, change: Change, sealed: Mapping[str, bytes]) -> None:
        """See `ports.Tickets`: one TransactWriteItems, conditional on the version before."""
        number, event = change.after.number, change.event
        own = {name: key for name, key in ((STATEMENT, keys.statement), (REPORTER, keys.reporter)) if name in sealed}
        with_event = {name: box for name, box in sealed.items() if name not in own}
        put, delete = difference(rows_of(change.before), rows_of(change.after))
        items = [
            _event_item(event, with_event),
            *({**key(number), "box": documents.sealed(sealed[name])} for name, key in own.items()),
            *put,
            # One for each desk that is told, so that none waits for another; where none is, one all the same: a version, a row.
            *(
                {
                    **keys.news(number, event.version, event.at, place),
                    "doc": documents.dump(documents.news_document(change, desk)),
                }
                for place, desk in enumerate(change.tells or (change.after.desk,))
            ),
        ]
        writes = [
            self._put_ticket(change),
            *({"Put": {"TableName": self._table, "Item": item}} for item in items),
            *({"Delete": {"TableName": self._table, "Key": keys.row(*key)}} for key in delete),
        ]
        if self._transact(writes, token=event.id):
            return
        # A reply can be lost after the write; the retry then fails on its own success.
        stored = self.get(number)
        if stored.last_event != event.id:
            raise Overtaken(stored)

    def get(self, number: TicketNumber) -> Ticket:
        """See `ports.Tickets`: one strongly consistent GetItem."""
        with store_errors():
            answer = self._client.get_item(TableName=self._table, Key=keys.ticket(number), ConsistentRead=True)
        if "Item" not in answer:
            raise UnknownTicket
        return _read_ticket(number, answer["Item"])

    def case_file(self, number: TicketNumber) -> CaseFile:
        """See `ports.Tickets`: one strongly consistent Query per MiB of history."""
        query: Any = self._client.query
        items: list[dict[str, Any]] = []
        start: dict[str, Any] = {}
        while True:
            with store_errors():
                answer = query(
                    TableName=self._table,
                    KeyConditionExpression="pk = :pk AND sk BETWEEN :first AND :last",
                    ExpressionAttributeValues={
                        ":pk": keys.ticket_partition(number),
                        ":first": {"S": keys.FIRST_OF_CASE_FILE},
                        ":last": {"S": keys.TICKET},
                    },
                    ConsistentRead=True,
                    **start,
                )
            items += answer["Items"]
            if "LastEvaluatedKey" not in answer:
                break
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
        if not items:
            raise UnknownTicket
        *events, statement, ticket = items
        sealed = {STATEMENT: documents.unsealed(statement["box"])}
        for item in events:
            sealed |= documents.read_sealed(item)
        return CaseFile(
            _read_ticket(number, ticket),
            [documents.read_event(number, documents.load(item["doc"])) for item in events],
            sealed,
        )

    def statements(self, numbers: Collection[TicketNumber]) -> Mapping[TicketNumber, tuple[Ticket, bytes]]:
        """See `ports.Tickets`: one BatchGetItem for each fifty."""
        wanted = [key(number) for number in dict.fromkeys(numbers) for key in (keys.ticket, keys.statement)]
        tickets: dict[TicketNumber, Ticket] = {}
        boxes: dict[TicketNumber, bytes] = {}
        for item in get_all(self._client, self._table, wanted):
            number = keys.number_of_partition(item["pk"]["S"])
            if "box" in item:
                boxes[number] = documents.unsealed(item["box"])
            else:
                tickets[number] = _read_ticket(number, item)
        return {number: (ticket, boxes[number]) for number, ticket in tickets.items() if number in boxes}

    def found(self, mark: str, limit: int) -> Sequence[TicketNumber]:
        """See `ports.Tickets`: one Query."""
        with store_errors():
            answer = self._client.query(
                TableName=self._table,
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={":pk": {"S": keys.found_partition(mark)}},
                ConsistentRead=True,
                ScanIndexForward=False,
                Limit=limit,
            )
        return [keys.number_found(item) for item in answer["Items"]]

    def reporter(self, number: TicketNumber) -> bytes | None:
        """See `ports.Tickets`: one GetItem."""
        with store_errors():
            answer: Any = self._client.get_item(TableName=self._table, Key=keys.reporter(number), ConsistentRead=True)
        return documents.unsealed(answer["Item"]["box"]) if "Item" in answer else None

    def inbox(self, staff: Staff, lane: Lane | None, limit: int, after: str | None, choice: Choice = EVERYTHING) -> Page:
        """See `ports.Tickets`: one strongly consistent Query; one row too many tells whether there is a next page.

        It takes one more where a row of the page is kept from this person, and where a confidential reader asks for one lane;
        of a choice it takes five at most.
        """
        spans = _spans(lane, confidential=staff.confidential)
        start = keys.read_cursor(after, spans) + _AFTER if after else ""
        page = PageInTheMaking(choice, staff, limit)
        for stretch, (first, last) in enumerate(spans):
            if page.more or start >= last:
                continue
            partition = keys.inbox_partition(staff.desk)
            for row in admitted(self._client, self._table, staff, partition, max(first, start), last, "doc, wall", page.wanted):
                if not page.take(stretch, row):
                    break
        behind = inbox.entries([page.behind[1]])[0] if page.more and page.behind else None
        return Page(inbox.entries(page.rows), keys.cursor(inbox.order_of(behind)) if behind else None, page.hidden)

    def due(self, at: datetime) -> Iterator[TicketNumber]:
        """See `ports.Tickets`: reads only what is due, a Query page of a shard at a time."""
        shards = [self._due_rows(shard, timestamp(at) + _AT_LAST) for shard in range(keys.SHARDS)]
        yield from map(keys.number_due, merge(*shards, key=lambda item: item["sk"]["S"]))

    def _due_rows(self, shard: int, before: str) -> Iterator[Any]:
        query: dict[str, Any] = {
            "TableName": self._table,
            "KeyConditionExpression": "pk = :pk AND sk < :before",
            "ExpressionAttributeValues": {":pk": {"S": keys.due_partition(shard)}, ":before": {"S": before}},
            "ConsistentRead": True,
            "Limit": _DUE_AT_ONCE,
        }
        while True:
            with store_errors():
                answer = self._client.query(**query)
            yield from answer["Items"]
            if "LastEvaluatedKey" not in answer:
                return
            query["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def _put_ticket(self, change: Change) -> dict[str, Any]:
        """The write that decides: nothing else is stored unless what the change was made from still stands."""
        put: dict[str, Any] = {"TableName": self._table, "Item": _ticket_item(change.after)}
        if change.before is None:
            return {"Put": {**put, "ConditionExpression": _NEW}}
        values = {":before": {"N": str(change.before.version)}}
        return {"Put": {**put, "ConditionExpression": _UNCHANGED, "ExpressionAttributeValues": values}}

    def _transact(self, writes: list[Any], token: str) -> bool:
        """Write all or nothing; return whether the condition of the first write held.

        Raises StoreBusy when rivals for the same ticket keep winning, or the store cannot take it.
        """
        for attempt in range(_CONFLICT_TRIES):
            try:
                with store_errors():
                    self._client.transact_write_items(TransactItems=writes, ClientRequestToken=token)
                return True
            except ClientError as error:
                code = error.response["Error"]["Code"]
                if code == "IdempotentParameterMismatchException":
                    return False  # the same step, taken at the same time by another request: what is stored decides
                if code not in ("TransactionCanceledException", "TransactionInProgressException"):
                    raise
                reasons = [reason.get("Code") for reason in error.response.get("CancellationReasons", [])]
                if "ConditionalCheckFailed" in reasons:
                    return False
                time.sleep(_CONFLICT_WAIT * 2**attempt * (0.5 + secrets.randbelow(1000) / 1000))
        raise StoreBusy


def _ticket_item(ticket: Ticket) -> dict[str, Any]:
    return {
        **keys.ticket(ticket.number),
        "version": {"N": str(ticket.version)},
        "doc": documents.dump(documents.ticket_document(ticket)),
    }


def _event_item(event: Event, sealed: Mapping[str, bytes]) -> dict[str, Any]:
    item = {**keys.event(event.number, event.version), "doc": documents.dump(documents.event_document(event))}
    return {**item, "sealed": documents.dump(documents.sealed_document(sealed))} if sealed else item


def _read_ticket(number: TicketNumber, item: Any) -> Ticket:
    return documents.read_ticket(number, int(item["version"]["N"]), documents.load(item["doc"]))


def _spans(lane: Lane | None, *, confidential: bool) -> tuple[tuple[str, str], ...]:
    """Return the spans of orders, first and last, in which an inbox lists a lane or all, for a confidential reader or not."""
    if lane is None:
        return ((_AFTER if confidential else _BEHIND_CONFIDENTIAL, _LAST),)
    whole = keys.inbox_lane(lane)
    lanes = (keys.CONFIDENTIAL + whole, whole) if confidential else (whole,)
    return tuple((one, one + _LAST) for one in lanes)
