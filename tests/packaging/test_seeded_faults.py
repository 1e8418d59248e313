"""Each guard catches the fault it is there for: it is run on templates that have it."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from tests.packaging import test_roles as roles
from tests.packaging import test_templates as guards

Templates = dict[str, dict[str, Any]]


def resource(templates: Templates, part: str, name: str) -> Any:
    """The properties of a resource."""
    return templates[part]["Resources"][name]["Properties"]


def allowed(templates: Templates, surface: str, role: str) -> list[Any]:
    """The statements of a role."""
    statements: list[Any] = resource(templates, surface, role)["Policies"][0]["PolicyDocument"]["Statement"]
    return statements


def misspelt_id(templates: Templates) -> None:
    templates["admin"]["Resources"]["ApiHandler"] = {"Properties": {}}


def shared_role(templates: Templates) -> None:
    resource(templates, "admin", "SweepOutbox")["Role"] = resource(templates, "admin", "APIHandler")["Role"]


def public_opens_seals(templates: Templates) -> None:
    decrypt = {"Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": {"Ref": "KeyArn"}}
    allowed(templates, "public", "ApiHandlerRole").append(decrypt)


def opens_one_compartment_more(surface: str, compartment: str) -> Callable[[Templates], None]:
    def fault(templates: Templates) -> None:
        for statement in allowed(templates, surface, "ApiHandlerRole"):
            if "kms:Decrypt" in statement["Action"]:
                statement["Condition"]["StringEqualsIfExists"]["kms:EncryptionContext:compartment"].append(compartment)

    return fault


def opener_writes(templates: Templates) -> None:
    for statement in allowed(templates, "admin", "OpenContactRole"):
        if "dynamodb:Query" in statement["Action"]:
            statement["Action"].append("dynamodb:PutItem")


def opener_called_by_anybody(templates: Templates) -> None:
    invoke = {"Effect": "Allow", "Action": ["lambda:InvokeFunction"], "Resource": {"Fn::GetAtt": ["OpenContact", "Arn"]}}
    allowed(templates, "public", "ApiHandlerRole").append(invoke)


def root_that_can_be_taken_back(templates: Templates) -> None:
    for statement in allowed(templates, "admin", "SealTrailRole"):
        if "s3:PutObject" in statement["Action"]:
            statement["Action"].append("s3:DeleteObject")


def public_reads_reporters(templates: Templates) -> None:
    for statement in allowed(templates, "public", "ApiHandlerRole"):
        if "dynamodb:GetItem" in statement["Action"]:
            statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"].append("REPORTER#*")


def any_key(templates: Templates) -> None:
    for statement in allowed(templates, "public", "ApiHandlerRole"):
        statement.pop("Condition", None)


def any_action(templates: Templates) -> None:
    allowed(templates, "admin", "SweepOutboxRole")[0]["Action"] = ["logs:*"]


def open_route(templates: Templates) -> None:
    del resource(templates, "admin", "RestAPI")["DefinitionBody"]["paths"]["/api/v1/staff/me"]["get"]["security"]


def stand_in_pool(templates: Templates) -> None:
    schemes = resource(templates, "admin", "RestAPI")["DefinitionBody"]["securityDefinitions"]
    schemes["staff"]["x-amazon-apigateway-authorizer"]["providerARNs"] = ["arn:set-by-the-merge-file"]


def sign_up(templates: Templates) -> None:
    del resource(templates, "data", "Staff")["AdminCreateUserConfig"]


def writable_attributes(templates: Templates) -> None:
    del resource(templates, "data", "StaffConsole")["WriteAttributes"]


def public_sees_photos(templates: Templates) -> None:
    for statement in allowed(templates, "public", "ApiHandlerRole"):
        if "s3:PutObject" in statement["Action"]:
            statement["Action"].append("s3:GetObject")


def cleaner_writes_tickets(templates: Templates) -> None:
    for statement in allowed(templates, "admin", "CleanPhotoRole"):
        if "dynamodb:UpdateItem" in statement["Action"]:
            statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"].append("TICKET#*")


def photos_as_sent_for_ever(templates: Templates) -> None:
    resource(templates, "data", "Evidence")["LifecycleConfiguration"]["Rules"].pop()


def photos_given_up_in_silence(templates: Templates) -> None:
    del resource(templates, "data", "IncomingPhotos")["RedrivePolicy"]


def no_recovery(templates: Templates) -> None:
    del resource(templates, "data", "Table")["PointInTimeRecoverySpecification"]


def stream_from_now_on(templates: Templates) -> None:
    [source] = resource(templates, "admin", "DeliverFromStream")["Events"].values()
    source["Properties"]["StartingPosition"] = "LATEST"


def parameter_from_nowhere(templates: Templates) -> None:
    templates["admin"]["Parameters"]["Topic"] = {"Type": "String"}


def staff_calls_to_the_public(templates: Templates) -> None:
    resource(templates, "site", "Distribution")["DistributionConfig"]["CacheBehaviors"].reverse()


def forms_to_the_files(templates: Templates) -> None:
    resource(templates, "site", "Distribution")["DistributionConfig"]["CacheBehaviors"].pop()


def receipts_without_address(templates: Templates) -> None:
    del resource(templates, "public", "APIHandler")["Environment"]["Variables"]["LAPOR_SITE_URL"]


def logged_address(templates: Templates) -> None:
    resource(templates, "public", "RestAPI")["AccessLogSetting"]["Format"] = '{"ip":"$context.identity.sourceIp"}'


def gateway_open_to_all(templates: Templates) -> None:
    body = resource(templates, "public", "RestAPI")["DefinitionBody"]
    body["x-amazon-apigateway-policy"]["Fn::If"][1]["Statement"][1]["Effect"] = "Allow"


def distribution_without_its_secret(templates: Templates) -> None:
    for origin in resource(templates, "site", "Distribution")["DistributionConfig"]["Origins"]:
        origin.pop("OriginCustomHeaders", None)


def concurrency_taken_from_a_young_account(templates: Templates) -> None:
    resource(templates, "admin", "APIHandler")["ReservedConcurrentExecutions"] = 20


def one_factor_for_all(templates: Templates) -> None:
    resource(templates, "data", "Staff")["MfaConfiguration"] = "OPTIONAL"


def table_left_by_a_failed_create(templates: Templates) -> None:
    templates["data"]["Resources"]["Table"]["DeletionPolicy"] = "Retain"


def on_roles(guard: Callable[[Any], None]) -> Callable[[Templates], None]:
    """A guard of roles, run on the roles of templates."""
    return lambda templates: guard(roles.roles_in(templates))


def on_surface(guard: Callable[[Any], None], surface: str) -> Callable[[Templates], None]:
    """A guard of one surface's template, run on it."""
    return lambda templates: guard(templates[surface])


