"""The main job on the templates as deployed: CloudFront, API Gateway, Lambda with its own roles, DynamoDB, Cognito, SNS."""

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
from boto3.dynamodb.conditions import Key
from chalicelib.adapters.dynamodb import documents, keys
from chalicelib.adapters.dynamodb.rows import difference, rows_of
from chalicelib.adapters.packaged.files import words
from chalicelib.bootstrap import Adapters
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.tiers import Desk, Tier
from chalicelib.domain.timestamps import timestamp
from chalicelib.settings import settings
from chalicelib.usecases.add_staff import Appointment
from chalicelib.usecases.verify_trail import verify_trail

from infra.headers import inlined
from infra.staff import CloudSignIns
from tests.e2e.deployed.conftest import STRANGER, SUKADANA_OFFICER
from tests.e2e.deployed.deployment import SCHEDULED, SWEEP_SECONDS, Deployment
from tests.support.html_forms import HtmlPage
from tests.support.samples import body


def test_a_report_is_taken_seen_and_moved(deployment: Deployment, officer: str) -> None:
    number = _report(deployment)
    assert _status(deployment, number)["status"] == "received"

    inbox = deployment.call("GET", "/api/v1/staff/tickets?lane=work&limit=50", token=officer)
    assert inbox.status == 200, inbox.body
    assert number in [item["number"] for item in inbox.json()["items"]]

    moved = _move(deployment, number, officer)
    assert moved.status == 200, moved.body
    assert moved.json()["status"] == "identifying"
    assert moved.json()["story"] == body()["story"]
    assert _status(deployment, number)["status"] == "identifying"


def test_the_same_report_again_gives_the_same_answer(deployment: Deployment) -> None:
    report = _new_body()
    first, again = (deployment.call("POST", "/api/v1/tickets", report) for _ in range(2))
    assert again.status in (200, 201), again.body
    assert again.json() == first.json()
    other = deployment.call("POST", "/api/v1/tickets", {**report, "story": "Cerita lain."})
    assert other.status == 409, other.body


def test_a_report_by_form_is_checked_sent_and_looked_up(deployment: Deployment) -> None:
    typed = {
        "category": "other",
        "province": "18",
        "regency": "18.07",
        "district": "18.07.19",
        "story": "Uang <b>belum</b> masuk.",
    }
    page = HtmlPage(deployment.call("GET", "/lapor/").body.decode())
    checked = deployment.post_form("/formulir/lapor", page.form("/formulir/lapor").sent("check", **typed))
    assert checked.status == 200, checked.body
    allowed = checked.headers["content-security-policy"]
    assert all(hashes in allowed for hashes in inlined().values())
    to_send = HtmlPage(checked.body.decode()).form("/formulir/lapor")
    led = [deployment.post_form("/formulir/lapor", to_send.sent("send")) for _ in range(2)]
    assert [one.status for one in led] == [303, 303], led
    first, again = (deployment.call("GET", one.headers["location"]) for one in led)
    assert first.status == 200, first.body
    assert again.body == first.body
    to_open = HtmlPage(first.body.decode()).form("/formulir/status")
    assert _status(deployment, dict(to_open.filled())["number"])["status"] == "received"
    opened = deployment.post_form("/formulir/status", to_open.sent())
    assert opened.status == 200, opened.body
    assert "Lembar bukti" in HtmlPage(opened.body.decode()).text


def test_receipts_link_to_the_address_that_only_the_deployment_knew(deployment: Deployment) -> None:
    function = boto3.client("lambda").get_function(FunctionName=deployment.given["PublicFunction"])
    assert function["Configuration"]["Environment"]["Variables"]["LAPOR_SITE_URL"] == deployment.given["SiteUrl"]


def test_a_desk_elsewhere_finds_nothing(deployment: Deployment) -> None:
    number = _report(deployment)
    answer = _move(deployment, number, deployment.sign_in(SUKADANA_OFFICER))
    assert answer.status == 404, answer.body


