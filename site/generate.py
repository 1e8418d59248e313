"""Makes what the site and the functions share: words, choices and region files, from `site/data` and npm `idn-area-data`.

Writes `backend/chalicelib/generated/` (packaged with the functions) and `build/data/` (picked up by the site build), there also
the types of the staff API for the console.
It refuses to know what a page looks like: that is `site/build.py`.
"""

import csv
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from chalicelib.domain import pasted, people
from chalicelib.domain.rulebook import limits
from chalicelib.domain.rules_check import check_rules
from chalicelib.entrypoints.http import typed
from staff_types import staff_types

ROOT = Path(__file__).resolve().parent.parent
AREAS = ROOT / "node_modules" / "idn-area-data" / "data"
WORDS = ROOT / "site" / "data" / "words.yaml"
CHANNELS = ROOT / "site" / "data" / "channels.yaml"
FOR_FUNCTIONS = ROOT / "backend" / "chalicelib" / "generated"
FOR_SITE = ROOT / "build" / "data"

# By the first digit of a desa's own number (Kemendagri).
VILLAGE_KINDS = {"1": "kelurahan", "2": "desa", "3": "desa adat"}

Json = dict[str, Any]

# What the console says of an open report alone, and no list.
OF_AN_OPEN_CASE = (
    *("actions", "banks", "call_times", "case_work", "complainants", "contact_reasons", "endings", "flags", "kinds", "labels"),
    *("outcomes", "ratings", "replies", "stages", "subject_roles", "talk", "turns", "why_not"),
)


def main() -> None:
    """Write both sets of files anew; raises FileNotFoundError when the npm packages are not installed,
    and what `check_rules` raises when a rule file is wrong.
    """
    check_rules(date.today())
    words = {"words.json": yaml.safe_load(WORDS.read_text(encoding="utf-8")) | {"help_lines": help_lines()}}
    index, kabupaten = region_files()
    # A function looks a region up in one list; a phone asks for no more than its province.
    for target, lists in ((FOR_FUNCTIONS, {"index": index}), (FOR_SITE, index)):
        shutil.rmtree(target, ignore_errors=True)
        regions = {f"regions/{code}.json": content for code, content in {**lists, **kabupaten}.items()}
        shared = {**words, **regions} | (said_later(words["words.json"]) if target is FOR_SITE else {})
        for name, content in shared.items():
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    (FOR_SITE / "staff-api.d.ts").write_text(staff_types(), encoding="utf-8")


def help_lines() -> list[Json]:
    """Return whom to call in danger, from the channel register: [{name, address, always, checked}]."""
    channels = yaml.safe_load(CHANNELS.read_text(encoding="utf-8"))
    return [
        {
            "name": channel["name"],
            "address": channel["address"],
            "always": channel["hours"]["open"] == "00:00" and channel["hours"]["close"] == "24:00",
            "checked": channel["status"] == "active",
        }
        for channel in channels
        if channel.get("in_danger")
    ]


def said_later(words: Json) -> Json:
    """Return the files of what a page's script says only when somebody needs it, so that no page loads it before.

    `asking.json` holds the patterns by which the phone asks again what the server could not read, the server's own.
    """
    codes = ("bad_phone", "bad_nik", "bad_amount", "bad_month", "bad_date", "too_early", "future_date")
    asking = {
        "patterns": {
            "between": pasted.BETWEEN,
            "mobile": people.MOBILE,
            "nik": people.NIK,
            "around_rupiah": typed.AROUND_RUPIAH,
            "plain_rupiah": typed.PLAIN_RUPIAH,
            "rupiah_in_units": typed.RUPIAH_IN_UNITS,
            "month": typed.MONTH,
        },
        "month_stems": typed.MONTH_STEMS,
        "first_year": limits().first_year,
        "sentences": {code: f"{words['fields'][code]} {words['asking_again']}" for code in codes},
    }
    return {
        "asking.json": asking,
        "picking.json": words["picking"],
        "case.json": {kind: words[kind] for kind in OF_AN_OPEN_CASE},
    }


def region_files() -> tuple[Json, Json]:
    """Return the provinces, {"18": ["Lampung", {"18.07": "Kabupaten Lampung Timur"}]}, and what lies in each kabupaten or kota,
    {"18.07": {"18.07.19": ["Pasir Sakti", {"18.07.19.2001": "Purworejo"}]}}.
    """
    index: Json = {row["code"]: [row["name"], {}] for row in rows("provinces")}
    for row in rows("regencies"):
        index[row["province_code"]][1][row["code"]] = row["name"]
    regencies: dict[str, Json] = {code: {} for _, names in index.values() for code in names}
    for row in rows("districts"):
        regencies[row["regency_code"]][row["code"]] = [row["name"], {}]
    for row in rows("villages"):
        district = row["district_code"]
        regencies[district[:5]][district][1][row["code"]] = row["name"]
    for districts in regencies.values():
        for _, villages in districts.values():
            tell_apart(villages)
    return index, regencies


def tell_apart(villages: Json) -> None:
    """Add its kind to the name of each desa or kelurahan that shares it with another of the kecamatan, or else its code."""
    for kind in (lambda code: VILLAGE_KINDS[code[-4]], lambda code: code):
        names = Counter(name.casefold() for name in villages.values())
        for code, name in list(villages.items()):
            if names[name.casefold()] > 1:
                villages[code] = f"{name} ({kind(code)})"


def rows(table: str) -> Iterator[dict[str, str]]:
    """Yield the rows of one table of the package; names hold quotes and commas, hence a real CSV reader."""
    with (AREAS / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


if __name__ == "__main__":
    main()
