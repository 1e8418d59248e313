"""Lists rows of one partition between two orders, as the walls around their tickets have it for one person."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb.client import store_errors
from chalicelib.adapters.dynamodb.rows import inbox
from chalicelib.domain.staff import Staff
from chalicelib.usecases.ports.tickets import EVERYTHING, Choice

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_MOST_READ = 1_000  # rows that a page looks at for a choice
_AT_ONCE = 200  # of them, in one Query


class PageInTheMaking:
    """Takes rows that somebody may know of until a page of what they chose is full, or has looked at enough of them."""

    def __init__(self, choice: Choice, staff: Staff, limit: int) -> None:
        self._choice, self._sub, self._limit = choice, staff.sub, limit
        self._read = 0
        self.rows: list[Any] = []
        self.hidden = 0
        self.more = False  # whether something may follow
        self.behind: tuple[int, Any] | None = None  # what the page after it begins behind

    @property
    def wanted(self) -> int:
        """How many rows to ask for at once: one too many tells whether there is a next page."""
        return self._limit + 1 - len(self.rows) if self._choice == EVERYTHING else _AT_ONCE

    def take(self, stretch: int, row: Any) -> bool:
        """Take or pass over the next row, of a stretch of the list; return whether another is wanted."""
        if self._choice == EVERYTHING or self._choice.takes(inbox.entries([row])[0], self._sub):
            if len(self.rows) == self._limit:
                self.more = True
                return False
            self.rows.append(row)
        else:
            self.hidden += 1
        self.behind = (stretch, row)
        self._read += 1
        self.more = self._choice != EVERYTHING and self._read == _MOST_READ
        return not self.more


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
