"""Put a person on a desk, or change what is known of them there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from chalicelib.domain.errors import Invalid
from chalicelib.domain.staff import Leave, Staff, StandIn
from chalicelib.domain.tiers import Desk, DeskKind, Tier, desk_fits
from chalicelib.usecases.name_marks import name_marks
from chalicelib.usecases.ports import WithFingerprints, WithRegions, WithRosters, WithStaff

LEAST_READERS = 2  # of the confidential track, so that one can be the accused, or away


class Appointing(WithFingerprints, WithRegions, WithRosters, WithStaff, Protocol):
    """What putting somebody on a desk takes."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """Who is to be on which desk; `relatives` are the names of those whom they must not read reports about either."""

    name: str
    desk: Desk
    confidential: bool = False
    relatives: Sequence[str] = ()


def check_appointment(ports: WithRegions, appointment: Appointment) -> None:
    """Raise Invalid with what is wrong: no name, no such desk, or a confidential reader where there can be none."""
    desk, problems = appointment.desk, []
    if not appointment.name.strip():
        problems.append(("name", "required"))
    if not desk_fits(desk) or not _exists(ports, desk.region):
        problems.append(("region", "not_a_choice"))
    if appointment.confidential and (desk.tier is Tier.KECAMATAN or desk.kind in (DeskKind.BANK, DeskKind.OFFICE)):
        problems.append(("confidential", "not_a_choice"))
    if problems:
        raise Invalid(*problems)


def add_staff(ports: Appointing, sub: str, appointment: Appointment) -> Staff:
    """Record that the sign-in `sub` belongs to a desk; return the record. Raises Invalid as `check_appointment`, StoreBusy.

    Leave, and whom they stand in for, end by moving to another desk.
    """
    check_appointment(ports, appointment)
    before = ports.staff.find(sub)
    names = tuple(marks for name in (appointment.name, *appointment.relatives) if (marks := name_marks(ports, name)))
    staff = Staff(sub, appointment.name, appointment.desk, confidential=appointment.confidential, names=names)
    if before and before.active and before.desk == staff.desk:
        staff = replace(staff, leave=before.leave, stands_in=before.stands_in)
    ports.staff.put(staff)
    return staff


def remove_staff(ports: Appointing, sub: str) -> Staff:
    """Record that somebody works on no desk any more; return the record as it was. Raises Invalid for nobody, StoreBusy."""
    staff = ports.staff.find(sub)
    if staff is None:
        raise Invalid(("sub", "not_a_choice"))
    ports.staff.put(replace(staff, active=False, leave=None, stands_in=()))
    return staff


def give_leave(ports: Appointing, sub: str, leave: Leave | None, deputy: str | None) -> None:
    """Record that somebody is away, and who of their desk handles their tickets meanwhile; None for both: they are back.

    Raises Invalid for days the wrong way round, or a deputy who is not of the same desk; StoreBusy.
    """
    staff = ports.staff.get(sub)
    other = ports.staff.find(deputy) if deputy else None
    problems = []
    if leave and leave.last < leave.first:
        problems.append(("last", "not_a_choice"))
    if deputy and (other is None or not other.active or other.desk != staff.desk or other.sub == sub):
        problems.append(("deputy", "not_a_choice"))
    if problems:
        raise Invalid(*problems)
    ports.staff.put(replace(staff, leave=leave))
    for member in ports.rosters.at(staff.desk):
        if member.sub != sub:
            _let_stand_in(ports, ports.staff.get(member.sub), sub, leave if member.sub == deputy else None)


def _let_stand_in(ports: WithStaff, staff: Staff, sub: str, leave: Leave | None) -> None:
    """Record for which days somebody stands in for a colleague: for none any more without a leave."""
    others = tuple(one for one in staff.stands_in if one.sub != sub)
    stands_in = (*others, StandIn(sub, leave)) if leave else others
    if stands_in != staff.stands_in:
        ports.staff.put(replace(staff, stands_in=stands_in))


def few_readers(ports: WithRosters, desk: Desk) -> bool:
    """Whether a desk of Pelaksana PKH above the kecamatan has fewer confidential readers than it should."""
    if desk.kind is not DeskKind.PKH or desk.tier is Tier.KECAMATAN:
        return False
    return sum(member.confidential and member.desk == desk for member in ports.rosters.at(desk)) < LEAST_READERS


def _exists(ports: WithRegions, region: str) -> bool:
    """Whether a region exists; a desa is asked of its kecamatan."""
    kecamatan, _, desa = region.rpartition(".")
    if region.count(".") == 3 and desa:
        return not ports.regions.problems(kecamatan, region)
    return ports.regions.exists(region)
