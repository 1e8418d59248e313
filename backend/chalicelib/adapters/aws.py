"""Makes botocore sessions that look an endpoint up once per client instead of working it out of rules at every call."""

from functools import cache
from typing import Any

import botocore.session
from botocore.exceptions import UnknownServiceError
from botocore.loaders import Loader

RULES = "endpoint-rule-set-1"
WITH_RULES = ("s3",)  # each bucket has an address of its own


def aws_session() -> botocore.session.Session:
    """Return a new session; what it reads from botocore's data is read once per process."""
    session = botocore.session.get_session()
    session.register_component("data_loader", _loader())
    return session


class _Data(Loader):
    def load_service_model(self, service_name: str, type_name: str, api_version: str | None = None) -> Any:
        # A service without rules has one endpoint a region: https://SERVICE.REGION.amazonaws.com
        if type_name == RULES and service_name not in WITH_RULES:
            raise UnknownServiceError(service_name=service_name, known_service_names="")
        return super().load_service_model(service_name, type_name, api_version)


@cache
def _loader() -> Loader:
    return _Data()
