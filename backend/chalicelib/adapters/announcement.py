"""The form of an announcement to a desk: that there is news, of which number; nothing of the report."""

from chalicelib.domain.timestamps import timestamp
from chalicelib.usecases.ports.news import News


def announcement(news: News) -> dict[str, str | int]:
    """Return what a desk is told; `number` and `version` together name the news, for receivers that tell repeats apart."""
    return {
        "number": str(news.number),
        "version": news.version,
        "tier": news.desk.tier,
        "region": news.desk.region,
        "at": timestamp(news.at),
    }
