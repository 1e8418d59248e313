"""Staff: who they are is Cognito's business (`sub`), what they may see and do comes from their record alone."""

from dataclasses import dataclass
from datetime import date

from chalicelib.domain.names import Marks
from chalicelib.domain.tiers import Desk


@dataclass(frozen=True, slots=True)
class Leave:
    """Days on which somebody is away, both included, where their desk is."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether `day` is one of them."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody of one's own desk whose tickets one may handle while they are away."""

    sub: str
    leave: Leave


@dataclass(frozen=True, slots=True)
class Member:
    """What rules need to know of somebody at a desk; it holds no name that can be read."""

    sub: str
    desk: Desk
    active: bool = True
    confidential: bool = False
    names: tuple[Marks, ...] = ()
    leave: Leave | None = None

    def at_work(self, day: date) -> bool:
        """Whether they are not away on `day`."""
        return self.leave is None or not self.leave.holds(day)


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of one desk; an inactive one is refused at the next request, although the token is still valid.

    `confidential`: reads the confidential track. `names` are the marks of their own name first, then those of their relatives.
    """

    sub: str
    name: str
    desk: Desk
    active: bool = True
    confidential: bool = False
    names: tuple[Marks, ...] = ()
    leave: Leave | None = None
    stands_in: tuple[StandIn, ...] = ()

    @property
    def member(self) -> Member:
        """What the roster of their desk holds of them."""
        return Member(self.sub, self.desk, self.active, self.confidential, self.names, self.leave)
