"""Whoever a report is about never handles, reads, counts or hears of it, and somebody always does.

Ten thousand worlds of random people, reports and accusations, each with some acts after it. What ought to be is worked out here
from names and tables of this file, never from the rules under test.
"""

import random
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.errors import LaporError, UnknownTicket
from chalicelib.domain.photos import Album, Photo, PhotoState
from chalicelib.domain.reports import Report, Subject, Wishes
from chalicelib.domain.staff import Leave, Staff
from chalicelib.domain.tiers import Desk, DeskKind, Tier
from chalicelib.usecases.act import act
from chalicelib.usecases.deliver_news import sweep_outbox
from chalicelib.usecases.list_inbox import list_inbox
from chalicelib.usecases.list_people import list_people
from chalicelib.usecases.read_ticket import read_ticket
from chalicelib.usecases.submit_report import submit_report

from tests.support import samples
from tests.support.fakes import FakePorts

WORLDS = 10_000
PARTS = 8  # so that workers share them
ACTS = 3

FIRST = ["Rina", "Budi", "Sari", "Agus", "Dewi", "Tono", "Wati", "Hadi", "Eko", "Lina"]
LAST = ["Contoh", "Misal", "Umpama"]
KECAMATAN = ["18.07.19", "18.07.01", "18.01.04"]
PLACES = [
    *((Desk(Tier.KECAMATAN, region), 3) for region in KECAMATAN),
    (Desk(Tier.KABUPATEN, "18.07"), 3),
    (Desk(Tier.KABUPATEN, "18.01"), 2),
    (Desk(Tier.PROVINSI, "18"), 3),
    (Desk(Tier.KABUPATEN, "18.07", DeskKind.DINSOS), 2),
    (Desk(Tier.KECAMATAN, "18.07.19", DeskKind.UPT), 1),
    (Desk(Tier.KECAMATAN, "18.07.19.2001", DeskKind.UPT), 1),
    (Desk(Tier.KABUPATEN, "18.07", DeskKind.BANK), 1),
]

# The lowest tier by what is said: 0 kecamatan, 1 kabupaten, 2 provinsi, 3 pusat.
BY_ROLE = {"group_head": 0, "village_official": 0, "agent": 0, "facilitator": 1, "coordinator": 2, "provincial": 3, "other": 0}
BY_CATEGORY = {"payment_missing": 0, "bank_agent": 0, "staff_conduct": 1, "misuse": 1}
BY_FLAG = {"danger": 1, "psychosocial": 1, "fraud": 1}
EVERYDAY = {"group_head", "village_official", "agent"}  # kabupaten where the kecamatan has one officer
CONFIDENTIAL = {"danger", "psychosocial", "misuse"}
REGION = ["{0}", "{1}", "{2}", "ID"]


@dataclass
class Someone:
    """A person as this test knows them: with names that can be read."""

    staff: Staff
    names: list[frozenset[str]]


@dataclass
class World:
    """People, one report, and who must be out of it by now."""

    seed: int
    ports: FakePorts
    people: dict[str, Someone]
    report: Report
    accused: frozenset[str]
    out: set[str] = field(default_factory=set)
    least: int = 0  # the tier below which nobody of Pelaksana PKH may know of it

    @property
    def number(self) -> TicketNumber:
        return samples.number(self.seed)

    @property
    def confidential(self) -> bool:
        return bool(CONFIDENTIAL & {self.report.category, *self.report.flags})

    def must_be_out(self, one: Someone) -> bool:
        """Whether this person must not know of it, whatever else holds."""
        named = bool(self.accused) and any(self.accused <= name or name <= self.accused for name in one.names)
        desk = one.staff.desk
        below = desk.kind is DeskKind.PKH and list(Tier).index(desk.tier) < self.least
        elsewhere = desk.tier is not Tier.PUSAT and not self.report.district.startswith(desk.place[1])
        unmarked = self.confidential and not one.staff.confidential
        return one.staff.sub in self.out or named or below or elsewhere or unmarked or desk.kind is DeskKind.BANK


