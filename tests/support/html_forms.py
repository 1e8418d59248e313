"""Reads a page the way a browser without JavaScript holds it: its forms, their fields, and what they would send."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

FORM = {"content-type": "application/x-www-form-urlencoded"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
Pairs = list[tuple[str, str]]


@dataclass
class Control:
    """One control of a form: a text, a box, one option of a list, or a button."""

    name: str
    kind: str
    value: str
    chosen: bool


@dataclass
class Form:
    """One form of a page."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        """The names of what can be filled in or pressed."""
        return {control.name for control in self.controls if control.name}

    def options(self, name: str) -> list[str]:
        """The values a list or a set of boxes offers."""
        return [one.value for one in self.controls if one.name == name]

    def filled(self) -> Pairs:
        """What it would send if no button were pressed."""
        return [(one.name, one.value) for one in self.controls if one.name and one.kind != "submit" and one.chosen]

    def sent(self, step: str = "", **changes: str | list[str] | None) -> bytes:
        """What it sends when the button `step` is pressed, after changes; "__" in a name stands for a dot, None empties."""
        changed = {name.replace("__", "."): value for name, value in changes.items()}
        pairs = [(name, value) for name, value in self.filled() if name not in changed]
        for name, value in changed.items():
            pairs += [(name, one) for one in (value if isinstance(value, list) else [value]) if one is not None]
        return encoded(pairs + ([("step", step)] if step else []))


class HtmlPage(HTMLParser):
    """A page as read."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source = source
        self.forms: list[Form] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self._text: Control | None = None
        self._select = ""
        self.feed(source)
        self.close()
        for form in self.forms:
            _choose_first_options(form)

    @property
    def text(self) -> str:
        """All words of the page, outside of fields."""
        return " ".join(" ".join(self.words).split())

    def form(self, action: str) -> Form:
        """The one form that goes to an address."""
        [form] = [form for form in self.forms if form.action == action]
        return form

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append((tag, attributes))
        if tag not in VOID:
            self._open.append(tag)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "a":
            self.links.append(attributes.get("href", ""))
        if tag == "form":
            self.forms.append(Form(attributes.get("action", ""), attributes.get("method", "get")))
        if self.forms and tag in ("input", "select", "option", "textarea", "button"):
            self._control(tag, attributes)

    def _control(self, tag: str, attributes: dict[str, str]) -> None:
        controls, name = self.forms[-1].controls, attributes.get("name", "")
        if tag == "option":
            controls.append(Control(self._select, "option", attributes.get("value", ""), "selected" in attributes))
        elif tag == "select":
            self._select = name
        elif tag == "textarea":
            self._text = Control(name, "textarea", "", True)
            controls.append(self._text)
        else:
            kind = attributes.get("type", "submit" if tag == "button" else "text")
            chosen = "checked" in attributes if kind in ("radio", "checkbox") else True
            controls.append(Control(name, kind, attributes.get("value", ""), chosen))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag == "textarea" and self._text:
            self._text.value = self._text.value.removeprefix("\n")  # as the HTML standard has it
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text:
            self._text.value += data
        elif not {"style", "script"} & set(self._open):
            self.words.append(data)


def encoded(pairs: Iterable[tuple[str, str]]) -> bytes:
    """Return fields as a browser sends them: every line end as CR LF."""
    lines = [(name, value.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")) for name, value in pairs]
    return urlencode(lines).encode()


def _choose_first_options(form: Form) -> None:
    """A list in which nothing is selected stands on its first option."""
    for name in {one.name for one in form.controls if one.kind == "option"}:
        options = [one for one in form.controls if one.kind == "option" and one.name == name]
        if not any(one.chosen for one in options):
            options[0].chosen = True
