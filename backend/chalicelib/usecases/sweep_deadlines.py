"""Do what the rules of time want of the tickets that are due. Safe to run twice, at once, late, or not at all for a day."""

from collections import Counter

from chalicelib.domain.errors import StoreBusy, UnknownTicket
from chalicelib.domain.rulebook import limits
from chalicelib.usecases.act import InTime, act_in_time
from chalicelib.usecases.ports.tickets import Overtaken

_BUSY_IN_A_ROW = 3  # then it is the store that is busy, and no ticket


def sweep_deadlines(ports: InTime) -> Counter[str]:
    """Take the action of each due ticket, the oldest first; return how often each action was taken.

    A run takes as many as `limits().sweep_tickets`; the next goes on with the rest, since what is done is not due any more. One
    that fails does not hold up the others: raises ExceptionGroup after the last.
    """
    taken: Counter[str] = Counter()
    failures: list[Exception] = []
    busy = 0
    for number in ports.tickets.due(ports.now()):
        try:
            action = act_in_time(ports, number)
            taken.update([action] if action else [])
            busy = 0
        except (Overtaken, UnknownTicket):
            continue  # another sweep, the family or the desk was first
        except StoreBusy as failure:
            failures.append(failure)
            busy += 1
        except Exception as failure:  # whatever a ticket that cannot be read raises; reported together below
            failures.append(failure)
        if busy == _BUSY_IN_A_ROW or taken.total() == limits().sweep_tickets:
            break
    if failures:
        raise ExceptionGroup("deadlines not kept", failures)
    return taken
