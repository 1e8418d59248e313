"""Makes the whole site in `build/site` from `site/` and `build/data`, without the network.

It decides where things go and refuses to know any word for people: those are in `site/data` and `site/docs`.
Run `site/generate.py` first.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from base64 import b64encode
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
import yaml
from claims import Claims, load_claims, shown, unsupported
from registers import Known, Registers, load
from search import make_index
from terms import linked, terms_of

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "site"
DATA = ROOT / "build" / "data"
REGIONS = DATA / "regions"
RULES = ROOT / "backend" / "chalicelib" / "domain" / "rules"
DOCS = ROOT / "build" / "docs"
OVERRIDES = ROOT / "build" / "overrides"
SITE = ROOT / "build" / "site"
FUNCTIONS = ROOT / "backend" / "chalicelib" / "generated"
INLINED = ROOT / "build" / "inlined.json"
GENERATOR = "SITE_GENERATOR"  # `infra/zensical.py` names one that is not ours yet

# Phones whose browser was last updated in 2020.
BROWSERS = "--target=chrome87,firefox78,safari14"
# What the scripts import from npm. The bundler names its files by where these lie, so a copy of the sources holds them itself.
BUNDLED = {"uqr"}
# What PurgeCSS drops beside rules.
PURGED = ["--keyframes", "--font-face", "--variables"]
# Files of the theme that no page of ours loads.
UNUSED = ["assets/images", "assets/javascripts", "assets/stylesheets", "sitemap.xml", "sitemap.xml.gz", "search.json"]
STYLES_LINK = 'assets/site.css">'  # how the link to the stylesheet ends on every page
INLINE_SCRIPT = re.compile(r'<script(?: data-here="[^"]*")?>(.*?)</script>', re.DOTALL)
FOR_THEME_SCRIPTS = re.compile(
    r'<input class="md-toggle"[^>]*>|<label class="md-overlay"[^>]*></label>|<div class="md-dialog".*?</div>\s*</div>'
    r'| data-md-component="[a-z]+"| class="no-js"',
    re.DOTALL,
)
INDENTATION = re.compile(r"\s*\n\s*")  # no page of ours has preformatted text
# How a minified module names another that it needs before it runs; one that it asks for later has brackets.
NEEDED = re.compile(r'(?:from|import)"\./([^"]+)"')
# The page whose frame the functions put their answers into.
FRAME = "formulir"
# What the service worker keeps on the phone: the pages on which something is done, and the list of regions.
KEPT_PAGES = ["lapor", "status"]
# What trade words mean.
TERMS = "panduan/istilah"
# The staff console, whose script no family needs.
CONSOLE = "petugas"
UNSEARCHED = {CONSOLE, FRAME, "cari", "panduan"}


def main() -> None:
    """Build everything anew; raises CalledProcessError when a step refuses."""
    provinces = {file.stem: json.loads(file.read_text(encoding="utf-8"))[0] for file in sorted(REGIONS.glob("??.json"))}
    data = {
        "words": json.loads((DATA / "words.json").read_text(encoding="utf-8")),
        "rules": rules(),
        # A form nobody has filled in yet.
        "values": {},
        "problems": {},
        "receipt": {},
        "ticket": None,
        "mendable": False,
        "regions": {"province": provinces, "regency": {}, "district": {}, "village": {}},
        "registers": registers(),
        "claims": claims(),
        "pages": front_matters(),
    }
    render_pages(data)
    shutil.copytree(REGIONS, DOCS / "data" / "regions")
    copy_overrides(data["words"], bundle_scripts())
    minify_styles()
    run_generator()
    drop_unused()
    link_terms()
    inline_styles()
    check_claims(data["claims"])
    write_search_index()
    make_service_worker()
    hand_to_functions()


def rules() -> dict[str, Any]:
    """Return the rules that pages are made from, by file name."""
    return {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(RULES.glob("*.toml"))}


def registers() -> Registers:
    """Return the registers of `site/data`, checked as of today."""
    lists = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in REGIONS.glob("??.json")}
    regions = {code: name for code, (name, _) in lists.items()}
    regions |= {code: name for _, names in lists.values() for code, name in names.items()}
    known = rules()
    categories = [category["id"] for category in known["categories"]["category"]]
    actions = [action["id"] for action in known["workflow"]["action"]]
    zones, sources = known["zones"]["offsets"], claims().sources
    return load(SOURCE / "data", Known(date.today(), regions, categories, zones, sources, actions))


def claims() -> Claims:
    """Return what the pages claim, and from whom; checked as of today."""
    return load_claims(SOURCE / "data", date.today())


def check_claims(known: Claims) -> None:
    """Raise SystemExit for what a page says without a source, and for a claim that no page shows; tell what has grown stale."""
    pages = {page.relative_to(SITE).as_posix(): page.read_text(encoding="utf-8") for page in SITE.rglob("*.html")}
    wrong = [f"{name}: without a source: {said}" for name, page in pages.items() for said in unsupported(page)]
    wrong += [f"claims.yaml, {name}: no page shows it" for name in known.claims.keys() - shown(pages.values())]
    if wrong:
        raise SystemExit("\n".join(wrong))
    for name in known.stale(date.today()):
        print(f"claims.yaml, {name}: past its shelf life; look for a newer source", file=sys.stderr)


def front_matters() -> dict[str, Any]:
    """Return the title and description of each page of `site/docs`, by its path without ending: "panduan/saluran"."""
    docs = SOURCE / "docs"
    texts = {page.relative_to(docs).with_suffix("").as_posix(): page.read_text(encoding="utf-8") for page in docs.rglob("*.md")}
    return {path: yaml.safe_load(text.split("---\n", 2)[1]) for path, text in texts.items()}


def render_pages(data: dict[str, Any]) -> None:
    """Fill the placeholders of `site/docs` and copy what is no page."""
    shutil.rmtree(DOCS, ignore_errors=True)
    shutil.copytree(SOURCE / "docs", DOCS)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([SOURCE / "docs", SOURCE / "partials"]),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for page in DOCS.rglob("*.md"):
        template = environment.get_template(page.relative_to(DOCS).as_posix())
        page.write_text(template.render(data), encoding="utf-8")
    for standard in data["registers"].standards.values():
        page = DOCS / "panduan" / "standar" / f"{standard.address}.md"
        page.write_text(environment.get_template("guides/standard.md").render(data, standard=standard), encoding="utf-8")


def copy_overrides(words: dict[str, Any], scripts: dict[str, str]) -> None:
    """Copy the theme's overrides and give them the words of the frame and the file names of the scripts."""
    shutil.rmtree(OVERRIDES, ignore_errors=True)
    shutil.copytree(SOURCE / "overrides", OVERRIDES)
    frame = json.dumps(words["frame"], ensure_ascii=False)
    made = f"{{% set words = {frame} %}}\n{{% set scripts = {json.dumps(scripts)} %}}\n"
    made += f"{{% set needed = {json.dumps({CONSOLE: needed_by(scripts[CONSOLE])})} %}}\n"
    # In the page, since asking for it would cost a phone more than it holds.
    icon = quote((SOURCE / "docs" / "assets" / "favicon.svg").read_text(encoding="utf-8").strip(), safe=" =:/")
    made += f"{{% set favicon = 'data:image/svg+xml,{icon}' %}}\n"
    (OVERRIDES / "made.html").write_text(made, encoding="utf-8")


