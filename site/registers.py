"""Reads the registers of `site/data` (channels, offices, service standards) and refuses an entry that breaks a rule.

It knows what an entry must say, and refuses to know what a page looks like.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

import yaml
from claims import Source
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

NATIONAL = "national"
# An active entry must have been checked this recently (the citizens' pages issue, item 2).
LONGEST_UNCHECKED = timedelta(days=180)
# Given by the state alone: 1708, 137, and 021-171 with its area code.
LONGEST_SHORT_NUMBER = 6
STATE_DOMAIN = ".go.id"

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]
# A source often tells only the month: that counts as its first day, so that an age is never too small.
Checked = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])(-\d\d)?$")]
# active: checked lately. unverified: named by a source as in use, not checked lately. history: of a founding document.
# no_official_number: named by a source without a number.
Status = Literal["active", "unverified", "history", "no_official_number"]


class RegisterRefused(ValueError):
    """A register breaks a rule; the message names file, entry and rule."""


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


Model = TypeVar("Model", bound=_Strict)


class Hours(_Strict):
    """Opening hours in one zone. `days` are ISO weekdays (1 = Monday); none where the source does not state them."""

    open: Clock
    close: Clock
    zone: Text
    days: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1)] | None

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.open >= self.close:
            raise ValueError("it opens before it closes, on the same day")
        return self

    @property
    def always(self) -> bool:
        """Whether it never closes."""
        return (self.open, self.close) == ("00:00", "24:00") and self.days == [1, 2, 3, 4, 5, 6, 7]

    def in_zones(self, offsets: Mapping[str, int]) -> dict[str, str]:
        """Return the span in each zone of `offsets` (hours ahead of UTC): {"WIB": "08.00-17.00", "WITA": "09.00-18.00", …}."""
        ends = (self.open, self.close)
        return {zone: "-".join(_shifted(end, ahead - offsets[self.zone]) for end in ends) for zone, ahead in offsets.items()}


class Entry(_Strict):
    """What every entry about the outside world owes: where, from whom, when, and how sure we are."""

    id: Slug
    name: Text
    scope: Annotated[str, StringConstraints(pattern=rf"^{NATIONAL}$|^\d\d(\.\d\d)?$")]
    source: Slug
    last_checked: Checked | None = None
    status: Status

    @property
    def checked_on(self) -> date | None:
        """The day it was last checked."""
        if self.last_checked is None:
            return None
        return date.fromisoformat(self.last_checked if len(self.last_checked) > len("2026-11") else f"{self.last_checked}-01")

    @model_validator(mode="after")
    def _knows_its_date(self) -> Self:
        checked = self.checked_on
        if self.status == "active" and checked is None:
            raise ValueError("an active entry needs last_checked")
        if self.status in ("history", "no_official_number") and checked is not None:
            raise ValueError("an entry that was checked is active or unverified")
        return self


class Channel(Entry):
    """A way to complain. `address` is the number, handle, mailbox or host as its source writes it."""

    group: Literal["ministry", "oversight", "bank", "region"]
    audience: Annotated[list[Literal["kpm", "public", "stakeholder"]], Field(min_length=1)]
    kind: Literal["phone", "sms", "whatsapp", "line", "facebook", "twitter", "instagram", "e_mail", "website", "app"]
    address: Text | None = None
    hours: Hours | None = None
    in_danger: bool = False

    @property
    def link(self) -> str | None:
        """Where to lead a reader: a checked entry, and an unchecked one whose address nobody but its owner can come to hold."""
        if self.address is None or not (
            self.status == "active" or (self.status == "unverified" and self._stays_with_its_owner)
        ):
            return None
        digits = "".join(sign for sign in self.address if sign in "+0123456789")
        makers = {
            "phone": f"tel:{digits}",
            "sms": f"sms:{digits}",
            "whatsapp": f"https://wa.me/62{digits.removeprefix('0')}",
            "e_mail": f"mailto:{self.address}",
            "website": f"https://{self.address}/",
        }
        return makers.get(self.kind)

    @property
    def _stays_with_its_owner(self) -> bool:
        """Whether it is a short number or a host of the state; a mobile number may be somebody else's by now."""
        address = self.address or ""
        if self.kind == "website":
            return address.endswith(STATE_DOMAIN)
        return self.kind in ("phone", "sms") and sum(sign.isdigit() for sign in address) <= LONGEST_SHORT_NUMBER

    @model_validator(mode="after")
    def _has_an_address_or_says_so(self) -> Self:
        if (self.address is None) != (self.status == "no_official_number"):
            raise ValueError("an entry has an address, or the status no_official_number")
        return self


class Office(Entry):
    """A place where people complain face to face; `channels` are ids of the channel register."""

    address: Text | None = None
    rooms: list[Text] = []
    facilities: list[Text] = []
    partners: list[Text] = []
    channels: list[Slug] = []


class Step(_Strict):
    """One step of a service standard, and the action of `workflow.toml` by which an officer takes it."""

    action: Text
    says: Text


