"""The functions of the admin surface that nobody waits for, in one process; in the cloud a schedule and a queue call them."""

import contextlib
import os
import threading
from datetime import timedelta

from chalicelib.adapters.folder.photos import FolderPhotoFiles
from chalicelib.bootstrap import Adapters, adapters
from chalicelib.entrypoints import events
from chalicelib.logs import configure_logs

# The cloud sweeps every 5 minutes behind the stream; here there is no stream, so the sweep is the delivery.
EVERY_SECONDS = 2


def main() -> None:
    """Sweep until the process is ended, or its parent is gone."""
    configure_logs()
    ports = adapters()
    parent = os.getppid()
    wake = threading.Event()
    while os.getppid() == parent:
        with contextlib.suppress(Exception):  # logged by the sweep; the next one tries again, as the schedule would
            events.sweep(ports, grace=timedelta(0))
        with contextlib.suppress(Exception):
            clean_photos(ports)
        wake.wait(EVERY_SECONDS)


def clean_photos(ports: Adapters) -> None:
    """Clean what has been uploaded, told of as the queue would tell."""
    files = ports.photo_files
    if not isinstance(files, FolderPhotoFiles):
        raise TypeError("the local run keeps photos in a folder")
    notices = files.waiting()
    if notices:
        events.clean_photos(ports, {"Records": [{"messageId": notice, "body": notice} for notice in notices]})


if __name__ == "__main__":
    main()
