"""Makes `build/packages/SURFACE/{sam.yaml,deployment.zip}` for each surface: Chalice's package with our templates, slimmed.

It refuses to know environments: the same two files go to every one, and what differs are parameters.
"""

import gzip
import json
import os
import py_compile
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from chalicelib.adapters.aws import RULES, WITH_RULES
from chalicelib.adapters.packaged.files import words
from chalicelib.entrypoints.http.errors import RESPONSES
from chalicelib.entrypoints.http.models import ProblemOut
from chalicelib.entrypoints.http.routes import PROBLEM_TYPE

from infra.templates import load_template

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "build" / "packages"
SURFACES = ("public", "admin")
UV = ROOT / ".tools" / "bin" / "uv"

# The AWS services the functions call; botocore describes 400 more.
SERVICES = ("dynamodb", "kms", "lambda", "s3", "secretsmanager", "sns")
# Drawn in by other packages for work that no function does: boto3 and what only it needs, cffi's compiler. The metadata
# of packages goes too: pydantic reads all of it at start, in search of plugins.
_UNUSED_PACKAGES = ("boto3/", "s3transfer/", "cffi/", "pycparser/", "----", "Name")
# Of Pillow: fonts, colour management and AVIF, with the libraries that nothing else of it links.
_UNUSED_OF_PILLOW = (
    *("PIL/_avif.", "PIL/_imagingft.", "PIL/_imagingcms.", "pillow.libs/libavif", "pillow.libs/libbrotli"),
    *("pillow.libs/libfreetype", "pillow.libs/libharfbuzz", "pillow.libs/liblcms2", "pillow.libs/libpng"),
)
_UNUSED_PARTS = (".dist-info/", ".data/", "/tests/", "/__pycache__/", ".pyi", ".typed")
_BOTOCORE_DATA = "botocore/data/"
_BOTOCORE_FILES = ("endpoints.json", "partitions.json", "sdk-default-configuration.json", "_retry.json")
_SERVICE_FILES = "service-2.json"  # and not the rules of endpoints, but of services for which `adapters/aws.py` reads them
_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the zip format's oldest: equal contents make equal packages

