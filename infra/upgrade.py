"""Gives what earlier versions stored the rows it is found by now: at each local start, in the cloud `make upgrade ENV=…`.

Documents need no upgrade, they are read in every form; rows are found by their keys, and those change from version to version.
So the rows of every ticket are held against those it has by now, and set right. Staff of before had no place in a roster.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import boto3
from chalicelib.adapters.dynamodb import documents, keys
from chalicelib.adapters.dynamodb.client import make_client
from chalicelib.adapters.dynamodb.rows import Keys, rows_of
from chalicelib.adapters.dynamodb.staff import DynamoStaff
from chalicelib.adapters.dynamodb.tickets import DynamoTickets
from chalicelib.adapters.sns.announcer import filter_policy
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.names import Marks
from chalicelib.usecases.name_marks import name_marks

from infra.deploy import outputs
from infra.environments import named_environment
from infra.staff import CloudSignIns

_KINDS = ("INBOX#", "QUEUE#", "DUE#", "FOUND#")  # what the partitions of rows begin with
_FORMER = "WATCH#"  # rows of the first two forms, in the partitions of tickets
_TRIES = 5


def main() -> None:
    """Upgrade the table of the environment ENV names, and the subscriptions of its staff."""
    environment = named_environment()
    environment.enter()
    given = outputs(environment)
    sign_ins = CloudSignIns.of(given)
    upgraded = upgrade(make_client(), given["TableName"], partial(name_marks, sign_ins.ports))
    sns = boto3.client("sns")
    for sub, subscription in _subscriptions(make_client(), given["TableName"]):
        sns.set_subscription_attributes(
            SubscriptionArn=subscription, AttributeName="FilterPolicy", AttributeValue=filter_policy(sub)
        )
    print(f"{upgraded} tickets upgraded.")


def upgrade(client: Any, table: str, marks: Callable[[str], Marks]) -> int:
    """Upgrade every ticket and staff record that is not yet, these with the `marks` of their name; return how many tickets.

    Safe to interrupt, to run twice, and beside the functions: each ticket is one transaction, conditional on its version.
    Raises RuntimeError when a ticket keeps changing meanwhile.
    """
    register = DynamoStaff(client, table)
    for sub in _without_roster(client, table):
        staff = register.find(sub)
        if staff:
            register.put(replace(staff, names=(marks(staff.name),)))
    upgraded = 0
    for number, stored in _other_rows(client, table).items():
        _upgrade_ticket(client, table, number, stored)
        upgraded += 1
    return upgraded


def _without_roster(client: Any, table: str) -> Iterator[str]:
    """Yield the `sub` of staff records from before there were rosters."""
    for item in _scan(client, table, "begins_with(pk, :former)", "STAFF#"):
        if "names" not in documents.load(item["doc"]):
            yield keys.sub_of(item)


def _subscriptions(client: Any, table: str) -> Iterator[tuple[str, str]]:
    """Yield `sub` and subscription of everybody who listens for news."""
    for item in _scan(client, table, "begins_with(pk, :former)", "DESK#"):
        yield item["sk"]["S"], item["subscription"]["S"]


def _scan(client: Any, table: str, wanted: str, former: str) -> Iterator[Any]:
    pages = client.get_paginator("scan").paginate(
        TableName=table,
        FilterExpression=wanted,
        ExpressionAttributeValues={":former": {"S": former}},
        ConsistentRead=True,
    )
    for page in pages:
        yield from page["Items"]


def _other_rows(client: Any, table: str) -> dict[TicketNumber, list[Keys]]:
    """Return the tickets whose stored rows are not those that they have by now, each with the keys of all that are stored."""
    stored: dict[TicketNumber, dict[Keys, Any]] = defaultdict(dict)
    for kind in _KINDS:
        for item in _scan(client, table, "begins_with(pk, :former)", kind):
            stored[TicketNumber(item["sk"]["S"].rpartition("#")[2])][_keys(item)] = item
    for item in _scan(client, table, "begins_with(sk, :former)", _FORMER):
        stored[_number(item)][_keys(item)] = item
    other: dict[TicketNumber, list[Keys]] = {}
    for item in _scan(client, table, "sk = :former", keys.TICKET):
        number = _number(item)
        ticket = documents.read_ticket(number, int(item["version"]["N"]), documents.load(item["doc"]))
        if stored[number] != rows_of(ticket):
            other[number] = list(stored[number])
    return other


def _number(item: Any) -> TicketNumber:
    """Whose partition an item lies in."""
    return TicketNumber(item["pk"]["S"].partition("#")[2])


def _keys(item: Any) -> Keys:
    return item["pk"]["S"], item["sk"]["S"]


def _upgrade_ticket(client: Any, table: str, number: TicketNumber, stored: list[Keys]) -> None:
    for _ in range(_TRIES):
        ticket = DynamoTickets(client, table).get(number)
        unchanged = {
            "TableName": table,
            "Key": keys.ticket(number),
            "ConditionExpression": "version = :version",
            "ExpressionAttributeValues": {":version": {"N": str(ticket.version)}},
        }
        rows = rows_of(ticket)
        puts = [{"Put": {"TableName": table, "Item": row}} for row in rows.values()]
        deletes = [{"Delete": {"TableName": table, "Key": keys.row(*key)}} for key in stored if key not in rows]
        try:
            client.transact_write_items(TransactItems=[{"ConditionCheck": unchanged}, *puts, *deletes])
        except client.exceptions.TransactionCanceledException:
            continue
        return
    raise RuntimeError("a ticket keeps changing; run this again")


if __name__ == "__main__":
    main()