def bundle_scripts() -> dict[str, str]:
    """Make one module for each part, and for each page that has a script of its own, named by its content; return name → file.

    What one of them needs only later (`import()`) becomes a file of its own. Each is bundled alone, so that none shares a file
    with another, which would be one more thing to ask for; a page knows a part by its name in capitals.
    """
    assets = DOCS / "assets"
    names = ["--entry-names=[name]-[hash]", "--chunk-names=[name]-[hash]", "--splitting"]
    made: dict[str, str] = {}
    for folder in ("parts", "pages"):
        parts = [f'--define:{name.upper()}="./{file}"' for name, file in made.items()] + [
            f"--external:./{file}" for file in made.values()
        ]
        for script in sorted((SOURCE / "scripts" / folder).glob("*.js")):
            made[script.stem] = bundled(script, assets, *names, *parts)
    # In a folder of its own: no family's phone keeps any of it.
    console = SOURCE / "console" / f"{CONSOLE}.tsx"
    file = bundled(console, assets / CONSOLE, *names, "--jsx=automatic", "--jsx-import-source=preact", "--preserve-symlinks")
    return made | {CONSOLE: f"{CONSOLE}/{file}"}


def bundled(script: Path, folder: Path, *options: str) -> str:
    """Make a module of a script and all that it needs in a folder; return the name of its file."""
    esbuild(str(script), f"--outdir={folder}", "--bundle", "--format=esm", "--charset=utf8", *options)
    [file] = folder.glob(f"{script.stem}-????????.js")
    return file.name


