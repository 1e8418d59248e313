"""How staff are written in the table: their record, and their place in a roster."""

from datetime import date

from chalicelib.adapters.dynamodb import documents
from chalicelib.domain.staff import Leave, Member, Staff, StandIn


def staff_document(staff: Staff) -> documents.Document:
    """Return a staff record without its `sub`."""
    return {
        "name": staff.name,
        "stands_in": [[one.sub, _leave_document(one.leave)] for one in staff.stands_in],
        **member_document(staff.member),
    }


def read_staff(sub: str, document: documents.Document) -> Staff:
    """Return the staff record that `staff_document` wrote, now or in an earlier form."""
    member = read_member(sub, document)
    stands_in = tuple(StandIn(other, _read_leave(leave)) for other, leave in document.get("stands_in", ()))
    return Staff(
        sub,
        document["name"],
        member.desk,
        active=member.active,
        confidential=member.confidential,
        names=member.names,
        leave=member.leave,
        stands_in=stands_in,
    )


def member_document(member: Member) -> documents.Document:
    """Return somebody's place in a roster, without their `sub`."""
    return {
        "desk": documents.desk_document(member.desk),
        "active": member.active,
        "confidential": member.confidential,
        "names": member.names,
        "leave": _leave_document(member.leave) if member.leave else None,
    }


def read_member(sub: str, document: documents.Document) -> Member:
    """Return the place in a roster that `member_document` wrote."""
    leave = document.get("leave")
    return Member(
        sub,
        documents.read_desk(document["desk"]),
        active=document["active"],
        confidential=document.get("confidential", False),
        names=tuple(map(tuple, document.get("names", ()))),
        leave=_read_leave(leave) if leave else None,
    )


def _leave_document(leave: Leave) -> list[str]:
    return [leave.first.isoformat(), leave.last.isoformat()]


def _read_leave(document: list[str]) -> Leave:
    return Leave(*map(date.fromisoformat, document))
