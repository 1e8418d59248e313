"""What the environment says: names of things outside, nothing else. Read once, by `bootstrap.py` and `app.py` alone."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Surface(StrEnum):
    """Which of the two Lambda surfaces this process is."""

    PUBLIC = "public"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a process."""

    table: str
    key_id: str | None
    secret_id: str | None
    issuer: str
    client_id: str
    jwks_url: str
    evidence_bucket: str | None
    audit_bucket: str | None
    contact_function: str | None
    news_topic: str | None
    site_url: str


def surface(env: Mapping[str, str] = os.environ) -> Surface:
    """Return the surface named by LAPOR_SURFACE; raises KeyError when unset (there is no default), ValueError when unknown."""
    return Surface(env["LAPOR_SURFACE"])


def settings(env: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings; raises KeyError for a missing one. The public surface leaves out what only staff need."""

    return Settings(
        table=env["LAPOR_TABLE"],
        key_id=env.get("LAPOR_KEY_ID"),
        secret_id=env.get("LAPOR_SECRET_ID"),
        issuer=env.get("LAPOR_ISSUER", ""),
        client_id=env.get("LAPOR_CLIENT_ID", ""),
        jwks_url=env.get("LAPOR_JWKS_URL", ""),
        evidence_bucket=env.get("LAPOR_EVIDENCE_BUCKET"),
        audit_bucket=env.get("LAPOR_AUDIT_BUCKET"),
        contact_function=env.get("LAPOR_CONTACT_FUNCTION"),
        news_topic=env.get("LAPOR_NEWS_TOPIC"),
        site_url=env.get("LAPOR_SITE_URL", ""),
    )