def needed_by(script: str) -> list[str]:
    """Return the files that a script needs before it runs, so that a page asks for all of them at once."""
    folder, _, _ = script.rpartition("/")
    source = (DOCS / "assets" / script).read_text(encoding="utf-8")
    return [f"{folder}/{name}" for name in NEEDED.findall(source)]


def minify_styles() -> None:
    """Make the one stylesheet."""
    sheet = (SOURCE / "styles" / "site.css").read_text(encoding="utf-8")
    (DOCS / "assets" / "site.css").write_text(esbuild("--loader=css", "--charset=utf8", given=sheet), encoding="utf-8")


def run_generator() -> None:
    """Make the pages by MkDocs, or by the program that the environment names; a warning is a failure."""
    named = os.environ.get(GENERATOR)
    program = [named] if named else [sys.executable, "-m", "mkdocs", "--quiet"]
    subprocess.run(
        [*program, "build", "--strict", "--clean", "--config-file", str(ROOT / "mkdocs.yml")],
        check=True,
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
    )


def drop_unused() -> None:
    """Remove the theme's files that nothing loads."""
    for name in UNUSED:
        path = SITE / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def link_terms() -> None:
    """Lead from the trade words of the pages to read to what they mean; from a page on which something is done, nowhere."""
    [_, _, pages] = [pages for pages, _ in kinds_of_pages()]
    terms = terms_of((SITE / TERMS / "index.html").read_text(encoding="utf-8"))
    for page in pages:
        if page.parent != SITE / TERMS:
            page.write_text(linked(page.read_text(encoding="utf-8"), terms, f"/{TERMS}/"), encoding="utf-8")


def inline_styles() -> None:
    """Put into each page the style rules it uses, so that a phone asks once; write down what a strict policy must allow.

    Pages of a kind share their rules, so that the policy stays short: the console, pages of the report, pages to read.
    """
    sheet = SITE / "assets" / "site.css"
    allowed: dict[str, set[str]] = {"styles": set(), "scripts": set()}
    for pages, more in kinds_of_pages():
        style = purged(sheet, [*map(str, pages), *more])
        allowed["styles"].add(source_hash(style))
        for page in pages:
            source = with_style(page.read_text(encoding="utf-8"), style)
            page.write_text(tidied(source), encoding="utf-8")
            allowed["scripts"] |= {source_hash(script) for script in INLINE_SCRIPT.findall(source)}
    sheet.unlink()
    INLINED.write_text(json.dumps({kind: sorted(hashes) for kind, hashes in allowed.items()}), encoding="utf-8")


def with_style(page: str, style: str) -> str:
    """Return a page with the rules in the place of its link to them; raises SystemExit when there is no such link."""
    before, link, after = page.partition(STYLES_LINK)
    if not link:
        raise SystemExit("A page has no link to the stylesheet.")
    head, _, _ = before.rpartition("<link ")
    return f"{head}<style>{style}</style>{after}"


