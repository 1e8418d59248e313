"""What the pages of a report show: where it is, and to whoever opens it the talk, with a form for each thing they may do."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chalicelib.domain.access import open_actions
from chalicelib.domain.calendar import zone_of
from chalicelib.domain.clocks import Side
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.deadlines import Timeliness, objection_ends
from chalicelib.domain.errors import LaporError
from chalicelib.domain.events import Complainant, Event, Officer
from chalicelib.domain.reports import categories
from chalicelib.domain.retention import kept_until
from chalicelib.domain.tickets import Ticket
from chalicelib.domain.tiers import Tier
from chalicelib.domain.workflow import Status, ends
from chalicelib.entrypoints.desks import desk_out
from chalicelib.entrypoints.forms.fields import Fields
from chalicelib.entrypoints.front import Front
from chalicelib.entrypoints.http import typed as reading
from chalicelib.entrypoints.http.routes import KEPT_FOR_BACK, NOT_KEPT, Reply, response_to
from chalicelib.entrypoints.moments import localized_day, localized_moment, localized_month
from chalicelib.entrypoints.public_api.case import export_out, turns
from chalicelib.entrypoints.public_api.models import PublicStepOut, StatusOut
from chalicelib.entrypoints.public_api.status import next_step_of, shared_status_out, status_out
from chalicelib.usecases.look_up_status import shared_status
from chalicelib.usecases.open_case import OpenedCase

_ONCE_BYTES = 16  # of what marks one press of a button
_UNSAID = {"number", "access_code", "link_token", "once", "action"}


@dataclass(frozen=True, slots=True)
class Typed:
    """A form of the talk as it was filled in, and the sentence for each field at fault: a refusal loses nothing."""

    fields: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


_NOTHING = Typed()


def status_answer(
    ports: Front,
    fields: Fields,
    fragment: bool,
    ticket: Mapping[str, Any] | None = None,
    problems: Mapping[str, str] | None = None,
    notice: str = "",
    code: int = 200,
    again: Mapping[str, str] | None = None,
) -> Reply:
    """Return the page of a look-up: the ticket, or what is wrong; with `again`, a form that sends what was typed once more."""
    problems = problems or {}
    content: dict[str, Any] = {"values": fields, "ticket": ticket, "notice": notice, "again": again or {}}
    if fragment:
        # The page's script has the form already; what is wrong with it is said in the answer.
        content["notice"] = notice or next(iter(problems.values()), "")
        return Reply(ports.pages.fragment("status_answer", content), code)
    content["problems"] = problems
    page = ports.pages.render("status_page", ports.words["pages"]["status_title"], content, wrong=bool(problems or notice))
    return Reply(page, code, NOT_KEPT if again or (ticket and "opened" in ticket) else KEPT_FOR_BACK)


def refusal(ports: Front, fields: Fields, fragment: bool, error: LaporError, *, again: bool = False) -> Reply:
    """Return the page that says why there is no ticket to show; `again` keeps what was typed in a form to send once more."""
    response = response_to(error)
    typed = {name: str(value) for name, value in fields.items()} if again else None
    notice = ports.words["errors"][response.code]
    return status_answer(ports, fields, fragment, notice=notice, code=response.status, again=typed)


def shown_by_number(ports: Front, ticket: Ticket, view: StatusOut | None = None) -> dict[str, Any]:
    """Return in words what a view says of a ticket; without one what its number alone shows."""
    view, region, words = view or shared_status_out(ports, ticket), ticket.district, ports.words
    steps = [
        {
            "label": _step_label(ports, view.steps[:place], step),
            "at": localized_moment(ports, step.at, region),
        }
        for place, step in enumerate(view.steps)
    ]
    return {
        "number": view.number,
        "status": view.status,
        "next_step": view.next_step,
        "ending": words["endings"][view.ending] if view.ending else "",
        "desk": view.desk.name,
        "received": localized_moment(ports, view.received_at, region),
        "since": localized_moment(ports, view.steps[-1].at, region),
        "answer_due": localized_day(ports, view.answer_due),
        "answer_owed": view.answer in (Timeliness.AWAITED, Timeliness.LATE),
        "settled_by": localized_day(ports, view.settled_by) if view.settled_by else "",
        "owed": view.deadline.says if view.deadline and view.deadline.waits_for is Side.DESK else "",
        "clock": view.deadline.clock if view.deadline else "",
        "waits": words["deadlines"][view.deadline.clock] if view.deadline else "",
        "risen": view.deadline is not None and view.deadline.late,
        "highest": ticket.desk.tier is Tier.PUSAT,
        "answer_by": localized_day(ports, view.answer_by) if view.answer_by else "",
        "late": view.answer is Timeliness.LATE or _overdue(ports, view),
        "steps": steps,
        "now": localized_moment(ports, ports.now(), region),
    }


def shown_opened(ports: Front, opened: OpenedCase, typed: Typed = _NOTHING, said: str = "") -> dict[str, Any]:
    """Return in words what a secret opens: also talk, photos, and what the family may do now; `said` stands above it."""
    words, ticket = ports.words, opened.ticket
    may = [action.id for action in open_actions(ticket, Complainant(), ports.now())]
    last = objection_ends(ticket)
    photos = [
        {"state": words["photo_states"][photo.state], "reason": words["photo_reasons"][photo.reason] if photo.reason else ""}
        for photo in opened.album.photos
    ]
    talk = {
        "said": said,
        "may": may,
        "once": secrets.token_hex(_ONCE_BYTES),
        "turns": _turns(ports, opened),
        "own_words": opened.own_words.story if opened.own_words else "",
        "category": words["categories"][ticket.category],
        "place": ports.regions.name(ticket.district),
        "paid": _outcome(opened) == "paid",
        "object_until": localized_day(ports, last) if last and "object" in may else "",
        "highest": ticket.desk.tier is Tier.PUSAT and ticket.status in (Status.ANSWERED, Status.CLOSED, Status.CLOSING),
        "photos": photos,
        "room": 0 if ticket.status in ends() else opened.album.room(ports.now()),
        "typed": {"action": "", **typed.fields},
        "problems": typed.problems,
        # What was typed for something that is not open any more is shown, so that it can be said in another way.
        "left_over": [
            text for name, text in typed.fields.items() if name not in _UNSAID and typed.fields.get("action") not in may
        ],
        "categories": {one: words["categories"][one] for one in categories() if one != ticket.category},
        "districts": _neighbours(ports, ticket) if "correct" in may else {},
        "kept": _kept(ports, ticket),
        "held": ticket.held,
        "erasing": _erasing(ports, ticket),
    }
    by_number = shown_by_number(ports, ticket, status_out(ports, ticket))
    if ticket.linked_to is not None:
        talk["linked"] = words["statuses"][shared_status(ports, ticket).status]["label"]
    # Who took each step, where the number alone shows that it was taken; tickets of before did not keep every step.
    moves = [turn["who"] for turn in talk["turns"] if turn["moved"]]
    steps = by_number["steps"]
    if len(moves) == len(steps):
        steps = [{**step, "who": who} for step, who in zip(steps, moves, strict=True)]
    return {**by_number, "next_step": next_step_of(ports, ticket), "steps": steps, "opened": talk}


def shown_data(ports: Front, opened: OpenedCase) -> list[tuple[str, str]]:
    """Return, as (what it is, in words), what the report says beside its story; it is the same that `export_out` has."""
    data, words = export_out(ports, opened), ports.words
    paid = data.payment
    told = [
        (words["labels"]["category"], words["categories"][data.category]),
        (words["labels"]["district"], ports.regions.name(data.district)),
        (words["labels"]["village"], ports.regions.name(data.village) if data.village else ""),
        (words["labels"]["happened_on"], localized_day(ports, data.happened_on) if data.happened_on else ""),
        (words["labels"]["payment.bank"], words["banks"].get(paid.bank, paid.bank) if paid and paid.bank else ""),
        (words["labels"]["payment.month"], localized_month(ports, paid.month) if paid and paid.month else ""),
        (words["labels"]["payment.amount"], f"Rp{paid.amount:,}".replace(",", ".") if paid and paid.amount is not None else ""),
    ]
    return [(label, text) for label, text in told if text]


def _erasing(ports: Front, ticket: Ticket) -> str:
    """Return how the family's request stands; nothing without one, and of an agreed one that a hold has stopped."""
    if ticket.asks_to_be_erased:
        return str(ports.words["talk"]["erasing"])
    return str(ports.words["talk"]["erasing_soon"]) if ticket.erasure and not ticket.held else ""


