"""Lists rows of one partition between two orders, as the walls around their tickets have it for one person."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb.client import store_errors
from chalicelib.adapters.dynamodb.rows import inbox
from chalicelib.domain.staff import Staff

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def admitted(
    client: "DynamoDBClient", table: str, staff: Staff, partition: str, first: str, last: str, shown: str, wanted: int
) -> Iterator[Any]:
    """Yield the attributes `shown`, `wall` among them, of the rows that this person may know of: a Query for each `wanted`.

    Raises StoreBusy.
    """
    query: dict[str, Any] = {
        "TableName": table,
        "KeyConditionExpression": "pk = :pk AND sk BETWEEN :first AND :last",
        "ExpressionAttributeValues": {":pk": {"S": partition}, ":first": {"S": first}, ":last": {"S": last}},
        "ProjectionExpression": shown,
        "ConsistentRead": True,
        "Limit": wanted,
    }
    while True:
        with store_errors():
            answer = client.query(**query)
        yield from (item for item in answer["Items"] if inbox.admits(item, staff))
        if "LastEvaluatedKey" not in answer:
            return
        query["ExclusiveStartKey"] = answer["LastEvaluatedKey"]
