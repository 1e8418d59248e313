"""Who may do what: each function its own role, and no role more than its function does."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.s3 import photos
from chalicelib.domain.compartments import Compartment
from chalicelib.domain.credentials import TicketNumber
from chalicelib.domain.queues import Shelf

from tests.support.samples import PASIR_SAKTI_OFFICER, number

Template = dict[str, Any]
Statement = dict[str, Any]

TABLE = {"Ref": "TableArn"}
_COMPARTMENT = "kms:EncryptionContext:compartment"
# Read-only, and IAM knows no resource for it (service authorization reference of SNS); the emulator agrees.
WITHOUT_RESOURCES = {"sns:GetSubscriptionAttributes"}
READS = {"dynamodb:GetItem", "dynamodb:Query", "dynamodb:BatchGetItem", "dynamodb:Scan"}


@pytest.fixture(scope="session")
def roles(templates: dict[str, Template]) -> dict[str, list[Statement]]:
    """What each function's role allows, by `surface/function`."""
    return roles_in(templates)


def roles_in(templates: dict[str, Template]) -> dict[str, list[Statement]]:
    """Return the statements of each function's role, by `surface/function`."""
    return {
        f"{surface}/{name}": list(_statements(templates[surface], function["Properties"]["Role"]))
        for surface in ("public", "admin")
        for name, function in templates[surface]["Resources"].items()
        if function["Type"] == "AWS::Serverless::Function"
    }


def test_each_function_has_a_role_of_its_own(templates: dict[str, Template]) -> None:
    for surface in ("public", "admin"):
        resources = templates[surface]["Resources"].values()
        functions = [entry for entry in resources if entry["Type"] == "AWS::Serverless::Function"]
        taken = [str(function["Properties"]["Role"]) for function in functions]
        assert len(set(taken)) == len(taken)
        assert all("Policies" not in function["Properties"] for function in functions)


def test_nothing_is_allowed_on_everything(roles: dict[str, list[Statement]]) -> None:
    for statements in roles.values():
        for statement in statements:
            assert statement["Effect"] == "Allow"
            assert statement["Resource"] != "*" or set(statement["Action"]) <= WITHOUT_RESOURCES
            assert not any("*" in action for action in statement["Action"])


def test_no_role_scans_the_table_or_reaches_it_without_saying_which_keys(roles: dict[str, list[Statement]]) -> None:
    for name, statements in roles.items():
        for statement in statements:
            # The daily root is of everything there is, and of nothing that it could open or change.
            assert "dynamodb:Scan" not in statement["Action"] or name == "admin/SealTrail"
            if statement["Resource"] == TABLE and name != "admin/SealTrail":
                assert statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]


def test_the_public_function_never_reads_people(roles: dict[str, list[Statement]]) -> None:
    allowed = roles["public/APIHandler"]
    # Rosters hold no name that can be read.
    assert _keys(allowed, READS) == {"TICKET#*", "PHOTOS#*", "ROSTER#*"}
    assert _keys(allowed, {"dynamodb:Query"}) == {"TICKET#*", "ROSTER#*"}
    assert _keys(allowed, {"dynamodb:PutItem"}) == {
        "TICKET#*",
        "REPORTER#*",
        "INBOX#*",
        "QUEUE#*",
        "OUTBOX#*",
        "DUE#*",
        "FOUND#*",
    }
    assert _keys(allowed, {"dynamodb:DeleteItem"}) == {"INBOX#*", "QUEUE#*", "DUE#*"}
    assert _keys(allowed, {"dynamodb:UpdateItem"}) == {"TRIES#*", "PHOTOS#*"}
    assert _actions(allowed, "dynamodb:") == {
        f"dynamodb:{action}" for action in ("GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem")
    }
    assert _actions(allowed, "kms:") == {"kms:GenerateDataKey", "kms:Decrypt"}