class Standard(_Strict):
    """The words of one category's service standard; times, tiers and cost come from the rules. `address` names its page."""

    category: Text
    address: Slug
    covers: Annotated[list[Text], Field(min_length=1)]
    prepare: Annotated[list[Text], Field(min_length=1)]
    steps: Annotated[list[Step], Field(min_length=1)]
    guides: list[Slug] = []


@dataclass(frozen=True, slots=True)
class Registers:
    """All registers, in the order of their files."""

    channels: list[Channel]
    offices: list[Office]
    standards: dict[str, Standard]
    regions: Mapping[str, str]
    """The names of the regions that an entry may name, by code."""
    sources: Mapping[str, Source]
    longest_unchecked: int = LONGEST_UNCHECKED.days


@dataclass(frozen=True, slots=True)
class Known:
    """What the registers are checked against."""

    today: date
    regions: Mapping[str, str]
    """Names of provinces, kabupaten and kota by Kemendagri code."""
    categories: Collection[str]
    """The ids of the rules, in their order."""
    zones: Mapping[str, int]
    """Hours ahead of UTC by the zone's name."""
    sources: Mapping[str, Source]
    """Publications by their ids."""
    actions: Collection[str]
    """The actions of the rules."""


def load(folder: Path, known: Known) -> Registers:
    """Read and check the registers in `folder`.

    Raises RegisterRefused for the first entry that breaks a rule, and FileNotFoundError for a missing register.
    """
    channels = [_checked("channels.yaml", Channel, raw, "id") for raw in _raw(folder, "channels.yaml")]
    offices = [_checked("offices.yaml", Office, raw, "id") for raw in _raw(folder, "offices.yaml")]
    standards = [_checked("standards.yaml", Standard, raw, "category") for raw in _raw(folder, "standards.yaml")]
    _unique("channels.yaml", "id", [channel.id for channel in channels])
    _unique("channels.yaml", "address", [f"{channel.kind} {channel.address}" for channel in channels if channel.address])
    _unique("offices.yaml", "id", [office.id for office in offices])
    _unique("standards.yaml", "category", [standard.category for standard in standards])
    _unique("standards.yaml", "address", [standard.address for standard in standards])
    for channel in channels:
        _stands("channels.yaml", channel, known)
        if channel.hours and channel.hours.zone not in known.zones:
            raise RegisterRefused(f"channels.yaml, entry {channel.id}: hours.zone: the rules know no {channel.hours.zone}")
    for office in offices:
        _stands("offices.yaml", office, known)
        if lost := set(office.channels) - {channel.id for channel in channels}:
            raise RegisterRefused(f"offices.yaml, entry {office.id}: the channel {min(lost)} is in no register")
    for standard in standards:
        if lost := {step.action for step in standard.steps} - set(known.actions):
            raise RegisterRefused(f"standards.yaml, entry {standard.category}: the rules know no action {min(lost)}")
    return Registers(channels, offices, _by_category(standards, known.categories), known.regions, known.sources)


def _by_category(standards: list[Standard], categories: Collection[str]) -> dict[str, Standard]:
    found = {standard.category: standard for standard in standards}
    for category in categories:
        if category not in found:
            raise RegisterRefused(f"standards.yaml: the category {category} has no service standard")
    for category in found:
        if category not in categories:
            raise RegisterRefused(f"standards.yaml, entry {category}: the rules know no such category")
    return {category: found[category] for category in categories}


def _stands(file: str, entry: Entry, known: Known) -> None:
    """Check what an entry says against the day and the list of regions."""
    checked = entry.checked_on
    wrong = None
    if entry.scope != NATIONAL and entry.scope not in known.regions:
        wrong = f"scope: no region has the code {entry.scope}"
    elif entry.source not in known.sources:
        wrong = f"source: no source is called {entry.source}"
    elif checked and checked > known.today:
        wrong = f"last_checked: {entry.last_checked} has not come yet"
    elif checked and entry.status == "active" and known.today - checked > LONGEST_UNCHECKED:
        days = LONGEST_UNCHECKED.days
        wrong = f"last_checked: {entry.last_checked} is more than {days} days ago; check again or say unverified"
    if wrong:
        raise RegisterRefused(f"{file}, entry {entry.id}: {wrong}")


def _checked(file: str, model: type[Model], raw: Any, key: str) -> Model:
    name = raw.get(key, "without a name") if isinstance(raw, dict) else "that is no table"
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        wrong = error.errors()[0]
        place = ".".join(map(str, wrong["loc"]))
        raise RegisterRefused(f"{file}, entry {name}: {place + ': ' if place else ''}{wrong['msg']}") from error


def _raw(folder: Path, name: str) -> list[Any]:
    content = yaml.safe_load((folder / name).read_text(encoding="utf-8"))
    if not isinstance(content, list):
        raise RegisterRefused(f"{name}: a register is a list of entries")
    return content


def _unique(file: str, field: str, values: list[str]) -> None:
    for value, count in Counter(values).items():
        if count > 1:
            raise RegisterRefused(f"{file}, entry {value}: this {field} stands {count} times")


def _shifted(clock: str, hours: int) -> str:
    hour, minute = map(int, clock.split(":"))
    return f"{(hour + hours) % 24 if hour + hours != 24 else 24:02}.{minute:02}"
