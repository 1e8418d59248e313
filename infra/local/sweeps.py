"""The functions of the admin surface that nobody waits for; in the cloud a schedule and a queue call them."""

import contextlib
import os
import sys
import threading
from collections.abc import Callable
from datetime import timedelta

from chalicelib.bootstrap import Adapters
from chalicelib.entrypoints import events
from chalicelib.logs import configure_logs

from infra.local.bootstrap import local_adapters
from infra.local.photos import FolderPhotoFiles

# The cloud sweeps every 5 minutes behind the stream; here there is no stream, so the sweep is the delivery.
EVERY_SECONDS = 2


def main(job: str) -> None:
    """Do a job of `JOBS` again and again until the process is ended, or its parent is gone."""
    configure_logs()
    ports = local_adapters()
    parent = os.getppid()
    wake = threading.Event()
    while os.getppid() == parent:
        with contextlib.suppress(Exception):  # logged by the job; the next time tries again, as the schedule would
            JOBS[job](ports)
        wake.wait(EVERY_SECONDS)


def deliver_news(ports: Adapters) -> None:
    """Deliver what the stream would."""
    events.sweep(ports, grace=timedelta(0))


def clean_photos(ports: Adapters) -> None:
    """Clean what has been uploaded, told of as the queue would tell."""
    files = ports.photo_files
    if not isinstance(files, FolderPhotoFiles):
        raise TypeError("the local run keeps photos in a folder")
    notices = files.waiting()
    if notices:
        events.clean_photos(ports, {"Records": [{"messageId": notice, "body": notice} for notice in notices]})


# A process each, so that news never waits behind a photo.
JOBS: dict[str, Callable[[Adapters], None]] = {
    "news": deliver_news,
    "photos": clean_photos,
    "deadlines": events.sweep_deadlines,
    "trail": events.seal_trail,
}

if __name__ == "__main__":
    main(sys.argv[1])