def test_no_token_or_a_tampered_one_is_refused_by_the_gateway(deployment: Deployment, officer: str) -> None:
    head, claims, signature = officer.split(".")
    flipped = signature[:20] + ("A" if signature[20] != "A" else "B") + signature[21:]
    for token in (None, "x", f"{head}.{claims}.{flipped}", f"{head}.{claims}."):
        assert deployment.call("GET", "/api/v1/staff/me", token=token).status == 401
    assert deployment.call("GET", "/api/v1/staff/me", token=officer).status == 200


def test_a_token_of_another_client_of_the_pool_is_refused(deployment: Deployment) -> None:
    """The gateway asks for the pool alone; the function asks for the client."""
    cognito = boto3.client("cognito-idp")
    pool = deployment.given["UserPoolId"]
    known: Any = cognito.describe_user_pool_client(UserPoolId=pool, ClientId=deployment.given["ClientId"])
    same = ("AllowedOAuthFlows", "AllowedOAuthScopes", "AllowedOAuthFlowsUserPoolClient", "CallbackURLs")
    settings = {name: known["UserPoolClient"][name] for name in same}
    other = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="other", SupportedIdentityProviders=["COGNITO"], **settings
    )
    token = deployment.sign_in(SUKADANA_OFFICER, other["UserPoolClient"]["ClientId"])
    answer = deployment.call("GET", "/api/v1/staff/me", token=token)
    assert (answer.status, answer.json()["code"]) == (401, "not_signed_in")


def test_somebody_on_no_desk_is_refused(deployment: Deployment) -> None:
    answer = deployment.call("GET", "/api/v1/staff/me", token=deployment.sign_in(STRANGER))
    assert (answer.status, answer.json()["code"]) == (403, "not_staff")


def test_family_and_desk_talk_and_the_family_ends_it(deployment: Deployment, officer: str) -> None:
    report = _new_body()
    assert deployment.call("POST", "/api/v1/tickets", report).status == 201
    number = str(report["number"])
    secret = {"number": number, "access_code": report["access_code"]}

    def does(action: str, **answers: str) -> Any:
        path = f"/api/v1/staff/tickets/{number}/actions"
        version = _version(deployment, number, officer)
        done = deployment.call("POST", path, {"action": action, "version": version, **answers}, token=officer)
        assert done.status == 200, done.body
        return done.json()

    def says(action: str, **answers: str) -> Any:
        said = {**secret, "action": action, "once": secrets.token_hex(8), **answers}
        done = deployment.call("POST", "/api/v1/tickets/actions", said)
        assert done.status == 200, done.body
        return done.json()

    does("identify", note="Dicek.")
    says("message", message="Bagaimana kabarnya?")
    does("tell", message="Sedang dicek ke bank.")
    does("investigate", note="Ke bank.")
    does("answer", outcome="not_paid", reason="Data belum cocok.", done="Dicek.", message="Belum bisa dibayar.")
    assert _due(deployment, number), "an answer waits for the family until a deadline"
    ended = says("confirm", rating="4")
    assert (ended["status"], ended["ending"]) == ("resolved", "confirmed")
    assert ended["story"] == report["story"]
    assert [turn["said"].get("message") for turn in ended["talk"] if "message" in turn["said"]] == [
        "Bagaimana kabarnya?",
        "Sedang dicek ke bank.",
        "Belum bisa dibayar.",
    ]
    [kept] = _due(deployment, number)
    assert int(kept["sk"][:4]) == datetime.now(UTC).year + 1, "what is left waits for the end of its keeping"


def test_the_sweep_of_deadlines_runs_in_its_role_and_ends_what_was_silent(deployment: Deployment, officer: str) -> None:
    """Its function is called as the schedule calls it, on a ticket whose answer is made older than the window."""
    number = _report(deployment)
    for action, more in (
        ("identify", {"note": "x"}),
        ("investigate", {"note": "x"}),
        ("answer", {"outcome": "not_paid", "reason": "x", "done": "x", "message": "x"}),
    ):
        body = {"action": action, "version": _version(deployment, number, officer), **more}
        answer = deployment.call("POST", f"/api/v1/staff/tickets/{number}/actions", body, token=officer)
        assert answer.status == 200, answer.body
    _let_pass(deployment, number, days=40)
    for _ in range(2):  # twice is once
        _sweep(deployment)
    assert (_status(deployment, number)["status"], _status(deployment, number)["ending"]) == ("resolved", "unconfirmed")


