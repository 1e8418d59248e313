"""Announces news on one SNS topic; each person subscribes with a filter on their `sub`, so that a wall keeps out one alone."""

import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.adapters.announcement import announcement
from chalicelib.usecases.ports.news import DeskUnheard, Listeners, News

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient

_TO = "to"  # the message attribute that subscriptions filter on


class SnsAnnouncer:
    """`ports.Announcer` on an SNS topic. SNS takes a message for nobody as gladly as one for somebody, so it is asked first."""

    def __init__(self, client: "SNSClient", topic: str, listeners: Listeners, words: Mapping[str, Any]) -> None:
        self._client = client
        self._topic = topic
        self._listeners = listeners
        self._words = words

    def tell_desk(self, news: News, subs: Collection[str]) -> None:
        """See `ports.Announcer`; a failure passes to the caller, who tries again later."""
        listening = self._listeners.of(news.desk)
        to = [sub for sub in subs if sub in listening and self._is_confirmed(listening[sub])]
        if not to:
            raise DeskUnheard
        told = announcement(news, self._words)
        self._client.publish(
            TopicArn=self._topic,
            Subject=told.subject,
            Message=told.text,
            MessageAttributes={
                _TO: {"DataType": "String.Array", "StringValue": json.dumps(to)},
                # By these a program that receives it tells repeats apart.
                "number": {"DataType": "String", "StringValue": str(news.number)},
                "version": {"DataType": "Number", "StringValue": str(news.version)},
            },
        )

    def _is_confirmed(self, subscription: str) -> bool:
        """Whether SNS sends to a subscription: it is there, and its owner has said yes to it."""
        try:
            told = self._client.get_subscription_attributes(SubscriptionArn=subscription)
        except self._client.exceptions.NotFoundException:
            return False
        return told["Attributes"].get("PendingConfirmation") != "true"


def filter_policy(sub: str) -> str:
    """Return the filter by which a subscription hears of what is meant for one person alone."""
    return json.dumps({_TO: [sub]})
