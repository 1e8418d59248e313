"""A report: what a complainant sends, and the rules it must keep."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from chalicelib.domain.rulebook import limits, rules


class Kind(StrEnum):
    """What somebody wants of us: pengaduan, permintaan informasi, aspirasi."""

    COMPLAINT = "complaint"
    INFORMATION = "information"
    ASPIRATION = "aspiration"


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of problem: what its reports are unless the sender says otherwise, whether they ask for the payment, the limit."""

    id: str
    kind: Kind
    payment: bool
    band: str


@cache
def categories() -> Mapping[str, Category]:
    """Return the categories of `rules/categories.toml` by id, in the order shown; raises TypeError, ValueError."""
    return {row["id"]: Category(**{**row, "kind": Kind(row["kind"])}) for row in rules("categories")["category"]}


@dataclass(frozen=True, slots=True)
class Choices:
    """What a report may choose from (`rules/choices.toml`), in the order shown."""

    flags: tuple[str, ...]
    subject_roles: tuple[str, ...]
    banks: tuple[str, ...]
    stages: tuple[int, ...]
    complainants: tuple[str, ...]
    call_times: tuple[str, ...]


@cache
def choices() -> Choices:
    """Return every choice; raises TypeError when the file has another one or lacks one."""
    return Choices(**{name: tuple(values) for name, values in rules("choices").items()})


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reports, and for whom: personal data, kept only encrypted. `phone` is E.164."""

    name: str | None = None
    phone: str | None = None
    nik: str | None = None
    beneficiary: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """The reported party (pihak yang dilaporkan): personal data, kept only encrypted."""

    role: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """What a payment complaint is about: `month` as "2026-10", `amount` in rupiah. Never an account or card number."""

    bank: str | None = None
    stage: int | None = None
    month: str | None = None
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the complainant wants to be treated: the name kept from others, the report kept from the reported party."""

    hide_name: bool = False
    keep_secret: bool = False
    call_time: str | None = None


# What a report can do without: whatever stands there is kept as it was typed when it cannot be read.
OPTIONAL = (
    *("subject.role", "subject.name", "village", "happened_on", "complainant"),
    *("payment.bank", "payment.stage", "payment.month", "payment.amount"),
    *("reporter.name", "reporter.phone", "reporter.nik", "reporter.beneficiary", "wishes.call_time"),
)


@dataclass(frozen=True, slots=True)
class Report:
    """What the complainant sends. `district` is a kecamatan code, `village` a desa code inside it; without a `kind` it is
    what its category says. `for_other`: sent by somebody who helps the family. `as_typed`: what stands in optional fields but
    could not be read, by their paths ("payment.amount"); a slip there never costs the report.
    """

    category: str
    district: str
    story: str
    kind: Kind | None = None
    flags: tuple[str, ...] = ()
    village: str | None = None
    happened_on: date | None = None
    payment: Payment | None = None
    complainant: str | None = None
    for_other: bool = False
    wishes: Wishes | None = None
    reporter: Reporter | None = None
    subject: Subject | None = None
    as_typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def accused(self) -> str | None:
        """The name of whom it is about, also one that could only be kept as it was typed."""
        return (self.subject.name if self.subject else None) or self.as_typed.get("subject.name")

    def problems(self, latest_day: date) -> tuple[tuple[str, str], ...]:
        """Return the (field, code) of each rule broken; `latest_day` is today's date where the day starts first."""
        known = choices()
        payment, wishes, subject = self.payment or Payment(), self.wishes or Wishes(), self.subject or Subject()
        chosen: list[tuple[str, Any, Collection[Any]]] = [
            ("category", self.category, categories()),
            *(("flags", flag, known.flags) for flag in self.flags),
            ("payment.bank", payment.bank, known.banks),
            ("payment.stage", payment.stage, known.stages),
            ("complainant", self.complainant, known.complainants),
            ("wishes.call_time", wishes.call_time, known.call_times),
            ("subject.role", subject.role, known.subject_roles),
        ]
        wrong = [(name, "not_a_choice") for name, value, among in chosen if value is not None and value not in among]
        if self.happened_on is not None and self.happened_on > latest_day:
            wrong.append(("happened_on", "future_date"))
        if self.happened_on is not None and self.happened_on.year < limits().first_year:
            wrong.append(("happened_on", "too_early"))
        if payment.month is not None and payment.month > f"{latest_day:%Y-%m}":
            wrong.append(("payment.month", "future_date"))
        if payment.month is not None and payment.month < str(limits().first_year):
            wrong.append(("payment.month", "too_early"))
        return tuple(wrong)
