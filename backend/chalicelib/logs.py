"""Log lines as JSON. They name routes, codes and durations; never a number, a word, a name or an error's own text."""

import json
import logging
import sys
import traceback

_logger = logging.getLogger("lapor")


def configure_logs() -> None:
    """Write one JSON object per line to standard output and nothing else; safe to call twice."""
    if _logger.handlers:
        return
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(message)s"))
    _logger.addHandler(handler)
    _logger.setLevel(logging.INFO)
    _logger.propagate = False


def log_request(method: str, route: str, status: int, code: str | None, seconds: float, request_id: str) -> None:
    """Log one answered request; `route` is the pattern, so a number in the path never appears."""
    _write(
        logging.INFO,
        event="request",
        method=method,
        route=route,
        status=status,
        code=code,
        ms=round(seconds * 1000, 1),
        request_id=request_id,
    )


def log_job(name: str, **figures: int) -> None:
    """Log what a job without a request did, in figures."""
    _write(logging.INFO, event=name, **figures)


def log_failure(error: BaseException) -> None:
    """Log an unforeseen error by type and place. Its message may quote what a citizen typed, so it is left out."""
    frames = traceback.extract_tb(error.__traceback__)
    place = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames]
    _write(logging.ERROR, event="failure", error=type(error).__name__, place=place)
    for inner in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        log_failure(inner)


def _write(level: int, **content: object) -> None:
    _logger.log(level, json.dumps(content))
