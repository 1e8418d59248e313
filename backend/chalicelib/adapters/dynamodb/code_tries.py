"""Counts the tries at access codes."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.client import conditional
from chalicelib.domain.calendar import span_of
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.rulebook import limits

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_KEPT = timedelta(days=1)  # beyond its span an item only takes room; the table's time to live removes it


class _TooMany(Exception):
    """The limit of the span is reached."""


class DynamoCodeTries:
    """`ports.CodeTries` on the table, one item per ticket and span."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def admit(self, number: TicketNumber, at: datetime, *, right: bool) -> bool:
        """See `ports.CodeTries`: one UpdateItem, conditional on the count. A right try writes the count as it is."""
        most = limits()
        since, until = span_of(at, most.code_tries_hours)
        values: Any = {
            ":none": {"N": "0"},
            ":one_more": {"N": "0" if right else "1"},
            ":most": {"N": str(most.code_tries)},
            ":gone": {"N": str(int((until + _KEPT).timestamp()))},
        }
        try:
            with conditional(_TooMany):
                self._client.update_item(
                    TableName=self._table,
                    Key=keys.code_tries(number, since),
                    UpdateExpression="SET tries = if_not_exists(tries, :none) + :one_more, expires_at = :gone",
                    ConditionExpression="attribute_not_exists(tries) OR tries < :most",
                    ExpressionAttributeValues=values,
                )
        except _TooMany:
            return False
        return True
