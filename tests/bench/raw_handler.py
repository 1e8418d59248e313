"""The peer: the four operations as a competent person writes them by hand, without a framework, in one Lambda handler.

Standard json, pydantic models, one botocore client at default settings made at import, native typed attributes. It makes the
same store calls with the same content as the product, and takes from it what is not framework, parsing or store client: the
rules of the domain, region names and words, the sealing of personal data and the verification of tokens. It is kinder than
the product where that is usual: no refusal of repeated keys or unreadable characters, no log line.
"""

import base64
import json
import os
import secrets
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal

import botocore.session
from botocore.exceptions import ClientError
from chalicelib.adapters.cognito.tokens import AccessTokens
from chalicelib.adapters.envelope import Envelope
from chalicelib.adapters.fingerprints import KeyedHashes
from chalicelib.adapters.packaged.files import PackagedRegions, words
from chalicelib.domain import clocks, people
from chalicelib.domain import reports as domain
from chalicelib.domain.calendar import zone_of
from chalicelib.domain.clocks import ClockName
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import AccessCode, LinkToken, TicketNumber
from chalicelib.domain.deadlines import answer_due, limit_of
from chalicelib.domain.errors import Invalid, NotSignedIn
from chalicelib.domain.names import marks_of, same_person
from chalicelib.domain.reports import categories
from chalicelib.domain.routing import is_confidential, is_urgent, route
from chalicelib.domain.rulebook import rules
from chalicelib.domain.staff import Member
from chalicelib.domain.tiers import Desk, Tier
from chalicelib.domain.timestamps import timestamp
from chalicelib.domain.walls import Wall
from chalicelib.domain.workflow import Action as Row
from chalicelib.domain.workflow import Condition, Lane, Role, Status, actions, credit_categories, lane_of, place_of
from chalicelib.domain.workflow import Field as RuleField
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from infra.local.keys import KeyFile

TABLE = os.environ["RAW_TABLE"]
ROW_ATTRIBUTES = (
    "clocks",
    "ticket_number",
    "ticket_status",
    "kind",
    "category",
    "district",
    "village",
    "desk_tier",
    "desk_region",
    "received_at",
    "assignee",
    "urgent",
    "wall",
)

# What of a report the desk reads, and the store keeps sealed.
STATEMENT = {"story", "subject", "payment", "complainant", "for_other", "wishes"}

client: Any = botocore.session.get_session().create_client("dynamodb")
regions = PackagedRegions()
key_file = KeyFile(Path(os.environ["LAPOR_KEY_FILE"]))
vault = Envelope(key_file)
hashes = KeyedHashes(key_file.hash_key)
tokens = AccessTokens(os.environ["LAPOR_ISSUER"], os.environ["LAPOR_CLIENT_ID"], os.environ["LAPOR_JWKS_URL"])

Item = dict[str, Any]