def written(names: Sequence[str], chance: random.Random) -> str:
    """A name as somebody might write it."""
    whole = " ".join(names)
    ways = [whole, whole.upper(), f"Bu {whole}", f"Pak {whole.lower()}", f"Hj. {whole}, S.Sos.", "  ".join(reversed(names))]
    return chance.choice([*ways, "".join(names)] if len(names) > 1 else ways)


def world(seed: int) -> World:
    chance = random.Random(seed)
    ports = FakePorts()
    people: dict[str, Someone] = {}

    def add(desk: Desk, name: tuple[str, str], *, confidential: bool) -> None:
        sub = f"sub-{len(people)}"
        relatives = [chance.choice(FIRST)] if chance.random() < 0.1 else []
        leave = None
        if chance.random() < 0.1:
            leave = Leave(ports.now().date() - timedelta(days=1), ports.now().date() + timedelta(days=chance.randrange(3)))
        marks = samples.named(" ".join(name), *(f"{one} {LAST[0]}" for one in relatives))
        staff = Staff(sub, " ".join(name), desk, confidential=confidential, names=marks, leave=leave)
        names = [frozenset(part.lower() for part in name), *(frozenset({one.lower(), LAST[0].lower()}) for one in relatives)]
        people[sub] = Someone(staff, names)
        ports.staff.put(staff)

    for desk, most in PLACES:
        for _ in range(chance.randint(0, most)):
            marked = desk.tier is not Tier.KECAMATAN and chance.random() < 0.6
            add(desk, (chance.choice(FIRST), chance.choice(LAST)), confidential=marked)
    # The ministry has people, and no two of them bear a name that one report can mean.
    for name in (("Gani", "Pusat"), ("Nur", "Tengah")):
        add(Desk(Tier.PUSAT, "ID"), name, confidential=True)
    ports.rosters.empty = {desk.place for desk, _ in PLACES}

    named: tuple[str, ...] = ()
    if chance.random() < 0.8:
        victim = chance.choice(list(people.values()))
        named = tuple(victim.staff.name.split())[: chance.choice([1, 2])]
    role = chance.choice([None, *BY_ROLE])
    report = Report(
        category=chance.choice(list(BY_CATEGORY)),
        district="18.07.19",
        village=chance.choice([None, "18.07.19.2001"]),
        story="Cerita contoh.",
        flags=tuple(flag for flag in BY_FLAG if chance.random() < 0.2),
        wishes=Wishes(keep_secret=chance.random() < 0.2),
        subject=Subject(role, written(named, chance) if named else None) if role or named else None,
    )
    made = World(seed, ports, people, report, frozenset(part.lower() for part in named))
    made.least = least_tier(made)
    return made


def least_tier(made: World) -> int:
    """Return the tier at which the rule lets the report begin."""
    report, role = made.report, made.report.subject.role if made.report.subject else None
    tiers = [BY_CATEGORY[report.category], BY_ROLE.get(role or "", 0), *(BY_FLAG[flag] for flag in report.flags)]
    tiers.append(1 if report.wishes and report.wishes.keep_secret else 0)
    tiers.append(1 if made.accused and role in (None, "other") else 0)
    here = [one for one in made.people.values() if one.staff.desk == Desk(Tier.KECAMATAN, report.district)]
    tiers.append(1 if role in EVERYDAY and len(here) == 1 else 0)
    return max(tiers)


def desk_of(tier: int, district: str) -> Desk:
    return Desk(list(Tier)[tier], REGION[tier].format(district, district[:5], district[:2]))


def expected_desk(made: World) -> Desk:
    """The lowest desk from there up with somebody at work who may know of it."""
    today = made.ports.now().date()
    for tier in range(made.least, 3):
        desk = desk_of(tier, made.report.district)
        at = [one for one in made.people.values() if one.staff.desk == desk and one.staff.member.at_work(today)]
        if any(not made.must_be_out(one) for one in at):
            return desk
    return desk_of(3, made.report.district)