def test_the_sweep_erases_in_its_role_what_is_kept_no_longer_and_every_version_of_its_photos(
    deployment: Deployment,
) -> None:
    sent = deployment.call("POST", "/api/v1/tickets", _new_body()).json()
    number, code = sent["number"], sent["access_code"]
    body = {"number": number, "access_code": code, "action": "withdraw", "once": "a" * 16}
    assert deployment.call("POST", "/api/v1/tickets/actions", body).status == 200
    bucket: Any = {"Bucket": deployment.given["EvidenceBucket"]}
    place = f"kept/{TicketNumber.parse(number).symbols}/"
    s3: Any = boto3.client("s3")
    for content in (b"first", b"second"):
        s3.put_object(**bucket, Key=f"{place}a.jpg", Body=content)
    _let_pass(deployment, number, days=366 * 6)
    _sweep(deployment)
    assert deployment.call("POST", "/api/v1/tickets/status", {"number": number}).status == 404
    assert len(s3.list_object_versions(**bucket, Prefix=place)["Versions"]) == 2
    _let_pass(deployment, number, days=1)
    _sweep(deployment)
    left = s3.list_object_versions(**bucket, Prefix=place)
    assert not left.get("Versions")
    assert not left.get("DeleteMarkers")
    assert not _due(deployment, number)


def _sweep(deployment: Deployment) -> None:
    swept = boto3.client("lambda").invoke(FunctionName=deployment.given["DeadlinesFunction"], Payload=SCHEDULED)
    assert "FunctionError" not in swept, swept["Payload"].read()


def test_the_schedule_moves_up_what_nobody_began_with_and_tells_the_desk_above(deployment: Deployment) -> None:
    coordinator = Appointment("Sari Contoh", Desk(Tier.KABUPATEN, "18.07"))
    CloudSignIns.of(deployment.given).add("sari@contoh.invalid", coordinator)
    number = _report(deployment)
    assert _settled(deployment, number)
    before = _status(deployment, number)
    assert (before["desk"]["tier"], before["deadline"]["rises_to"]) == ("kecamatan", "kabupaten")
    _let_pass(deployment, number, days=10)
    deadline = time.monotonic() + SWEEP_SECONDS + 30
    while _status(deployment, number)["desk"]["tier"] == "kecamatan" and time.monotonic() < deadline:
        time.sleep(1)
    after = _status(deployment, number)
    assert after["desk"]["tier"] == "kabupaten"
    assert (after["deadline"]["late"], after["deadline"]["rises_to"]) == (True, "provinsi")
    assert [step["desk"]["tier"] for step in after["steps"] if step["desk"]] == ["kecamatan", "kabupaten"]
    [row] = _due(deployment, number)
    assert row["sk"].startswith(str(after["deadline"]["at"])[:4])


def test_a_contact_is_opened_by_the_function_that_can_and_by_its_event_alone(deployment: Deployment, officer: str) -> None:
    number = _report(deployment)
    path = f"/api/v1/staff/tickets/{number}/contact"
    why = {"action": "see_contact", "version": 1, "once": "a" * 16, "contact_reason": "ask_family", "note": "Menanyakan."}
    answer = deployment.call("POST", path, why, token=officer)
    assert answer.status == 200, answer.body
    assert answer.json()["contact"]["phone"] == "+6281234567890"
    assert answer.json()["ticket"]["events"][-1]["action"] == "see_contact"
    again = deployment.call("POST", path, why, token=officer)
    assert (again.status, again.json()["ticket"]["version"]) == (200, 2)
    function = deployment.given["ContactFunction"]
    for asked in (
        {"token": officer, "number": TicketNumber.parse(number).symbols, "event": "0" * 32},
        {"token": "made-up", "number": TicketNumber.parse(number).symbols, "event": "0" * 32},
    ):
        answered = boto3.client("lambda").invoke(FunctionName=function, Payload=json.dumps(asked))
        content = json.loads(answered["Payload"].read())
        assert content in ({"error": "NotAllowedNow"}, {"error": "NotSignedIn"})