class _Incoming(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Reporter(_Incoming):
    """Who reports."""

    name: str | None = Field(None, min_length=1, max_length=100)
    phone: str | None = Field(None, min_length=1, max_length=100)
    nik: str | None = Field(None, min_length=1, max_length=100)
    beneficiary: str | None = Field(None, min_length=1, max_length=100)


class Subject(_Incoming):
    """Whom the report is about."""

    role: str | None = Field(None, min_length=1, max_length=100)
    name: str | None = Field(None, min_length=1, max_length=100)


class Payment(_Incoming):
    """Which payment."""

    bank: str | None = None
    stage: int | None = None
    month: str | None = Field(None, pattern=r"^\d{4}-(0[1-9]|1[0-2])$")
    amount: int | None = Field(None, ge=0, le=1_000_000_000)


class Wishes(_Incoming):
    """How to treat who reports."""

    hide_name: bool = False
    keep_secret: bool = False
    call_time: str | None = None


class Report(_Incoming):
    """A report."""

    number: str | None = None
    access_code: str | None = None
    link_token: str | None = None
    kind: Literal["complaint", "information", "aspiration"] | None = None
    category: str
    flags: list[str] = []
    district: str
    village: str | None = None
    story: str = Field(min_length=1, max_length=5000)
    happened_on: date | None = None
    payment: Payment | None = None
    complainant: str | None = None
    for_other: bool = False
    wishes: Wishes | None = None
    reporter: Reporter | None = None
    subject: Subject | None = None


class LookUp(_Incoming):
    """A ticket number."""

    number: str


class Action(_Incoming):
    """One step of a ticket."""

    action: str
    version: int = Field(ge=1)
    note: str = Field(min_length=1, max_length=2000)


class Refused(Exception):
    """Ends a request with a status and a code."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer one API Gateway event."""
    view = ROUTES.get((event["httpMethod"], event["resource"]))
    try:
        if view is None:
            raise Refused(404, "not_found")
        status, content = view(event)
    except Refused as refused:
        status, content = refused.status, {"code": refused.code}
    except Invalid as invalid:
        status, content = 422, {"code": "invalid", "fields": invalid.problems}
    except ValidationError as error:
        status, content = 422, {"code": "invalid", "fields": [list(detail["loc"]) for detail in error.errors()]}
    except NotSignedIn:
        status, content = 401, {"code": "not_signed_in"}
    except ClientError:
        status, content = 503, {"code": "busy"}
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json", "Cache-Control": "no-store"},
        "body": json.dumps(content, ensure_ascii=False),
    }


