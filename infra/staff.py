"""Gives somebody a sign-in and a desk in an environment. Cognito keeps who they are, the table what they may do."""

import os
import sys
from typing import Any

import boto3
from chalicelib.adapters.sns.announcer import filter_policy
from chalicelib.bootstrap import Adapters
from chalicelib.domain.errors import Invalid, NotStaff
from chalicelib.domain.staff import Staff
from chalicelib.domain.tiers import Desk, Tier
from chalicelib.settings import settings
from chalicelib.usecases.add_staff import add_staff as put_on_desk

from infra.deploy import outputs
from infra.environments import named_environment
from infra.local.bootstrap import local_adapters
from infra.local.stack import running_stack
from infra.local.users import add_user

_ASKED = ("EMAIL", "NAME", "TIER", "REGION")


def main() -> None:
    """Add the person that EMAIL, NAME, TIER and REGION describe to ENV, or without one to the running local stack.

    Raises SystemExit when one of them is missing or wrong.
    """
    asked = {name: os.environ.get(name, "").strip() for name in _ASKED}
    missing = [name for name, value in asked.items() if not value]
    if missing:
        sys.exit(f"Missing: {', '.join(missing)}. TIER is one of {', '.join(Tier)}; REGION a code such as 18.07.19, or ID.")
    add = _add_to_environment if os.environ.get("ENV") else _add_to_local_stack
    try:
        print(add(asked["EMAIL"], asked["NAME"], Tier(asked["TIER"]), asked["REGION"]))
    except (Invalid, ValueError):
        sys.exit(f"No desk: tier {asked['TIER']} in region {asked['REGION']}.")


def add_staff(given: dict[str, str], email: str, name: str, tier: Tier, region: str) -> Staff:
    """Add or move a person; somebody new is invited by e-mail once the desk is theirs. Raises Invalid for a wrong region."""
    cognito = boto3.client("cognito-idp")
    who = {"UserPoolId": given["UserPoolId"], "Username": email}
    new = _create(cognito, given["UserPoolId"], email)
    attributes = {entry["Name"]: entry["Value"] for entry in cognito.admin_get_user(**who)["UserAttributes"]}
    ports = Adapters(settings({"LAPOR_TABLE": given["TableName"]}))
    before = _desk_of(ports, attributes["sub"])
    try:
        staff = put_on_desk(ports, attributes["sub"], name, tier, region)
    except Invalid:
        if new:
            cognito.admin_delete_user(**who)
        raise
    _subscribe(ports, given["TopicArn"], email, staff, before)
    if new:
        cognito.admin_create_user(
            UserPoolId=given["UserPoolId"], Username=email, MessageAction="RESEND", DesiredDeliveryMediums=["EMAIL"]
        )
    return staff


def _desk_of(ports: Adapters, sub: str) -> Desk | None:
    try:
        return ports.staff.get(sub).desk
    except NotStaff:
        return None


def _subscribe(ports: Adapters, topic: str, email: str, staff: Staff, before: Desk | None) -> None:
    """Have somebody hear of new reports on their desk, by e-mail once they say yes to it, and not of the desk before."""
    sns = boto3.client("sns")
    known = ports.listeners.of(before).get(staff.sub) if before else None
    policy = filter_policy(staff.desk)
    if known:
        sns.set_subscription_attributes(SubscriptionArn=known, AttributeName="FilterPolicy", AttributeValue=policy)
    else:
        asked = sns.subscribe(
            TopicArn=topic, Protocol="email", Endpoint=email, Attributes={"FilterPolicy": policy}, ReturnSubscriptionArn=True
        )
        known = asked["SubscriptionArn"]
    ports.listeners.put(staff.desk, staff.sub, known)
    if before and before != staff.desk:
        ports.listeners.remove(before, staff.sub)


def _add_to_environment(email: str, name: str, tier: Tier, region: str) -> str:
    environment = named_environment()
    environment.enter()
    staff = add_staff(outputs(environment), email, name, tier, region)
    said = f"{staff.name} is on the desk {staff.desk.tier} {staff.desk.region}. Cognito invites whoever is new."
    return f"{said} SNS asks {email} once to confirm notices of new reports; until somebody of the desk has, its news waits."


def _add_to_local_stack(login: str, name: str, tier: Tier, region: str) -> str:
    stack = running_stack()
    os.environ.update(stack.environment())
    add_user(stack, local_adapters(), login, name, tier, region)
    return f"{name} is on the desk {tier} {region} and can sign in to the local stack as {login}."


def _create(cognito: Any, pool: str, email: str) -> bool:
    """Create the sign-in without telling anybody yet; return whether it is new."""
    verified = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
    try:
        cognito.admin_create_user(UserPoolId=pool, Username=email, UserAttributes=verified, MessageAction="SUPPRESS")
    except cognito.exceptions.UsernameExistsException:
        return False
    return True


if __name__ == "__main__":
    main()