def reads(made: World, staff: Staff) -> bool:
    try:
        _, beside = read_ticket(made.ports, staff, made.number)
    except UnknownTicket:
        return False
    assert beside.links, "the photo is shown with the ticket"
    return True


def check(made: World) -> None:
    """Hold every surface that shows, counts or tells of the ticket against who must be out."""
    ports, ticket = made.ports, made.ports.tickets.get(made.number)
    with suppress(ExceptionGroup):  # a desk above at which nobody may hear of it: that news waits
        sweep_outbox(ports, grace=timedelta(seconds=-1))
    told = {sub for _, subs in ports.announcer.to for sub in subs}
    ports.announcer.to.clear()
    readers = 0
    for one in made.people.values():
        staff = one.staff
        listed = list_inbox(ports, staff, None, 50, None)
        if made.must_be_out(one):
            where = (made.seed, staff.sub)
            assert not listed.entries, where
            assert listed.next is None, where
            assert not reads(made, staff), where
            assert staff.sub not in told, where
            assert staff.sub != ticket.assignee, where
            for work in (
                lambda staff=staff: list_people(ports, staff, made.number),
                lambda staff=staff: act(ports, staff, made.number, "identify", ticket.version, {"note": "x"}),
                lambda staff=staff: act(ports, staff, made.number, "step_aside", ticket.version, {}),
            ):
                with pytest.raises(UnknownTicket):
                    work()
        elif reads(made, staff):
            readers += staff.desk == ticket.desk
            if staff.desk == ticket.desk:
                assert listed.entries, (made.seed, staff.sub)
    assert readers, f"nobody of its desk can read it: {made.seed}"


def acted(made: World, chance: random.Random) -> None:
    """Let somebody do something with the ticket, if they may, and note who must be out since."""
    ports, ticket = made.ports, made.ports.tickets.get(made.number)
    who, other = (chance.choice(list(made.people.values())).staff for _ in range(2))
    action = chance.choice(["identify", "take", "assign", "hand_back", "take_over", "step_aside", "step_aside", "exclude"])
    answers: dict[str, str] = {} if action in ("take", "step_aside") else {"note": "Alasan."}
    answers |= {"colleague": other.sub} if action == "assign" else {"accused": other.sub} if action == "exclude" else {}
    ports.wait(timedelta(minutes=5))
    with suppress(LaporError):
        act(ports, who, made.number, action, ticket.version, answers)
        if (action == "step_aside" and who.desk.tier is not Tier.PUSAT) or action == "step_aside":
            made.out.add(who.sub)
        elif action == "exclude":
            made.out.add(other.sub)
            if other.desk.kind is DeskKind.PKH:
                made.least = max(made.least, min(list(Tier).index(other.desk.tier) + 1, 3))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_nobody_it_is_about_learns_of_it_and_somebody_does(part: int) -> None:
    for seed in range(part, WORLDS, PARTS):
        made, chance = world(seed), random.Random(-seed)
        receipt = submit_report(made.ports, made.report, samples.credentials(seed))
        made.ports.albums.albums[made.number] = Album(1, (Photo("0" * 32, PhotoState.KEPT, made.ports.now()),))
        assert receipt.desk == expected_desk(made), seed
        assert receipt.passed == tuple(desk_of(tier, made.report.district) for tier in range(made.least)), seed
        check(made)
        for _ in range(chance.randrange(ACTS + 1)):
            before = made.ports.tickets.get(made.number)
            acted(made, chance)
            if made.ports.tickets.get(made.number) != before:
                check(made)


def test_the_worlds_hold_what_they_are_meant_to_hold() -> None:
    made = [world(seed) for seed in range(300)]
    accusing = [one for one in made if any(one.must_be_out(someone) for someone in one.people.values() if one.accused)]
    assert len(accusing) > 150
    assert sum(one.confidential for one in made) > 60
    assert {one.least for one in made} == {0, 1, 2, 3}
    assert len({expected_desk(one) for one in made}) == 4
    assert replace(made[0], out={"x"}) != made[0]
