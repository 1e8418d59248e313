"""What the entrypoints need beside the use cases' ports: sign-ins, pages, words and where the site is."""

from collections.abc import Mapping
from typing import Any, Protocol

from chalicelib.usecases.ports import Ports
from chalicelib.usecases.ports.news import News


class Tokens(Protocol):
    """Verifies staff sign-ins."""

    def subject(self, token: str) -> str:
        """Return the `sub` of a valid access token; raises NotSignedIn."""


class Pages(Protocol):
    """Makes what a browser without JavaScript is shown."""

    def render(self, name: str, title: str, content: Mapping[str, Any]) -> str:
        """Return a whole page: the template `name`, filled and escaped, in the site's frame."""

    def fragment(self, name: str, content: Mapping[str, Any]) -> str:
        """Return the template alone, for a page that puts it in its own place."""

    def qr(self, text: str) -> str:
        """Return a QR code of `text` as SVG."""


class Front(Ports, Protocol):
    """All that a surface works with. Each part is made when first asked for."""

    @property
    def tokens(self) -> Tokens: ...
    @property
    def pages(self) -> Pages: ...
    @property
    def site_url(self) -> str:
        """The address of the site, `https://…` without a slash at its end."""

    @property
    def words(self) -> Mapping[str, Any]:
        """Every sentence the API says, as in `site/data/words.yaml`."""


class Stream(Protocol):
    """Reads what the store's stream hands over."""

    def decode(self, image: Mapping[str, Any]) -> News:
        """Return the news of an outbox row."""


class FromStream(Ports, Protocol):
    """What the function behind the stream works with."""

    @property
    def stream(self) -> Stream: ...
