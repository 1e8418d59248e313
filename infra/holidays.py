"""Writes the holidays of a year as the rules read them: `make holidays YEAR=2028`. Look at the file and commit it.

The days come from PyPI `holidays`; who knows the joint decree (SKB) of the year corrects the file by hand.
"""

import os
from importlib.metadata import version

from holidays import country_holidays
from holidays.constants import GOVERNMENT, PUBLIC

from infra.pinned import ROOT

_RULES = ROOT / "backend" / "chalicelib" / "domain" / "rules"
_KINDS = {"national": PUBLIC, "joint_leave": GOVERNMENT}
_HEAD = """\
# Days on which offices do not work, beside weekends: national holidays, and cuti bersama (joint leave). `perkiraan`: expected.
# Made by `make holidays YEAR={year}`. Hold it against the joint decree of the ministers (SKB) for the year, and correct it.
source = "PyPI holidays {version}"
"""


def main() -> None:
    """Write the file of the year that YEAR names; raises KeyError, and RuntimeError when the library does not know the year."""
    year = int(os.environ["YEAR"])
    parts = [_HEAD.format(year=year, version=version("holidays"))]
    for kind, category in _KINDS.items():
        days = country_holidays("ID", years=year, language="id", categories=(category,))
        if not days:
            raise RuntimeError(f"the library knows no {kind} of {year} yet: update it (uv lock --upgrade-package holidays)")
        parts.append(f"\n[{kind}]\n" + "".join(f'{day} = "{days[day]}"\n' for day in sorted(days)))
    path = _RULES / f"holidays-{year}.toml"
    path.write_text("".join(parts), encoding="utf-8")
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
