"""Do what the rules of time want of the tickets that are due. Safe to run twice, at once, late, or not at all for a day."""

from chalicelib.domain.access import open_actions
from chalicelib.domain.errors import NotAllowedNow, UnknownTicket
from chalicelib.domain.events import System
from chalicelib.usecases.act import Changing, act_in_time
from chalicelib.usecases.ports.tickets import Overtaken


def sweep_deadlines(ports: Changing) -> int:
    """Take the action of each due ticket; return how many.

    One that fails does not hold up the others: raises ExceptionGroup after the last.
    """
    taken, failures = 0, []
    for number in ports.tickets.due(ports.now()):
        try:
            due = open_actions(ports.tickets.get(number), System(), ports.now())
            for action in due[:1]:
                act_in_time(ports, number, action.id)
                taken += 1
        except (NotAllowedNow, Overtaken, UnknownTicket):
            continue  # another sweep, the family or the desk was first
        except Exception as failure:  # whatever the store raises; reported together below
            failures.append(failure)
    if failures:
        raise ExceptionGroup("deadlines not kept", failures)
    return taken
