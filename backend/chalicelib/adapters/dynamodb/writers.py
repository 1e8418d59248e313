"""Keeps who is writing for a ticket: one item each, which the newest sign of writing overwrites."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.client import conditional, get_all, store_errors
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.rulebook import limits
from chalicelib.domain.timestamps import timestamp
from chalicelib.usecases.ports.writers import Writing

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_KEPT = timedelta(days=1)  # beyond its minutes an item only takes room; the table's time to live removes it


class _SomebodyElse(Exception):
    """Somebody else was seen since."""


class DynamoWriters:
    """`ports.Writers` on the table."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def seen(self, number: TicketNumber, sub: str, at: datetime) -> Writing | None:
        """See `ports.Writers`: one PutItem, which answers with what it overwrites."""
        item: Any = {
            **keys.writer(number),
            "sub": {"S": sub},
            "at": {"S": timestamp(at)},
            "expires_at": {"N": str(int((at + _KEPT).timestamp()))},
        }
        with store_errors():
            answer: Any = self._client.put_item(TableName=self._table, Item=item, ReturnValues="ALL_OLD")
        before = _read(answer["Attributes"], at) if answer.get("Attributes") else None
        return before if before and before.sub != sub else None

    def gone(self, number: TicketNumber, sub: str) -> None:
        """See `ports.Writers`: one DeleteItem, of one's own alone."""
        with suppress(_SomebodyElse), conditional(_SomebodyElse):
            self._client.delete_item(
                TableName=self._table,
                Key=keys.writer(number),
                # `sub` is none of the words that the store keeps for itself, but it may become one.
                ConditionExpression="#sub = :sub",
                ExpressionAttributeNames={"#sub": "sub"},
                ExpressionAttributeValues={":sub": {"S": sub}},
            )

    def of(self, numbers: Collection[TicketNumber], at: datetime) -> Mapping[TicketNumber, Writing]:
        """See `ports.Writers`: one BatchGetItem for as many as it takes."""
        items = get_all(self._client, self._table, [keys.writer(number) for number in numbers])
        found = [(keys.number_of_partition(item["pk"]["S"]), _read(item, at)) for item in items]
        return {number: writing for number, writing in found if writing}


def _read(item: Any, at: datetime) -> Writing | None:
    """Return what an item says, unless it is from too long ago."""
    seen = datetime.fromisoformat(item["at"]["S"]).astimezone(UTC)
    return Writing(item["sub"]["S"], seen) if at - seen < timedelta(minutes=limits().writing_minutes) else None
