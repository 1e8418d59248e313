"""Signs requests to the table: AWS Signature Version 4 for the one form they have, a POST to "/" with a JSON body.

botocore's signer works the same out from every form a request can have, which is two fifths of a call's CPU. The scheme is in
the IAM user guide, "Create a signed AWS API request"; a test holds this against botocore's own signatures.
"""

import hmac
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

_ALGORITHM = "AWS4-HMAC-SHA256"


class RequestSigner:
    """A `before-sign` handler of botocore's; `credentials` are botocore's too, so that they may be refreshed."""

    def __init__(self, credentials: Any, region: str) -> None:
        self._credentials = credentials
        self._region = region

    def sign(self, request: Any, **_event: object) -> None:
        """Add the signature of a `botocore.awsrequest.AWSRequest` to its headers; signing again replaces it."""
        keys = self._credentials.get_frozen_credentials()
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        own = {"X-Amz-Date": moment} | ({"X-Amz-Security-Token": keys.token} if keys.token else {})
        for name, value in own.items():
            del request.headers[name]
            request.headers[name] = value
        signed = {
            "content-type": request.headers["Content-Type"],
            "host": urlsplit(request.url).netloc,
            **{name.lower(): value for name, value in own.items()},
            "x-amz-target": request.headers["X-Amz-Target"],
        }
        names = ";".join(signed)
        headers = "\n".join(f"{name}:{value}" for name, value in signed.items())
        canonical = f"POST\n/\n\n{headers}\n\n{names}\n{sha256(request.data).hexdigest()}"
        scope = f"{moment[:8]}/{self._region}/dynamodb/aws4_request"
        text = f"{_ALGORITHM}\n{moment}\n{scope}\n{sha256(canonical.encode()).hexdigest()}"
        signature = _mac(_signing_key(keys.secret_key, scope), text).hex()
        del request.headers["Authorization"]
        request.headers["Authorization"] = (
            f"{_ALGORITHM} Credential={keys.access_key}/{scope}, SignedHeaders={names}, Signature={signature}"
        )


@lru_cache(maxsize=1)
def _signing_key(secret_key: str, scope: str) -> bytes:
    """The key of a day, as it changes with the scope's date."""
    key = f"AWS4{secret_key}".encode()
    for part in scope.split("/"):
        key = _mac(key, part)
    return key


def _mac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")
