"""What families and whoever helps them send and see, as JSON."""

from chalicelib.entrypoints.public_api import case, reports

ROUTES = (*reports.ROUTES, *case.ROUTES)
