"""Packages, starts an empty emulator and deploys everything to it, once for all tests here."""

import json
import os
from collections.abc import Iterator

import boto3
import pytest
from chalicelib.adapters.sns.announcer import filter_policy
from chalicelib.bootstrap import Adapters
from chalicelib.domain.tiers import Desk, Tier
from chalicelib.settings import settings
from chalicelib.usecases.add_staff import Appointment

from infra.deploy import deploy
from infra.emulator import install, running_emulator
from infra.environments import environment
from infra.local.stack import free_port
from infra.staff import CloudSignIns
from tests.built_packages import built_packages
from tests.e2e.deployed.deployment import PASSWORD, Deployment
from tests.support.samples import PASIR_SAKTI, SUKADANA

PASIR_SAKTI_OFFICER = "rina@contoh.invalid"
SUKADANA_OFFICER = "budi@contoh.invalid"
STRANGER = "orang@contoh.invalid"  # can sign in, is on no desk


@pytest.fixture(scope="package")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """The product on an emulator that knew nothing before."""
    built_packages()
    install()
    port = free_port()
    place = environment("local", EmulatorPort=port)
    log = tmp_path_factory.mktemp("emulator") / "emulator.log"
    before = dict(os.environ)
    try:
        with running_emulator(port, place.region, log):
            place.enter()
            given = deploy(place)
            for email, name, region in (
                (PASIR_SAKTI_OFFICER, "Rina Contoh", PASIR_SAKTI),
                ("tono@lapor.example", "Tono Contoh", PASIR_SAKTI),
                (SUKADANA_OFFICER, "Budi Contoh", SUKADANA),
            ):
                CloudSignIns.of(given).add(email, Appointment(name, Desk(Tier.KECAMATAN, region)))
                _set_password(given, email)
            boto3.client("cognito-idp").admin_create_user(UserPoolId=given["UserPoolId"], Username=STRANGER)
            _set_password(given, STRANGER)
            deployment = Deployment(port, given, _listening_queue(given))
            deployment.sweep_every_minute()
            yield deployment
    finally:
        os.environ.clear()
        os.environ.update(before)


@pytest.fixture(scope="package")
def officer(deployment: Deployment) -> str:
    """A token of the officer of Pasir Sakti."""
    return deployment.sign_in(PASIR_SAKTI_OFFICER)


def _set_password(given: dict[str, str], email: str) -> None:
    who = {"UserPoolId": given["UserPoolId"], "Username": email}
    boto3.client("cognito-idp").admin_set_user_password(**who, Password=PASSWORD, Permanent=True)


def _listening_queue(given: dict[str, str]) -> str:
    """Return a queue that hears what is told to the desk of Pasir Sakti; nobody here can say yes to an e-mail."""
    queues = boto3.client("sqs")
    queue: str = queues.create_queue(QueueName="pasir-sakti")["QueueUrl"]
    arn = queues.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    topic_may_send = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": given["TopicArn"]}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [topic_may_send]})
    queues.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
    desk = Desk(Tier.KECAMATAN, PASIR_SAKTI)
    sub = CloudSignIns.of(given).find(PASIR_SAKTI_OFFICER)
    heard = boto3.client("sns").subscribe(
        TopicArn=given["TopicArn"],
        Protocol="sqs",
        Endpoint=arn,
        Attributes={"FilterPolicy": filter_policy(sub)},
        ReturnSubscriptionArn=True,
    )
    Adapters(settings({"LAPOR_TABLE": given["TableName"]})).listeners.put(desk, sub, heard["SubscriptionArn"])
    return queue
