"""Keeps the roots of the trail in the audit bucket, whose objects nobody can change or delete for years (Object Lock)."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

PREFIX = "trail/"
_SUFFIX = ".jsonl"


class S3Roots:
    """`ports.Roots` on a bucket with a default retention."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put(self, day: date, lines: Iterable[str]) -> None:
        """See `ports.Roots`: one PutObject, from a file, since there may be millions of lines."""
        with tempfile.TemporaryFile() as file:
            file.writelines(f"{line}\n".encode() for line in lines)
            file.seek(0)
            self._client.put_object(Bucket=self._bucket, Key=_key(day), Body=file, ContentType="application/x-ndjson")

    def days(self) -> Sequence[date]:
        """See `ports.Roots`."""
        asked = {"Bucket": self._bucket, "Prefix": PREFIX}
        names: list[str] = []
        while True:
            page = self._client.list_objects_v2(**asked)
            names += [entry["Key"] for entry in page.get("Contents", ())]
            if not page.get("IsTruncated"):
                break
            asked["ContinuationToken"] = page["NextContinuationToken"]
        return sorted(date.fromisoformat(name.removeprefix(PREFIX).removesuffix(_SUFFIX)) for name in names)

    def lines(self, day: date) -> Iterator[str]:
        """See `ports.Roots`."""
        body = self._client.get_object(Bucket=self._bucket, Key=_key(day))["Body"]
        yield from (line.decode() for line in body.iter_lines())


def _key(day: date) -> str:
    return f"{PREFIX}{day.isoformat()}{_SUFFIX}"
