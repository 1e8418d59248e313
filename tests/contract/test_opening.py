"""What every store promises to the opening of tickets: no more tries at a code than the rules allow, albums without loss."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from chalicelib.domain.errors import StaleVersion
from chalicelib.domain.photos import Album, Photo, PhotoState, Refusal
from chalicelib.domain.rulebook import rules

from tests.contract.conftest import Store
from tests.support import samples

AT = datetime(2026, 11, 22, 3, 15, 0, 123_000, tzinfo=UTC)
MOST = rules("limits")["code_tries"]
SPAN = timedelta(hours=rules("limits")["code_tries_hours"])
Seeds = Callable[[], int]


def test_wrong_tries_are_admitted_up_to_the_limit_and_right_ones_until_then(store: Store, fresh: Seeds) -> None:
    number = samples.number(fresh())
    for _ in range(MOST):
        assert store.code_tries.admit(number, AT, right=True)
        assert store.code_tries.admit(number, AT, right=False)
    assert not store.code_tries.admit(number, AT + timedelta(minutes=1), right=False)
    assert not store.code_tries.admit(number, AT + timedelta(minutes=1), right=True)
    assert store.code_tries.admit(samples.number(fresh()), AT, right=False)


def test_the_next_span_begins_anew(store: Store, fresh: Seeds) -> None:
    number = samples.number(fresh())
    for _ in range(MOST):
        store.code_tries.admit(number, AT, right=False)
    assert not store.code_tries.admit(number, AT, right=True)
    assert store.code_tries.admit(number, AT + SPAN, right=True)


def test_right_tries_are_never_used_up(store: Store, fresh: Seeds) -> None:
    number = samples.number(fresh())
    assert all(store.code_tries.admit(number, AT, right=True) for _ in range(3 * MOST))


def test_of_a_hundred_guesses_at_once_no_more_than_the_limit_are_answered(durable_engine_store: Store, fresh: Seeds) -> None:
    number = samples.number(fresh())
    with ThreadPoolExecutor(25) as pool:
        answers = list(pool.map(lambda _: durable_engine_store.code_tries.admit(number, AT, right=False), range(100)))
    assert answers.count(True) == MOST


def test_an_album_reads_back_the_same_and_an_unknown_one_is_empty(store: Store, fresh: Seeds) -> None:
    number = samples.number(fresh())
    assert store.albums.get(number) == Album()
    photos = (
        Photo("0" * 32, PhotoState.WAITING, AT),
        Photo("1" * 32, PhotoState.KEPT, AT),
        Photo("2" * 32, PhotoState.REFUSED, AT, Refusal.DAMAGED),
    )
    store.albums.put(number, Album(1, photos))
    assert store.albums.get(number) == Album(1, photos)


@pytest.mark.parametrize("before", [0, 1])
def test_of_two_changes_of_one_album_the_second_is_stale(store: Store, fresh: Seeds, before: int) -> None:
    number = samples.number(fresh())
    for version in range(1, before + 1):
        store.albums.put(number, Album(version))
    first, second = (Album(before + 1, (Photo(digit * 32, PhotoState.WAITING, AT),)) for digit in "ab")
    store.albums.put(number, first)
    with pytest.raises(StaleVersion):
        store.albums.put(number, second)
    assert store.albums.get(number) == first