def test_each_role_opens_its_compartments_and_one_alone_who_a_family_is(roles: dict[str, list[Statement]]) -> None:
    opens = {name: _compartments(allowed, "kms:Decrypt") for name, allowed in roles.items()}
    assert {name: found for name, found in opens.items() if found} == {
        "public/APIHandler": {Compartment.TALK},
        "admin/APIHandler": {Compartment.CASE, Compartment.TALK},
        "admin/OpenContact": {Compartment.IDENTITY},
    }
    makes = {name: _compartments(allowed, "kms:GenerateDataKey") for name, allowed in roles.items()}
    assert {name: found for name, found in makes.items() if found} == {
        "public/APIHandler": set(Compartment),
        "admin/APIHandler": {Compartment.TALK},
    }
    kms = {action for allowed in roles.values() for action in _actions(allowed, "kms:")}
    assert kms == {"kms:Decrypt", "kms:GenerateDataKey"}


def test_whoever_opens_contacts_writes_nothing_and_is_called_by_the_admin_function_alone(
    roles: dict[str, list[Statement]],
) -> None:
    opener = roles["admin/OpenContact"]
    assert _actions(opener, "dynamodb:") == {"dynamodb:GetItem", "dynamodb:Query"}
    assert _keys(opener, READS) == {"TICKET#*", "STAFF#*", "REPORTER#*"}
    assert [name for name, allowed in roles.items() if "REPORTER#*" in _keys(allowed, READS)] == ["admin/OpenContact"]
    assert [name for name, allowed in roles.items() if _actions(allowed, "lambda:")] == ["admin/APIHandler"]
    invoking = [one for one in roles["admin/APIHandler"] if "lambda:InvokeFunction" in one["Action"]]
    assert [one["Resource"] for one in invoking] == [{"Fn::GetAtt": ["OpenContact", "Arn"]}]


def test_only_the_admin_functions_read_staff(roles: dict[str, list[Statement]]) -> None:
    readers = [name for name, allowed in roles.items() if "STAFF#*" in _keys(allowed, READS)]
    assert readers == ["admin/APIHandler", "admin/OpenContact"]
    assert not [name for name, allowed in roles.items() if "STAFF#*" in _keys(allowed, {"dynamodb:PutItem"})]


def test_inboxes_are_read_by_the_admin_function_alone_and_only_derived_rows_are_taken_away(
    roles: dict[str, list[Statement]],
) -> None:
    for kind in ("INBOX#*", "QUEUE#*"):
        assert [name for name, allowed in roles.items() if kind in _keys(allowed, READS)] == ["admin/APIHandler"]
    deleting = {name: found for name, allowed in roles.items() if (found := _keys(allowed, {"dynamodb:DeleteItem"}))}
    acting = {name: {"INBOX#*", "QUEUE#*", "DUE#*"} for name in ("public/APIHandler", "admin/APIHandler")}
    acting["admin/APIHandler"] |= {"WRITER#*"}  # whoever writes no more is not said to
    assert deleting == {**acting, "admin/SweepDeadlines": {"INBOX#*", "QUEUE#*", "DUE#*", "FOUND#*"}}


def test_the_sweep_of_deadlines_opens_nothing_sealed(roles: dict[str, list[Statement]]) -> None:
    allowed = roles["admin/SweepDeadlines"]
    assert _keys(allowed, READS) == {"DUE#*", "TICKET#*", "ROSTER#*", "PHOTOS#*"}
    assert _actions(allowed, "kms:") == _actions(allowed, "secretsmanager:") == _actions(allowed, "sns:") == set()


def test_photos_are_deleted_by_the_sweep_alone_and_read_by_it_never(roles: dict[str, list[Statement]]) -> None:
    kept = {"Fn::Sub": "arn:${AWS::Partition}:s3:::${EvidenceBucket}/kept/*"}
    deleting = [
        name
        for name, allowed in roles.items()
        if any(one["Resource"] == kept and "s3:DeleteObjectVersion" in one["Action"] for one in allowed)
    ]
    assert deleting == ["admin/SweepDeadlines"]
    assert _actions(roles["admin/SweepDeadlines"], "s3:") == {
        "s3:ListBucketVersions",
        "s3:DeleteObject",
        "s3:DeleteObjectVersion",
    }


