"""Keeps who read what they must answer for, in partitions of their own: a role can add to them and take nothing away."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb import documents, keys
from chalicelib.adapters.dynamodb.client import conditional, store_errors
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import StoreBusy
from chalicelib.domain.events import Read
from chalicelib.domain.tiers import Desk
from chalicelib.domain.trail import read_digest

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_TRIES = 8  # rivals are the few who may read one ticket


class _Taken(Exception):
    """Somebody else's read has the place."""


class DynamoReads:
    """`ports.Reads` on the table."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def note(self, number: TicketNumber, sub: str, desk: Desk, what: str, at: datetime) -> None:
        """See `ports.Reads`: one Query of the last, one PutItem that overwrites nothing."""
        for _ in range(_TRIES):
            last = self._read(number, ScanIndexForward=False, Limit=1)
            place, before = (last[0].place + 1, last[0].digest) if last else (1, "")
            read = Read(number, place, sub, desk, what, at)
            read = replace(read, digest=read_digest(before, read))
            try:
                with conditional(_Taken):
                    self._client.put_item(
                        TableName=self._table,
                        Item={**keys.read(number, place), "doc": documents.dump(documents.read_document(read))},
                        ConditionExpression="attribute_not_exists(pk)",
                    )
            except _Taken:
                continue
            return
        raise StoreBusy

    def of(self, number: TicketNumber) -> Sequence[Read]:
        """See `ports.Reads`: one Query per MiB."""
        return self._read(number)

    def _read(self, number: TicketNumber, **how: Any) -> list[Read]:
        query: Any = {
            "TableName": self._table,
            "KeyConditionExpression": "pk = :pk",
            "ExpressionAttributeValues": {":pk": {"S": keys.reads_partition(number)}},
            "ConsistentRead": True,
            **how,
        }
        reads: list[Read] = []
        while True:
            with store_errors():
                answer = self._client.query(**query)
            items: Any = answer["Items"]
            reads += [documents.read_read(number, keys.place_of_read(item), documents.load(item["doc"])) for item in items]
            if "LastEvaluatedKey" not in answer or "Limit" in how:
                return reads
            query["ExclusiveStartKey"] = answer["LastEvaluatedKey"]
