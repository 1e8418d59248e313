"""Invented reports and people, for every test."""

import hashlib
import random
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.answers import needed_fields, options_of
from chalicelib.domain.calendar import zone_of
from chalicelib.domain.changes import World
from chalicelib.domain.credentials import AccessCode, Credentials, LinkToken, TicketNumber
from chalicelib.domain.deadlines import unsaid_clocks
from chalicelib.domain.names import Marks, marks_of
from chalicelib.domain.past import unsaid_answered_at
from chalicelib.domain.reports import Kind, Payment, Report, Reporter, Subject, Wishes
from chalicelib.domain.staff import Member, Staff
from chalicelib.domain.tickets import Step, Ticket
from chalicelib.domain.tiers import Desk, Tier
from chalicelib.domain.workflow import Action, Effect, FieldKind, Status

PASIR_SAKTI = "18.07.19"
SUKADANA = "18.07.01"


def named(*names: str) -> tuple[Marks, ...]:
    """Return the marks of names as the ports in memory make them."""
    return tuple(marks_of(name, lambda part: hashlib.sha256(f"name\0{part}".encode()).hexdigest()[:12]) for name in names)


PASIR_SAKTI_OFFICER = Staff("sub-pasir-sakti", "Rina Contoh", Desk(Tier.KECAMATAN, PASIR_SAKTI), names=named("Rina Contoh"))
SUKADANA_OFFICER = Staff("sub-sukadana", "Budi Contoh", Desk(Tier.KECAMATAN, SUKADANA), names=named("Budi Contoh"))
LAMPUNG_TIMUR_COORDINATOR = Staff(
    "sub-lampung-timur", "Sari Contoh", Desk(Tier.KABUPATEN, "18.07"), confidential=True, names=named("Sari Contoh")
)
LAMPUNG_COORDINATOR = Staff(
    "sub-lampung", "Agus Contoh", Desk(Tier.PROVINSI, "18"), confidential=True, names=named("Agus Contoh")
)
NATIONAL_OFFICER = Staff("sub-pusat", "Dewi Contoh", Desk(Tier.PUSAT, "ID"), confidential=True, names=named("Dewi Contoh"))
STAFF = (PASIR_SAKTI_OFFICER, SUKADANA_OFFICER, LAMPUNG_TIMUR_COORDINATOR, LAMPUNG_COORDINATOR, NATIONAL_OFFICER)


def fully_staffed(desk: Desk) -> tuple[Member, ...]:
    """Return a roster of two people at every desk of Pelaksana PKH, and the people of `STAFF` at theirs."""
    tier, region = desk.place
    secret = tier is not Tier.KECAMATAN
    anonymous = [Member(f"sub-{tier}-{region}-{at}", Desk(tier, region), confidential=secret) for at in (1, 2)]
    return (*(one.member for one in STAFF if one.desk.place == desk.place), *anonymous)


def number(seed: int = 1) -> TicketNumber:
    """Return the ticket number that belongs to a seed."""
    return TicketNumber.mint(random.Random(seed).randrange)


def code(seed: int = 1) -> AccessCode:
    """Return the access code that belongs to a seed."""
    return AccessCode.mint(random.Random(seed).randrange)


def credentials(seed: int = 1) -> Credentials:
    """Return number, access code and link token that belong to a seed."""
    return Credentials(number(seed), code(seed), LinkToken(f"{seed:022d}"))


def report(story: str = "Uang belum masuk sejak bulan lalu.", district: str = PASIR_SAKTI) -> Report:
    """Return a complaint with every optional part filled in, but for those that would start it above the kecamatan."""
    return Report(
        kind=Kind.COMPLAINT,
        category="payment_missing",
        district=district,
        village=f"{district}.2001",
        story=story,
        payment=Payment(bank="bri", stage=3, month="2026-10", amount=750_000),
        complainant="family",
        for_other=True,
        wishes=Wishes(hide_name=True, call_time="afternoon"),
        reporter=Reporter("Siti Contoh", "+6281234567890", "1807194505800001", beneficiary="Nur Contoh"),
        subject=Subject(role="group_head", name="Joko Contoh"),
    )


