"""Gives people a sign-in and a desk in an environment, or takes them. Cognito keeps who they are, the table what they may do.

add     EMAIL= NAME= TIER= REGION= [KIND=pkh] [CONFIDENTIAL=yes] [RELATIVES="A; B"]
off     EMAIL=
leave   EMAIL= [FROM=2026-12-01 UNTIL=2026-12-14 [DEPUTY=email]]   without days: they are back
import  FILE=staff.csv [DRY_RUN=yes]     columns: email, name, tier, region, kind, confidential, relatives
"""

import csv
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import boto3
from chalicelib.adapters.packaged.files import PackagedRegions
from chalicelib.adapters.sns.announcer import filter_policy
from chalicelib.bootstrap import Adapters
from chalicelib.domain.errors import Invalid
from chalicelib.domain.staff import Leave, Staff
from chalicelib.domain.tiers import Desk, DeskKind, Tier
from chalicelib.settings import settings
from chalicelib.usecases.add_staff import Appointment, add_staff, check_appointment, few_readers, give_leave, remove_staff

from infra.deploy import outputs
from infra.environments import named_environment
from infra.local.bootstrap import local_adapters
from infra.local.stack import running_stack
from infra.local.users import LocalUsers

COLUMNS = ("email", "name", "tier", "region", "kind", "confidential", "relatives")
_NEEDED = ("email", "name", "tier", "region")
_YES = ("yes", "ya", "1", "true")
_NO = ("", "no", "tidak", "0", "false")


class SignIns(Protocol):
    """Who can sign in, and what a change of desk means for that."""

    @property
    def ports(self) -> Adapters: ...

    def add(self, email: str, appointment: Appointment) -> Staff:
        """Give somebody a sign-in, if they have none, and a desk; raises Invalid as `add_staff` does."""

    def find(self, email: str) -> str:
        """Return the `sub` of a sign-in; raises Invalid when there is none."""

    def removed(self, staff: Staff) -> None:
        """Undo what `add` did beside the desk, apart from the sign-in itself."""


@dataclass(frozen=True, slots=True)
class CloudSignIns:
    """Cognito, and subscriptions to news by e-mail; `given` are the outputs of an environment's stacks."""

    given: Mapping[str, str]
    ports: Adapters

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "CloudSignIns":
        """Return the sign-ins of an environment by its outputs."""
        known = {"LAPOR_TABLE": given["TableName"], "LAPOR_SECRET_ID": given["SecretArn"]}
        return cls(given, Adapters(settings(known)))

    def add(self, email: str, appointment: Appointment) -> Staff:
        """See `SignIns`: somebody new is invited by e-mail once the desk is theirs."""
        cognito, pool = boto3.client("cognito-idp"), self.given["UserPoolId"]
        new = _create(cognito, pool, email)
        sub = self.find(email)
        before = self.ports.staff.find(sub)
        try:
            staff = add_staff(self.ports, sub, appointment)
        except Invalid:
            if new:
                cognito.admin_delete_user(UserPoolId=pool, Username=email)
            raise
        self._subscribe(email, staff, before.desk if before else None)
        if new:
            cognito.admin_create_user(UserPoolId=pool, Username=email, MessageAction="RESEND", DesiredDeliveryMediums=["EMAIL"])
        return staff

    def find(self, email: str) -> str:
        """See `SignIns`."""
        cognito = boto3.client("cognito-idp")
        try:
            user = cognito.admin_get_user(UserPoolId=self.given["UserPoolId"], Username=email)
        except cognito.exceptions.UserNotFoundException:
            raise Invalid(("email", "not_a_choice")) from None
        return {entry["Name"]: entry["Value"] for entry in user["UserAttributes"]}["sub"]

    def removed(self, staff: Staff) -> None:
        """See `SignIns`: no news any more."""
        subscription = self.ports.listeners.of(staff.desk).get(staff.sub)
        if subscription:
            boto3.client("sns").unsubscribe(SubscriptionArn=subscription)
            self.ports.listeners.remove(staff.desk, staff.sub)

    def _subscribe(self, email: str, staff: Staff, before: Desk | None) -> None:
        """Have somebody hear of news that is meant for them, by e-mail once they say yes to it, for their desk alone."""
        sns = boto3.client("sns")
        known = self.ports.listeners.of(before).get(staff.sub) if before else None
        policy = filter_policy(staff.sub)
        if known:
            sns.set_subscription_attributes(SubscriptionArn=known, AttributeName="FilterPolicy", AttributeValue=policy)
        else:
            asked = sns.subscribe(
                TopicArn=self.given["TopicArn"],
                Protocol="email",
                Endpoint=email,
                Attributes={"FilterPolicy": policy},
                ReturnSubscriptionArn=True,
            )
            known = asked["SubscriptionArn"]
        self.ports.listeners.put(staff.desk, staff.sub, known)
        if before and before != staff.desk:
            self.ports.listeners.remove(before, staff.sub)


def main() -> None:
    """Do what the first argument says, in the environment ENV or else in the running local stack.

    Raises SystemExit when something that it needs is missing or wrong.
    """
    work = _WORK[sys.argv[1]]
    try:
        for line in work(_sign_ins()):
            print(line)
    except Invalid as refused:
        sys.exit("\n".join(f"{field}: {code}" for field, code in refused.problems))


def add(sign_ins: SignIns) -> Iterator[str]:
    """Add or move the person that the environment's variables describe."""
    row = {name: os.environ.get(name.upper(), "") for name in COLUMNS}
    yield from _added(sign_ins, row["email"].strip(), read_appointment(row))