def test_the_daily_root_reads_every_trail_opens_nothing_and_writes_to_the_audit_bucket_alone(
    roles: dict[str, list[Statement]],
) -> None:
    allowed = roles["admin/SealTrail"]
    assert _actions(allowed, "dynamodb:") == {"dynamodb:Scan"}
    assert _actions(allowed, "kms:") == _actions(allowed, "secretsmanager:") == _actions(allowed, "sns:") == set()
    assert _actions(allowed, "s3:") == {"s3:ListBucket", "s3:PutObject", "s3:GetObject"}
    audit = [statement["Resource"] for statement in allowed if "s3:PutObject" in statement["Action"]]
    assert audit == [{"Fn::Sub": "arn:${AWS::Partition}:s3:::${AuditBucket}/trail/*"}]
    others = [name for name, found in roles.items() if name != "admin/SealTrail" and "AuditBucket" in str(found)]
    assert not others


def test_reads_are_added_to_by_the_admin_function_and_taken_away_by_nobody(roles: dict[str, list[Statement]]) -> None:
    adding = [name for name, allowed in roles.items() if "READS#*" in _keys(allowed, {"dynamodb:PutItem"})]
    assert adding == ["admin/APIHandler"]


def test_people_are_found_by_the_admin_function_alone(roles: dict[str, list[Statement]]) -> None:
    assert [name for name, allowed in roles.items() if "FOUND#*" in _keys(allowed, READS)] == ["admin/APIHandler"]


def test_whoever_makes_keyed_hashes_reads_their_key_and_nobody_else(
    roles: dict[str, list[Statement]], templates: dict[str, Template]
) -> None:
    readers = ["public/APIHandler", "admin/APIHandler"]
    assert [name for name, allowed in roles.items() if _actions(allowed, "secretsmanager:")] == readers
    for surface in ("public", "admin"):
        given = templates[surface]["Resources"]["APIHandler"]["Properties"]["Environment"]["Variables"]
        assert given["LAPOR_SECRET_ID"] == {"Ref": "SecretArn"}


def test_photos_as_sent_are_seen_by_the_cleaner_alone_and_kept_ones_by_staff(roles: dict[str, list[Statement]]) -> None:
    sent, kept, bucket = (
        {"Fn::Sub": f"arn:${{AWS::Partition}}:s3:::${{EvidenceBucket}}{suffix}"}
        for suffix in (f"/{photos.INCOMING}*", f"/{photos.KEPT}*", "")
    )
    assert _on(roles["public/APIHandler"], sent) == {"s3:PutObject"}
    assert _on(roles["admin/APIHandler"], kept) == {"s3:GetObject"}
    reads_and_deletes = {"s3:GetObject", "s3:GetObjectVersion", "s3:DeleteObject", "s3:DeleteObjectVersion"}
    assert _on(roles["admin/CleanPhoto"], sent) == reads_and_deletes
    assert _on(roles["admin/CleanPhoto"], kept) == {"s3:PutObject"}
    assert _on(roles["admin/CleanPhoto"], bucket) == {"s3:ListBucket"}
    everywhere = {name: sum(len(_on(allowed, place)) for place in (sent, kept, bucket)) for name, allowed in roles.items()}
    everywhere["admin/SealTrail"] = 3  # of the audit bucket: see there
    assert {name: len(_actions(allowed, "s3:")) for name, allowed in roles.items()} == everywhere


def test_whoever_opens_photos_of_strangers_touches_no_ticket(roles: dict[str, list[Statement]]) -> None:
    cleaner = roles["admin/CleanPhoto"]
    assert _keys(cleaner, _actions(cleaner, "dynamodb:")) == {"PHOTOS#*"}
    assert _actions(cleaner, "dynamodb:") == {"dynamodb:GetItem", "dynamodb:UpdateItem"}
    assert _actions(cleaner, "kms:") == _actions(cleaner, "secretsmanager:") == _actions(cleaner, "sns:") == set()