def body(**changes: Any) -> dict[str, Any]:
    """Return the JSON of `report()`; a change to None leaves the field out."""
    whole: dict[str, Any] = {
        "number": str(number()),
        "access_code": code().digits,
        "kind": "complaint",
        "category": "payment_missing",
        "district": PASIR_SAKTI,
        "village": f"{PASIR_SAKTI}.2001",
        "story": "Uang belum masuk sejak bulan lalu.",
        "happened_on": "2026-11-01",
        "payment": {"bank": "bri", "stage": 3, "month": "2026-10", "amount": 750_000},
        "complainant": "family",
        "for_other": True,
        "wishes": {"hide_name": True, "call_time": "afternoon"},
        "reporter": {
            "name": "Siti Contoh",
            "phone": "0812-3456-7890",
            "nik": "1807194505800001",
            "beneficiary": "Nur Contoh",
        },
        "subject": {"role": "group_head", "name": "Joko Contoh"},
    }
    return {name: value for name, value in (whole | changes).items() if value is not None}


# Ways to report the officer of Pasir Sakti, and her coordinator: what each adds to a report, and the tier where it must start.
ACCUSING: dict[str, tuple[dict[str, Any], Tier]] = {
    "her role": ({"subject": {"role": "facilitator"}}, Tier.KABUPATEN),
    "her role and name": ({"subject": {"role": "facilitator", "name": PASIR_SAKTI_OFFICER.name}}, Tier.KABUPATEN),
    "her name alone": ({"subject": {"name": PASIR_SAKTI_OFFICER.name}}, Tier.KABUPATEN),
    "her name as somebody else's": ({"subject": {"role": "other", "name": PASIR_SAKTI_OFFICER.name}}, Tier.KABUPATEN),
    "the category": ({"category": "staff_conduct", "subject": None}, Tier.KABUPATEN),
    "a threat": ({"flags": ["danger"], "subject": None}, Tier.KABUPATEN),
    "a fraud": ({"flags": ["fraud"], "subject": None}, Tier.KABUPATEN),
    "the wish": ({"wishes": {"keep_secret": True}, "subject": None}, Tier.KABUPATEN),
    "a coordinator": ({"subject": {"role": "coordinator"}}, Tier.PROVINSI),
    "everything": (
        {
            "category": "staff_conduct",
            "subject": {"role": "coordinator", "name": LAMPUNG_TIMUR_COORDINATOR.name},
            "flags": ["danger", "fraud"],
            "wishes": {"keep_secret": True, "hide_name": True},
        },
        Tier.PROVINSI,
    ),
}


def world(at: datetime, event_id: str) -> World:
    """Return what rules need of the world, where every desk has people."""
    return World(at, event_id, fully_staffed, secrets=("new code", "new token"))


def standing(ticket: Ticket, status: Status, at: datetime, *way: Step) -> Ticket:
    """Return the ticket as it would stand in a status since a moment, by `way`, with the clocks that run there."""
    steps = (*ticket.steps, *way, Step(status, at))
    there = replace(ticket, status=status, steps=steps, answered_at=unsaid_answered_at(steps))
    return unsaid_clocks(there)


def somebody_of(ticket: Ticket, sub: str) -> Member:
    """Return somebody of the ticket's desk who may be named now: `sub`, or a namesake where a step has kept `sub` out."""
    while sub in ticket.wall.barred:
        sub += "-"
    return Member(sub, ticket.desk)


def answers_to(action: Action, ticket: Ticket, now: datetime, person: str = "sub-named") -> dict[str, str]:
    """Return an answer to each field that an action needs of this ticket, of a choice the first that it offers."""
    today = now.astimezone(zone_of(ticket.district)).date()
    by_kind = {
        FieldKind.TEXT: "Alasan.",
        FieldKind.PERSON: person,
        FieldKind.DAY: today.isoformat(),
        FieldKind.NUMBER: str(number(99)),
        FieldKind.CATEGORY: ticket.category,
    }
    answers: dict[str, str] = {}
    for field in action.needs:
        options = options_of(field, ticket)
        answers[field.name] = options[0].id if options else by_kind[field.kind]
    for field in needed_fields(action, answers):
        answers.setdefault(field.name, by_kind.get(field.kind, ""))
    if "answer_by" in answers:
        answers["answer_by"] = (today + timedelta(days=7)).isoformat()
    if action.effect is Effect.CORRECT:
        answers["category"] = "bank_agent" if ticket.category != "bank_agent" else "commitment"
    return answers


def reader(desk: Desk) -> Staff:
    """Return somebody of a desk whose name is in no report."""
    return Staff("sub-reader", "Nama Contoh", desk)
