"""Reads the key of the keyed hashes from AWS Secrets Manager."""

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError

from chalicelib.domain.errors import StoreBusy

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient


def read_hash_key(client: "SecretsManagerClient", secret_id: str) -> bytes:
    """Return the secret's text as bytes; raises StoreBusy when Secrets Manager is out of reach."""
    try:
        return client.get_secret_value(SecretId=secret_id)["SecretString"].encode()
    except BotoCoreError:
        raise StoreBusy from None
