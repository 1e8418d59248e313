"""The same as the public API, for browsers without JavaScript: forms in, pages out."""

from chalicelib.entrypoints.forms import report, status

ROUTES = (*report.ROUTES, *status.ROUTES)
