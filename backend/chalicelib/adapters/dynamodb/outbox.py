"""Keeps news until it is delivered."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb import documents, keys
from chalicelib.adapters.dynamodb.client import store_errors
from chalicelib.domain.timestamps import timestamp
from chalicelib.usecases.ports import News

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoOutbox:
    """`ports.Outbox` on the shards of the table's outbox; rows are written with the tickets, by `tickets.py`."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def pending(self, before: datetime) -> Iterator[News]:
        """See `ports.Outbox`: reads only what is due, a Query page at a time."""
        for shard in range(keys.OUTBOX_SHARDS):
            query: dict[str, Any] = {
                "TableName": self._table,
                "KeyConditionExpression": "pk = :pk AND sk < :before",
                "ExpressionAttributeValues": {
                    ":pk": {"S": keys.outbox_partition(shard)},
                    ":before": {"S": timestamp(before)},
                },
                "ConsistentRead": True,
            }
            while True:
                with store_errors():
                    answer = self._client.query(**query)
                for item in answer["Items"]:
                    yield self.decode(item)
                if "LastEvaluatedKey" not in answer:
                    break
                query["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def decode(self, image: Mapping[str, Any]) -> News:
        """See `ports.Outbox`."""
        position = f"{image['pk']['S']}|{image['sk']['S']}"
        return News(**documents.read_news_fields(documents.load(image["doc"])), position=position)

    def settle(self, delivered: Sequence[News]) -> None:
        """See `ports.Outbox`: one BatchWriteItem."""
        deletes: Any = [{"DeleteRequest": {"Key": _key(news)}} for news in delivered]
        with store_errors():
            self._client.batch_write_item(RequestItems={self._table: deletes})


def _key(news: News) -> dict[str, dict[str, str]]:
    pk, sk = news.position.split("|")
    return {"pk": {"S": pk}, "sk": {"S": sk}}
