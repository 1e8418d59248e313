"""Every rule file is read into typed values, and a wrong one is refused by what builds the site and the packages."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from chalicelib.domain import calendar, clocks, contact, names, reports, routing, rulebook, workflow
from chalicelib.domain.rules_check import check_rules

CACHES = (
    *(rulebook.limits, reports.categories, reports.choices, routing.routing, clocks.time_limits, workflow.actions),
    *(workflow.ends, workflow.fields, workflow.credit_categories, workflow.lane_of),
    *(names.name_rules, calendar.holidays, contact.call_hours),
)
Files = dict[str, Any]
TODAY = date(2026, 12, 1)


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Iterator[Files]:
    """The content of every rule file, to be spoilt: what asks for a rule reads this."""
    content = {path.stem: deepcopy(rulebook.rules(path.stem)) for path in RULES.glob("*.toml")}

    def read(name: str) -> Any:
        if name not in content:
            raise FileNotFoundError(name)
        return content[name]

    for module in (rulebook, reports, routing, calendar, clocks, contact, names, workflow):
        monkeypatch.setattr(module, "rules", read)
    for cache in CACHES:
        cache.cache_clear()
    yield content
    for cache in CACHES:
        cache.cache_clear()


RULES = Path(str(rulebook.__file__)).parent / "rules"
WRONG: dict[str, Callable[[Files], object]] = {
    "a limit of zero": lambda files: files["limits"].update(story=0),
    "a limit in words": lambda files: files["limits"].update(story="5000"),
    "a limit that nobody knows": lambda files: files["limits"].update(storey=1),
    "a limit that is missing": lambda files: files["limits"].pop("line"),
    "a choice too few": lambda files: files["choices"].pop("banks"),
    "a kind that is none": lambda files: files["categories"]["category"][0].update(kind="rumour"),
    "a category without a limit": lambda files: files["categories"]["category"][0].update(band="forever"),
    "a tier that is none": lambda files: files["routing"].update(start="desa"),
    "a role that starts nowhere": lambda files: files["routing"]["subject_roles"].update(facilitator="desa"),
    "no tier for where there is one officer": lambda files: files["routing"].pop("one_officer"),
    "a confidential tier that is none": lambda files: files["routing"]["confidential"].update(tier="desa"),
    "an urgent tier that is none": lambda files: files["routing"]["urgent"].update(tiers=["desa"]),
    "names without titles": lambda files: files["names"].pop("titles"),
    "a clock without source": lambda files: files["clocks"]["answer"].update(source=""),
    "a clock in moons": lambda files: files["clocks"]["answer"].update(unit="moons"),
    "a clock that nothing stops": lambda files: files["clocks"]["answer"].update(stops=["forgotten"]),
    "an action from nowhere": lambda files: files["workflow"]["action"][1].update({"from": ["lost"]}),
    "an action twice": lambda files: files["workflow"]["action"].append(files["workflow"]["action"][1]),
    "an action by nobody known": lambda files: files["workflow"]["action"][1].update(by=["minister"]),
    "an action that needs a field unheard of": lambda files: files["workflow"]["action"][1].update(needs=["photo"]),
    "an effect unheard of": lambda files: files["workflow"]["action"][-1].update(effect="vanish"),
    "a field of no kind": lambda files: files["workflow"]["fields"]["note"].pop("kind"),
    "a field of a kind unheard of": lambda files: files["workflow"]["fields"]["note"].update(kind="song"),
    "a field that is sealed nowhere": lambda files: files["workflow"]["fields"]["note"].update(compartment="attic"),
    "an option that needs a field unheard of": lambda files: files["workflow"]["choices"]["outcome"]["paid"].update(
        needs=["photo"]
    ),
    "an option after a state unheard of": lambda files: files["workflow"]["choices"]["close_reason"]["not_enough"].update(
        after="lost"
    ),
    "a condition unheard of": lambda files: files["workflow"]["action"][-1].update(when="the moon is full"),
    "an ending unheard of": lambda files: files["workflow"]["action"][-1].update(ending="forgotten"),
    "a credit for a category unheard of": lambda files: files["workflow"]["credit_categories"].append("gold"),
    "a field without a limit": lambda files: files["workflow"]["fields"]["note"].update(longest="book"),
    "a state without a lane": lambda files: files["workflow"]["lanes"]["family"]["states"].remove("answered"),
}


def test_the_rules_as_they_stand_are_read(files: Files) -> None:
    check_rules(TODAY)
    holidays = {f"holidays-{year}" for year in (2026, 2027)}
    named = "categories choices clocks contact limits names queues retention routing workflow zones"
    assert set(files) == set(named.split()) | holidays


@pytest.mark.parametrize(
    ("today", "year", "missing"),
    [
        (date(2026, 9, 30), 2027, False),
        (date(2026, 10, 1), 2027, True),
        (date(2026, 12, 31), 2027, True),
        (date(2027, 1, 1), 2027, True),
        (date(2026, 9, 30), 2026, True),
    ],
)
def test_a_year_without_holidays_fails_from_october_before_it(files: Files, today: date, year: int, missing: bool) -> None:
    del files[f"holidays-{year}"]
    if missing:
        with pytest.raises(ValueError, match=f"make holidays YEAR={year}"):
            check_rules(today)
    else:
        check_rules(today)


@pytest.mark.parametrize("fault", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_rule_file_is_refused(files: Files, fault: Callable[[Files], object]) -> None:
    fault(files)
    with pytest.raises((AttributeError, KeyError, TypeError, ValueError)):
        check_rules(TODAY)
