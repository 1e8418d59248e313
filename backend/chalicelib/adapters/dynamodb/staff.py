"""Keeps the staff register."""

from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb import documents, keys
from chalicelib.adapters.dynamodb.client import store_errors
from chalicelib.domain.errors import NotStaff
from chalicelib.domain.staff import Staff

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoStaff:
    """`ports.StaffRegister` on the table, one item per `sub`."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def get(self, sub: str) -> Staff:
        """See `ports.StaffRegister`: one strongly consistent GetItem, so that a deactivation counts at once."""
        with store_errors():
            answer = self._client.get_item(TableName=self._table, Key=keys.staff(sub), ConsistentRead=True)
        if "Item" not in answer:
            raise NotStaff
        attribute: Any = answer["Item"]["doc"]
        staff = documents.read_staff(sub, documents.load(attribute))
        if not staff.active:
            raise NotStaff
        return staff

    def put(self, staff: Staff) -> None:
        """See `ports.StaffRegister`."""
        item = {**keys.staff(staff.sub), "doc": documents.dump(documents.staff_document(staff))}
        with store_errors():
            self._client.put_item(TableName=self._table, Item=item)