def submit(event: dict[str, Any]) -> tuple[int, Item]:
    """Store a report: ticket, event, statement, reporter, inbox rows and news in one transaction."""
    report = Report(**json.loads(event["body"]))
    number = TicketNumber.parse(report.number) if report.number else TicketNumber.mint()
    code = AccessCode.parse(report.access_code) if report.access_code else AccessCode.mint()
    token = LinkToken.parse(report.link_token) if report.link_token else None
    if _unknown_choice(report) or regions.problems(report.district, report.village):
        raise Refused(422, "invalid")
    if report.reporter and report.reporter.phone:
        report.reporter.phone = people.mobile(report.reporter.phone)
    if report.reporter and report.reporter.nik:
        report.reporter.nik = people.nik(report.reporter.nik)
    content_mark = hashes.of("report", report.model_dump_json(exclude={"number", "access_code", "link_token"}))
    code_mark = hashes.of("access-code", f"{number.symbols}:{code.digits}")
    token_mark = hashes.of("link-token", f"{number.symbols}:{token.text}") if token else None
    own = report.model_dump_json(include={"story", "payment"}).encode()
    parts = {
        Compartment.CASE: {"statement": report.model_dump_json(include=STATEMENT).encode()},
        Compartment.TALK: {"own-1": own},
    }
    if report.reporter:
        parts[Compartment.IDENTITY] = {"reporter": report.reporter.model_dump_json().encode()}
    data_keys, sealed = vault.seal_new(number, parts)
    now, event_id = _now(), secrets.token_hex(16)
    subject = report.subject
    said = domain.Report(
        category=report.category,
        district=report.district,
        village=report.village,
        story=report.story,
        flags=tuple(report.flags),
        subject=domain.Subject(subject.role, subject.name) if subject else None,
        wishes=domain.Wishes(keep_secret=bool(report.wishes and report.wishes.keep_secret)),
    )
    accused = marks_of(subject.name, _name_mark) if subject and subject.name else ()
    wall = Wall(is_confidential(said.category, said.flags), accused)
    way = route(said, wall, _roster, datetime.fromisoformat(now).astimezone(zone_of(report.district)).date())
    desk = way.desk
    ticket: Item = {
        "pk": {"S": f"TICKET#{number.symbols}"},
        "sk": {"S": "TICKET"},
        "ticket_number": {"S": number.symbols},
        "version": {"N": "1"},
        "ticket_status": {"S": "received"},
        "kind": {"S": report.kind or categories()[report.category].kind},
        "category": {"S": report.category},
        "flags": {"L": [{"S": flag} for flag in report.flags]},
        "district": {"S": report.district},
        "village": {"S": report.village} if report.village else {"NULL": True},
        "happened_on": {"S": report.happened_on.isoformat()} if report.happened_on else {"NULL": True},
        "desk_tier": {"S": desk.tier},
        "desk_region": {"S": desk.region},
        "watchers": {"L": [_desk_item(one) for one in way.watchers]},
        "excluded": {"L": [_desk_item(one) for one in way.excluded]},
        "received_past": {"L": [_desk_item(one) for one in way.excluded]},
        "wall": {"M": {"confidential": {"BOOL": wall.confidential}, "accused": {"L": [{"S": mark} for mark in accused]}}},
        "urgent": {"BOOL": is_urgent(said)},
        "assignee": {"NULL": True},
        "received_by_tier": {"S": desk.tier},
        "received_by_region": {"S": desk.region},
        "received_at": {"S": now},
        "updated_at": {"S": now},
        "last_event": {"S": event_id},
        "steps": {"L": [_step("received", now, desk)]},
        "clocks": _clocks({}, actions()["submit"], report.category, report.district, now),
        "answered_at": {"NULL": True},
        "content_mark": {"S": content_mark},
        "code_mark": {"S": code_mark},
        "token_mark": {"S": token_mark} if token_mark else {"NULL": True},
        "earlier_code_marks": {"L": []},
        "data_keys": {"M": {name: {"B": key} for name, key in data_keys.items()}},
    }
    puts = [
        {"Put": {"TableName": TABLE, "Item": ticket, "ConditionExpression": "attribute_not_exists(pk)"}},
        *_version(number, None, ticket, "submit", None, None, sealed["own-1"]),
        _put({"pk": ticket["pk"], "sk": {"S": "STATEMENT"}, "box": {"B": sealed["statement"]}}),
    ]
    if "reporter" in sealed:
        reporter = {"pk": {"S": f"REPORTER#{number.symbols}"}, "sk": {"S": "REPORTER"}, "box": {"B": sealed["reporter"]}}
        puts.append(_put(reporter))
    try:
        client.transact_write_items(TransactItems=puts, ClientRequestToken=event_id)
    except client.exceptions.TransactionCanceledException:
        raise Refused(409, "number_used") from None
    return 201, {
        "number": str(number),
        "access_code": code.digits,
        "link_token": token.text if token else None,
        "status": "received",
        "desk": _desk(desk.tier, desk.region),
        "answer_due": answer_due(datetime.fromisoformat(now), report.district).isoformat(),
        "deadline": {name: owed[name] for name in ("at", "day", "exact", "rises_to", "says")}
        if (owed := _deadline(ticket, in_words=True))
        else None,
        "passed": [_desk(one.tier, one.region) for one in way.excluded],
        "received_at": now,
    }


def status(event: dict[str, Any]) -> tuple[int, Item]:
    """Answer where a ticket stands."""
    number = TicketNumber.parse(LookUp(**json.loads(event["body"])).number)
    ticket = _ticket(number)
    desk = _desk(ticket["desk_tier"]["S"], ticket["desk_region"]["S"])
    due = answer_due(datetime.fromisoformat(ticket["received_at"]["S"]), ticket["district"]["S"])
    return 200, {
        "number": str(number),
        "status": ticket["ticket_status"]["S"],
        "desk": desk,
        "received_at": ticket["received_at"]["S"],
        "updated_at": ticket["updated_at"]["S"],
        "answer_due": due.isoformat(),
        "answer": _timeliness(ticket, due),
        "settled_by": _settled_by(ticket),
        "deadline": _deadline(ticket, in_words=True),
        "answer_by": None,
        "ending": None,
        "objection_ends": None,
        "steps": [
            {
                "status": step["M"]["status"]["S"],
                "at": step["M"]["at"]["S"],
                "desk": _desk(step["M"]["tier"]["S"], step["M"]["region"]["S"]) if "tier" in step["M"] else None,
            }
            for step in ticket["steps"]["L"]
        ],
        "next_step": words()["statuses"][ticket["ticket_status"]["S"]]["next_step"].format(desk=desk["name"]),
    }


