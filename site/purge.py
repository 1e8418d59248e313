"""Drops from a stylesheet what cannot match anything on our pages. It refuses to know which pages those are."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

# `:not(.x)` matches where .x is missing, so nothing inside such brackets has to be on a page.
_BRACKETS = re.compile(r":(?:not|is|where|has|host|lang|dir|nth-[a-z-]+)\((?:[^()]|\([^()]*\))*\)")
_NAMES = re.compile(r"\[([\w-]+)|([.#]?)(-?[A-Za-z_](?:[\w-]|\\.)*)")
_STATES = re.compile(r"::?[a-z-]+(?:\([^)]*\))?")
_VALUES = re.compile(r"=(?:\"[^\"]*\"|'[^']*'|[^\]]*)")
_STRING = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|url\([^)\"']*\)|/\*.*?\*/", re.DOTALL)
_ANIMATION = re.compile(r"@(?:-webkit-)?keyframes ([\w-]+)")
_OPENING, _CLOSING = "{([", "})]"


def purge(css: str, pages: Iterable[str], scripts: Iterable[str]) -> str:
    """Return `css` without rules, animations and variables that are of no use to `pages` (HTML).

    A name that stands anywhere in `scripts` counts as used, since a script may add it later.
    """
    names = _Names()
    for page in pages:
        names.feed(page)
    for script in scripts:
        words = set(re.findall(r"[\w-]+", script))
        names.used |= {mark + word for word in words for mark in (".", "#", "[", "")}
    return _without_unused_variables(_without_unused_animations("".join(_kept_rules(css, names.used))))


class _Names(HTMLParser):
    """Collects what selectors can name: `tag`, `.class`, `#id` and `[attribute`."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = {"*"}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.used.add(tag)
        for name, value in attrs:
            self.used.add(f"[{name}")
            if name == "class":
                self.used |= {f".{one}" for one in (value or "").split()}
            if name == "id":
                self.used.add(f"#{value}")


def _kept_rules(css: str, used: set[str]) -> Iterator[str]:
    for head, body in _rules(css):
        if body is None:
            yield _written(head, body)
        elif head.startswith(("@media", "@supports")):
            inner = "".join(_kept_rules(body, used))
            if inner:
                yield _written(head, inner)
        elif head.startswith("@"):
            yield _written(head, body)
        else:
            selectors = [one for one in _split(head, ",") if _needs(one) <= used]
            if selectors:
                yield _written(",".join(selectors), body)


def _needs(selector: str) -> set[str]:
    bare = _STATES.sub("", _BRACKETS.sub("", _VALUES.sub("", selector)))
    return {f"[{attribute}" if attribute else mark + name for attribute, mark, name in _NAMES.findall(bare)}


def _rules(css: str) -> Iterator[tuple[str, str | None]]:
    """Yield (head, body) of each rule at the top level; body is None for a statement such as @charset."""
    for piece in _split(css, ";", rule_ends=True):
        head, brace, body = piece.partition("{")
        yield (head.strip(), body[:-1]) if brace else (piece.strip(), None)


def _written(head: str, body: str | None) -> str:
    return f"{head};" if body is None else f"{head}{{{body}}}"


def _split(text: str, separator: str, rule_ends: bool = False) -> Iterator[str]:
    """Yield the parts between separators that stand outside strings and brackets; with `rule_ends` also after a `}`."""
    depth = start = at = 0
    while at < len(text):
        character = text[at]
        string = _STRING.match(text, at) if character in "\"'u/" else None
        if string:
            at = string.end()
            continue
        depth += (character in _OPENING) - (character in _CLOSING)
        at += 1
        if depth:
            continue
        if rule_ends and character == "}":
            yield text[start:at]
            start = at
        elif character == separator:
            yield text[start : at - 1]
            start = at
    if text[start:].strip():
        yield text[start:]


def _without_unused_animations(css: str) -> str:
    elsewhere = set(re.findall(r"[\w-]+", _ANIMATION.sub("", css)))
    return "".join(
        _written(head, body)
        for head, body in _rules(css)
        if not (animation := _ANIMATION.match(head)) or animation[1] in elsewhere
    )


def _without_unused_variables(css: str) -> str:
    """Drop `--name: value` where nothing asks for it, until nothing changes: what asked may itself be dropped."""
    while True:
        asked = set(re.findall(r"var\((--[\w-]+)", css))
        smaller = "".join(_rules_without_variables(css, asked))
        if smaller == css:
            return css
        css = smaller


def _rules_without_variables(css: str, asked: set[str]) -> Iterator[str]:
    for head, body in _rules(css):
        if body is None:
            yield _written(head, body)
        elif head.startswith(("@media", "@supports")):
            inner = "".join(_rules_without_variables(body, asked))
            if inner:
                yield _written(head, inner)
        elif "--" not in body or head.startswith("@"):
            yield _written(head, body)
        else:
            lines = [line for line in _split(body, ";") if not line.startswith("--") or _name(line) in asked]
            if lines:
                yield _written(head, ";".join(lines))


def _name(declaration: str) -> str:
    return declaration.partition(":")[0].strip()
