"""A staff member: who they are is Cognito's business (`sub`), what they may see and do comes from this record alone."""

from dataclasses import dataclass

from chalicelib.domain.errors import UnknownTicket
from chalicelib.domain.routing import may_know
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.tiers import Desk


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of one desk; an inactive one is refused at the next request, although the token is still valid."""

    sub: str
    name: str
    desk: Desk
    active: bool = True

    def must_see(self, ticket: Ticket) -> None:
        """Raise UnknownTicket when this person may not know of the ticket: to them it does not exist."""
        if not may_know(self.desk, ticket.desk, ticket.district):
            raise UnknownTicket
