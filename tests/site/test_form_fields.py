"""One source for a form and for the API: what a page asks is what the API takes, and all that citizens may say is asked."""

from collections.abc import Iterator
from typing import get_args

import pytest
from chalicelib.entrypoints.public_api.models import LookUpIn, ReportIn
from pydantic import BaseModel

from tests.built_site import built_site
from tests.site.test_words import rules, words
from tests.support.html_forms import HtmlPage

# Minted or worked out, not asked.
NOT_ASKED = {"as_typed", "number", "access_code", "link_token", "kind"}
# Asked by earlier forms, whose reports phones may still hold, and by the API of whoever knows the answer.
NO_LONGER_ASKED = {"complainant", "payment.stage"}
# The way to the district, and the button pressed.
ON_THE_WAY = {"province", "regency", "step"}
# Opens more of a ticket than its number does.
WITH_CODE = {"access_code"}


def leaves(model: type[BaseModel]) -> Iterator[str]:
    """The names of a model's fields, those inside others after a dot."""
    for name, field in model.model_fields.items():
        inner = [kind for kind in get_args(field.annotation) if isinstance(kind, type) and issubclass(kind, BaseModel)]
        yield from [f"{name}.{below}" for kind in inner for below in leaves(kind)] or [name]


def source(page: str) -> str:
    """A page as built."""
    return (built_site() / page / "index.html").read_text(encoding="utf-8")


def demand_one_source(report: str) -> None:
    """Fail unless a page's report form asks what the API takes, all of it and nothing else."""
    asked = HtmlPage(report).form("/formulir/lapor").names
    assert asked - ON_THE_WAY == set(leaves(ReportIn)) - NOT_ASKED - NO_LONGER_ASKED
    assert asked >= ON_THE_WAY


def test_the_report_form_and_the_api_ask_the_same() -> None:
    demand_one_source(source("lapor"))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [('name="reporter.phone"', 'name="reporter.telephone"'), ('name="story"', ""), ('name="for_other"', 'name="keep"')],
)
def test_the_guard_catches_the_fault(right: str, wrong: str) -> None:
    assert right in source("lapor")
    with pytest.raises(AssertionError):
        demand_one_source(source("lapor").replace(right, wrong))


def test_the_status_form_and_the_api_ask_the_same() -> None:
    assert HtmlPage(source("status")).form("/formulir/status").names - WITH_CODE == set(leaves(LookUpIn)) - WITH_CODE


def test_every_question_has_a_label_and_every_label_a_question() -> None:
    labels, hints = set(words()["labels"]), set(words()["hints"])
    asked = HtmlPage(source("lapor")).form("/formulir/lapor").names - {"step"}
    assert asked <= labels
    assert hints <= labels
    # What the script sends, and what actions ask for.
    elsewhere = NOT_ASKED | NO_LONGER_ASKED | {"photos"} | set(rules("workflow")["fields"])
    assert labels <= asked | elsewhere


def test_forms_work_without_a_script() -> None:
    """They go by POST, so that nothing typed stands in an address, and have a button that sends."""
    for page in ("lapor", "status"):
        for form in HtmlPage(source(page)).forms:
            assert form.method == "post"
            assert form.action.startswith("/formulir/")
            assert [one for one in form.controls if one.kind == "submit"]


def test_what_links_name_is_there() -> None:
    for page in ("lapor", "status"):
        read = HtmlPage(source(page))
        assert len(set(read.ids)) == len(read.ids)
        described = " ".join(attributes.get("aria-describedby", "") for _, attributes in read.tags).split()
        labelled = [attributes["for"] for tag, attributes in read.tags if tag == "label"]
        assert {*described, *labelled} <= set(read.ids)
