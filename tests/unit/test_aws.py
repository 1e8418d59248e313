"""The short way to an endpoint against botocore's own."""

from typing import Any

import botocore.session
import pytest
from chalicelib.adapters.aws import aws_session


@pytest.mark.parametrize("service", ["dynamodb", "kms", "lambda", "secretsmanager", "sns"])
def test_the_endpoint_is_the_one_botocore_finds(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB"):
        monkeypatch.delenv(name, raising=False)
    keys: Any = {"region_name": "ap-southeast-3", "aws_access_key_id": "x", "aws_secret_access_key": "x"}
    ours: Any = aws_session().create_client(service, **keys)
    stock: Any = botocore.session.get_session().create_client(service, **keys)
    assert ours.meta.endpoint_url == stock.meta.endpoint_url
    assert ours.meta.region_name == stock.meta.region_name


def test_a_setting_may_name_the_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_KMS", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    assert aws_session().create_client("kms", region_name="ap-southeast-3").meta.endpoint_url == "http://127.0.0.1:9"