def kinds_of_pages() -> Iterator[tuple[list[Path], list[str]]]:
    """Yield the pages of each kind, with what else may name a style rule there: scripts, and partials the functions fill."""
    pages = list(SITE.rglob("*.html"))
    console = [page for page in pages if page.parent.name == CONSOLE]
    with_forms = [page for page in pages if page.parent.name in (*KEPT_PAGES, FRAME)]
    to_read = [page for page in pages if page not in console + with_forms]
    scripts = [str(script) for script in (SITE / "assets").glob("*.js")]
    partials = f"{SOURCE}/partials/*.html"
    # Officers look at the family's page, too.
    yield console, [*(str(script) for script in (SITE / "assets" / CONSOLE).glob("*.js")), partials]
    yield with_forms, [*scripts, partials]
    yield to_read, []


def purged(sheet: Path, content: list[str]) -> str:
    """Return the rules of a stylesheet that something in the files `content` names."""
    target = sheet.with_name("purged.css")
    node_program("purgecss", "--css", str(sheet), "--content", *content, *PURGED, "--output", str(target))
    style = target.read_text(encoding="utf-8").strip()
    target.unlink()
    return style


def write_search_index() -> None:
    """Write what the page *Cari* finds: all that people read, and the two pages on which something is done."""
    pages = sorted(page for page in SITE.rglob("index.html") if page.parent.name not in UNSEARCHED)
    index = make_index(SITE, pages, SOURCE / "data" / "search.yaml")
    (SITE / "data" / "search.json").write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def make_service_worker() -> None:
    """Make `/sw.js`, which keeps the task pages with all they load; its version is what is in them."""
    addresses = ["/", *(f"/{page}/" for page in KEPT_PAGES)]
    files = {address: SITE / address[1:] / "index.html" for address in addresses}
    other = tuple(f"{page.stem}-" for page in (SOURCE / "scripts" / "pages").glob("*.js") if page.stem not in KEPT_PAGES)
    files |= {f"/assets/{file.name}": file for file in (SITE / "assets").glob("*.*") if not file.name.startswith(other)}
    version = hashlib.sha256(b"".join(file.read_bytes() for file in files.values())).hexdigest()[:12]
    defined = [f"--define:VERSION={json.dumps(version)}", f"--define:FILES={json.dumps(sorted(files))}"]
    source = SOURCE / "scripts" / "sw.js"
    esbuild(str(source), f"--outfile={SITE / 'sw.js'}", "--bundle", "--format=iife", "--charset=utf8", *defined)


def tidied(page: str) -> str:
    """Return a page without the theme's hooks for scripts we do not ship, and without its indentation."""
    return INDENTATION.sub("\n", FOR_THEME_SCRIPTS.sub("", page)).strip() + "\n"


def source_hash(text: str) -> str:
    """Return the source expression of a content security policy that allows an inlined text."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def hand_to_functions() -> None:
    """Give the functions the frame and the partials, which they fill for browsers without JavaScript."""
    (SITE / FRAME / "index.html").replace(FUNCTIONS / "frame.html")
    (SITE / FRAME).rmdir()
    shutil.copytree(SOURCE / "partials", FUNCTIONS / "partials", ignore=shutil.ignore_patterns("guides"), dirs_exist_ok=True)


def esbuild(*arguments: str, given: str | None = None) -> str:
    """Run the bundler, minifying; return what it prints: for `given`, the text of a single source, that is the result."""
    return node_program("esbuild", "--minify", "--log-level=warning", BROWSERS, *arguments, given=given)


def link_modules(copy: Path) -> None:
    """Give a copy of the sources what npm installed here; what the bundler names by where it lies, it gets itself."""
    modules = copy / "node_modules"
    modules.mkdir()
    for module in (ROOT / "node_modules").iterdir():
        if module.name in BUNDLED:
            shutil.copytree(module, modules / module.name)
        else:
            (modules / module.name).symlink_to(module)


def node_program(name: str, *arguments: str, given: str | None = None) -> str:
    """Run a program that npm installed, by the Node.js beside this interpreter if the machine has no other."""
    path = f"{os.environ['PATH']}{os.pathsep}{Path(sys.executable).parent}"
    return subprocess.run(
        [str(ROOT / "node_modules" / ".bin" / name), *arguments],
        check=True,
        cwd=ROOT,
        input=given,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | {"PATH": path},
    ).stdout


if __name__ == "__main__":
    main()
