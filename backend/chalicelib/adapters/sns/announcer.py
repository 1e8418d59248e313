"""Announces news on one SNS topic; a desk subscribes with a filter on `tier` and `region`."""

import json
from typing import TYPE_CHECKING

from chalicelib.adapters.announcement import announcement
from chalicelib.usecases.ports import News

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient


class SnsAnnouncer:
    """`ports.Announcer` on an SNS topic."""

    def __init__(self, client: "SNSClient", topic: str) -> None:
        self._client = client
        self._topic = topic

    def tell_desk(self, news: News) -> None:
        """See `ports.Announcer`; a failure passes to the caller, who tries again later."""
        self._client.publish(
            TopicArn=self._topic,
            Message=json.dumps(announcement(news)),
            MessageAttributes={
                "tier": {"DataType": "String", "StringValue": news.desk.tier},
                "region": {"DataType": "String", "StringValue": news.desk.region},
            },
        )