def test_the_trail_is_sealed_outside_the_table_and_holds(deployment: Deployment, officer: str) -> None:
    number = _report(deployment)
    assert _move(deployment, number, officer).status == 200
    sealed = boto3.client("lambda").invoke(FunctionName=deployment.given["TrailFunction"], Payload=SCHEDULED)
    assert "FunctionError" not in sealed, sealed["Payload"].read()
    given = {"LAPOR_TABLE": deployment.given["TableName"], "LAPOR_AUDIT_BUCKET": deployment.given["AuditBucket"]}
    ports = Adapters(settings(given))
    [day] = ports.roots.days()
    heads = [json.loads(line) for line in ports.roots.lines(day)]
    assert [head["version"] for head in heads if head.get("ticket") == TicketNumber.parse(number).symbols] == [2]
    assert not [finding for finding in verify_trail(ports) if finding.of == number]


def test_the_stream_tells_the_desk_of_a_new_report(deployment: Deployment) -> None:
    number = _report(deployment)
    [notice] = deployment.told(number)
    assert notice["Message"] == words()["outgoing"]["officer"].format(number=number)
    assert _settled(deployment, number)


def test_the_scheduled_sweep_delivers_what_the_stream_left(deployment: Deployment) -> None:
    with deployment.stream_stopped():
        number = _report(deployment)
        [row] = _outbox(deployment, number)
        _make_older(deployment, row)
        assert len(deployment.told(number, seconds=SWEEP_SECONDS + 30)) == 1
        assert _settled(deployment, number)


def test_news_that_nobody_listens_for_stays_and_fails_the_sweep(deployment: Deployment) -> None:
    answer = deployment.call("POST", "/api/v1/tickets", {**_new_body(), "district": "11.01.01", "village": None})
    assert answer.status == 201, answer.body
    number = str(answer.json()["number"])
    [row] = _outbox(deployment, number)
    _make_older(deployment, row)
    swept = boto3.client("lambda").invoke(FunctionName=deployment.given["SweepFunction"], Payload=SCHEDULED)
    assert swept["FunctionError"], "the alarm goes by the function's errors"
    assert b"news not delivered" in swept["Payload"].read()
    [row] = _outbox(deployment, number)
    desk = Desk(Tier.KECAMATAN, "11.01.01")
    listeners = Adapters(settings({"LAPOR_TABLE": deployment.given["TableName"]})).listeners
    listeners.put(desk, "nobody", f"{deployment.given['TopicArn']}:00000000-0000-0000-0000-000000000000")
    boto3.client("lambda").invoke(FunctionName=deployment.given["SweepFunction"], Payload=SCHEDULED)
    assert _outbox(deployment, number) == [row], "a subscription that is none hears nothing"


def test_roles_count_here(deployment: Deployment) -> None:
    """Without this, everything above could pass with no policy at all."""
    iam = boto3.client("iam")
    function = boto3.client("lambda").get_function(FunctionName=deployment.given["PublicFunction"])
    role = function["Configuration"]["Role"].rsplit("/", 1)[-1]
    [name] = iam.list_role_policies(RoleName=role)["PolicyNames"]
    policy: Any = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
    rest = [statement for statement in policy["Statement"] if "dynamodb:PutItem" not in statement["Action"]]
    assert len(rest) == len(policy["Statement"]) - 1
    iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps({**policy, "Statement": rest}))
    try:
        assert deployment.call("POST", "/api/v1/tickets", _new_body()).status == 503
    finally:
        iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(policy))
    _report(deployment)


def test_each_api_has_one_stage(deployment: Deployment) -> None:
    for api in ("PublicApiId", "AdminApiId"):
        stages = boto3.client("apigateway").get_stages(restApiId=deployment.given[api])["item"]
        assert [stage["stageName"] for stage in stages] == ["live"]


def test_the_site_and_its_settings_are_served_with_the_locks(deployment: Deployment) -> None:
    page = deployment.call("GET", "/lapor/")
    assert page.status == 200
    assert b"<form" in page.body
    assert "default-src 'none'" in page.headers["content-security-policy"]
    settings = deployment.call("GET", "/petugas/config.json").json()
    assert settings["client_id"] == deployment.given["ClientId"]
    assert settings["redirect_uri"] == f"{deployment.given['SiteUrl']}/petugas/"
    assert deployment.call("GET", "/lapor").headers["location"] == "/lapor/"
    assert deployment.call("GET", "/tidak-ada/").status == 404


