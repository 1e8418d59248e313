"""List whom a ticket may be given to, and who may be found to be accused in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.domain.access import must_see
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.deadlines import today_at
from chalicelib.domain.staff import Member, Staff
from chalicelib.domain.tiers import Tier, desk_at
from chalicelib.usecases.ports import WithRosters, WithStaff, WithTickets, WithWorld


class Listing(WithRosters, WithStaff, WithTickets, WithWorld, Protocol):
    """What listing people takes."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the staff whom a ticket may concern; `assignable`: of the desk that handles it, admitted, not away."""

    member: Member
    name: str
    assignable: bool


def list_people(ports: Listing, staff: Staff, number: TicketNumber) -> Sequence[Colleague]:
    """Return everybody active in the ticket's region, tier by tier, by name in each; raises as reading it does."""
    ticket, now = ports.tickets.get(number), ports.now()
    must_see(staff, ticket, now)
    desks = [desk_at(tier, ticket.district) for tier in Tier]
    members = [member for desk in desks for member in ports.rosters.at(desk)]
    names = ports.staff.names([member.sub for member in members])
    today = today_at(ticket.desk, now)
    colleagues = [
        Colleague(
            member,
            names.get(member.sub, ""),
            member.desk == ticket.desk and ticket.wall.admits(member) and member.at_work(today),
        )
        for member in members
    ]
    return sorted(colleagues, key=lambda one: (list(Tier).index(one.member.desk.tier), one.name))
