"""Keeps photos in one bucket: `incoming/` as they were sent, which no person ever sees, and `kept/` as they were cleaned.

The key of an incoming photo is its id alone. S3 puts the key into the address it sends a browser without JavaScript back to,
and no ticket number may stand in an address; so the number goes along as metadata, fixed by the signed policy.
"""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from botocore.exceptions import ClientError

from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import Invalid, StoreBusy
from chalicelib.domain.photos import PhotoMedia
from chalicelib.domain.rulebook import limits
from chalicelib.usecases.ports.photos import Arrival, Received, Upload

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

INCOMING = "incoming/"
KEPT = "kept/"
_TICKET = "ticket"  # the name of the metadata
_INCOMING_KEY = re.compile(f"{INCOMING}([0-9a-f]{{32}})")
_GONE = {"NoSuchKey", "NoSuchVersion"}


class S3PhotoFiles:
    """`ports.photos.PhotoFiles` on a bucket; `site_url` is where a browser may be sent back to."""

    def __init__(self, client: "S3Client", bucket: str, site_url: str) -> None:
        self._client = client
        self._bucket = bucket
        self._site_url = site_url

    def upload(self, number: TicketNumber, photo: str, media: PhotoMedia, then: str | None = None) -> Upload:
        """See `ports.photos.PhotoFiles`: a presigned POST, made without asking AWS."""
        most = limits()
        fields: dict[str, str] = {"Content-Type": media, f"x-amz-meta-{_TICKET}": number.symbols}
        if then is not None:
            fields["success_action_redirect"] = self._site_url + then
        conditions: list[Any] = [{name: value} for name, value in fields.items()]
        post = self._client.generate_presigned_post(
            self._bucket,
            INCOMING + photo,
            Fields=fields,
            Conditions=[*conditions, ["content-length-range", 1, most.photo_upload_bytes]],
            ExpiresIn=most.photo_upload_minutes * 60,
        )
        return Upload(post["url"], post["fields"])

    def arrivals(self, notice: str) -> Iterator[Arrival]:
        """See `ports.photos.PhotoFiles`; a notice is the text of an S3 event. S3 sends one without records to try the queue."""
        for record in json.loads(notice).get("Records", []):
            stored = record["s3"]["object"]
            key = _INCOMING_KEY.fullmatch(unquote_plus(stored["key"]))
            if key:
                yield Arrival(key[1], stored.get("versionId", ""))

    def read(self, arrival: Arrival) -> Received | None:
        """See `ports.photos.PhotoFiles`: one GetObject of the version that arrived."""
        try:
            answer = self._client.get_object(**self._stored(arrival))
        except ClientError as error:
            if error.response["Error"]["Code"] in _GONE:
                return None
            raise
        with answer["Body"] as body:
            content = body.read(limits().photo_bytes + 1)
        try:
            number = TicketNumber.parse(answer["Metadata"].get(_TICKET, ""))
        except Invalid:
            number = None
        return Received(number, content)

    def discard(self, arrival: Arrival) -> None:
        """See `ports.photos.PhotoFiles`: deletes the version itself, so that nothing of it stays behind a delete marker."""
        self._client.delete_object(**self._stored(arrival))

    def keep(self, number: TicketNumber, photo: str, content: bytes) -> None:
        """See `ports.photos.PhotoFiles`: one PutObject; the bucket encrypts."""
        place: Any = {"Bucket": self._bucket, "Key": _kept_key(number, photo)}
        self._client.put_object(**place, Body=content, ContentType=PhotoMedia.JPEG, CacheControl="no-store")

    def forget(self, number: TicketNumber) -> None:
        """See `ports.photos.PhotoFiles`: deletes every version, a ListObjectVersions and a DeleteObjects for up to 1000."""
        while True:
            listed = self._client.list_object_versions(Bucket=self._bucket, Prefix=f"{KEPT}{number.symbols}/")
            stored = [*listed.get("Versions", []), *listed.get("DeleteMarkers", [])]
            if not stored:
                return
            named: Any = [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in stored]
            answer = self._client.delete_objects(Bucket=self._bucket, Delete={"Objects": named, "Quiet": True})
            if answer.get("Errors"):
                raise StoreBusy

    def link(self, number: TicketNumber, photo: str) -> str:
        """See `ports.photos.PhotoFiles`: a presigned GET, made without asking AWS."""
        return self._client.generate_presigned_url(
            "get_object",
            Params={"Bucket": self._bucket, "Key": _kept_key(number, photo)},
            ExpiresIn=limits().photo_link_minutes * 60,
        )

    def _stored(self, arrival: Arrival) -> Any:
        version = {"VersionId": arrival.place} if arrival.place else {}
        return {"Bucket": self._bucket, "Key": INCOMING + arrival.photo, **version}


def _kept_key(number: TicketNumber, photo: str) -> str:
    return f"{KEPT}{number.symbols}/{photo}.jpg"
