"""Who is writing for a ticket: seen for some minutes, told to colleagues, never in anybody's way."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from chalicelib.domain.rulebook import limits
from chalicelib.usecases.ports.writers import Writing

from tests.contract.conftest import Store
from tests.contract.test_store import SEALED, opened
from tests.support import samples

Seeds = Callable[[], int]
AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)


def test_whoever_writes_learns_who_else_does(store: Store, fresh: Seeds) -> None:
    number, writers = samples.number(fresh()), store.writers
    assert writers.seen(number, "rina", AT) is None
    assert writers.seen(number, "rina", AT + A_MINUTE) is None, "one's own writing is no news"
    assert writers.seen(number, "tono", AT + 2 * A_MINUTE) == Writing("rina", AT + A_MINUTE)
    assert writers.of([number], AT + 2 * A_MINUTE) == {number: Writing("tono", AT + 2 * A_MINUTE)}
    assert writers.seen(number, "rina", AT + 3 * A_MINUTE) == Writing("tono", AT + 2 * A_MINUTE)


def test_it_is_forgotten_by_itself_and_by_whoever_it_is_of(store: Store, fresh: Seeds) -> None:
    number, writers, long = samples.number(fresh()), store.writers, timedelta(minutes=limits().writing_minutes)
    writers.seen(number, "rina", AT)
    assert writers.of([number], AT + long - A_MINUTE)
    assert writers.of([number], AT + long) == {}
    assert writers.seen(number, "tono", AT + long) is None, "Rina has left long since"
    writers.gone(number, "rina")
    assert writers.of([number], AT + long), "nobody ends what is another's"
    writers.gone(number, "tono")
    assert writers.of([number], AT + long) == {}
    writers.gone(number, "tono")


def test_a_list_asks_for_all_at_once(store: Store, fresh: Seeds) -> None:
    numbers = [samples.number(fresh()) for _ in range(130)]
    for number in numbers[::2]:
        store.writers.seen(number, "rina", AT)
    assert set(store.writers.of(numbers, AT)) == set(numbers[::2])


def test_statements_come_with_their_tickets_and_what_is_not_there_does_not(store: Store, fresh: Seeds) -> None:
    changes = [opened(fresh()) for _ in range(60)]
    for change in changes:
        store.tickets.commit(change, SEALED)
    numbers = [change.after.number for change in changes]
    found = store.tickets.statements([*numbers, samples.number(fresh())])
    assert set(found) == set(numbers)
    for number in numbers:
        assert found[number] == (store.tickets.get(number), store.tickets.case_file(number).sealed["statement"])
