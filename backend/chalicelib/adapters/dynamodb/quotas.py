"""Counts the contacts that officers open."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.client import conditional
from chalicelib.domain.deadlines import today_at
from chalicelib.domain.rulebook import limits
from chalicelib.domain.tiers import Desk

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_KEPT = timedelta(days=90)  # so that somebody can look at who opened how many; the table's time to live removes it


class _Reached(Exception):
    """The limit of the day is reached."""


class DynamoQuotas:
    """`ports.Quotas` on the table, one item per officer and day."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def admit(self, sub: str, desk: Desk, at: datetime) -> bool:
        """See `ports.Quotas`: one UpdateItem, conditional on the count."""
        values: Any = {
            ":none": {"N": "0"},
            ":one": {"N": "1"},
            ":most": {"N": str(limits().contacts_a_day)},
            ":gone": {"N": str(int((at + _KEPT).timestamp()))},
        }
        try:
            with conditional(_Reached):
                self._client.update_item(
                    TableName=self._table,
                    Key=keys.quota(sub, today_at(desk, at)),
                    UpdateExpression="SET opened = if_not_exists(opened, :none) + :one, expires_at = :gone",
                    ConditionExpression="attribute_not_exists(opened) OR opened < :most",
                    ExpressionAttributeValues=values,
                )
        except _Reached:
            return False
        return True
