"""Take one action on many tickets in one press: each by the rules of one, each with its own result."""

from collections.abc import Mapping, Sequence

from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import Invalid, LaporError, NotAllowedNow
from chalicelib.domain.rulebook import limits
from chalicelib.domain.staff import Staff
from chalicelib.domain.workflow import actions
from chalicelib.usecases.act import Acting, acted
from chalicelib.usecases.sealed_parts import SealedParts


def act_on_all(
    ports: Acting, staff: Staff, numbers: Sequence[TicketNumber], action: str, answers: Mapping[str, str], once: str
) -> Sequence[tuple[TicketNumber, LaporError | None]]:
    """Take `action` on each ticket as it stands; return for each why it was not done, None where it was.

    Sent again with the same `once` it is done once. Raises NotAllowedNow for an action that is taken for one ticket at a time
    alone (whatever is said to a family, and every end), Invalid for more tickets than `limits().bulk`.
    """
    if action not in actions() or not actions()[action].bulk:
        raise NotAllowedNow
    if not 0 < len(numbers) <= limits().bulk:
        raise Invalid(("numbers", "out_of_range"))
    return [(number, _tried(ports, staff, number, action, answers, once)) for number in dict.fromkeys(numbers)]


def _tried(
    ports: Acting, staff: Staff, number: TicketNumber, action: str, answers: Mapping[str, str], once: str
) -> LaporError | None:
    try:
        file = ports.tickets.case_file(number)
        acted(ports, staff, file, SealedParts(ports, file.ticket), action, file.ticket.version, answers, once)
    except LaporError as error:
        return error
    return None
