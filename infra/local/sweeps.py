"""The scheduled functions of the admin surface, run from one process; in the cloud EventBridge calls them."""

import contextlib
import os
import threading
from datetime import timedelta

from chalicelib.bootstrap import adapters
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
        wake.wait(EVERY_SECONDS)


if __name__ == "__main__":
    main()
