"""Keeps what became of a ticket's photos, and who of the staff looked at it; the photos themselves lie elsewhere."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb import documents, keys
from chalicelib.adapters.dynamodb.client import conditional, store_errors
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import StaleVersion
from chalicelib.domain.photos import Album
from chalicelib.domain.timestamps import timestamp
from chalicelib.usecases.ports.photos import Reading

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# What the attributes are called that hold when somebody looked, before their `sub`.
_FIRST, _LAST = "first:", "last:"


class DynamoAlbums:
    """`ports.photos.Albums` on the table, one item per ticket."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def get(self, number: TicketNumber) -> Album:
        """See `ports.photos.Albums`: one strongly consistent GetItem."""
        with store_errors():
            answer = self._client.get_item(TableName=self._table, Key=keys.album(number), ConsistentRead=True)
        return _album(answer.get("Item", {}))

    def view(self, number: TicketNumber, sub: str, at: datetime) -> tuple[Album, Collection[Reading]]:
        """See `ports.photos.Albums`: one UpdateItem, which answers with the whole item."""
        with store_errors():
            answer = self._client.update_item(
                TableName=self._table,
                Key=keys.album(number),
                UpdateExpression="SET #first = if_not_exists(#first, :at), #last = :at",
                ExpressionAttributeNames={"#first": _FIRST + sub, "#last": _LAST + sub},
                ExpressionAttributeValues={":at": {"S": timestamp(at)}},
                ReturnValues="ALL_NEW",
            )
        item: Any = answer["Attributes"]
        return _album(item), [
            Reading(name.removeprefix(_FIRST), _moment(item[name]), _moment(item[_LAST + name.removeprefix(_FIRST)]))
            for name in item
            if name.startswith(_FIRST)
        ]

    def put(self, number: TicketNumber, album: Album) -> None:
        """See `ports.photos.Albums`: one UpdateItem, conditional on the version before; who looked stays."""
        first = album.version == 1
        before: Any = {} if first else {":before": {"N": str(album.version - 1)}}
        with conditional(StaleVersion):
            self._client.update_item(
                TableName=self._table,
                Key=keys.album(number),
                UpdateExpression="SET version = :version, doc = :doc",
                ConditionExpression="attribute_not_exists(version)" if first else "version = :before",
                ExpressionAttributeValues={
                    ":version": {"N": str(album.version)},
                    ":doc": documents.dump(documents.album_document(album)),
                    **before,
                },
            )


def _album(item: Any) -> Album:
    """Return the album that an item holds; an item may hold nothing yet but who looked."""
    return documents.read_album(int(item["version"]["N"]), documents.load(item["doc"])) if "doc" in item else Album()


def _moment(attribute: Any) -> datetime:
    return datetime.fromisoformat(attribute["S"])