def _new_body() -> dict[str, Any]:
    return body(number=str(TicketNumber.mint(secrets.randbelow)))


def _report(deployment: Deployment) -> str:
    answer = deployment.call("POST", "/api/v1/tickets", _new_body())
    assert answer.status == 201, answer.body
    return str(answer.json()["number"])


def _status(deployment: Deployment, number: str) -> dict[str, Any]:
    answer = deployment.call("POST", "/api/v1/tickets/status", {"number": number})
    assert answer.status == 200, answer.body
    found: dict[str, Any] = answer.json()
    return found


def _move(deployment: Deployment, number: str, token: str) -> Any:
    # As the console sends it: with a mark of the press, for which the function needs the hash key.
    step = {"action": "identify", "version": 1, "note": "Mulai diperiksa.", "once": "b" * 16}
    return deployment.call("POST", f"/api/v1/staff/tickets/{number}/actions", step, token)


def _outbox(deployment: Deployment, number: str) -> list[dict[str, Any]]:
    """Return the undelivered news of a ticket."""
    return _in_shards(deployment, number, keys.outbox_partition)


def _due(deployment: Deployment, number: str) -> list[dict[str, Any]]:
    """Return the rows of a ticket's deadlines."""
    return _in_shards(deployment, number, keys.due_partition)


def _in_shards(deployment: Deployment, number: str, partition: Callable[[int], str]) -> list[dict[str, Any]]:
    table = boto3.resource("dynamodb").Table(deployment.given["TableName"])
    shards = [partition(shard) for shard in range(keys.SHARDS)]
    rows: list[dict[str, Any]] = [
        row for shard in shards for row in table.query(KeyConditionExpression=Key("pk").eq(shard))["Items"]
    ]
    return [row for row in rows if row["sk"].split("#")[1] == TicketNumber.parse(number).symbols]


def _settled(deployment: Deployment, number: str) -> bool:
    """Whether a ticket's news leaves the outbox: that is done right after the desk is told."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if not _outbox(deployment, number):
            return True
        time.sleep(0.1)
    return False


def _make_older(deployment: Deployment, row: dict[str, Any]) -> None:
    """Make news an hour old: the sweep leaves the stream a minute to be faster."""
    table = boto3.resource("dynamodb").Table(deployment.given["TableName"])
    _, rest = row["sk"].split("#", 1)
    table.put_item(Item={**row, "sk": f"{timestamp(datetime.now(UTC) - timedelta(hours=1))}#{rest}"})
    table.delete_item(Key={"pk": row["pk"], "sk": row["sk"]})


def _version(deployment: Deployment, number: str, token: str) -> int:
    """Return the version of a ticket, as its desk reads it."""
    answer = deployment.call("GET", f"/api/v1/staff/tickets/{number}", token=token)
    assert answer.status == 200, answer.body
    return int(answer.json()["version"])


def _let_pass(deployment: Deployment, number: str, days: int) -> None:
    """Make all that runs for a ticket so many days older, with the rows that belong to it then."""
    client = boto3.client("dynamodb")
    table, passed = deployment.given["TableName"], timedelta(days=days)
    before = Adapters(settings({"LAPOR_TABLE": table})).tickets.get(TicketNumber.parse(number))
    clocks = tuple(
        replace(clock, due=clock.due - passed, remind_at=clock.remind_at and clock.remind_at - passed)
        for clock in before.clocks
    )
    steps = tuple(replace(step, at=step.at - passed) for step in before.steps)
    after = replace(before, clocks=clocks, steps=steps, updated_at=before.updated_at - passed)
    put, delete = difference(rows_of(before), rows_of(after))
    document = documents.dump(documents.ticket_document(after))
    for item in [{**keys.ticket(after.number), "version": {"N": str(after.version)}, "doc": document}, *put]:
        client.put_item(TableName=table, Item=item)
    for pk, sk in delete:
        client.delete_item(TableName=table, Key=keys.row(pk, sk))