def inbox(event: dict[str, Any]) -> tuple[int, Item]:
    """List a page of the caller's desk."""
    staff = _staff(event)
    query = event["queryStringParameters"] or {}
    limit = int(query.get("limit", 50))
    start = {"ExclusiveStartKey": json.loads(base64.urlsafe_b64decode(query["cursor"]))} if "cursor" in query else {}
    answer = client.query(
        TableName=TABLE,
        KeyConditionExpression="pk = :desk AND sk > :first",
        ExpressionAttributeValues={
            ":desk": {"S": f"INBOX#{staff['tier']['S']}#{staff['region']['S']}"},
            ":first": {"S": " " if staff["confidential"]["BOOL"] else "0"},
        },
        ConsistentRead=True,
        ProjectionExpression=", ".join(ROW_ATTRIBUTES),
        Limit=limit,
        **start,
    )
    last = answer.get("LastEvaluatedKey")
    return 200, {
        "items": [_listed(item, staff) for item in answer["Items"] if _admits(item, staff)],
        "next": base64.urlsafe_b64encode(json.dumps(last).encode()).decode() if last else None,
        "hidden": 0,
    }


def move(event: dict[str, Any]) -> tuple[int, Item]:
    """Take a ticket one step further and show it as it then is, without its photos."""
    staff = _staff(event)
    asked = Action(**json.loads(event["body"]))
    number = TicketNumber.parse(event["pathParameters"]["number"])
    *events, statement, before = _file(number)
    desk = Desk(Tier(staff["tier"]["S"]), staff["region"]["S"])
    if not desk.covers(before["district"]["S"]) or _desk_item(desk) in before["excluded"]["L"] or not _admits(before, staff):
        raise Refused(404, "unknown_number")
    if int(before["version"]["N"]) != asked.version:
        raise Refused(409, "stale")
    action = actions().get(asked.action)
    if action is None or action.to is None:
        raise Refused(422, "invalid")
    if before["ticket_status"]["S"] not in action.sources or _role(staff, before) not in action.by:
        raise Refused(409, "not_allowed_now")
    version, now = asked.version + 1, _now()
    opened = vault.sealer(number, {Compartment.CASE: before["data_keys"]["M"]["case"]["B"]}, Compartment.CASE)
    note = opened.seal(f"note-{version}", asked.note.encode())
    ticket = before | {
        "version": {"N": str(version)},
        "ticket_status": {"S": action.to},
        "updated_at": {"S": now},
        "assignee": before["assignee"] if "S" in before["assignee"] else staff["sub"],
        "last_event": {"S": secrets.token_hex(16)},
        "steps": {"L": [*before["steps"]["L"], _step(action.to, now)]},
        "clocks": _clocks(before["clocks"], action, before["category"]["S"], before["district"]["S"], now),
    }
    put = {
        "TableName": TABLE,
        "Item": ticket,
        "ConditionExpression": "version = :before",
        "ExpressionAttributeValues": {":before": {"N": str(asked.version)}},
    }
    writes = _version(number, before, ticket, asked.action, staff, note)
    try:
        client.transact_write_items(TransactItems=[{"Put": put}, *writes], ClientRequestToken=ticket["last_event"]["S"])
    except client.exceptions.TransactionCanceledException:
        raise Refused(409, "stale") from None
    return 200, _case(number, [*events, writes[0]["Put"]["Item"]], statement, ticket, opened, staff)


