"""Announces news on one SNS topic; a desk subscribes with a filter on `tier` and `region`."""

import json
from typing import TYPE_CHECKING

from chalicelib.adapters.announcement import announcement
from chalicelib.domain.tiers import Desk
from chalicelib.usecases.ports.news import DeskUnheard, Listeners, News

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient


class SnsAnnouncer:
    """`ports.Announcer` on an SNS topic. SNS takes a message for nobody as gladly as one for somebody, so it is asked first."""

    def __init__(self, client: "SNSClient", topic: str, listeners: Listeners) -> None:
        self._client = client
        self._topic = topic
        self._listeners = listeners

    def tell_desk(self, news: News) -> None:
        """See `ports.Announcer`; a failure passes to the caller, who tries again later."""
        if not any(map(self._is_confirmed, self._listeners.of(news.desk).values())):
            raise DeskUnheard
        self._client.publish(
            TopicArn=self._topic,
            Message=json.dumps(announcement(news)),
            MessageAttributes={
                "tier": {"DataType": "String", "StringValue": news.desk.tier},
                "region": {"DataType": "String", "StringValue": news.desk.region},
            },
        )

    def _is_confirmed(self, subscription: str) -> bool:
        """Whether SNS sends to a subscription: it is there, and its owner has said yes to it."""
        try:
            told = self._client.get_subscription_attributes(SubscriptionArn=subscription)
        except self._client.exceptions.NotFoundException:
            return False
        return told["Attributes"].get("PendingConfirmation") != "true"


def filter_policy(desk: Desk) -> str:
    """Return the filter by which a subscription hears of one desk alone."""
    return json.dumps({"tier": [desk.tier], "region": [desk.region]})