def off(sign_ins: SignIns) -> Iterator[str]:
    """Take the desk from EMAIL, from the next request on."""
    staff = remove_staff(sign_ins.ports, sign_ins.find(_asked("EMAIL")))
    sign_ins.removed(staff)
    yield f"{staff.name} works on no desk any more, and is refused at the next request."
    yield from _warnings(sign_ins.ports, staff.desk)


def leave(sign_ins: SignIns) -> Iterator[str]:
    """Note that EMAIL is away FROM … UNTIL, with a DEPUTY of the same desk, or is back."""
    first, last, deputy = (os.environ.get(name, "").strip() for name in ("FROM", "UNTIL", "DEPUTY"))
    try:
        days = Leave(date.fromisoformat(first), date.fromisoformat(last)) if first or last else None
    except ValueError:
        raise Invalid(("from", "bad_date")) from None
    give_leave(sign_ins.ports, sign_ins.find(_asked("EMAIL")), days, sign_ins.find(deputy) if deputy else None)
    yield f"Away from {days.first} to {days.last}." if days else "Back at work."


def import_file(sign_ins: SignIns) -> Iterator[str]:
    """Add everybody of the file FILE, or nobody: each wrong line is named. With DRY_RUN nothing is changed.

    Raises SystemExit when a line is wrong.
    """
    with Path(_asked("FILE")).open(encoding="utf-8-sig", newline="") as file:
        people, problems = read_people(file)
    yield from problems
    if problems:
        raise SystemExit(f"{len(problems)} lines are wrong; nothing was changed.")
    if os.environ.get("DRY_RUN"):
        yield f"{len(people)} lines are right; nothing was changed."
        return
    for email, appointment in people.items():
        yield from _added(sign_ins, email, appointment)


def read_people(lines: Any) -> tuple[dict[str, Appointment], list[str]]:
    """Return (who is to be on which desk by e-mail, a sentence for each wrong line of a CSV file, by its number)."""
    people: dict[str, Appointment] = {}
    problems: list[str] = []
    reader = csv.DictReader(lines)
    unknown = set(reader.fieldnames or ()) ^ set(COLUMNS)
    if unknown:
        return {}, [f"line 1: columns must be {', '.join(COLUMNS)}"]
    for row in reader:
        try:
            appointment = read_appointment({name: row.get(name) or "" for name in COLUMNS})
            email = row["email"].strip()
            wrong = [("email", "already_in_file")] if email in people else []
            wrong += [("columns", "too_many")] if None in row else []
            if wrong:
                raise Invalid(*wrong)
            people[email] = appointment
        except Invalid as refused:
            problems += [f"line {reader.line_num}: {field}: {code}" for field, code in refused.problems]
    return people, problems


def read_appointment(row: Mapping[str, str]) -> Appointment:
    """Return what a row of texts says; raises Invalid with everything that is missing or wrong."""
    given = {name: text.strip() for name, text in row.items()}
    problems = [(name, "required") for name in _NEEDED if not given[name]]
    problems += [("tier", "not_a_choice")] if given["tier"] and given["tier"] not in list(Tier) else []
    problems += [("kind", "not_a_choice")] if given["kind"] and given["kind"] not in list(DeskKind) else []
    problems += [("confidential", "not_a_choice")] if given["confidential"].lower() not in _YES + _NO else []
    if problems:
        raise Invalid(*problems)
    desk = Desk(Tier(given["tier"]), given["region"], DeskKind(given["kind"] or DeskKind.PKH))
    relatives = [name.strip() for name in given["relatives"].split(";") if name.strip()]
    appointment = Appointment(given["name"], desk, given["confidential"].lower() in _YES, relatives)
    check_appointment(_Places(PackagedRegions()), appointment)
    return appointment


@dataclass(frozen=True, slots=True)
class _Places:
    """The regions, which need no environment."""

    regions: PackagedRegions


def _added(sign_ins: SignIns, email: str, appointment: Appointment) -> Iterator[str]:
    staff = sign_ins.add(email, appointment)
    yield f"{staff.name} is on the desk {staff.desk.kind} {staff.desk.tier} {staff.desk.region} and signs in as {email}."
    yield from _warnings(sign_ins.ports, staff.desk)


def _warnings(ports: Adapters, desk: Desk) -> Iterator[str]:
    if few_readers(ports, desk):
        yield f"Desk {desk.tier} {desk.region} has fewer than two confidential readers: CONFIDENTIAL=yes makes somebody one."


def _sign_ins() -> SignIns:
    if os.environ.get("ENV"):
        environment = named_environment()
        environment.enter()
        return CloudSignIns.of(outputs(environment))
    stack = running_stack()
    os.environ.update(stack.environment())
    return LocalUsers(stack, local_adapters())


def _asked(name: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        raise Invalid((name.lower(), "required"))
    return value


def _create(cognito: Any, pool: str, email: str) -> bool:
    """Create the sign-in without telling anybody yet; return whether it is new."""
    verified = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
    try:
        cognito.admin_create_user(UserPoolId=pool, Username=email, UserAttributes=verified, MessageAction="SUPPRESS")
    except cognito.exceptions.UsernameExistsException:
        return False
    return True


_WORK: Mapping[str, Callable[[SignIns], Iterator[str]]] = {"add": add, "off": off, "leave": leave, "import": import_file}

if __name__ == "__main__":
    main()
