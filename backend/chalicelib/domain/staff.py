"""A staff member: who they are is Cognito's business (`sub`), what they may see and do comes from this record alone."""

from dataclasses import dataclass

from chalicelib.domain.errors import UnknownTicket
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
        """Raise UnknownTicket when the ticket lies outside the desk's region: to this person it does not exist."""
        if not self.desk.covers(ticket.district):
            raise UnknownTicket
