"""What gunicorn does for each worker of the local run (its configuration, `--config python:infra.local.workers`)."""

import signal

from infra.keeper import die_with_parent


def post_fork(_server: object, _worker: object) -> None:
    """Tie a worker to its parent before it loads anything: by itself it looks for it only now and then."""
    die_with_parent(signal.SIGKILL)
