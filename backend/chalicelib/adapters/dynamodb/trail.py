"""Reads every trail of the table, page by page: for the daily root and for whoever verifies, never in a request."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb import documents, keys
from chalicelib.adapters.dynamodb.client import store_errors
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.events import Read
from chalicelib.usecases.ports.tickets import STATEMENT
from chalicelib.usecases.ports.trail import TicketTrail

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoTrail:
    """`ports.StoredTrail` on the table. A scan yields the items of a partition together and in order."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def tickets(self) -> Iterator[TicketTrail]:
        """See `ports.StoredTrail`: a Scan."""
        for partition, items in groupby(self._scanned(keys.TICKETS), key=lambda item: item["pk"]["S"]):
            yield _trail(keys.number_of_partition(partition), items)

    def ticket(self, number: TicketNumber) -> TicketTrail:
        """See `ports.StoredTrail`: one Query per MiB."""
        return _trail(number, self._pages("query", "KeyConditionExpression", "pk = :what", keys.ticket_partition(number)["S"]))

    def reads(self) -> Iterator[tuple[TicketNumber, Sequence[Read]]]:
        """See `ports.StoredTrail`: a Scan."""
        for partition, items in groupby(self._scanned(keys.READS), key=lambda item: item["pk"]["S"]):
            number = keys.number_of_partition(partition)
            yield number, [documents.read_read(number, keys.place_of_read(item), documents.load(item["doc"])) for item in items]

    def _scanned(self, kind: str) -> Iterator[Any]:
        return self._pages("scan", "FilterExpression", "begins_with(pk, :what)", kind)

    def _pages(self, operation: str, condition: str, expression: str, what: str) -> Iterator[Any]:
        request: dict[str, Any] = {
            "TableName": self._table,
            condition: expression,
            "ExpressionAttributeValues": {":what": {"S": what}},
            "ConsistentRead": True,
        }
        while True:
            with store_errors():
                answer = getattr(self._client, operation)(**request)
            yield from answer["Items"]
            if "LastEvaluatedKey" not in answer:
                return
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def _trail(number: TicketNumber, items: Iterator[Any]) -> TicketTrail:
    ticket, events, boxes = None, [], {}
    for item in items:
        if item["sk"]["S"] == keys.TICKET:
            ticket = documents.read_ticket(number, int(item["version"]["N"]), documents.load(item["doc"]))
        elif item["sk"]["S"] == keys.STATEMENT:
            boxes[STATEMENT] = documents.unsealed(item["box"])
        else:
            events.append(documents.read_event(number, documents.load(item["doc"])))
            boxes |= documents.read_sealed(item)
    return TicketTrail(number, ticket, events, boxes)
