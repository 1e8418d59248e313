"""Asks for every rule once: run by whatever builds, so that a wrong file fails there."""

from chalicelib.domain.clocks import earliest_zone, time_limits
from chalicelib.domain.names import name_rules
from chalicelib.domain.reports import categories, choices
from chalicelib.domain.routing import routing
from chalicelib.domain.rulebook import limits
from chalicelib.domain.workflow import Status, actions, credit_categories, ends, fields, lane


def check_rules() -> None:
    """Raise whatever a rule file that cannot be read raises: KeyError, TypeError, ValueError."""
    for read in (limits, choices, categories, routing, name_rules, time_limits, fields, actions, ends, earliest_zone):
        read()
    for status in Status:
        lane(status)
    if not credit_categories() <= categories().keys():
        raise ValueError("a credit is owed to a category that does not exist")
    if any(f"bands.{category.band}" not in time_limits() for category in categories().values()):
        raise ValueError("a category names no limit")
