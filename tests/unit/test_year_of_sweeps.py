"""A year of reports that are taken, edited, asked about and forgotten, under sweeps that are missed, doubled and at once.

What must have happened is worked out by a second, naive reckoning: written out by hand, day by day, from the events alone.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from heapq import heappop, heappush
from typing import Any, cast

import pytest
from chalicelib.domain import changes
from chalicelib.domain.access import open_actions
from chalicelib.domain.calendar import holidays
from chalicelib.domain.changes import Change, open_ticket
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.deadlines import next_moment
from chalicelib.domain.events import Actor, Complainant, Event, Officer, System
from chalicelib.domain.reports import categories
from chalicelib.domain.rulebook import rules
from chalicelib.domain.tickets import Digests, Ticket
from chalicelib.domain.tiers import Tier
from chalicelib.domain.workflow import actions
from chalicelib.usecases.ports.tickets import Overtaken
from chalicelib.usecases.sweep_deadlines import sweep_deadlines

from tests.support import samples

START = datetime(2026, 1, 5, tzinfo=UTC)
YEAR = timedelta(days=365)
TICK = timedelta(minutes=5)
HOURS = {"18.07.19": 7, "32.01.01": 7, "51.01.01": 8, "73.02.01": 8, "91.03.01": 9}  # ahead of UTC, by kecamatan
CATEGORIES = ("payment_missing", "card_account", "membership_data", "question", "other")
# What officers and families do at random; ends are rarer, so that most reports live long enough to be late.
OFTEN = (
    "message",
    "tell",
    "note",
    "take",
    "assign",
    "hand_back",
    "identify",
    "investigate",
    "clarify",
    "ask",
    "reply",
    "resume",
)
SELDOM = ("respond", "answer", "close", "refuse_close", "approve_close", "object", "take_over", "confirm", "withdraw")


@dataclass
class Year:
    """The ports of a sweep, in memory; `due` reads a heap, as the store reads its rows."""

    seed: int
    now_: datetime = START
    tick: datetime = START
    tickets_: dict[TicketNumber, Ticket] = field(default_factory=dict)
    events: dict[TicketNumber, list[Event]] = field(default_factory=dict)
    rivals: int = 0
    heap: list[tuple[datetime, str]] = field(default_factory=list)
    taken: Counter[str] = field(default_factory=Counter)
    runs: list[datetime] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.tickets = self.rosters = self

    def now(self) -> datetime:
        return self.now_

    def new_id(self) -> str:
        return f"{self.chance.getrandbits(128):032x}"

    at = staticmethod(samples.fully_staffed)

    def get(self, number: TicketNumber) -> Ticket:
        return self.tickets_[number]

    def due(self, at: datetime) -> Iterator[TicketNumber]:
        later = []
        while self.heap and self.heap[0][0] <= at:
            moment, symbols = heappop(self.heap)
            ticket = self.tickets_[TicketNumber(symbols)]
            if next_moment(ticket) == moment:  # else its row is gone
                later.append((moment, symbols))
                yield ticket.number
        for moment, symbols in later:
            if next_moment(self.tickets_[TicketNumber(symbols)]) == moment:
                heappush(self.heap, (moment, symbols))

    def commit(self, change: Change, _sealed: Mapping[str, bytes]) -> None:
        number = change.after.number
        if isinstance(change.event.actor, System) and self.chance.random() < 0.02 and self.rivals < 3:
            self.rivals += 1  # another sweep, in the middle of this one
            self.sweep()
            self.rivals -= 1
        stored = self.tickets_.get(number)
        if (stored.version if stored else 0) != change.after.version - 1:
            raise Overtaken(cast(Ticket, stored))
        self.tickets_[number] = change.after
        self.events.setdefault(number, []).append(change.event)
        if moment := next_moment(change.after):
            heappush(self.heap, (moment, number.symbols))

    def sweep(self) -> None:
        self.taken.update(sweep_deadlines(cast(Any, self)))

    def sweep_until(self, at: datetime) -> None:
        """Run the sweep at each tick until a moment: some runs are missed, some doubled, and some days have none."""
        while self.tick <= at:
            if self.heap and self.heap[0][0] > self.tick:
                # Nothing is due before the first row: those ticks are passed over at once.
                self.tick += max(TICK, (min(self.heap[0][0], at) - self.tick) // TICK * TICK)
                continue
            self.now_, draw = self.tick, self.chance.random()
            if draw < 0.001:
                self.tick += timedelta(days=1)
                continue
            if draw > 0.1:
                self.runs.append(self.tick)
                for _ in range(2 if draw > 0.8 else 1):
                    self.sweep()
            self.tick += TICK
        self.now_ = at

    def act(self, number: TicketNumber) -> None:
        """Let somebody do something with a ticket, if anything of what is drawn is open to them."""
        ticket = self.tickets_[number]
        sub = ticket.assignee or f"sub-{ticket.desk.tier}-{ticket.desk.region}-{self.chance.choice((1, 2))}"
        above = samples.LAMPUNG_COORDINATOR if ticket.district.startswith("18") else samples.NATIONAL_OFFICER
        who: Actor = self.chance.choice(
            (Complainant(), Officer(sub, ticket.desk), Officer(sub, ticket.desk), Officer(above.sub, above.desk))
        )
        wanted = self.chance.choice(OFTEN if self.chance.random() < 0.9 else SELDOM)
        row = actions()[wanted]
        if row not in open_actions(ticket, who, self.now_):
            return
        named = replace(samples.somebody_of(ticket, "sub-named"), confidential=True)
        world = replace(samples.world(self.now_, self.new_id()), named=named)
        self.commit(changes.act(ticket, who, wanted, samples.answers_to(row, ticket, self.now_, named.sub), world), {})


def lived(seed: int, reports: int) -> Year:
    """Return a year in which so many reports came in."""
    year, chance = Year(seed), random.Random(seed)
    numbers = [TicketNumber.mint(random.Random(f"{seed}-{index}").randrange) for index in range(reports)]
    for at, number, comes in _plans(chance, numbers):
        year.sweep_until(at)
        if comes:
            year.commit(_opened(chance, number, at), {})
        else:
            year.act(number)
    year.sweep_until(START + YEAR)
    return year


def _plans(chance: random.Random, numbers: list[TicketNumber]) -> list[tuple[datetime, TicketNumber, bool]]:
    """Return when each report comes, and when somebody does something with it."""
    plans: list[tuple[datetime, TicketNumber, bool]] = []
    for number in numbers:
        came = START + chance.random() * (YEAR - timedelta(days=90))
        plans.append((came, number, True))
        plans += [(came + chance.random() ** 2 * timedelta(days=80), number, False) for _ in range(chance.choice((0, 2, 4, 6)))]
    return sorted(plans, key=lambda plan: (plan[0], not plan[2]))


def _opened(chance: random.Random, number: TicketNumber, at: datetime) -> Change:
    district = chance.choice(list(HOURS))
    flags = ("danger",) if chance.random() < 0.03 else ()
    report = replace(samples.report(district=district), category=chance.choice(CATEGORIES), flags=flags)
    world = samples.world(at, f"{chance.getrandbits(128):032x}")
    return open_ticket(number, report, (), Digests("content", "code", "token"), {Compartment.CASE: b"key"}, world)


# The second reckoning: what stops and starts the desk's clocks, by the events' names, and how days are counted.
BANDS = {"payment_missing": 14, "card_account": 14, "membership_data": 60, "question": 5, "other": 14}
ALL = frozenset({"urgent", "verify", "answer", "resolve", "sign_off"})
STOPS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("identify", "investigate"), frozenset({"urgent", "verify"})),
    "ask": ALL - {"resolve", "sign_off"},
    "respond": frozenset({"answer"}),
    "close": ALL - {"resolve", "sign_off"},
    "refuse_close": frozenset({"sign_off"}),
    **dict.fromkeys(("answer", "mark_duplicate", "approve_close", "accept_close", "confirm", "withdraw", "object"), ALL),
    **dict.fromkeys(("lapse", "lapse_close", "lapse_wait"), ALL),
}
STARTS = {"submit": ["urgent", "verify", "answer", "resolve"], "object": ["verify", "answer", "resolve"], "close": ["sign_off"]}
GOES_ON = ("reply", "resume", "close")
FREE = {*holidays(2026), *holidays(2027)}


def days_later(since: datetime, days: int, hours: int) -> datetime:
    return midnight_after((since + timedelta(hours=hours)).date() + timedelta(days=days), hours)


def working_days_later(since: datetime, days: int, hours: int) -> datetime:
    day = (since + timedelta(hours=hours)).date()
    while days:
        day += timedelta(days=1)
        if day.isoweekday() <= 5 and day not in FREE:
            days -= 1
    return midnight_after(day, hours)


def midnight_after(day: date, hours: int) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1, hours=-hours)


class Reckoning:
    """The clocks of one ticket, told its events one after the other; `wrong` is what should not have happened."""

    def __init__(self, ticket: Ticket, runs: list[datetime]) -> None:
        self.ticket, self.runs = ticket, runs
        self.clocks: dict[str, datetime] = {}
        self.stopped: date | None = None
        self.waited = 0
        self.tier = Tier.KECAMATAN
        self.wrong: list[str] = []

    def told(self, event: Event, until: datetime) -> None:
        """Take in an event, after which nothing happened `until` the next."""
        assert event.desk
        expired = [name for name in self.clocks if self.over(name) <= event.at]
        rises, self.tier = event.action == "escalate", event.desk.tier
        if rises:
            self.risen(expired, event.at)
        for name in STOPS.get(event.action, ()):
            self.clocks.pop(name, None)
        if event.action in GOES_ON and self.stopped and "resolve" in self.clocks:
            stood = min((self.day(event.at) - self.stopped).days, 30 - self.waited)
            self.clocks["resolve"] += timedelta(days=stood)
            self.waited, self.stopped = self.waited + stood, None
        for name in STARTS.get(event.action, ()):
            if name != "urgent" or self.ticket.urgent:
                self.clocks[name] = self.length(name, event.at)
                self.stopped, self.waited = (None, 0) if name == "resolve" else (self.stopped, self.waited)
        if event.action == "ask" and "resolve" in self.clocks:
            self.stopped = self.day(event.at)
        if self.tier is Tier.PUSAT:
            self.clocks.pop("sign_off", None)
        else:
            self.wrong += [f"{name} was missed after {event.at}" for name in self.clocks if self.swept(self.over(name), until)]

    def risen(self, expired: list[str], at: datetime) -> None:
        """Take in that the ticket moved up, as what was `expired` wanted it to."""
        if not expired:
            self.wrong.append(f"moved up early at {at}")
        elif self.swept(min(map(self.over, expired)), at):
            self.wrong.append(f"moved up late at {at}")
        for name in expired:
            self.clocks[name] = self.length(name, at, again=True)
            self.stopped = None if name == "resolve" else self.stopped

    def over(self, name: str) -> datetime:
        pause = 30 - self.waited if name == "resolve" and self.stopped else 0
        return self.clocks[name] + timedelta(days=pause)

    def swept(self, over: datetime, before: datetime) -> bool:
        """Whether a sweep ran when it was over, and before something else was done."""
        place = _place(self.runs, over)
        return place < len(self.runs) and self.runs[place] < before

    def length(self, name: str, since: datetime, *, again: bool = False) -> datetime:
        if name == "urgent":
            return since + timedelta(hours=4)
        if name == "verify":
            return working_days_later(since, 3, self.hours)
        first = {"answer": 14, "sign_off": 5, "resolve": BANDS[self.ticket.category]}[name]
        return days_later(since, 5 if again else first, self.hours)

    def day(self, at: datetime) -> date:
        return (at + timedelta(hours=self.hours)).date()

    @property
    def hours(self) -> int:
        return 7 if self.tier is Tier.PUSAT else HOURS[self.ticket.district]


def wrong_of(ticket: Ticket, events: list[Event], year: "Year") -> list[str]:
    """Return what is wrong with how a ticket moved up."""
    reckoning = Reckoning(ticket, year.runs)
    for event, after in zip(events, [*events[1:], None], strict=True):
        reckoning.told(event, after.at if after else year.now_)
    return reckoning.wrong


def _place(runs: list[datetime], at: datetime) -> int:
    low, high = 0, len(runs)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if runs[middle] < at else (low, middle)
    return low


@pytest.mark.slow
def test_in_a_year_every_report_that_is_late_moves_up_once_at_the_first_sweep_and_none_before() -> None:
    year = lived(seed=20, reports=10_000)
    wrong = {
        str(number): found for number, events in year.events.items() if (found := wrong_of(year.tickets_[number], events, year))
    }
    assert not dict(list(wrong.items())[:3])
    # The year was one in which things happened.
    assert year.taken["escalate"] > 10_000
    rare = ("remind", "remind_family", "lapse_wait", "lapse", "lapse_close", "referral_over")
    assert min(year.taken[name] for name in rare) > 20, year.taken
    rose = [sum(event.action == "escalate" for event in events) for events in year.events.values()]
    assert max(rose) <= 3
    assert sum(count == 0 for count in rose) > 100


def test_the_same_seed_gives_the_same_events() -> None:
    one, other = lived(7, 150), lived(7, 150)
    assert one.events == other.events
    assert lived(8, 150).events != one.events


def test_the_reckoning_knows_every_row_that_touches_a_clock() -> None:
    """A row that comes to name a clock must be written out above, too."""
    touching = {row.id for row in actions().values() if row.starts or row.stops or row.pauses or row.resumes}
    assert touching == {*STOPS, *STARTS, *GOES_ON, "ask", "clarify", "referral_over"}
    assert {category: rules("clocks")["bands"][categories()[category].band]["length"] for category in CATEGORIES} == BANDS
