"""Keeps the staff register, and the roster of each place beside it."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.dynamodb import documents, keys, staff_documents
from chalicelib.adapters.dynamodb.client import get_all, store_errors
from chalicelib.domain.errors import NotStaff
from chalicelib.domain.staff import Member, Staff
from chalicelib.domain.tiers import Desk

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoStaff:
    """`ports.people.StaffRegister` on the table, one item per `sub`."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def get(self, sub: str) -> Staff:
        """See `ports.people.StaffRegister`: one strongly consistent GetItem, so that a deactivation counts at once."""
        staff = self.find(sub)
        if staff is None or not staff.active:
            raise NotStaff
        return staff

    def find(self, sub: str) -> Staff | None:
        """See `ports.people.StaffRegister`: one strongly consistent GetItem."""
        with store_errors():
            answer = self._client.get_item(TableName=self._table, Key=keys.staff(sub), ConsistentRead=True)
        item: Any = answer.get("Item")
        return staff_documents.read_staff(sub, documents.load(item["doc"])) if item else None

    def put(self, staff: Staff) -> None:
        """See `ports.people.StaffRegister`: record and roster in one transaction."""
        before, here = self.find(staff.sub), keys.member(staff.desk, staff.sub)
        there = keys.member(before.desk, staff.sub) if before else here
        record: Any = {**keys.staff(staff.sub), "doc": documents.dump(staff_documents.staff_document(staff))}
        place: Any = {**here, "doc": documents.dump(staff_documents.member_document(staff.member))}
        gone = {there["pk"]["S"]: there} | {here["pk"]["S"]: here}
        if staff.active:
            del gone[here["pk"]["S"]]
        writes: list[Any] = [
            {"Put": {"TableName": self._table, "Item": record}},
            *([{"Put": {"TableName": self._table, "Item": place}}] if staff.active else []),
            *({"Delete": {"TableName": self._table, "Key": key}} for key in gone.values()),
        ]
        with store_errors():
            self._client.transact_write_items(TransactItems=writes)

    def names(self, subs: Collection[str]) -> Mapping[str, str]:
        """See `ports.people.StaffRegister`: one BatchGetItem for as many as it takes."""
        items = get_all(self._client, self._table, [keys.staff(sub) for sub in dict.fromkeys(subs)])
        return {keys.sub_of(item): documents.load(item["doc"])["name"] for item in items}


class DynamoRosters:
    """`ports.people.Rosters` on the table, a partition a place and an item a person."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def at(self, desk: Desk) -> Collection[Member]:
        """See `ports.people.Rosters`: one strongly consistent Query per MiB; a place has a handful of people."""
        query: Any = self._client.query
        asked: dict[str, Any] = {
            "TableName": self._table,
            "KeyConditionExpression": "pk = :pk",
            "ExpressionAttributeValues": {":pk": keys.member(desk, "")["pk"]},
            "ConsistentRead": True,
        }
        members: list[Member] = []
        while True:
            with store_errors():
                answer = query(**asked)
            members += [staff_documents.read_member(item["sk"]["S"], documents.load(item["doc"])) for item in answer["Items"]]
            if "LastEvaluatedKey" not in answer:
                return members
            asked["ExclusiveStartKey"] = answer["LastEvaluatedKey"]
