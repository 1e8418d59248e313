"""Gives tickets of earlier versions the rows they are listed by now: at each local start, in the cloud `make upgrade ENV=…`.

Documents need no upgrade, they are read in every form; rows are found by their keys, and those changed: inboxes were an index
over items in the tickets' partitions, and are partitions of plain items now.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.client import make_client
from chalicelib.adapters.dynamodb.rows import rows_of
from chalicelib.adapters.dynamodb.tickets import DynamoTickets
from chalicelib.domain.credentials import TicketNumber

from infra.deploy import outputs
from infra.environments import named_environment

_FORMER = "WATCH#"
_TRIES = 5

Key = dict[str, Any]


def main() -> None:
    """Upgrade the table of the environment ENV names."""
    environment = named_environment()
    environment.enter()
    print(f"{upgrade(make_client(), outputs(environment)['TableName'])} tickets upgraded.")


def upgrade(client: Any, table: str) -> int:
    """Upgrade every ticket that is not yet; return how many.

    Safe to interrupt, to run twice, and beside the functions: each ticket is one transaction, conditional on its version.
    Raises RuntimeError when a ticket keeps changing meanwhile.
    """
    upgraded = 0
    for partition, former in groupby(_former_rows(client, table), key=lambda key: key["pk"]["S"]):
        _upgrade_ticket(client, table, TicketNumber(partition.partition("#")[2]), list(former))
        upgraded += 1
    return upgraded


def _former_rows(client: Any, table: str) -> Iterator[Key]:
    """Yield the keys of rows of before; those of one ticket come together, since they lie in one partition."""
    pages = client.get_paginator("scan").paginate(
        TableName=table,
        FilterExpression="begins_with(sk, :former)",
        ExpressionAttributeValues={":former": {"S": _FORMER}},
        ProjectionExpression="pk, sk",
        ConsistentRead=True,
    )
    for page in pages:
        yield from page["Items"]


def _upgrade_ticket(client: Any, table: str, number: TicketNumber, former: list[Key]) -> None:
    for _ in range(_TRIES):
        ticket = DynamoTickets(client, table).get(number)
        unchanged = {
            "TableName": table,
            "Key": keys.ticket(number),
            "ConditionExpression": "version = :version",
            "ExpressionAttributeValues": {":version": {"N": str(ticket.version)}},
        }
        puts = [{"Put": {"TableName": table, "Item": row}} for row in rows_of(ticket).values()]
        deletes = [{"Delete": {"TableName": table, "Key": key}} for key in former]
        try:
            client.transact_write_items(TransactItems=[{"ConditionCheck": unchanged}, *puts, *deletes])
        except client.exceptions.TransactionCanceledException:
            continue
        return
    raise RuntimeError("a ticket keeps changing; run this again")


if __name__ == "__main__":
    main()