# What the gateway answers before a function is asked, in the codes of the functions. `too_many` is the gateway's alone.
TOO_MANY = "too_many"
_STATUS = {response.code: response.status for response in RESPONSES.values()} | {TOO_MANY: 429}
_GATEWAY_ANSWERS = {
    "ACCESS_DENIED": "not_signed_in",
    "AUTHORIZER_CONFIGURATION_ERROR": "busy",
    "AUTHORIZER_FAILURE": "busy",
    "BAD_REQUEST_BODY": "unreadable",
    "DEFAULT_4XX": "unreadable",
    "DEFAULT_5XX": "busy",
    "EXPIRED_TOKEN": "not_signed_in",
    "MISSING_AUTHENTICATION_TOKEN": "not_found",
    "REQUEST_TOO_LARGE": "too_large",
    "RESOURCE_NOT_FOUND": "not_found",
    "THROTTLED": TOO_MANY,
    "UNAUTHORIZED": "not_signed_in",
    "UNSUPPORTED_MEDIA_TYPE": "wrong_media_type",
    "WAF_FILTERED": TOO_MANY,
}
_GATEWAY_HEADERS = {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": "2"}, 503: {"Retry-After": "2"}}


def main() -> None:
    """Package both surfaces; raises SystemExit when a package would be incomplete."""
    with tempfile.TemporaryDirectory() as folder:
        project = _clean_project(Path(folder) / "backend")
        for surface in SURFACES:
            package(surface, project)
            print(f"packaged {surface}: {(PACKAGES / surface / 'deployment.zip').stat().st_size / 2**20:.1f} MiB")


def package(surface: str, project: Path) -> None:
    """Package one surface from a clean copy of the backend."""
    target = PACKAGES / surface
    shutil.rmtree(target, ignore_errors=True)
    merge = project.parent / f"{surface}.merge.json"
    merge.write_text(json.dumps(merge_template(surface)))
    command = [str(Path(sys.executable).with_name("chalice")), "package", "--stage", surface, "--template-format", "yaml"]
    environment = {**os.environ, "PYTHONPATH": "", "PYTHONDONTWRITEBYTECODE": "1", "AWS_DEFAULT_REGION": "ap-southeast-3"}
    subprocess.run(
        [*command, "--merge-template", str(merge), str(target)],
        cwd=project,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    untouched = target / "as-chalice-makes-it.zip"
    (target / "deployment.zip").rename(untouched)
    _demand_complete(untouched, project / "requirements.txt")
    slim(untouched, target / "deployment.zip")


def merge_template(surface: str) -> dict[str, Any]:
    """Return what is merged into Chalice's template of a surface: its merge file and the gateway's own answers."""
    template = load_template(ROOT / "infra" / f"{surface}.merge.yaml")
    body = template["Resources"]["RestAPI"]["Properties"].setdefault("DefinitionBody", {})
    body["x-amazon-apigateway-gateway-responses"] = gateway_responses()
    return template


def gateway_responses() -> dict[str, Any]:
    """Return the gateway's answers as problem documents, by API Gateway's name for the occasion."""
    return {occasion: _gateway_response(code) for occasion, code in _GATEWAY_ANSWERS.items()}


def problem_document(code: str) -> str:
    """Return the problem document of an error code, as the functions would write it."""
    problem = ProblemOut(type=PROBLEM_TYPE + code, title=words()["errors"][code], status=_STATUS[code], code=code)
    return problem.model_dump_json(exclude_none=True)


def problem_page(code: str) -> str:
    """Return the same as a page for people. The firewall takes 4 KB at most, so it has no frame."""
    title, sentence = (escape(text) for text in (words()["pages"]["problem_title"], words()["errors"][code]))
    frame = '<!doctype html><html lang="id"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    return f"{frame}<title>{title}</title><h1>{title}</h1><p>{sentence}</p></html>"


def slim(source: Path, target: Path) -> None:
    """Write `source` anew as `target`: without what is never loaded, with every module compiled.

    Chalice ships sources alone, which each cold start would compile again. The compiled files say that they need not be
    checked against their sources: zipping changes the times such a check goes by.
    """
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(source) as full:
        tree = Path(folder)
        for name in full.namelist():
            content = _slimmed(name, full)
            if content is not None:
                path = tree / name.removesuffix(".gz")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        for module in sorted(tree.rglob("*.py")):
            py_compile.compile(
                str(module),
                dfile=f"/var/task/{module.relative_to(tree)}",
                doraise=True,
                invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
            )
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
            for path in sorted(path for path in tree.rglob("*") if path.is_file()):
                entry = zipfile.ZipInfo(path.relative_to(tree).as_posix(), _NO_TIME)
                entry.external_attr = 0o100644 << 16
                packed.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)


def _slimmed(name: str, package: zipfile.ZipFile) -> bytes | None:
    """Return what is left of a file of the package, None when nothing is."""
    unused = (*_UNUSED_PACKAGES, *_UNUSED_OF_PILLOW)
    if name.endswith("/") or name.startswith(unused) or any(part in f"/{name}" for part in _UNUSED_PARTS):
        return None
    if not name.startswith(_BOTOCORE_DATA):
        return package.read(name)
    service, _, file = name.removeprefix(_BOTOCORE_DATA).removesuffix(".gz").partition("/")
    if service in _BOTOCORE_FILES:
        content = json.loads(_unpacked(name, package))
        for partition in content["partitions"] if service == "endpoints.json" else ():
            partition["services"] = {key: value for key, value in partition["services"].items() if key in SERVICES}
        return _compact(content)
    if service in WITH_RULES and file.endswith(f"{RULES}.json"):
        return _unpacked(name, package)
    if service in SERVICES and file.endswith(_SERVICE_FILES):
        return _compact(_without_documentation(json.loads(_unpacked(name, package))))
    return None


def _unpacked(name: str, package: zipfile.ZipFile) -> bytes:
    return gzip.decompress(package.read(name)) if name.endswith(".gz") else package.read(name)


def _without_documentation(content: Any) -> Any:
    if isinstance(content, dict):
        return {
            # botocore demands the documentation of these parameters of a client.
            key: value if key == "clientContextParams" else _without_documentation(value)
            for key, value in content.items()
            if not (key == "documentation" and isinstance(value, str))
        }
    return [_without_documentation(value) for value in content] if isinstance(content, list) else content


def _compact(content: Any) -> bytes:
    return json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()


def _clean_project(project: Path) -> Path:
    """Copy the backend without what earlier runs left, because Chalice packages everything and trusts its own cache."""
    shutil.copytree(ROOT / "backend", project, ignore=shutil.ignore_patterns("__pycache__", "deployments"))
    export = [str(UV), "export", "--frozen", "--quiet", "--no-default-groups", "--no-hashes", "--no-emit-project"]
    # Chalice puts the two files of itself that run in a function into the package on its own.
    export += ["--prune", "chalice", "--no-annotate", "--no-header"]
    subprocess.run([*export, "--output-file", str(project / "requirements.txt")], cwd=ROOT, check=True)
    return project


def _demand_complete(package: Path, requirements: Path) -> None:
    """Raise SystemExit when a requirement is missing: Chalice only prints that it found no wheel of it."""
    with zipfile.ZipFile(package) as full:
        found = {name.split("-")[0].lower() for name in full.namelist() if ".dist-info/" in name}
    missing = [name for name in _names(requirements) if name not in found]
    if missing:
        raise SystemExit(f"No wheel that runs on AWS Lambda: {', '.join(missing)}")


def _names(requirements: Path) -> Iterator[str]:
    for line in requirements.read_text().splitlines():
        yield line.split("==")[0].lower().replace("-", "_")


def _gateway_response(code: str) -> dict[str, Any]:
    status = _STATUS[code]
    headers = {
        "Content-Type": "application/problem+json",
        "Cache-Control": "no-store",
        **_GATEWAY_HEADERS.get(status, {}),
    }
    return {
        "statusCode": str(status),
        "responseParameters": {f"gatewayresponse.header.{name}": f"'{value}'" for name, value in headers.items()},
        "responseTemplates": {"application/json": problem_document(code)},
    }


if __name__ == "__main__":
    main()
