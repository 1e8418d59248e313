"""Our short signer against botocore's general one."""

from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from chalicelib.adapters.dynamodb.signing import RequestSigner

HEADERS = {"X-Amz-Target": "DynamoDB_20120810.GetItem", "Content-Type": "application/x-amz-json-1.0", "User-Agent": "x"}


def request(url: str) -> AWSRequest:
    return AWSRequest("POST", url, dict(HEADERS), b'{"TableName":"x"}')


@pytest.mark.parametrize("token", [None, "a-session-token"])
@pytest.mark.parametrize("url", ["https://dynamodb.ap-southeast-3.amazonaws.com/", "http://127.0.0.1:8123/"])
def test_the_signature_is_the_one_botocore_makes(url: str, token: str | None) -> None:
    credentials = Credentials("AKID", "secret", token)
    ours, theirs = request(url), request(url)
    signer = RequestSigner(credentials, "ap-southeast-3")
    signer.sign(ours)
    at = datetime.strptime(ours.headers["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    with patch("botocore.auth.get_current_datetime", return_value=at):
        SigV4Auth(credentials.get_frozen_credentials(), "dynamodb", "ap-southeast-3").add_auth(theirs)
    assert ours.headers["Authorization"] == theirs.headers["Authorization"]
    assert ours.headers["X-Amz-Security-Token"] == theirs.headers["X-Amz-Security-Token"] == token


def test_signing_again_replaces_the_signature() -> None:
    again = request("https://dynamodb.ap-southeast-3.amazonaws.com/")
    signer = RequestSigner(Credentials("AKID", "secret", "a-session-token"), "ap-southeast-3")
    signer.sign(again)
    signer.sign(again)
    for name in ("Authorization", "X-Amz-Date", "X-Amz-Security-Token"):
        assert len(again.headers.get_all(name) or []) == 1
