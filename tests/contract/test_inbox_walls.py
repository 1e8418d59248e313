"""What somebody must not know of changes nothing in their inbox: no row, no gap, no count, no cursor."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from chalicelib.domain.changes import Change
from chalicelib.domain.errors import Invalid
from chalicelib.domain.staff import Staff
from chalicelib.domain.tiers import Desk, Tier
from chalicelib.domain.walls import Wall
from chalicelib.domain.workflow import Lane

from tests.contract.conftest import Store
from tests.contract.test_store import AT, SEALED, opened
from tests.support import samples

Seeds = Callable[[], int]
HIDDEN = {
    "named": Wall(accused=samples.named("Bu Rina")[0]),
    "barred": Wall(barred=("sub-rina",)),
    "confidential": Wall(confidential=True),
}


def walled(seed: int, day: int, district: str, wall: Wall) -> Change:
    change = opened(seed, AT + timedelta(days=day), district)
    return replace(change, after=replace(change.after, wall=wall))


def pages(store: Store, staff: Staff, lane: Lane | None, limit: int) -> list[Any]:
    """Return every page of an inbox: what it lists, and whether another follows."""
    found, after = [], None
    while True:
        page = store.tickets.inbox(staff, lane, limit, after)
        found.append(([entry["number"] for entry in page.entries], page.next))
        after = page.next
        if after is None:
            return found


@pytest.mark.parametrize("lane", [None, Lane.WORK])
@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_an_inbox_is_what_it_would_be_without_what_is_kept_from_its_reader(
    store: Store, fresh: Seeds, limit: int, lane: Lane | None
) -> None:
    district = f"15.{fresh() % 69 + 1:02d}.{fresh() % 99:02d}"  # a desk that no other test of this run fills
    rina = Staff("sub-rina", "Rina Contoh", Desk(Tier.KECAMATAN, district), names=samples.named("Rina Contoh"))
    for day in (1, 3, 5, 7):
        store.tickets.commit(walled(fresh(), day, district, Wall()), SEALED)
    before = pages(store, rina, lane, limit)
    for day in (0, 2, 4, 6, 8, 9):
        for wall in HIDDEN.values():
            store.tickets.commit(walled(fresh(), day, district, wall), SEALED)
    assert pages(store, rina, lane, limit) == before


@pytest.mark.parametrize("lane", [None, Lane.WORK])
@pytest.mark.parametrize("limit", [1, 2, 50])
def test_a_confidential_reader_is_shown_the_confidential_track_first_then_by_deadline(
    store: Store, fresh: Seeds, limit: int, lane: Lane | None
) -> None:
    district = f"16.{fresh() % 69 + 1:02d}.{fresh() % 99:02d}"
    reader = Staff("sub-sari", "Sari Contoh", Desk(Tier.KABUPATEN, district[:5]), confidential=True)
    plain = [walled(fresh(), day, district, Wall()) for day in (1, 2)]
    secret = [walled(fresh(), day, district, Wall(confidential=True)) for day in (3, 4)]
    for change in (*plain, *secret):
        store.tickets.commit(change, SEALED)
    mine = {str(change.after.number) for change in (*plain, *secret)}
    listed = [number for numbers, _ in pages(store, reader, lane, limit) for number in numbers if number in mine]
    assert listed == [str(change.after.number) for change in (*secret, *plain)]
    page = store.tickets.inbox(reader, lane, 50, None)
    assert {entry["confidential"] for entry in page.entries if entry["number"] in listed[:2]} == {True}


@pytest.mark.parametrize("lane", [None, Lane.WORK])
def test_no_cursor_leads_somebody_else_into_the_confidential_track(store: Store, fresh: Seeds, lane: Lane | None) -> None:
    district = f"17.{fresh() % 69 + 1:02d}.{fresh() % 99:02d}"
    reader = Staff("sub-sari", "Sari Contoh", Desk(Tier.KABUPATEN, district[:5]), confidential=True)
    for day in (1, 2):
        store.tickets.commit(walled(fresh(), day, district, Wall(confidential=True)), SEALED)
    store.tickets.commit(walled(fresh(), 3, district, Wall()), SEALED)
    cursor = store.tickets.inbox(reader, lane, 1, None).next
    unmarked = replace(reader, confidential=False)
    entries: list[Any] = []
    with suppress(Invalid):
        entries = list(store.tickets.inbox(unmarked, lane, 50, cursor).entries)
    assert not [entry for entry in entries if entry["confidential"]]
