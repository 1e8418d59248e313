"""Makes the DynamoDB client: botocore, with the work left out that this table does not need.

botocore is nine tenths of a request. Requests are built by this package from values that are validated already, so its own
parameter validation is off; answers are plain JSON, so they are parsed as that instead of shape by shape. Numbers in
`decisions/0008-store-client.md`; `make bench` measures them again.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import JSONParser, ResponseParserFactory

from chalicelib.domain.errors import StoreBusy

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_BUSY = {
    "InternalServerError",
    "ItemCollectionSizeLimitExceededException",
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ServiceUnavailable",
    "ThrottlingException",
    "TransactionInProgressException",
}


def make_client() -> "DynamoDBClient":
    """Return a client for the process's region and endpoint (botocore's own environment settings). One per process.

    Attribute values come back as sent on the wire: this package stores texts and numbers only, never binary.
    """
    session = botocore.session.get_session()
    session.register_component("response_parser_factory", _PlainParsers())
    client: Any = session.create_client(
        "dynamodb",
        config=Config(
            parameter_validation=False,
            user_agent="lapor-pkh",
            connect_timeout=2,
            read_timeout=5,
            retries={"mode": "standard", "total_max_attempts": 3},
        ),
    )
    made: DynamoDBClient = client
    return made


@contextmanager
def store_errors() -> Iterator[None]:
    """Turn a store that is busy or out of reach into StoreBusy; everything else passes."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in _BUSY:
            raise StoreBusy from None
        raise
    except BotoCoreError:
        raise StoreBusy from None


class _PlainParser(JSONParser):
    def _handle_json_body(self, raw_body: bytes, _shape: Any) -> Any:
        return json.loads(raw_body)


class _PlainParsers(ResponseParserFactory):
    def create_parser(self, protocol_name: str) -> Any:
        return _PlainParser() if protocol_name == "json" else super().create_parser(protocol_name)
