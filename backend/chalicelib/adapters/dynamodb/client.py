"""Makes the DynamoDB client: botocore, with the work left out that this table does not need.

botocore is nine tenths of a request. Requests are built by this package from values that are validated already, so its own
parameter validation is off; they have one form, so they are signed as that; answers are plain JSON, so they are parsed as
that instead of shape by shape. Numbers in `decisions/0008-store-client.md`; `make bench` measures them again.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import JSONParser, ResponseParserFactory
from pydantic_core import from_json

from chalicelib.adapters.aws import aws_session
from chalicelib.adapters.dynamodb.signing import RequestSigner
from chalicelib.domain.errors import StoreBusy

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_MOST_AT_ONCE = 100  # items of a BatchGetItem
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
    session = aws_session()
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
    signer = RequestSigner(session.get_credentials(), client.meta.region_name)
    client.meta.events.register("choose-signer.dynamodb", lambda **_event: UNSIGNED)
    client.meta.events.register("before-sign.dynamodb", signer.sign)
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


@contextmanager
def conditional(otherwise: type[Exception]) -> Iterator[None]:
    """Turn a write whose condition did not hold into `otherwise`, and what `store_errors` turns into StoreBusy."""
    try:
        with store_errors():
            yield
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        raise otherwise from None


def get_all(client: "DynamoDBClient", table: str, wanted: Sequence[Any]) -> list[Any]:
    """Return the items of these keys that there are, in no order: a BatchGetItem for each hundred, and for what it left out."""
    query: Any = client.batch_get_item
    items: list[Any] = []
    rest = list(wanted)
    while rest:
        asked, rest = rest[:_MOST_AT_ONCE], rest[_MOST_AT_ONCE:]
        with store_errors():
            answer = query(RequestItems={table: {"Keys": asked}})
        items += answer["Responses"].get(table, [])
        rest += answer.get("UnprocessedKeys", {}).get(table, {}).get("Keys", [])
    return items


class _PlainParser(JSONParser):
    def _handle_json_body(self, raw_body: bytes, _shape: Any) -> Any:
        return from_json(raw_body)


class _PlainParsers(ResponseParserFactory):
    def create_parser(self, protocol_name: str) -> Any:
        return _PlainParser() if protocol_name == "json" else super().create_parser(protocol_name)
