"""Every category has a pictogram, small enough to stand in each page that shows it."""

from typing import Any

import jinja2

from tests.built_site import ROOT
from tests.site.test_words import words

MOST_BYTES = 250


def pictograms() -> Any:
    """The module of the partial."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(ROOT / "site" / "partials"), autoescape=True)
    return environment.get_template("pictograms.html").module


def test_every_category_has_one_of_its_own_that_is_small_and_silent() -> None:
    partial = pictograms()
    drawn = {category: str(partial.pictogram(category)) for category in words()["categories"]}
    assert set(partial.pictogram_paths) == set(drawn)
    assert len(set(drawn.values())) == len(drawn)
    for category, drawing in drawn.items():
        assert len(drawing.encode()) <= MOST_BYTES, category
        assert 'aria-hidden="true"' in drawing
        assert "#" not in drawing, "the colour is the text's, by day and night"
