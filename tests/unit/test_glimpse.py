"""What a list shows of a story, and of who is writing: enough to know where to begin, never of what is confidential."""

from dataclasses import replace
from datetime import timedelta

import pytest
from chalicelib.domain.errors import UnknownTicket
from chalicelib.domain.rulebook import limits
from chalicelib.usecases.glimpse import Writer, excerpt_of, glimpse, say_writing
from chalicelib.usecases.submit_report import submit_report
from hypothesis import given
from hypothesis import strategies as st

from tests.support import samples
from tests.support.fakes import FakePorts

RINA, TONO = samples.PASIR_SAKTI_OFFICER, replace(samples.PASIR_SAKTI_OFFICER, sub="sub-tono", name="Tono Contoh")
NUMBER = samples.number(1)


@pytest.fixture
def filed() -> FakePorts:
    ports = FakePorts()
    for staff in (*samples.STAFF, TONO):
        ports.staff.put(staff)
    submit_report(ports, replace(samples.report("Uang   belum\nmasuk."), subject=None), samples.credentials(1))
    return ports


@given(st.text(max_size=300))
def test_an_excerpt_is_one_line_of_the_beginning(story: str) -> None:
    excerpt = excerpt_of(story)
    assert len(excerpt) <= limits().excerpt + 1
    assert excerpt.split() == excerpt.rstrip("…").split() or excerpt.endswith("…")
    assert "\n" not in excerpt
    assert " ".join(story.split()).startswith(excerpt.removesuffix("…"))


def test_a_glimpse_is_how_the_story_begins(filed: FakePorts) -> None:
    [seen] = glimpse(filed, RINA, [NUMBER, samples.number(2)])
    assert (seen.number, seen.excerpt, seen.writer) == (NUMBER, "Uang belum masuk.", None)
    assert glimpse(filed, samples.SUKADANA_OFFICER, [NUMBER]) == [], "not their kecamatan"


def test_of_a_confidential_one_there_is_none(filed: FakePorts) -> None:
    secret = samples.number(3)
    report = replace(samples.report("Pendamping memotong."), category="misuse", subject=None)
    submit_report(filed, report, samples.credentials(3))
    reader = replace(samples.LAMPUNG_TIMUR_COORDINATOR, confidential=True)
    [seen] = glimpse(filed, reader, [secret])
    assert filed.tickets.get(secret).wall.confidential
    assert seen.excerpt == ""
    assert filed.reads.of(secret) == []


def test_colleagues_see_who_writes_until_that_is_long_ago(filed: FakePorts) -> None:
    assert say_writing(filed, RINA, NUMBER, writing=True) is None
    there = say_writing(filed, TONO, NUMBER, writing=True)
    assert there == Writer(RINA.name, "2026-11-22T03:00:00.000Z")
    [seen] = glimpse(filed, RINA, [NUMBER])
    assert seen.writer == Writer(TONO.name, "2026-11-22T03:00:00.000Z")
    [own] = glimpse(filed, TONO, [NUMBER])
    assert own.writer is None, "nobody is told of themselves"
    filed.wait(timedelta(minutes=limits().writing_minutes))
    [seen] = glimpse(filed, RINA, [NUMBER])
    assert seen.writer is None
    say_writing(filed, TONO, NUMBER, writing=True)
    assert say_writing(filed, TONO, NUMBER, writing=False) is None
    [seen] = glimpse(filed, RINA, [NUMBER])
    assert seen.writer is None


def test_nobody_is_seen_where_they_may_not_look(filed: FakePorts) -> None:
    for writing in (True, False):
        with pytest.raises(UnknownTicket):
            say_writing(filed, samples.SUKADANA_OFFICER, NUMBER, writing=writing)
