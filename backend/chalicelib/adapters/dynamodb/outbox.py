"""Keeps news until it is delivered."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb import documents, keys
from chalicelib.adapters.dynamodb.client import store_errors
from chalicelib.domain.timestamps import timestamp
from chalicelib.usecases.ports.news import News

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


_MOST_AT_ONCE = 25  # API reference of BatchWriteItem


class DynamoOutbox:
    """`ports.Outbox` and `front.Stream` on the shards of the table's outbox. `tickets.py` writes it."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def pending(self, before: datetime) -> Iterator[News]:
        """See `ports.Outbox`: reads only what is due, a Query page at a time."""
        for shard in range(keys.SHARDS):
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
        """See `front.Stream`."""
        position = f"{image['pk']['S']}|{image['sk']['S']}"
        return News(**documents.read_news_fields(documents.load(image["doc"])), position=position)

    def settle(self, delivered: Sequence[News]) -> None:
        """See `ports.Outbox`: one BatchWriteItem for as many as it takes."""
        deletes: Any = [{"DeleteRequest": {"Key": _key(news)}} for news in delivered]
        for start in range(0, len(deletes), _MOST_AT_ONCE):
            with store_errors():
                self._client.batch_write_item(RequestItems={self._table: deletes[start : start + _MOST_AT_ONCE]})


def _key(news: News) -> dict[str, dict[str, str]]:
    pk, sk = news.position.split("|")
    return {"pk": {"S": pk}, "sk": {"S": sk}}
