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

ROOT = Path(__file__).resolve().parent.parent
AREAS = ROOT / "node_modules" / "idn-area-data" / "data"
WORDS = ROOT / "site" / "data" / "words.yaml"
FOR_FUNCTIONS = ROOT / "backend" / "chalicelib" / "generated"
FOR_SITE = ROOT / "build" / "data"

Json = dict[str, Any]


def main() -> None:
    """Write both sets of files anew; raises FileNotFoundError when the npm packages are not installed."""
    files: Json = {"words.json": yaml.safe_load(WORDS.read_text(encoding="utf-8")), **dict(region_files())}
    for target in (FOR_FUNCTIONS, FOR_SITE):
        shutil.rmtree(target, ignore_errors=True)
        for name, content in files.items():
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def region_files() -> Iterator[tuple[str, Json]]:
    """Yield (file name, content): `regions/index.json` = {"18": ["Lampung", {"18.07": "Kabupaten Lampung Timur"}]} and one
    `regions/18.07.json` = {"18.07.19": ["Pasir Sakti", {"18.07.19.2001": "Purworejo"}]} for each kabupaten or kota.
    """
    index: Json = {row["code"]: [row["name"], {}] for row in rows("provinces")}
    for row in rows("regencies"):
        index[row["province_code"]][1][row["code"]] = row["name"]
    yield "regions/index.json", index

    regencies: dict[str, Json] = {code: {} for _, names in index.values() for code in names}
    for row in rows("districts"):
        regencies[row["regency_code"]][row["code"]] = [row["name"], {}]
    for row in rows("villages"):
        district = row["district_code"]
        regencies[district[:5]][district][1][row["code"]] = row["name"]
    for code, districts in regencies.items():
        yield f"regions/{code}.json", districts


def rows(table: str) -> Iterator[dict[str, str]]:
    """Yield the rows of one table of the package; names hold quotes and commas, hence a real CSV reader."""
    with (AREAS / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


if __name__ == "__main__":
    main()
