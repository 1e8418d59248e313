"""What is sealed of a ticket lies in compartments, each under a data key of its own, parted by who may open it."""

from enum import StrEnum


class Compartment(StrEnum):
    """Who a family is, what it reports and how that is handled, and what family and desk say to each other."""

    IDENTITY = "identity"
    CASE = "case"
    TALK = "talk"
