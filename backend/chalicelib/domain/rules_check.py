"""Asks for every rule once: run by whatever builds, so that a wrong file fails there."""

from datetime import date

from chalicelib.domain.calendar import earliest_zone, missing_years
from chalicelib.domain.clocks import ClockName, Side, time_limits
from chalicelib.domain.contact import call_hours
from chalicelib.domain.names import name_rules
from chalicelib.domain.queues import queues
from chalicelib.domain.reports import categories, choices
from chalicelib.domain.retention import retention
from chalicelib.domain.routing import routing
from chalicelib.domain.rulebook import limits
from chalicelib.domain.workflow import Status, actions, credit_categories, ends, fields, lane_of, place_of


def check_rules(today: date) -> None:
    """Raise KeyError, TypeError or ValueError for a rule file that cannot be read, and for a year without holidays."""
    call_hours()
    retention()
    queues()
    for read in (limits, choices, categories, routing, name_rules, time_limits, fields, actions, ends, earliest_zone):
        read()
    for status in Status:
        place_of(lane_of(status))
    if not credit_categories() <= categories().keys():
        raise ValueError("a credit is owed to a category that does not exist")
    if any(f"bands.{category.band}" not in time_limits() for category in categories().values()):
        raise ValueError("a category names no limit")
    if (
        not time_limits().keys() >= set(ClockName) - {ClockName.RESOLVE}
        or time_limits()[ClockName.WAITING].of is not Side.FAMILY
    ):
        raise ValueError("a clock has no limit, or the family's is the desk's")
    if set(choices().call_times) != call_hours().keys():
        raise ValueError("a part of the day has no hours, or hours no part")
    if missing := missing_years(today):
        raise ValueError(f"no holidays of {missing[0]}: make holidays YEAR={missing[0]}")