def _case(number: TicketNumber, events: list[Item], statement: Item, ticket: Item, opened: Any, staff: Item) -> Item:
    notes = {f"note-{event['version']['N']}": event["note"]["B"] for event in events if "B" in event["note"]}
    texts = opened.unseal({"statement": statement["box"]["B"], **notes})
    status, role = ticket["ticket_status"]["S"], _role(staff, ticket)
    mine = ticket["assignee"].get("S") == staff["sub"]["S"]
    return {
        **_row(ticket, staff),
        "on_hold": False,
        "version": int(ticket["version"]["N"]),
        "updated_at": ticket["updated_at"]["S"],
        "answer_by": None,
        "ending": None,
        "settled_by": _settled_by(ticket),
        "role": role,
        "watchers": [
            _desk(one["M"]["tier"]["S"], one["M"]["region"]["S"])
            for one in ticket["watchers"]["L"]
            if one["M"]["kind"]["S"] == "pkh" and one["M"]["region"] != ticket["desk_region"]
        ],
        "rating": None,
        "village": ticket["village"].get("S"),
        "happened_on": ticket["happened_on"].get("S"),
        "flags": [flag["S"] for flag in ticket["flags"]["L"]],
        **json.loads(texts["statement"]),
        "as_typed": {},
        "events": [
            {
                "version": int(event["version"]["N"]),
                "action": event["action"]["S"],
                "status": event["ticket_status"]["S"],
                "actor": event["actor"]["S"],
                "by": _desk(event["desk_tier"]["S"], event["desk_region"]["S"]) if "desk_tier" in event else None,
                "at": event["at"]["S"],
                "said": {"note": texts[f"note-{event['version']['N']}"].decode()} if "B" in event["note"] else {},
                "deputy": False,
            }
            for event in events
        ],
        "actions": [
            {"action": action.id, "to": action.to, "final": action.final, "needs": _needs(action, ticket)}
            for action in actions().values()
            if status in action.sources and role in action.by and _holds(action, ticket, mine=mine)
        ],
        "closed": [
            {"action": action.id, "why": why, "states": action.sources}
            for action in actions().values()
            if action.sources and action.by & _OFFICERS and (why := _why(action, status, role, ticket, mine=mine))
        ],
    }


_OFFICERS = {Role.HANDLER, Role.COLLEAGUE, Role.ABOVE}


def _why(action: Row, status: str, role: Role, ticket: Item, *, mine: bool) -> str | None:
    if status not in action.sources:
        return "state"
    if role in action.by:
        return None if _holds(action, ticket, mine=mine) else str(action.when)
    nearer = {Role.COLLEAGUE: "others_have_it", Role.ABOVE: "not_taken_over"}
    if Role.HANDLER in action.by and role in nearer:
        return nearer[role]
    return "reads_only" if role is Role.READER else "desk_above"


def _holds(action: Row, ticket: Item, *, mine: bool) -> bool:
    if action.when is Condition.NOT_MINE:
        return not mine
    if action.when is Condition.REACHABLE:
        return "identity" in ticket["data_keys"]["M"]
    if action.when is Condition.RESPONSE_OWED:
        return "answer" in ticket["clocks"]["M"]
    return "S" in ticket["assignee"] if action.when is Condition.HELD else action.when is None


def _needs(action: Row, ticket: Item) -> list[Item]:
    credit = ticket["category"]["S"] in credit_categories()
    been = {step["M"]["status"]["S"] for step in ticket["steps"]["L"]}
    needs: list[Item] = []
    for asked in action.needs:
        options = [
            option
            for option in asked.options
            if option.credit in (None, credit) and (option.after is None or option.after in been)
        ]
        needs.append({**_field(asked), "options": [option.id for option in options]})
        needs += [{**_field(field), "only": option.id} for option in options for field in option.needs]
    return needs


def _field(field: RuleField) -> Item:
    return {
        "name": field.name,
        "kind": field.kind,
        "longest": field.longest,
        "to_family": field.compartment is Compartment.TALK,
        "options": [],
        "only": None,
    }


def _role(staff: Item, ticket: Item) -> Role:
    if (staff["tier"]["S"], staff["region"]["S"]) == (ticket["desk_tier"]["S"], ticket["desk_region"]["S"]):
        return Role.HANDLER if ticket["assignee"].get("S") in (None, staff["sub"]["S"]) else Role.COLLEAGUE
    tiers = list(Tier)
    higher = tiers.index(Tier(staff["tier"]["S"])) > tiers.index(Tier(ticket["desk_tier"]["S"]))
    return Role.ABOVE if higher else Role.READER


