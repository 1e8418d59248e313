"""Keeps what became of a ticket's photos; the photos themselves lie elsewhere."""

from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb import documents, keys
from chalicelib.adapters.dynamodb.client import conditional, store_errors
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import StaleVersion
from chalicelib.domain.photos import Album

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoAlbums:
    """`ports.photos.Albums` on the table, one item per ticket."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def get(self, number: TicketNumber) -> Album:
        """See `ports.photos.Albums`: one strongly consistent GetItem."""
        with store_errors():
            answer = self._client.get_item(TableName=self._table, Key=keys.album(number), ConsistentRead=True)
        item: Any = answer.get("Item")
        return documents.read_album(int(item["version"]["N"]), documents.load(item["doc"])) if item else Album()

    def put(self, number: TicketNumber, album: Album) -> None:
        """See `ports.photos.Albums`: one PutItem, conditional on the version before."""
        before: Any = {":before": {"N": str(album.version - 1)}}
        first = album.version == 1
        condition: Any = (
            {"ConditionExpression": "attribute_not_exists(pk)"}
            if first
            else {"ConditionExpression": "version = :before", "ExpressionAttributeValues": before}
        )
        item: Any = {
            **keys.album(number),
            "version": {"N": str(album.version)},
            "doc": documents.dump(documents.album_document(album)),
        }
        with conditional(StaleVersion):
            self._client.put_item(TableName=self._table, Item=item, **condition)