def _kept(ports: Front, ticket: Ticket) -> list[str]:
    """Return in sentences until when what of a ticket is kept; nothing while it has not ended."""
    talk, until = ports.words["talk"], kept_until(ticket)
    parts = (("data_identity", Compartment.IDENTITY), ("data_rest", Compartment.TALK))
    zone = zone_of(ticket.district)
    return [
        talk["data_kept"].format(what=talk[what], day=localized_day(ports, until[one].astimezone(zone).date()))
        for what, one in parts
        if one in until
    ]


def _overdue(ports: Front, view: StatusOut) -> bool:
    """Whether the desk has let something pass, whether or not the report has moved up by that."""
    deadline = view.deadline
    return deadline is not None and (deadline.late or (deadline.waits_for is Side.DESK and deadline.at <= ports.now()))


def _step_label(ports: Front, before: Sequence[PublicStepOut], step: PublicStepOut) -> str:
    """Return what a step of the way is called: the status it led to, or the desk that it brought the report to."""
    if before and step.desk and step.status is before[-1].status:
        return str(ports.words["talk"]["passed_on"].format(desk=step.desk.name))
    return str(ports.words["talk"]["again"]) if before and step.status is Status.RECEIVED else _label(ports, step.status)


def _label(ports: Front, status: Status) -> str:
    return str(ports.words["statuses"][status]["label"])


