"""The wall around a ticket: who must not know of it, whatever desk they sit at."""

from dataclasses import dataclass
from typing import Protocol

from chalicelib.domain.names import Marks, same_person


class Person(Protocol):
    """Whoever might read a ticket. `names` are their own and those of their relatives."""

    @property
    def sub(self) -> str: ...
    @property
    def confidential(self) -> bool: ...
    @property
    def names(self) -> tuple[Marks, ...]: ...


@dataclass(frozen=True, slots=True)
class Wall:
    """A `confidential` ticket is for marked readers alone; `accused` is the name that was reported, `barred` who is out since.

    It goes wherever the ticket is listed or announced, so it holds no name and no reason.
    """

    confidential: bool = False
    accused: Marks = ()
    barred: tuple[str, ...] = ()

    def admits(self, person: Person) -> bool:
        """Whether this person may know of the ticket, as far as it depends on who they are."""
        if person.sub in self.barred or (self.confidential and not person.confidential):
            return False
        return not (self.accused and any(same_person(self.accused, names) for names in person.names))

    def around(self, sub: str) -> "Wall":
        """Return the wall that keeps one more person out."""
        return self if sub in self.barred else Wall(self.confidential, self.accused, (*self.barred, sub))


OPEN = Wall()
