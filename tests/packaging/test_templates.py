"""What no emulator proves, held on the templates: settings that protect people, and traps of Chalice and CloudFormation."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.s3 import photos
from chalicelib.domain.rulebook import rules
from chalicelib.entrypoints import forms, public_api, staff_api
from chalicelib.entrypoints.http.errors import RESPONSES

from infra import deploy
from infra.deploy import SCOPES
from infra.environments import environment
from infra.headers import caching, inlined, named_by_content, page_policy
from infra.local.surfaces import FORMS
from infra.package import ROOT, SURFACES, TOO_MANY, problem_page
from tests.built_packages import built_packages
from tests.built_site import built_site
from tests.e2e.conftest import NODE
from tests.e2e.pages.conftest import policy

Template = dict[str, Any]

API_PATH = "/api/"
RETAINED = ("RetainExceptOnCreate", "Retain")  # what a first create that failed has made goes with it

API = {"APIHandler", "APIHandlerInvokePermission", "APIHandlerLogs", "AccessLogs", "ApiHandlerRole", "RestAPI", "ServerErrors"}
LOGICAL_IDS = {
    "public": API,
    "admin": API
    | {"CleanPhoto", "CleanPhotoLogs", "CleanPhotoRole"}
    | {"DeliverFromStream", "DeliverFromStreamLogs", "DeliverFromStreamRole", "DeliveryFailures", "DeliveryGivenUp"}
    | {"StreamFallsBehind", "SweepFails", "SweepMissing", "SweepOutbox", "SweepOutboxLogs", "SweepOutboxRole"}
    | {"OpenContact", "OpenContactLogs", "OpenContactRole", "ContactsReachedFilter", "ContactsReached"}
    | {"SealTrail", "SealTrailLogs", "SealTrailRole", "TrailNotSealed"}
    | {"DeadlinesFail", "DeadlinesMissing", "SweepDeadlines", "SweepDeadlinesLogs", "SweepDeadlinesRole"},
}


def test_each_logical_id_is_meant(template: Template, surface: str) -> None:
    """Chalice adds a misspelt id of a merge file as a new, broken resource."""
    assert set(template["Resources"]) == LOGICAL_IDS[surface]
    assert all("Type" in resource for resource in template["Resources"].values())


def test_cloudformation_would_take_every_template() -> None:
    lint = str(Path(sys.executable).with_name("cfn-lint"))
    packages = built_packages()
    jakarta = [ROOT / "infra" / "data.yaml", ROOT / "infra" / "site.yaml"]
    jakarta += [packages / surface / "sam.yaml" for surface in SURFACES]
    # W1030: the empty default of a parameter that an unmet condition leaves out.
    for region, files in (("ap-southeast-3", jakarta), ("us-east-1", [ROOT / "infra" / "edge.yaml"])):
        command = [lint, "--ignore-checks", "W1030", "--regions", region, "--template", *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_backups_of_the_table_end_with_its_point_in_time_recovery(templates: dict[str, Template]) -> None:
    resources = templates["data"]["Resources"]
    recovery = resources["Table"]["Properties"]["PointInTimeRecoverySpecification"]
    assert recovery == {"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": rules("retention")["backups"]["days"]}
    assert not [one for one in resources.values() if one["Type"].startswith("AWS::Backup::")]


def test_every_parameter_is_given(templates: dict[str, Template]) -> None:
    """By the environment, by deploy, or by the output of an earlier stack."""
    given = {
        "Environment",
        "SiteUrl",
        "Pages",
        "RootFiles",
        "Forms",
        "TooManyProblem",
        "TooManyPage",
        *inlined(),
        *environment("prod").parameters,
    }
    for part in ("data", "edge", *SURFACES, "site"):
        needed = {name for name, parameter in templates[part].get("Parameters", {}).items() if "Default" not in parameter}
        assert needed <= given, part
        given |= set(templates[part]["Outputs"])


def test_functions_write_to_a_log_of_ours_that_forgets(template: Template) -> None:
    groups = _of(template, "AWS::Logs::LogGroup")
    assert all(group["RetentionInDays"] <= 90 for group in groups.values())
    for name, function in _functions(template).items():
        assert function["LoggingConfig"] == {"LogGroup": {"Ref": f"{name}Logs"}}
        assert f"{name}Logs" in groups


def test_access_logs_name_nobody(template: Template) -> None:
    log = template["Resources"]["RestAPI"]["Properties"]["AccessLogSetting"]["Format"]
    for telling in ("identity", "path}", "$context.path", "protocol", "authorizer", "userAgent", "sourceIp"):
        assert telling not in log
    sample = log.replace("$context.requestTimeEpoch", "0").replace("$context.status", "200")
    json.loads(sample.replace("$context.responseLength", "1").replace("$context.responseLatency", "1"))


def test_the_gateway_slows_callers_down(template: Template) -> None:
    [setting] = template["Resources"]["RestAPI"]["Properties"]["MethodSettings"]
    assert (setting["ResourcePath"], setting["HttpMethod"]) == ("/*", "*")
    assert setting["ThrottlingRateLimit"] > 0
    assert setting["DataTraceEnabled"] is False


def test_there_is_one_stage_only(template: Template) -> None:
    """SAM adds another, open and unlogged, unless the version of the definition is given."""
    gateway = template["Resources"]["RestAPI"]["Properties"]
    assert (gateway["OpenApiVersion"], gateway["StageName"]) == ("2.0", "live")
    assert gateway["EndpointConfiguration"] == "REGIONAL"


def test_a_slow_store_is_answered_for_before_the_gateway_gives_up(template: Template) -> None:
    """Three tries of a store client take up to 21 seconds, the gateway waits 29."""
    assert 21 < template["Resources"]["APIHandler"]["Properties"]["Timeout"] < 29


def test_the_gateway_answers_as_the_functions_do(template: Template) -> None:
    responses = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["x-amazon-apigateway-gateway-responses"]
    expected = {response.code: response.status for response in RESPONSES.values()} | {TOO_MANY: 429}
    for response in responses.values():
        document = json.loads(response["responseTemplates"]["application/json"])
        assert document["status"] == expected[document["code"]] == int(response["statusCode"])
        assert response["responseParameters"]["gatewayresponse.header.Content-Type"] == "'application/problem+json'"
    codes = {
        occasion: json.loads(answer["responseTemplates"]["application/json"])["code"] for occasion, answer in responses.items()
    }
    assert codes["MISSING_AUTHENTICATION_TOKEN"] == "not_found"
    assert codes["THROTTLED"] == TOO_MANY


def test_every_route_is_deployed_and_each_staff_route_is_locked(templates: dict[str, Template]) -> None:
    for surface, routes in (("public", [*public_api.ROUTES, *forms.ROUTES]), ("admin", staff_api.ROUTES)):
        paths = templates[surface]["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
        for route in routes:
            assert route.method.lower() in paths[route.path]
        for path, methods in paths.items():
            locked = surface == "admin" and not path.endswith("/openapi.json")
            for operation in methods.values():
                assert operation.get("security", []) == ([{"staff": SCOPES.split()}] if locked else [])


def test_the_lock_is_the_environments_own_user_pool(templates: dict[str, Template]) -> None:
    schemes = templates["admin"]["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["securityDefinitions"]
    assert schemes["staff"]["x-amazon-apigateway-authorizer"]["providerARNs"] == [{"Ref": "UserPoolArn"}]
    assert "set-by-the-merge-file" not in json.dumps(templates["admin"])


def test_the_stream_hands_over_news_alone_and_gives_up_in_the_open(templates: dict[str, Template]) -> None:
    [source] = templates["admin"]["Resources"]["DeliverFromStream"]["Properties"]["Events"].values()
    mapping = source["Properties"]
    assert mapping["Stream"] == {"Ref": "StreamArn"}
    assert mapping["StartingPosition"] == "TRIM_HORIZON"
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["BisectBatchOnFunctionError"] is True
    assert 0 < mapping["MaximumRetryAttempts"] < 10
    assert mapping["DestinationConfig"]["OnFailure"]["Destination"] == {"Fn::GetAtt": ["DeliveryFailures", "Arn"]}
    [pattern] = mapping["FilterCriteria"]["Filters"]
    prefix = keys.outbox_partition(0).removesuffix("0")
    expected = {"eventName": ["INSERT"], "dynamodb": {"Keys": {"pk": {"S": [{"prefix": prefix}]}}}}
    assert json.loads(pattern["Pattern"]) == expected
    stream = templates["data"]["Resources"]["Table"]["Properties"]["StreamSpecification"]
    assert stream == {"StreamViewType": "NEW_IMAGE"}


def test_photos_are_told_of_cleaned_one_by_one_and_given_up_in_the_open(templates: dict[str, Template]) -> None:
    data = templates["data"]["Resources"]
    [told] = data["Evidence"]["Properties"]["NotificationConfiguration"]["QueueConfigurations"]
    assert told["Queue"] == {"Fn::GetAtt": ["IncomingPhotos", "Arn"]}
    assert told["Event"] == "s3:ObjectCreated:*"
    assert told["Filter"]["S3Key"]["Rules"] == [{"Name": "prefix", "Value": photos.INCOMING}]
    assert data["Evidence"]["DependsOn"] == "IncomingPhotosPolicy"
    queue = data["IncomingPhotos"]["Properties"]
    assert queue["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": ["UncleanedPhotos", "Arn"]}
    [heard] = data["PhotoGivenUp"]["Properties"]["Dimensions"]
    assert heard["Value"] == {"Fn::GetAtt": ["UncleanedPhotos", "QueueName"]}
    function = templates["admin"]["Resources"]["CleanPhoto"]["Properties"]
    assert queue["VisibilityTimeout"] >= 6 * function["Timeout"]
    [source] = function["Events"].values()
    assert source["Properties"]["Queue"] == {"Ref": "PhotoQueueArn"}
    assert source["Properties"]["BatchSize"] == 1
    assert source["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert source["Properties"]["ScalingConfig"]["MaximumConcurrency"] < 20


def test_what_was_sent_is_not_kept_for_long_and_comes_from_the_site_alone(templates: dict[str, Template]) -> None:
    """A photo as sent may tell where somebody lives. Old versions count too: the bucket keeps them."""
    bucket = templates["data"]["Resources"]["Evidence"]["Properties"]
    rule = {rule["Id"]: rule for rule in bucket["LifecycleConfiguration"]["Rules"]}["uncleaned"]
    assert (rule["Status"], rule["Prefix"]) == ("Enabled", photos.INCOMING)
    assert rule["ExpirationInDays"] == rules("limits")["photo_days"]
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 1}
    [cors] = bucket["CorsConfiguration"]["CorsRules"]
    assert (cors["AllowedOrigins"], cors["AllowedMethods"]) == ([{"Ref": "SiteUrl"}], ["POST"])


def test_staff_have_their_own_share_of_the_functions(templates: dict[str, Template]) -> None:
    """Where the account has some to reserve; a young one refuses the whole stack."""
    functions, admin = _functions(templates["admin"]), templates["admin"]
    nothing = {"Ref": "AWS::NoValue"}
    own = {"Ref": "StaffConcurrency"}
    assert functions["APIHandler"]["ReservedConcurrentExecutions"] == {"Fn::If": ["Reserved", own, nothing]}
    assert functions["SweepOutbox"]["ReservedConcurrentExecutions"] == {"Fn::If": ["Reserved", 1, nothing]}
    assert admin["Conditions"]["Reserved"] == {"Fn::Not": [{"Fn::Equals": [own, 0]}]}
    assert admin["Parameters"]["StaffConcurrency"]["Default"] == 0
    assert "StaffConcurrency" not in environment("prod").parameters


def test_the_gateways_refuse_whoever_did_not_come_through_the_distribution(templates: dict[str, Template]) -> None:
    secret = {"Fn::Sub": "{{resolve:secretsmanager:${OriginSecretArn}}}"}
    origins = templates["site"]["Resources"]["Distribution"]["Properties"]["DistributionConfig"]["Origins"]
    for surface in SURFACES:
        [origin] = [origin for origin in origins if origin["Id"] == f"{surface}-api"]
        emulated, _, sent = origin["OriginCustomHeaders"]["Fn::If"]
        assert emulated == "Emulated"
        assert sent == [{"HeaderName": "Referer", "HeaderValue": secret}]
        body = templates[surface]["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]
        condition, policy, _ = body["x-amazon-apigateway-policy"]["Fn::If"]
        assert templates[surface]["Conditions"][condition] == {"Fn::Equals": [{"Ref": "EmulatorPort"}, 0]}
        allow, deny = policy["Statement"]
        assert (allow["Effect"], deny["Effect"]) == ("Allow", "Deny")
        assert allow["Resource"] == deny["Resource"] == "execute-api:/*"
        assert deny["Condition"] == {"StringNotEquals": {"aws:Referer": secret}}


def test_outside_a_trial_somebody_hears_alarms_staff_prove_themselves_twice_and_tls_is_new(
    templates: dict[str, Template],
) -> None:
    data, site = templates["data"], templates["site"]
    trial = {"Fn::Or": [{"Fn::Equals": [{"Ref": "Environment"}, name]} for name in deploy.TRIALS]}
    assert data["Conditions"]["Trial"] == trial
    assert data["Resources"]["Staff"]["Properties"]["MfaConfiguration"] == {"Fn::If": ["Trial", "OPTIONAL", "ON"]}
    for template, needed in ((data, "AlarmEmail"), (site, "DomainName")):
        [rule] = template["Rules"].values()
        assert rule["RuleCondition"] == {"Fn::Not": [{"Fn::Contains": [list(deploy.TRIALS), {"Ref": "Environment"}]}]}
        assert rule["Assertions"][0]["Assert"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": needed}, ""]}]}
    certificate = site["Resources"]["Distribution"]["Properties"]["DistributionConfig"]["ViewerCertificate"]["Fn::If"][1]
    assert certificate["MinimumProtocolVersion"] == "TLSv1.2_2021"
    with pytest.raises(SystemExit, match="AlarmEmail"):
        deploy.demand_complete(environment("prod"))
    deploy.demand_complete(environment("prod", AlarmEmail="a@b.invalid", DomainName="x.invalid", CertificateArn="arn"))
    deploy.demand_complete(environment("dev"))


EDGE: dict[str, tuple[str, dict[str, Any], str]] = {
    "a page": ("/lapor/", {}, "/lapor/index.html"),
    "home": ("/", {}, "/index.html"),
    "a file": ("/sw.js", {}, "/sw.js"),
    "a file of many": ("/data/regions/18.json", {}, "/data/regions/18.json"),
    "the console's settings": ("/petugas/config.json", {}, "/petugas/config.json"),
    "an unknown page": ("/tidak-ada/", {}, "404"),
    "an unknown file": ("/robots.txt", {}, "404"),
    "an unknown file in a page": ("/lapor/x.php", {}, "404"),
    "a form": ("/formulir/lapor", {}, "/formulir/lapor"),
    "a form with a slash": ("/formulir/lapor/", {}, "301 /formulir/lapor"),
    "no form": ("/formulir/x", {}, "404"),
    "a page without its slash": ("/lapor", {}, "301 /lapor/"),
    "a page at a sentence's end": ("/status/.", {}, "301 /status/"),
    "a page in brackets": ("/status).", {}, "301 /status/"),
    "a sign-in that comes back": (
        "/petugas",
        {"code": {"value": "a"}, "state": {"value": "b%20c"}},
        "301 /petugas/?code=a&state=b%20c",
    ),
    "a name twice and one alone": (
        "/petugas",
        {"x": {"value": "1", "multiValue": [{"value": "1"}, {"value": "2"}]}, "y": {"value": ""}},
        "301 /petugas/?x=1&x=2&y",
    ),
}


@pytest.mark.parametrize(("uri", "query", "answer"), EDGE.values(), ids=EDGE.keys())
def test_the_edge_finds_every_page_and_answers_for_what_is_none(
    templates: dict[str, Template], uri: str, query: dict[str, Any], answer: str
) -> None:
    code = templates["site"]["Resources"]["PageAddresses"]["Properties"]["FunctionCode"]["Fn::Sub"]
    given = {"Pages": deploy.site_pages(built_site()), "RootFiles": deploy.root_files(built_site())}
    given["Forms"] = sorted({route.path for route in forms.ROUTES})
    for name, addresses in given.items():
        code = code.replace(f"${{{name}}}", " ".join(addresses))
    assert len(code.encode()) < 10_240  # CloudFront's limit for a function
    request = {"request": {"uri": uri, "querystring": query, "headers": {}}}
    script = f"{code}\nconsole.log(JSON.stringify(handler({json.dumps(request)})))"
    said = json.loads(subprocess.run([str(NODE), "-e", script], capture_output=True, text=True, check=True).stdout)
    if "uri" in said:
        assert said["uri"] == answer
    else:
        location = said["headers"].get("location", {}).get("value")
        assert " ".join([str(said["statusCode"]), *([location] if location else [])]) == answer


def test_a_first_create_that_failed_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    import boto3
    from moto import mock_aws

    template = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}, "Outputs": {"Arn": {"Value": {"Ref": "Topic"}}}}
    place = environment("dev")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", place.region)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        client = boto3.client("cloudformation")
        client.create_stack(StackName=place.stack("public"), TemplateBody=json.dumps(template))
        from moto.cloudformation.models import cloudformation_backends

        [backend] = [backend for regions in cloudformation_backends.values() for backend in regions.values() if backend.stacks]
        [failed] = backend.stacks.values()
        failed.status = "ROLLBACK_COMPLETE"
        assert deploy._put(place, "public", template, {})["Arn"]
        assert client.describe_stacks(StackName=place.stack("public"))["Stacks"][0]["StackStatus"] == "CREATE_COMPLETE"


def test_functions_get_a_whole_processor(template: Template) -> None:
    assert {function["MemorySize"] for function in _functions(template).values()} == {1769}


def test_the_table_cannot_be_lost(templates: dict[str, Template]) -> None:
    table = templates["data"]["Resources"]["Table"]
    assert (table["DeletionPolicy"], table["UpdateReplacePolicy"]) == RETAINED
    properties = table["Properties"]
    assert properties["DeletionProtectionEnabled"] is True
    assert properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    assert properties["SSESpecification"] == {"SSEEnabled": True, "SSEType": "KMS"}
    assert properties["BillingMode"] == "PAY_PER_REQUEST"


@pytest.mark.parametrize("kind", ["AWS::KMS::Key", "AWS::SecretsManager::Secret", "AWS::Cognito::UserPool", "AWS::S3::Bucket"])
def test_what_holds_data_outlives_its_stack(templates: dict[str, Template], kind: str) -> None:
    holders = [
        resource for template in templates.values() for resource in template["Resources"].values() if resource["Type"] == kind
    ]
    assert holders
    assert {(holder["DeletionPolicy"], holder["UpdateReplacePolicy"]) for holder in holders} <= {RETAINED, ("Retain", "Retain")}


def test_buckets_are_closed_and_the_audit_cannot_be_rewritten(templates: dict[str, Template]) -> None:
    for part in ("data", "site"):
        for bucket in _of(templates[part], "AWS::S3::Bucket").values():
            assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    data = templates["data"]
    [only_encrypted] = data["Resources"]["EvidencePolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert (only_encrypted["Effect"], only_encrypted["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})
    assert data["Conditions"][data["Resources"]["EvidencePolicy"]["Condition"]] == {"Fn::Equals": [{"Ref": "EmulatorPort"}, 0]}
    audit = data["Resources"]["Audit"]["Properties"]
    assert audit["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]["Mode"] == "COMPLIANCE"


def test_nobody_signs_up_and_nobody_names_their_own_role(templates: dict[str, Template]) -> None:
    """Emulators ignore both settings; by default a stranger can sign up and set attributes."""
    pool = templates["data"]["Resources"]["Staff"]["Properties"]
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert "Schema" not in pool
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] >= 12
    client = templates["data"]["Resources"]["StaffConsole"]["Properties"]
    assert client["WriteAttributes"] == ["nickname"]
    assert client["AllowedOAuthFlows"] == ["code"]
    assert client["AllowedOAuthScopes"] == SCOPES.split()
    assert client["GenerateSecret"] is False
    assert client["EnableTokenRevocation"] is True
    assert client["PreventUserExistenceErrors"] == "ENABLED"
    assert client["ExplicitAuthFlows"] == ["ALLOW_REFRESH_TOKEN_AUTH"]


def test_one_domain_hands_each_path_to_its_surface_and_caches_no_answer(templates: dict[str, Template]) -> None:
    distribution = templates["site"]["Resources"]["Distribution"]["Properties"]["DistributionConfig"]
    behaviours = distribution["CacheBehaviors"]
    assert [(behaviour["PathPattern"], behaviour["TargetOriginId"]) for behaviour in behaviours] == [
        ("/api/v1/staff*", "admin-api"),
        ("/api/*", "public-api"),
        (f"{FORMS}*", "public-api"),
    ]
    for behaviour in behaviours:
        assert behaviour["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"  # AWS's CachingDisabled
        assert behaviour["ViewerProtocolPolicy"] == "https-only"
    assert distribution["DefaultCacheBehavior"]["ViewerProtocolPolicy"] == "redirect-to-https"
    assert "CustomErrorResponses" not in distribution  # they would take the place of the APIs' answers
    for behaviour in (distribution["DefaultCacheBehavior"], *behaviours):
        assert behaviour["ResponseHeadersPolicyId"] == {"Ref": "SecurityHeaders"}


def test_the_browser_is_allowed_what_the_pages_are_tested_with() -> None:
    assert page_policy() == policy()


def test_no_style_or_script_is_allowed_but_by_its_hash() -> None:
    former = {"FormerStyleHashes": "'sha256-styles'", "FormerScriptHashes": "'sha256-scripts'"}
    directives = dict(part.strip().split(" ", 1) for part in page_policy({**inlined(), **former}).split(";"))
    assert directives["style-src"].split() == [*inlined()["StyleHashes"].split(), "'sha256-styles'"]
    assert directives["script-src"].split() == ["'self'", *inlined()["ScriptHashes"].split(), "'sha256-scripts'"]
    assert not [name for name, value in directives.items() if "unsafe" in value or "*" in value]
    assert [name for name, value in directives.items() if "data:" in value] == ["img-src"]  # the icon in each page


def test_a_deploy_tells_the_next_one_what_its_pages_hold(templates: dict[str, Template]) -> None:
    """Pages that are still kept somewhere stay styled while the next ones come."""
    template = templates["site"]
    for name in inlined():
        assert template["Outputs"][name]["Value"] == {"Ref": name}
        assert template["Parameters"][f"Former{name}"]["Default"] == ""


def test_receipts_link_to_the_site(templates: dict[str, Template]) -> None:
    variables = templates["public"]["Resources"]["APIHandler"]["Properties"]["Environment"]["Variables"]
    assert variables["LAPOR_SITE_URL"] == {"Ref": "SiteUrl"}


def test_answers_go_compressed_over_slow_networks(template: Template) -> None:
    """CloudFront compresses nothing that it may not keep; the gateway does."""
    assert template["Resources"]["RestAPI"]["Properties"]["MinimumCompressionSize"] == 1024


def test_too_many_forms_are_answered_with_a_page_the_firewall_takes(templates: dict[str, Template]) -> None:
    acl = templates["edge"]["Resources"]["WebAcl"]["Properties"]
    limited = {
        rule["Statement"]["RateBasedStatement"]["ScopeDownStatement"]["ByteMatchStatement"]["SearchString"]: acl[
            "CustomResponseBodies"
        ][rule["Action"]["Block"]["CustomResponse"]["CustomResponseBodyKey"]]["ContentType"]
        for rule in acl["Rules"]
    }
    assert limited == {API_PATH: "APPLICATION_JSON", FORMS: "TEXT_HTML"}
    assert len(problem_page(TOO_MANY).encode()) < 4096


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("sw.js", "no-cache"),
        ("assets/lapor-ILAXXXA7.js", "public, max-age=31536000, immutable"),
        ("assets/petugas/Case-ILAXXXA7.js", "public, max-age=31536000, immutable"),
        ("assets/petugas.js", "public, max-age=300, s-maxage=86400"),
        ("lapor/index.html", "public, max-age=300, s-maxage=86400"),
        ("data/regions/18.07.json", "public, max-age=300, s-maxage=86400"),
    ],
)
def test_files_are_kept_as_long_as_they_stay_true(name: str, kept: str) -> None:
    assert caching(name) == kept


def test_every_script_a_page_asks_for_may_be_kept_for_ever() -> None:
    scripts = [path.relative_to(built_site()).as_posix() for path in (built_site() / "assets").rglob("*.js")]
    assert scripts
    assert all(named_by_content(name) for name in scripts)


def _functions(template: Template) -> dict[str, Any]:
    return _of(template, "AWS::Serverless::Function")


def _of(template: Template, kind: str) -> dict[str, Any]:
    return {name: entry["Properties"] for name, entry in template["Resources"].items() if entry["Type"] == kind}