def test_event_functions_touch_the_outbox_alone(roles: dict[str, list[Statement]]) -> None:
    for name in ("admin/DeliverFromStream", "admin/SweepOutbox"):
        everything = {action for statement in roles[name] for action in statement["Action"]}
        assert _keys(roles[name], everything) == {"OUTBOX#*", "DESK#*", "ROSTER#*"}
        assert _keys(roles[name], everything - READS) == {"OUTBOX#*"}
        assert _actions(roles[name], "kms:") == _actions(roles[name], "secretsmanager:") == set()


def test_the_keys_in_the_policies_are_those_of_the_table() -> None:
    somebody: TicketNumber = number()
    written = {keys.ticket(somebody)["pk"]["S"], keys.reporter(somebody)["pk"]["S"], keys.staff("sub")["pk"]["S"]}
    written |= {keys.album(somebody)["pk"]["S"], keys.code_tries(somebody, datetime.now(UTC))["pk"]["S"]}
    written |= {
        keys.due_partition(0),
        keys.reads_partition(somebody),
        keys.found_partition("mark"),
        keys.quota("sub", datetime.now(UTC).date())["pk"]["S"],
        keys.writer(somebody)["pk"]["S"],
        keys.inbox_partition(PASIR_SAKTI_OFFICER.desk),
        keys.outbox_partition(0),
        keys.queue_partition(PASIR_SAKTI_OFFICER.desk, Shelf.OPEN, None),
        keys.listener(PASIR_SAKTI_OFFICER.desk, "sub")["pk"]["S"],
        keys.member(PASIR_SAKTI_OFFICER.desk, "sub")["pk"]["S"],
    }
    known = {
        "DESK#*",
        "ROSTER#*",
        "INBOX#*",
        "QUEUE#*",
        "TICKET#*",
        "REPORTER#*",
        "STAFF#*",
        "OUTBOX#*",
        "PHOTOS#*",
        "TRIES#*",
        "DUE#*",
    }
    known |= {"READS#*", "QUOTA#*", "FOUND#*", "WRITER#*"}
    assert {key.split("#")[0] + "#*" for key in written} == known


def test_the_key_of_personal_data_serves_functions_alone(templates: dict[str, Template]) -> None:
    statements = templates["data"]["Resources"]["PersonalDataKey"]["Properties"]["KeyPolicy"]["Statement"]
    for statement in statements:
        assert not any("*" in action for action in statement["Action"])
        if "kms:Decrypt" in statement["Action"]:
            assert "aws:PrincipalArn" in statement["Condition"]["ArnLike"]


def _statements(template: Template, role: Any) -> Iterator[Statement]:
    for policy in template["Resources"][role["Fn::GetAtt"][0]]["Properties"]["Policies"]:
        yield from policy["PolicyDocument"]["Statement"]


def _actions(statements: list[Statement], service: str) -> set[str]:
    return {action for statement in statements for action in statement["Action"] if action.startswith(service)}


def _compartments(statements: list[Statement], action: str) -> set[str]:
    """Return the compartments for which a KMS action is allowed; "*" where it is allowed without naming one."""
    found: set[str] = set()
    for statement in statements:
        if action in statement["Action"]:
            named = statement.get("Condition", {}).get("StringEqualsIfExists", {}).get(_COMPARTMENT)
            found.update(named or {"*"})
    return found


def _on(statements: list[Statement], resource: Any) -> set[str]:
    return {action for statement in statements if statement["Resource"] == resource for action in statement["Action"]}


def _keys(statements: list[Statement], actions: set[str]) -> set[str]:
    """Return the key patterns of the table on which one of the actions is allowed."""
    found: set[str] = set()
    for statement in statements:
        if actions & set(statement["Action"]) and statement["Resource"] == TABLE:
            # A scan knows no keys: of whoever may, a test of its own says what else they may not.
            found.update(statement.get("Condition", {}).get("ForAllValues:StringLike", {}).get("dynamodb:LeadingKeys", ()))
    return found
