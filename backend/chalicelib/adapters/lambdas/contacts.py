"""Asks the function that can open contacts. What it answers goes to the officer and nowhere else."""

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.domain import errors
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import StoreBusy

_ERRORS: dict[str, type[Exception]] = {
    one.__name__: one for one in (errors.NotSignedIn, errors.NotStaff, errors.UnknownTicket, errors.NotAllowedNow)
}


class LambdaContacts:
    """`ports.Contacts` on AWS Lambda."""

    def __init__(self, client: Any, function: str) -> None:
        self._client = client
        self._function = function

    def open(self, token: str, number: TicketNumber, event_id: str) -> Mapping[str, object]:
        """See `ports.Contacts`: one Invoke. Opening writes nothing, so it may be tried again."""
        asked = json.dumps({"token": token, "number": number.symbols, "event": event_id})
        try:
            answer = self._client.invoke(FunctionName=self._function, Payload=asked.encode())
            content = json.loads(answer["Payload"].read())
        except (BotoCoreError, ClientError) as error:
            raise StoreBusy from error
        if "FunctionError" in answer:
            raise StoreBusy
        if "error" in content:
            raise _ERRORS.get(content["error"], StoreBusy)
        contact: Mapping[str, object] = content["contact"]
        return contact
