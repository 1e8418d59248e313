"""Wraps data keys with an AWS KMS key."""

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.adapters.envelope import DATA_KEY_BYTES
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.errors import StoreBusy

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

# The context goes to CloudTrail in clear, so it says what the key is for and nothing of the ticket. The functions' policies ask
# for the compartment (`kms:EncryptionContext:compartment`): this is the wall between them.
_UNPARTED = {"purpose": "ticket-personal-data"}  # what keys were wrapped with before compartments


class KmsWrapper:
    """`envelope.KeyWrapper` over one KMS key; each call is one request to KMS. Raises StoreBusy when KMS is out of reach."""

    def __init__(self, client: "KMSClient", key_id: str) -> None:
        self._client = client
        self._key_id = key_id

    def new_data_key(self, compartment: Compartment) -> tuple[bytes, bytes]:
        """See `envelope.KeyWrapper`."""
        try:
            answer = self._client.generate_data_key(
                KeyId=self._key_id, NumberOfBytes=DATA_KEY_BYTES, EncryptionContext=_context(compartment)
            )
        except BotoCoreError:
            raise StoreBusy from None
        return answer["Plaintext"], answer["CiphertextBlob"]

    def unwrap(self, wrapped: bytes, compartment: Compartment | None) -> bytes:
        """See `envelope.KeyWrapper`."""
        try:
            context = _context(compartment)
            answer = self._client.decrypt(CiphertextBlob=wrapped, KeyId=self._key_id, EncryptionContext=context)
        except ClientError as error:
            if error.response["Error"]["Code"] == "InvalidCiphertextException":
                raise ValueError("data key was not wrapped here") from None
            raise
        except BotoCoreError:
            raise StoreBusy from None
        return answer["Plaintext"]


def _context(compartment: Compartment | None) -> dict[str, str]:
    return _UNPARTED if compartment is None else {"compartment": compartment.value}