def _admits(item: Item, staff: Item) -> bool:
    wall = item["wall"]["M"]
    if wall["confidential"]["BOOL"] and not staff["confidential"]["BOOL"]:
        return False
    accused = tuple(mark["S"] for mark in wall["accused"]["L"])
    return not same_person(accused, tuple(mark["S"] for mark in staff["name_marks"]["L"]))


def _name_mark(part: str) -> str:
    return hashes.of("name", part)[:12]


def _roster(desk: Desk) -> list[Member]:
    answer = client.query(
        TableName=TABLE,
        KeyConditionExpression="pk = :place",
        ExpressionAttributeValues={":place": {"S": f"ROSTER#{desk.tier}#{desk.region}"}},
        ConsistentRead=True,
    )
    return [
        Member(item["sk"]["S"], desk, names=(tuple(mark["S"] for mark in item["name_marks"]["L"]),)) for item in answer["Items"]
    ]


def _clocks(before: Item, row: Row, category: str, district: str, now: str) -> Item:
    running = {name: clock for name, clock in before.get("M", {}).items() if name not in row.stops}
    for name in row.starts - {ClockName.URGENT}:
        begun = clocks.begun(name, limit_of(name, category), datetime.fromisoformat(now), zone_of(district))
        reminder = {"S": timestamp(begun.remind_at)} if begun.remind_at else {"NULL": True}
        running[name] = {"M": {"due": {"S": timestamp(begun.due)}, "remind_at": reminder, "late": {"BOOL": False}}}
    return {"M": running}


def _deadline(ticket: Item, *, in_words: bool = False) -> Item | None:
    running = {name: clock["M"] for name, clock in ticket["clocks"]["M"].items()}
    if not running:
        return None
    name = min(running, key=lambda one: str(running[one]["due"]["S"]))
    zone, at = zone_of(ticket["desk_region"]["S"]), running[name]["due"]["S"]
    end = datetime.fromisoformat(at)
    day = (end - timedelta(microseconds=1)).astimezone(zone).date()
    tiers = list(Tier)
    rises_to = tiers[min(tiers.index(Tier(ticket["desk_tier"]["S"])) + 1, 3)]
    deadline = {
        "at": at,
        "day": day.isoformat(),
        "exact": end.astimezone(zone).time() != time(),
        "rises_to": rises_to,
        "clock": name,
        "waits_for": limit_of(ClockName(name), ticket["category"]["S"]).of,
        "late": running[name]["late"]["BOOL"],
    }
    if in_words:
        said = words()
        when = said["pages"]["day"].format(day=day.day, month=said["months"][day.month - 1], year=day.year)
        then = said["deadlines"]["then"].format(tier=said["tiers"][rises_to].lower())
        deadline["says"] = f"{said['weekdays'][day.weekday()]}, {when}. {then}"
    return deadline


def _settled_by(ticket: Item) -> str | None:
    resolve = ticket["clocks"]["M"].get("resolve")
    if resolve is None:
        return None
    end = datetime.fromisoformat(resolve["M"]["due"]["S"]) - timedelta(microseconds=1)
    return end.astimezone(zone_of(ticket["desk_region"]["S"])).date().isoformat()


def _timeliness(ticket: Item, due: date) -> str:
    given, zone = ticket["answered_at"].get("S"), zone_of(ticket["district"]["S"])
    late = datetime.fromisoformat(given or _now()).astimezone(zone).date() > due
    if given:
        return "given_late" if late else "in_time"
    return "late" if late else "awaited"


def _file(number: TicketNumber) -> list[Item]:
    items: list[Item] = client.query(
        TableName=TABLE,
        KeyConditionExpression="pk = :pk AND sk BETWEEN :first AND :last",
        ExpressionAttributeValues={
            ":pk": {"S": f"TICKET#{number.symbols}"},
            ":first": {"S": "EVENT#"},
            ":last": {"S": "TICKET"},
        },
        ConsistentRead=True,
    )["Items"]
    if not items:
        raise Refused(404, "unknown_number")
    return items


