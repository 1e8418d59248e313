"""The process in which one photo is cleaned: the bytes come on standard input, the answer goes to standard output.

`cleaner.py` starts it. A decoder that a stranger's bytes lead astray holds no key here, and stops at these limits.
"""

import resource
import sys

from chalicelib.adapters.pillow.picture import redrawn
from chalicelib.domain.photos import Refusal
from chalicelib.domain.rulebook import limits

REFUSED, CLEANED = b"-", b"+"
_MIB = 1024 * 1024


def main() -> None:
    """Clean one photo within the limits on CPU and memory; the answer is REFUSED and the reason, or CLEANED and a JPEG."""
    allowed = limits()
    for kind, most in (
        (resource.RLIMIT_CPU, allowed.photo_cpu_seconds),
        (resource.RLIMIT_AS, allowed.photo_memory_mib * _MIB),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    answer: bytes | Refusal
    try:
        answer = redrawn(sys.stdin.buffer.read())
    except MemoryError:
        answer = Refusal.TOO_COSTLY
    sys.stdout.buffer.write(REFUSED + answer.encode() if isinstance(answer, Refusal) else CLEANED + answer)


if __name__ == "__main__":
    main()
