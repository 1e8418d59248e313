"""Stores tickets: each submission and each move is one transaction, each answer one read."""

import secrets
import time
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from chalicelib.adapters.dynamodb import documents, keys
from chalicelib.adapters.dynamodb.client import store_errors
from chalicelib.domain.errors import StaleVersion, StoreBusy, UnknownTicket
from chalicelib.domain.identity import TicketNumber
from chalicelib.domain.routing import inboxes
from chalicelib.domain.tickets import Event, Status, Ticket
from chalicelib.domain.tiers import Desk
from chalicelib.usecases.ports import CaseFile, Filing, Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_CONFLICT_TRIES = 5
_CONFLICT_WAIT = 0.05  # seconds, doubled each try, with jitter so that rivals part
_NEW = "attribute_not_exists(pk)"
_AFTER = " "  # sorts an order text right behind itself and before every other
_LAST = "~"  # sorts behind every order text


class DynamoTickets:
    """`ports.Tickets` on one DynamoDB table."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def add(self, filing: Filing) -> Ticket:
        """See `ports.Tickets`: one TransactWriteItems, conditional on the number being new."""
        number = filing.ticket.number
        extra = [self._put({**keys.statement(number), "box": documents.sealed(filing.statement)})]
        if filing.reporter is not None:
            extra.append(self._put({**keys.reporter(number), "box": documents.sealed(filing.reporter)}))
        ticket = self._put(_ticket_item(filing.ticket), _NEW)
        new = self._transact([ticket, *self._version(filing.ticket, filing.event), *extra], token=filing.event.id)
        return filing.ticket if new else self.get(number)

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
        return CaseFile(
            _read_ticket(number, ticket),
            [documents.read_event(number, documents.load(item["doc"])) for item in events],
            documents.unsealed(statement["box"]),
        )

    def move(self, ticket: Ticket, event: Event) -> None:
        """See `ports.Tickets`: one TransactWriteItems, conditional on the version before."""
        put = self._put(_ticket_item(ticket), "version = :expected", {":expected": {"N": str(ticket.version - 1)}})
        if self._transact([put, *self._version(ticket, event)], token=event.id):
            return
        # A reply can be lost after the write; the retry then fails on its own success.
        if self.get(ticket.number).last_event != event.id:
            raise StaleVersion

    def inbox(self, desk: Desk, status: Status | None, limit: int, after: str | None) -> Page:
        """See `ports.Tickets`: one Query of the inbox index; one row too many tells whether there is a next page."""
        stage = keys.inbox_stage(status) if status else ""
        with store_errors():
            answer = self._client.query(
                TableName=self._table,
                IndexName=keys.INBOX_INDEX,
                KeyConditionExpression="inbox_desk = :desk AND inbox_order BETWEEN :first AND :last",
                ExpressionAttributeValues={
                    ":desk": {"S": keys.desk_key(desk)},
                    ":first": {"S": keys.read_cursor(after, stage) + _AFTER if after else stage or _AFTER},
                    ":last": {"S": stage + _LAST},
                },
                ProjectionExpression="inbox_order, #row",
                ExpressionAttributeNames={"#row": "row"},
                Limit=limit + 1,
            )
        items: list[Any] = answer["Items"]
        rows = [documents.read_row(documents.load(item["row"])) for item in items[:limit]]
        return Page(rows, keys.cursor(items[limit - 1]["inbox_order"]["S"]) if len(items) > limit else None)

    def _version(self, ticket: Ticket, event: Event) -> list[Any]:
        """What every version writes beside the ticket: its event, its inbox rows, its news."""
        order = keys.inbox_order(ticket.status, ticket.receipt.received_at, ticket.number)
        row = documents.dump(documents.row_document(ticket))
        return [
            self._put({**keys.event(ticket.number, event.version), "doc": documents.dump(documents.event_document(event))}),
            *(
                self._put(
                    {
                        **keys.watch(ticket.number, desk),
                        "inbox_desk": {"S": keys.desk_key(desk)},
                        "inbox_order": {"S": order},
                        "row": row,
                    }
                )
                for desk in inboxes(ticket.desk, ticket.district)
            ),
            self._put(
                {
                    **keys.news(ticket.number, event.version, event.at),
                    "doc": documents.dump(documents.news_document(event, ticket)),
                }
            ),
        ]

    def _put(self, item: dict[str, Any], condition: str | None = None, values: dict[str, Any] | None = None) -> dict[str, Any]:
        put: dict[str, Any] = {"TableName": self._table, "Item": item}
        if condition:
            put["ConditionExpression"] = condition
        if values:
            put["ExpressionAttributeValues"] = values
        return {"Put": put}

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
                if error.response["Error"]["Code"] != "TransactionCanceledException":
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


def _read_ticket(number: TicketNumber, item: Any) -> Ticket:
    return documents.read_ticket(number, int(item["version"]["N"]), documents.load(item["doc"]))
