"""Makes what the site and the functions share: words, choices and region files, from `site/data` and npm `idn-area-data`.

Writes `backend/chalicelib/generated/` (packaged with the functions) and `build/data/` (picked up by the site build).
It refuses to know what a page looks like: that is `site/build.py`.
"""

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from chalicelib.domain.rules_check import check_rules

ROOT = Path(__file__).resolve().parent.parent
AREAS = ROOT / "node_modules" / "idn-area-data" / "data"
WORDS = ROOT / "site" / "data" / "words.yaml"
FOR_FUNCTIONS = ROOT / "backend" / "chalicelib" / "generated"
FOR_SITE = ROOT / "build" / "data"

Json = dict[str, Any]


def main() -> None:
    """Write both sets of files anew; raises FileNotFoundError when the npm packages are not installed,
    and what `check_rules` raises when a rule file is wrong.
    """
    check_rules()
    words = {"words.json": yaml.safe_load(WORDS.read_text(encoding="utf-8"))}
    index, kabupaten = region_files()
    # A function looks a region up in one list; a phone asks for no more than its province.
    for target, lists in ((FOR_FUNCTIONS, {"index": index}), (FOR_SITE, index)):
        shutil.rmtree(target, ignore_errors=True)
        regions = {f"regions/{code}.json": content for code, content in {**lists, **kabupaten}.items()}
        for name, content in {**words, **regions}.items():
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


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
    return index, regencies


def rows(table: str) -> Iterator[dict[str, str]]:
    """Yield the rows of one table of the package; names hold quotes and commas, hence a real CSV reader."""
    with (AREAS / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


if __name__ == "__main__":
    main()
