"""What desks work with, as JSON."""

from chalicelib.entrypoints.staff_api import contacts, lists, tickets

ROUTES = (*lists.ROUTES, *tickets.ROUTES, *contacts.ROUTES)

__all__ = ["ROUTES"]
