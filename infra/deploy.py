"""Puts an environment's stacks and site where they belong: data, edge, public, admin, site, in that order.

Each stack takes the parameters it declares from `environments.toml` and from the outputs of the stacks before it, by name.
"""

import hashlib
import json
import mimetypes
import signal
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError, WaiterError
from chalicelib.entrypoints import forms

from infra.emulator import install, running_emulator
from infra.environments import Environment, named_environment
from infra.headers import caching, inlined, named_by_content
from infra.package import PACKAGES, ROOT, SURFACES, TOO_MANY, problem_document, problem_page
from infra.templates import load_template

SITE = ROOT / "build" / "site"
SCOPES = "openid aws.cognito.signin.user.admin"
TRIALS = ("local", "dev")  # environments that no real family uses, as in the templates' rules
_DEMANDED = ("AlarmEmail", "DomainName", "CertificateArn")
_CONSOLE_SETTINGS = "petugas/config.json"
_EDGE_REGION = "us-east-1"
_UNKNOWN_SITE = "https://site.invalid"  # until the site stack has said its address, sign-in leads back nowhere
_NEVER_MADE = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "REVIEW_IN_PROGRESS"}
_PATIENCE = {"local": 0.2}  # seconds between looks at a stack
_CLOUD_PATIENCE = 5.0


def main() -> None:
    """Deploy the environment ENV names; on an emulator, start it first and keep it until interrupted."""
    environment = named_environment()
    environment.enter()
    if environment.emulator_port is None:
        _print(deploy(environment))
        return
    install()
    log = ROOT / "build" / "emulator.log"
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the emulator ends with us
    with running_emulator(environment.emulator_port, environment.region, log) as address:
        _print(deploy(environment))
        print(f"\nThe emulator runs on {address} and forgets everything when it stops. Stop with Ctrl-C. Log: {log}")
        with suppress(KeyboardInterrupt):
            signal.pause()
        print("Stopped.")


def deploy(environment: Environment) -> dict[str, str]:
    """Deploy everything and return all outputs by name; raises SystemExit with CloudFormation's reasons when it fails."""
    demand_complete(environment)
    given = {"Environment": environment.name, **environment.parameters}
    given |= {"TooManyProblem": problem_document(TOO_MANY), "TooManyPage": problem_page(TOO_MANY)}
    before = {"SiteUrl": _UNKNOWN_SITE, **_outputs(environment, "site")}
    given["SiteUrl"] = before["SiteUrl"]
    given["Pages"] = " ".join(site_pages(SITE))
    given["Forms"] = " ".join(sorted({route.path for route in forms.ROUTES}))
    given["RootFiles"] = " ".join(root_files(SITE))
    given |= inlined() | {f"Former{name}": before.get(name, "") for name in inlined()}

    given |= _put(environment, "data", load_template(ROOT / "infra" / "data.yaml"), given)
    given |= _put(environment, "edge", load_template(ROOT / "infra" / "edge.yaml"), given, region=_EDGE_REGION)
    for surface in SURFACES:
        given |= _put(environment, surface, _packaged(surface, given["ArtifactBucket"]), given)
    given |= _put(environment, "site", load_template(ROOT / "infra" / "site.yaml"), given)
    if given["SiteUrl"] != before["SiteUrl"]:
        # Sign-in leads back to the site, and receipts link to it: now that its address is known, tell both.
        given |= _put(environment, "data", load_template(ROOT / "infra" / "data.yaml"), given)
        given |= _put(environment, "public", _packaged("public", given["ArtifactBucket"]), given)
    upload_site(given)
    return given


def demand_complete(environment: Environment) -> None:
    """Raise SystemExit for an environment that real families would use, and that lacks what these must have."""
    missing = [name for name in _DEMANDED if not environment.parameters.get(name)]
    if environment.name not in TRIALS and missing:
        raise SystemExit(
            f"{environment.name} needs {', '.join(missing)} in infra/environments.toml: somebody must hear alarms, "
            "and only a domain of one's own refuses TLS older than 1.2."
        )


def outputs(environment: Environment) -> dict[str, str]:
    """Return the outputs of a deployed environment by name; raises SystemExit when it is not deployed."""
    found = {name: value for part in ("data", *SURFACES, "site") for name, value in _outputs(environment, part).items()}
    if not found:
        raise SystemExit(f"Nothing is deployed as {environment.name}: run `make deploy ENV={environment.name}` first.")
    return found


def site_pages(site: Path) -> list[str]:
    """Return the addresses of the built site's pages: `/`, `/lapor/`."""
    folders = sorted(page.parent.relative_to(site).as_posix() for page in site.rglob("index.html"))
    return ["/" if folder == "." else f"/{folder}/" for folder in folders]


def root_files(site: Path) -> list[str]:
    """Return the addresses of the files that are no page and lie in no folder of many: `/sw.js`, `/petugas/config.json`."""
    files = (path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file() and path.name != "index.html")
    return sorted({f"/{name}" for name in files if not name.startswith(("assets/", "data/"))} | {f"/{_CONSOLE_SETTINGS}"})


