"""Who may know of a ticket, and who may do what with it: the one gate of reads and actions. Lists hold what `watchers` says."""

from chalicelib.domain.errors import UnknownTicket
from chalicelib.domain.events import Actor, Complainant, Officer
from chalicelib.domain.staff import Staff
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.workflow import Action, Role, actions


def may_see(staff: Staff, ticket: Ticket) -> bool:
    """Whether this person may know of the ticket: it lies in the region of their desk, and their desk is not excluded."""
    return staff.desk.covers(ticket.district) and staff.desk not in ticket.excluded


def must_see(staff: Staff, ticket: Ticket) -> None:
    """Raise UnknownTicket when this person may not know of the ticket: to them it does not exist."""
    if not may_see(staff, ticket):
        raise UnknownTicket


def role_of(actor: Actor, ticket: Ticket) -> Role:
    """Return what somebody is to a ticket; an officer who may know of it, but does not handle it, is above."""
    if isinstance(actor, Complainant):
        return Role.COMPLAINANT
    if isinstance(actor, Officer):
        return Role.HANDLER if actor.desk == ticket.desk else Role.ABOVE
    return Role.SYSTEM


def open_actions(ticket: Ticket, actor: Actor) -> tuple[Action, ...]:
    """Return what the actor may do with the ticket as it stands, in the order of the rules."""
    role = role_of(actor, ticket)
    return tuple(action for action in actions().values() if ticket.status in action.sources and role in action.by)
