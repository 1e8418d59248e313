"""What desks work with, as JSON."""

from chalicelib.entrypoints.staff_api.tickets import ROUTES

__all__ = ["ROUTES"]