@pytest.mark.parametrize(
    ("fault", "guard"),
    [
        (misspelt_id, lambda templates: guards.test_each_logical_id_is_meant(templates["admin"], "admin")),
        (shared_role, roles.test_each_function_has_a_role_of_its_own),
        (public_opens_seals, on_roles(roles.test_each_role_opens_its_compartments_and_one_alone_who_a_family_is)),
        *(
            (
                opens_one_compartment_more(surface, compartment),
                on_roles(roles.test_each_role_opens_its_compartments_and_one_alone_who_a_family_is),
            )
            for surface, compartment in (("public", "case"), ("public", "identity"), ("admin", "identity"))
        ),
        (public_reads_reporters, on_roles(roles.test_the_public_function_never_reads_people)),
        (opener_writes, on_roles(roles.test_whoever_opens_contacts_writes_nothing_and_is_called_by_the_admin_function_alone)),
        (
            opener_called_by_anybody,
            on_roles(roles.test_whoever_opens_contacts_writes_nothing_and_is_called_by_the_admin_function_alone),
        ),
        (
            root_that_can_be_taken_back,
            on_roles(roles.test_the_daily_root_reads_every_trail_opens_nothing_and_writes_to_the_audit_bucket_alone),
        ),
        (any_key, on_roles(roles.test_no_role_scans_the_table_or_reaches_it_without_saying_which_keys)),
        (any_action, on_roles(roles.test_nothing_is_allowed_on_everything)),
        (open_route, guards.test_every_route_is_deployed_and_each_staff_route_is_locked),
        (stand_in_pool, guards.test_the_lock_is_the_environments_own_user_pool),
        (sign_up, guards.test_nobody_signs_up_and_nobody_names_their_own_role),
        (writable_attributes, guards.test_nobody_signs_up_and_nobody_names_their_own_role),
        (public_sees_photos, on_roles(roles.test_photos_as_sent_are_seen_by_the_cleaner_alone_and_kept_ones_by_staff)),
        (cleaner_writes_tickets, on_roles(roles.test_whoever_opens_photos_of_strangers_touches_no_ticket)),
        (photos_as_sent_for_ever, guards.test_what_was_sent_is_not_kept_for_long_and_comes_from_the_site_alone),
        (photos_given_up_in_silence, guards.test_photos_are_told_of_cleaned_one_by_one_and_given_up_in_the_open),
        (no_recovery, guards.test_the_table_cannot_be_lost),
        (stream_from_now_on, guards.test_the_stream_hands_over_news_alone_and_gives_up_in_the_open),
        (parameter_from_nowhere, guards.test_every_parameter_is_given),
        (staff_calls_to_the_public, guards.test_one_domain_hands_each_path_to_its_surface_and_caches_no_answer),
        (forms_to_the_files, guards.test_one_domain_hands_each_path_to_its_surface_and_caches_no_answer),
        (receipts_without_address, guards.test_receipts_link_to_the_site),
        (gateway_open_to_all, guards.test_the_gateways_refuse_whoever_did_not_come_through_the_distribution),
        (distribution_without_its_secret, guards.test_the_gateways_refuse_whoever_did_not_come_through_the_distribution),
        (concurrency_taken_from_a_young_account, guards.test_staff_have_their_own_share_of_the_functions),
        (
            one_factor_for_all,
            guards.test_outside_a_trial_somebody_hears_alarms_staff_prove_themselves_twice_and_tls_is_new,
        ),
        (table_left_by_a_failed_create, guards.test_the_table_cannot_be_lost),
        (logged_address, on_surface(guards.test_access_logs_name_nobody, "public")),
    ],
)
def test_the_guard_catches_the_fault(
    templates: Templates, fault: Callable[[Templates], None], guard: Callable[[Templates], None]
) -> None:
    guard(templates)
    faulty = deepcopy(templates)
    fault(faulty)
    with pytest.raises((AssertionError, KeyError)):
        guard(faulty)
