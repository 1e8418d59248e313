"""How a moment is written: one form in the store, the API and the logs."""

from datetime import datetime


def timestamp(at: datetime) -> str:
    """Return an aware UTC moment as ISO 8601 text to the millisecond, ending in Z; the texts sort by time."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