def _ticket(number: TicketNumber) -> Item:
    key = {"pk": {"S": f"TICKET#{number.symbols}"}, "sk": {"S": "TICKET"}}
    item: Item | None = client.get_item(TableName=TABLE, Key=key, ConsistentRead=True).get("Item")
    if item is None:
        raise Refused(404, "unknown_number")
    return item


def _staff(event: dict[str, Any]) -> Item:
    sub = tokens.subject(event["headers"].get("authorization", "").removeprefix("Bearer "))
    key = {"pk": {"S": f"STAFF#{sub}"}, "sk": {"S": "STAFF"}}
    item: Item | None = client.get_item(TableName=TABLE, Key=key, ConsistentRead=True).get("Item")
    if item is None or not item["active"]["BOOL"]:
        raise Refused(403, "not_staff")
    return {**item, "sub": {"S": sub}}


def _version(
    number: TicketNumber,
    before: Item | None,
    ticket: Item,
    action: str,
    staff: Item | None,
    note: bytes | None,
    own: bytes | None = None,
) -> list[Item]:
    version, at = int(ticket["version"]["N"]), ticket["updated_at"]
    symbols = number.symbols
    event = {
        "pk": ticket["pk"],
        "sk": {"S": f"EVENT#{version:08d}"},
        "id": ticket["last_event"],
        "version": ticket["version"],
        "action": {"S": action},
        "ticket_status": ticket["ticket_status"],
        "at": at,
        "actor": {"S": "officer" if staff else "complainant"},
        "note": {"B": note} if note is not None else {"NULL": True},
        **({"own": {"B": own}} if own else {}),
    }
    if staff:
        event |= {"by": staff["sub"], "desk_tier": staff["tier"], "desk_region": staff["region"]}
    news = {
        "pk": {"S": f"OUTBOX#{ord(symbols[0]) % 8}"},
        "sk": {"S": f"{at['S']}#{symbols}#{version:08d}"},
        "ticket_number": ticket["ticket_number"],
        "version": ticket["version"],
        "action": {"S": action},
        "desk_tier": ticket["desk_tier"],
        "desk_region": ticket["desk_region"],
        "at": at,
        "told": {"BOOL": action == "submit"},
        "wall": ticket["wall"],
    }
    old, new = _rows(before) if before else {}, _rows(ticket)
    gone = [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in old if (pk, sk) not in new]
    return [
        *(_put(item) for item in (event, *(row for key, row in new.items() if old.get(key) != row), news)),
        *({"Delete": {"TableName": TABLE, "Key": key}} for key in gone),
    ]


def _rows(ticket: Item) -> dict[tuple[str, str], Item]:
    place = place_of(lane_of(Status(ticket["ticket_status"]["S"])))
    track = "!" if ticket["wall"]["M"]["confidential"]["BOOL"] else ""
    deadline = _deadline(ticket)
    order = f"{track}{place:03d}#{deadline['at'] if deadline else ticket['received_at']['S']}#{ticket['ticket_number']['S']}"
    row = {name: ticket[name] for name in ROW_ATTRIBUTES}
    desks = [
        f"INBOX#{(one['M']['tier'] if one['M']['kind']['S'] == 'pkh' else one['M']['kind'])['S']}#{one['M']['region']['S']}"
        for one in ticket["watchers"]["L"]
    ]
    rows = {(desk, order): {"pk": {"S": desk}, "sk": {"S": order}, **row} for desk in desks}
    shelf = f"QUEUE#{ticket['desk_tier']['S']}#{ticket['desk_region']['S']}#"
    due_at = deadline["at"] if deadline else ticket["received_at"]["S"]
    place_there = f"{track}{'0' if ticket['urgent']['BOOL'] else '2'}#{due_at}#{ticket['ticket_number']['S']}"
    held = ticket["assignee"].get("S")
    shelves = {
        "open": lane_of(Status(ticket["ticket_status"]["S"])) is Lane.WORK,
        "new": ticket["ticket_status"]["S"] == Status.RECEIVED and held is None,
        "danger": ticket["urgent"]["BOOL"],
        f"mine#{held}": held is not None,
    }
    for name, lies in shelves.items():
        if lies:
            rows[shelf + name, place_there] = {"pk": {"S": shelf + name}, "sk": {"S": place_there}, **row}
    moments = [
        clock["M"][name]["S"]
        for clock in ticket["clocks"]["M"].values()
        for name in ("due", "remind_at")
        if "S" in clock["M"][name]
    ]
    if moments:
        due, at = f"DUE#{ord(ticket['ticket_number']['S'][0]) % 8}", f"{min(moments)}#{ticket['ticket_number']['S']}"
        rows[due, at] = {"pk": {"S": due}, "sk": {"S": at}}
    return rows


