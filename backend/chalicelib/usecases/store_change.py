"""Store what happened to a ticket: linked to all that happened before. Nothing else stores a change."""

from collections.abc import Mapping

from chalicelib.domain.changes import Change
from chalicelib.domain.trail import chained
from chalicelib.usecases.ports import WithTickets


def store_change(ports: WithTickets, change: Change, sealed: Mapping[str, bytes]) -> Change:
    """Store a change with its sealed parts by name; return it as it stands in the trail. Raises Overtaken, StoreBusy."""
    linked = chained(change, sealed)
    ports.tickets.commit(linked, sealed)
    return linked
