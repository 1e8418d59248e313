"""Keeps who listens for news of a desk."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.client import store_errors
from chalicelib.domain.tiers import Desk

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoListeners:
    """`ports.Listeners` on the table, a partition a desk and an item a person."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def put(self, desk: Desk, sub: str, subscription: str) -> None:
        """See `ports.Listeners`."""
        with store_errors():
            self._client.put_item(TableName=self._table, Item={**keys.listener(desk, sub), "subscription": {"S": subscription}})

    def remove(self, desk: Desk, sub: str) -> None:
        """See `ports.Listeners`."""
        with store_errors():
            self._client.delete_item(TableName=self._table, Key=keys.listener(desk, sub))

    def of(self, desk: Desk) -> Mapping[str, str]:
        """See `ports.Listeners`: one strongly consistent Query; a desk has a handful of people."""
        query: Any = self._client.query
        with store_errors():
            answer = query(
                TableName=self._table,
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={":pk": keys.listener(desk, "")["pk"]},
                ConsistentRead=True,
            )
        return {item["sk"]["S"]: item["subscription"]["S"] for item in answer["Items"]}