def _row(item: Item, staff: Item) -> Item:
    assignee = item["assignee"].get("S")
    return {
        "number": str(TicketNumber(item["ticket_number"]["S"])),
        "kind": item["kind"]["S"],
        "category": item["category"]["S"],
        "status": item["ticket_status"]["S"],
        "desk": _desk(item["desk_tier"]["S"], item["desk_region"]["S"]),
        "district": item["district"]["S"],
        "received_at": item["received_at"]["S"],
        "deadline": _deadline(item),
        "held": "nobody" if assignee is None else "mine" if assignee == staff["sub"]["S"] else "others",
        "confidential": item["wall"]["M"]["confidential"]["BOOL"],
        "urgent": item["urgent"]["BOOL"],
        "to_call": False,
        "replied": False,
        "labels": [],
        "erasure": False,
    }


def _listed(item: Item, staff: Item) -> Item:
    row = _row(item, staff)
    urgent, deadline = row["urgent"], row["deadline"]
    over = deadline is not None and deadline["waits_for"] == "desk" and deadline["at"] <= _now()
    reason = "danger" if urgent else "overdue" if over else "due" if deadline else "oldest"
    own = (staff["tier"]["S"], staff["region"]["S"]) == (item["desk_tier"]["S"], item["desk_region"]["S"])
    takeable = own and row["held"] == "nobody" and row["status"] in actions()["take"].sources
    return {**row, "village": item["village"].get("S"), "reason": reason, "takeable": takeable}


def _desk_item(desk: Desk) -> Item:
    return {"M": {"tier": {"S": desk.tier}, "region": {"S": desk.region}, "kind": {"S": desk.kind}}}


def _desk(tier: str, region: str) -> Item:
    return {"tier": tier, "region": region, "name": words()["desks"][tier].format(place=regions.name(region))}


def _put(item: Item) -> Item:
    return {"Put": {"TableName": TABLE, "Item": item}}


def _step(status: str, at: str, desk: Desk | None = None) -> Item:
    place = {"tier": {"S": desk.tier}, "region": {"S": desk.region}} if desk else {}
    return {"M": {"status": {"S": status}, "at": {"S": at}, **place}}


def _unknown_choice(report: Report) -> bool:
    known, payment, wishes, subject = rules("choices"), report.payment, report.wishes, report.subject
    return (
        report.category not in categories()
        or not set(report.flags) <= set(known["flags"])
        or bool(payment and payment.bank and payment.bank not in known["banks"])
        or bool(payment and payment.stage and payment.stage not in known["stages"])
        or bool(wishes and wishes.call_time and wishes.call_time not in known["call_times"])
        or bool(subject and subject.role and subject.role not in known["subject_roles"])
        or bool(report.complainant and report.complainant not in known["complainants"])
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


ROUTES = {
    ("POST", "/api/v1/tickets"): submit,
    ("POST", "/api/v1/tickets/status"): status,
    ("GET", "/api/v1/staff/tickets"): inbox,
    ("POST", "/api/v1/staff/tickets/{number}/actions"): move,
}