def upload_site(given: Mapping[str, str]) -> None:
    """Make the site bucket hold the built site and the staff console's settings.

    Nothing else stays but files named by their content: pages that browsers keep for some minutes still ask for those.
    """
    bucket = given["SiteBucket"]
    s3 = boto3.client("s3")
    files = {path.relative_to(SITE).as_posix(): path.read_bytes() for path in SITE.rglob("*") if path.is_file()}
    files[_CONSOLE_SETTINGS] = json.dumps(console_settings(given)).encode()

    def put(name: str) -> None:
        media = mimetypes.guess_type(name)[0] or "application/octet-stream"
        s3.put_object(Bucket=bucket, Key=name, Body=files[name], ContentType=media, CacheControl=caching(name))

    with ThreadPoolExecutor(8) as pool:
        # A page comes after the scripts it asks for.
        list(pool.map(put, filter(named_by_content, files)))
        list(pool.map(put, (name for name in files if not named_by_content(name))))
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        for entry in page.get("Contents", []):
            if entry["Key"] not in files and not named_by_content(entry["Key"]):
                s3.delete_object(Bucket=bucket, Key=entry["Key"])
    changed = {"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": str(time.time_ns())}
    boto3.client("cloudfront").create_invalidation(DistributionId=given["DistributionId"], InvalidationBatch=changed)


def console_settings(given: Mapping[str, str]) -> dict[str, str]:
    """Return what the staff console must know to sign somebody in."""
    return {
        "authorize_url": f"{given['SignInOrigin']}/oauth2/authorize",
        "token_url": f"{given['SignInOrigin']}/oauth2/token",
        "logout_url": f"{given['SignInOrigin']}/logout",
        "client_id": given["ClientId"],
        "redirect_uri": f"{given['SiteUrl']}/petugas/",
        "scope": SCOPES,
    }


def _packaged(surface: str, bucket: str) -> dict[str, Any]:
    """Upload a surface's package and return its template, pointing there. Packages are named by what is in them."""
    package = (PACKAGES / surface / "deployment.zip").read_bytes()
    key = f"packages/{hashlib.sha256(package).hexdigest()}.zip"
    boto3.client("s3").put_object(Bucket=bucket, Key=key, Body=package)
    template = load_template(PACKAGES / surface / "sam.yaml")
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = {"Bucket": bucket, "Key": key}
    return template


def _put(
    environment: Environment, part: str, template: dict[str, Any], given: Mapping[str, str], region: str | None = None
) -> dict[str, str]:
    """Create or update one stack, wait for it and return its outputs."""
    client = boto3.client("cloudformation", region_name=region)
    name = environment.stack(part)
    request: dict[str, Any] = {
        "StackName": name,
        "Parameters": [
            {"ParameterKey": key, "ParameterValue": given[key]} for key in template.get("Parameters", {}) if key in given
        ],
        "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        "Tags": [{"Key": "project", "Value": "lapor-pkh"}, {"Key": "environment", "Value": environment.name}],
        **_body(part, template, given),
    }
    exists = _status(client, name) is not None
    if exists and _status(client, name) in _NEVER_MADE:
        # A first create that failed: CloudFormation can neither update nor create it again before it is gone.
        client.delete_stack(StackName=name)
        _wait(client, name, "stack_delete_complete", environment)
        exists = False
    try:
        if exists:
            client.update_stack(**request)
        else:
            client.create_stack(**request)
    except ClientError as error:
        if "No updates are to be performed" not in str(error):
            raise
    else:
        _wait(client, name, "stack_update_complete" if exists else "stack_create_complete", environment)
        if part == "data":  # once it stands: a first create that failed must be removable
            client.update_termination_protection(StackName=name, EnableTerminationProtection=True)
    print(f"deployed {name}", flush=True)
    return _outputs(environment, part, region)


def _status(client: Any, name: str) -> str | None:
    """Return the status of a stack, None when there is none."""
    try:
        return str(client.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"])
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise


def _body(part: str, template: dict[str, Any], given: Mapping[str, str]) -> dict[str, str]:
    """Return the template as CloudFormation takes it: as it is when small, else by its place in the artifact bucket."""
    text = json.dumps(template)
    if len(text) < 51_200:  # CloudFormation's limit for a template in the request
        return {"TemplateBody": text}
    s3 = boto3.client("s3")
    key = f"templates/{part}/{hashlib.sha256(text.encode()).hexdigest()}.json"
    s3.put_object(Bucket=given["ArtifactBucket"], Key=key, Body=text.encode())
    return {"TemplateURL": f"{s3.meta.endpoint_url}/{given['ArtifactBucket']}/{key}"}


def _wait(client: Any, name: str, outcome: Any, environment: Environment) -> None:
    delay = _PATIENCE.get(environment.name, _CLOUD_PATIENCE)
    try:
        client.get_waiter(outcome).wait(StackName=name, WaiterConfig={"Delay": delay, "MaxAttempts": int(3600 / delay)})
    except WaiterError:
        events = client.describe_stack_events(StackName=name)["StackEvents"]
        reasons = [
            f"  {event['LogicalResourceId']}: {event['ResourceStatusReason']}"
            for event in reversed(events)
            if "FAILED" in event["ResourceStatus"] and "ResourceStatusReason" in event
        ]
        raise SystemExit("\n".join([f"{name} failed:", *reasons])) from None


def _outputs(environment: Environment, part: str, region: str | None = None) -> dict[str, str]:
    client = boto3.client("cloudformation", region_name=region)
    try:
        stack = client.describe_stacks(StackName=environment.stack(part))["Stacks"][0]
    except ClientError as error:
        if "does not exist" in str(error):
            return {}
        raise
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def _print(given: Mapping[str, str]) -> None:
    for name, value in sorted(given.items()):
        print(f"  {name:20} {value}")


if __name__ == "__main__":
    main()
