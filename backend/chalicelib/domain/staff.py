"""A staff member: who they are is Cognito's business (`sub`), what they may see and do comes from this record alone."""

from dataclasses import dataclass

from chalicelib.domain.tiers import Desk


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of one desk; an inactive one is refused at the next request, although the token is still valid."""

    sub: str
    name: str
    desk: Desk
    active: bool = True
