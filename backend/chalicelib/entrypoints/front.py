"""What the entrypoints need beside the use cases' ports: sign-ins, pages, words and where the site is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from chalicelib.usecases.ports import Ports
from chalicelib.usecases.ports.news import News
from chalicelib.usecases.ports.quotas import Contacts


class Tokens(Protocol):
    """Verifies staff sign-ins."""

    def subject(self, token: str) -> str:
        """Return the `sub` of a valid access token; raises NotSignedIn."""


class Pages(Protocol):
    """Makes what a browser without JavaScript is shown."""

    def render(self, name: str, title: str, content: Mapping[str, Any], *, wrong: bool = False) -> str:
        """Return a whole page: the template `name`, filled and escaped, in the frame; `wrong`: there is something to mend."""

    def fragment(self, name: str, content: Mapping[str, Any]) -> str:
        """Return the template alone, for a page that puts it in its own place."""

    def qr(self, text: str) -> str:
        """Return a QR code of `text` as SVG."""


class Slips(Protocol):
    """Carries a text from one page to the next in an address."""

    def seal(self, text: str, at: datetime) -> str:
        """Return `text` as a part of an address that nobody else can read."""

    def unseal(self, slip: str, at: datetime) -> str | None:
        """Return the text again; None once it is old, and for whatever was not sealed here."""


class Front(Ports, Protocol):
    """All that a surface works with. Each part is made when first asked for."""

    @property
    def tokens(self) -> Tokens: ...
    @property
    def pages(self) -> Pages: ...
    @property
    def slips(self) -> Slips: ...
    @property
    def contacts(self) -> Contacts: ...
    @property
    def site_url(self) -> str:
        """The address of the site, `https://…` without a slash at its end."""

    @property
    def words(self) -> Mapping[str, Any]:
        """Every sentence the API says, as in `site/data/words.yaml`."""


def sentence_of(ports: Front, field: str, code: str) -> str:
    """Return what is said of a field at fault: what to do, where its own words say that."""
    words = ports.words
    return str(words["needed"].get(field, words["fields"][code]) if code == "required" else words["fields"][code])


class Opener(Ports, Protocol):
    """What the function that opens contacts works with."""

    @property
    def tokens(self) -> Tokens: ...


class Stream(Protocol):
    """Reads what the store's stream hands over."""

    def decode(self, image: Mapping[str, Any]) -> News:
        """Return the news of an outbox row."""


class FromStream(Ports, Protocol):
    """What the function behind the stream works with."""

    @property
    def stream(self) -> Stream: ...
