"""Makes botocore sessions that know one way to an endpoint: `https://SERVICE.REGION.amazonaws.com`, or the one a setting names.

botocore reads 1.2 MB of regions to make a client and works an endpoint out of rules at every call; neither is needed here.
"""

from functools import cache
from typing import Any

import botocore.session
from botocore.exceptions import UnknownServiceError
from botocore.loaders import Loader

_RULES = "endpoint-rule-set-1"
_ENDPOINTS = {
    "version": 3,
    "partitions": [
        {
            "partition": "aws",
            "dnsSuffix": "amazonaws.com",
            "regionRegex": r"^[a-z]{2}-[a-z]+-\d+$",
            "regions": {},
            "defaults": {
                "hostname": "{service}.{region}.{dnsSuffix}",
                "protocols": ["https"],
                "signatureVersions": ["v4"],
            },
            "services": {},
        }
    ],
}


def aws_session() -> botocore.session.Session:
    """Return a new session; what it reads from botocore's data is read once per process."""
    session = botocore.session.get_session()
    session.register_component("data_loader", _loader())
    return session


class _Data(Loader):
    def load_service_model(self, service_name: str, type_name: str, api_version: str | None = None) -> Any:
        if type_name == _RULES:  # botocore's own sign for "no rules, use the endpoints"
            raise UnknownServiceError(service_name=service_name, known_service_names="")
        return super().load_service_model(service_name, type_name, api_version)

    def load_data_with_path(self, name: str) -> Any:
        return (_ENDPOINTS, "") if name == "endpoints" else super().load_data_with_path(name)


@cache
def _loader() -> Loader:
    return _Data()