def _neighbours(ports: Front, ticket: Ticket) -> dict[str, str]:
    """Return the other kecamatan of the same kabupaten or kota, by code."""
    within = ports.regions.within(ticket.district[: len("18.07")])
    return {code: name for code, name in within.items() if code != ticket.district}


def _outcome(opened: OpenedCase) -> str:
    """Return what the latest answer came to."""
    outcomes = [texts["outcome"] for _, texts in turns(opened) if "outcome" in texts]
    return outcomes[-1] if outcomes else ""


def _turns(ports: Front, opened: OpenedCase) -> list[dict[str, Any]]:
    """Return the turns of the talk in words, each with whether it is a step of the way."""
    shown: list[dict[str, Any]] = []
    stood = None
    for event, texts in turns(opened):
        moved = (event.status, event.desk) != stood
        shown.append({**_turn(ports, opened.ticket, event, texts), "moved": moved})
        stood = (event.status, event.desk)
    return shown


def _turn(ports: Front, ticket: Ticket, event: Event, texts: Mapping[str, str]) -> dict[str, Any]:
    words, actor = ports.words, event.actor
    mine = isinstance(actor, Complainant)
    return {
        "version": event.version,
        "mine": mine,
        "who": words["talk"]["you"]
        if mine
        else desk_out(ports, actor.desk).name
        if isinstance(actor, Officer)
        else words["talk"]["system"],
        "at": localized_moment(ports, event.at, ticket.district),
        "what": words["turns"].get(event.action, _label(ports, event.status)),
        "facts": [*([words["told"][event.action]] if event.action in words["told"] else []), *_facts(ports, texts)],
        "asks": "question" in texts,
        "texts": [texts[name] for name in ("question", "message", "reason", "comment") if name in texts],
    }


def _facts(ports: Front, texts: Mapping[str, str]) -> list[str]:
    """Return in sentences what was said beside the texts."""
    words, talk = ports.words, ports.words["talk"]
    facts: list[str] = []
    if "outcome" in texts:
        facts.append(f"{words['outcomes'][texts['outcome']]}.")
    if "credited_on" in texts:
        day = localized_day(ports, reading.day(texts["credited_on"]))
        facts.append(talk["paid_back"].format(day=day, reference=texts.get("reference", "")))
    if "answer_by" in texts:
        facts.append(talk["answer_by"].format(day=localized_day(ports, reading.day(texts["answer_by"]))))
    if "close_reason" in texts:
        facts.append(f"{words['endings'][texts['close_reason']]}.")
    if "handed_to" in texts:
        facts.append(talk["handed_to"].format(name=texts["handed_to"]))
    if "rating" in texts:
        facts.append(talk["rated"].format(rating=words["ratings"][texts["rating"]]))
    corrected = [words["categories"][texts["category"]]] if "category" in texts else []
    corrected += [ports.regions.name(texts["district"])] if "district" in texts else []
    if corrected:
        facts.append(talk["corrected"].format(what=", ".join(corrected)))
    return facts
