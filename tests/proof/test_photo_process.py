"""The process that cleans a photo: what it costs is limited, what it holds is nothing, and what ends it ends nobody else."""

import sys

import pytest
from chalicelib.adapters.pillow import cleaner
from chalicelib.adapters.pillow.cleaner import PillowCleaner
from chalicelib.domain.errors import StoreBusy
from chalicelib.domain.photos import Refusal

from tests.support import pictures

_AS_CHILD = """
import os, chalicelib.adapters.pillow.child as child
from chalicelib.domain.rulebook import rules
rules("limits")["photo_cpu_seconds"] = 1
def redrawn(content):
    {work}
child.redrawn = redrawn
child.main()
"""


def doing(monkeypatch: pytest.MonkeyPatch, work: str) -> PillowCleaner:
    """Return the cleaner with a decoder that does something else."""
    monkeypatch.setattr(cleaner, "_CHILD", [sys.executable, "-c", _AS_CHILD.format(work=work)])
    return PillowCleaner()


def test_a_photo_is_cleaned_and_a_refusal_comes_back_by_name() -> None:
    cleaned = PillowCleaner().clean(pictures.jpeg())
    assert isinstance(cleaned, bytes)
    assert cleaned.startswith(b"\xff\xd8")
    assert pictures.MARK.encode() not in cleaned
    assert PillowCleaner().clean(b"no photo") == Refusal.NOT_AN_IMAGE


@pytest.mark.parametrize("work", ["while True: pass", "return bytes(8 << 30)", "os.abort()"], ids=["cpu", "memory", "crash"])
def test_what_costs_too_much_or_crashes_is_refused(monkeypatch: pytest.MonkeyPatch, work: str) -> None:
    assert doing(monkeypatch, work).clean(b"") == Refusal.TOO_COSTLY


def test_the_decoder_has_no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "TANDACONTOH")
    seen = doing(monkeypatch, "return repr(dict(os.environ)).encode()").clean(b"")
    assert isinstance(seen, bytes)
    assert b"PYTHONPATH" in seen
    assert b"AWS" not in seen
    assert b"TANDACONTOH" not in seen


def test_a_machine_without_time_refuses_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaner, "_PATIENCE", 1)
    with pytest.raises(StoreBusy):
        doing(monkeypatch, "import time; time.sleep(60)").clean(b"")


def test_a_process_without_an_answer_is_an_error_and_no_photo(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RuntimeError):
        doing(monkeypatch, "raise ValueError").clean(b"")


def test_a_small_file_of_many_scans_is_not_decoded() -> None:
    costly = pictures.many_scans(100, side=7_696)
    assert len(costly) < 200_000
    assert PillowCleaner().clean(costly) == Refusal.TOO_COSTLY
