"""Makes the whole site in `build/site` from `site/` and `build/data`, without the network.

It decides where things go and refuses to know any word for people: those are in `site/data` and `site/docs`.
Run `site/generate.py` first.
"""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "site"
DATA = ROOT / "build" / "data"
RULES = ROOT / "backend" / "chalicelib" / "domain" / "rules"
DOCS = ROOT / "build" / "docs"
OVERRIDES = ROOT / "build" / "overrides"
SITE = ROOT / "build" / "site"
THEME = Path(str(files("material"))) / "templates" / "assets" / "stylesheets"

# Phones whose browser was last updated in 2020.
BROWSERS = "--target=chrome87,firefox78,safari14"
# What PurgeCSS drops beside rules.
PURGED = ["--keyframes", "--font-face", "--variables"]
# Files of the theme that no page of ours loads.
UNUSED = ["assets/images", "assets/javascripts", "assets/stylesheets", "sitemap.xml", "sitemap.xml.gz"]


def main() -> None:
    """Build everything anew; raises CalledProcessError when a step refuses."""
    data = {"words": json.loads((DATA / "words.json").read_text(encoding="utf-8")), "rules": rules()}
    render_pages(data)
    copy_overrides(data)
    shutil.copytree(DATA / "regions", DOCS / "data" / "regions")
    bundle_scripts()
    bundle_styles()
    run_mkdocs()
    drop_unused()


def rules() -> dict[str, Any]:
    """Return the rules that pages are made from, by file name."""
    return {
        name: tomllib.loads((RULES / f"{name}.toml").read_text(encoding="utf-8"))
        for name in ("categories", "choices", "clocks", "limits", "transitions")
    }


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


def copy_overrides(data: dict[str, Any]) -> None:
    """Copy the theme's overrides and give them the words of the frame, which every page shares."""
    shutil.rmtree(OVERRIDES, ignore_errors=True)
    shutil.copytree(SOURCE / "overrides", OVERRIDES)
    words = json.dumps(data["words"]["frame"], ensure_ascii=False)
    (OVERRIDES / "words.html").write_text(f"{{% set words = {words} %}}\n", encoding="utf-8")


def bundle_scripts() -> None:
    """Make one module for each page that has a script of its own: `site/scripts/pages/*.js`."""
    pages = sorted((SOURCE / "scripts" / "pages").glob("*.js"))
    esbuild(*map(str, pages), f"--outdir={DOCS / 'assets'}", "--bundle", "--format=esm", "--charset=utf8")


def bundle_styles() -> None:
    """Make one stylesheet of the theme's and ours, so that a phone asks once."""
    [theme] = THEME.glob("main.*.min.css")
    both = theme.read_text(encoding="utf-8") + (SOURCE / "styles" / "site.css").read_text(encoding="utf-8")
    (DOCS / "assets" / "site.css").write_text(esbuild("--loader=css", "--charset=utf8", given=both), encoding="utf-8")


def run_mkdocs() -> None:
    """Run MkDocs in this interpreter's environment; a warning is a failure."""
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--config-file", str(ROOT / "mkdocs.yml")],
        check=True,
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
    )


def drop_unused() -> None:
    """Remove the theme's files that nothing loads, and the style rules that nothing on our pages or scripts names."""
    for name in UNUSED:
        path = SITE / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    sheet = SITE / "assets" / "site.css"
    content = [f"{SITE}/**/*.html", f"{SITE}/**/*.js"]
    node_program("purgecss", "--css", str(sheet), "--content", *content, *PURGED, "--output", str(sheet))


def esbuild(*arguments: str, given: str | None = None) -> str:
    """Run the bundler, minifying; return what it prints: for `given`, the text of a single source, that is the result."""
    return node_program("esbuild", "--minify", "--log-level=warning", BROWSERS, *arguments, given=given)


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
