"""The marks by which a written name is known again; the name itself is kept sealed, or nowhere."""

from chalicelib.domain.names import Marks, marks_of
from chalicelib.usecases.ports import WithFingerprints


def name_marks(ports: WithFingerprints, text: str) -> Marks:
    """Return the marks of a written name; () when it holds nothing but titles."""
    return marks_of(text, lambda part: ports.fingerprints.of("name", part)[:_LENGTH])


# In hexadecimal digits: enough that no two parts of names meet by chance, and little in each row of an inbox.
_LENGTH = 12
