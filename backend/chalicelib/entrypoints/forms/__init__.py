"""The same as the public API, for browsers without JavaScript: forms in, pages out."""

from chalicelib.entrypoints.forms import receipt, report, status

ROUTES = (*report.ROUTES, *receipt.ROUTES, *status.ROUTES)
