"""Fixtures that several kinds of tests share, and the demand that a skipped test says why."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from infra.local.stack import Stack
from tests.built_site import built_site
from tests.e2e.conftest import launched
from tests.support.engines import NO_DURABLE_ENGINE, durable_store
from tests.support.fakes import FakePorts
from tests.support.local_stack import LocalStack, local_stack

TESTS = Path(__file__).parent
# Folders whose every test takes seconds, a browser, or the whole run.
SLOW = ("e2e", "packaging", "proof", "site")
# Tests that share what is dear to start, a whole emulator or local run, and so go to one worker; those begin first.
TOGETHER = ("e2e/deployed", "proof/test_phone.py", "packaging/test_templates.py")

# A busy machine is no fault of the product.
settings.register_profile("lapor", deadline=None)
settings.load_profile("lapor")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Make the site before any test asks: the words and regions of the functions come with it."""
    if not hasattr(session.config, "workerinput"):  # the workers of pytest-xdist come after
        built_site()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what is slow and what shares a start; pytest-xdist reads the groups before the hook below."""
    place = item.path.relative_to(TESTS).as_posix()
    if place.startswith(SLOW):
        item.add_marker(pytest.mark.slow)
    for name in TOGETHER:
        if place.startswith(name):
            item.add_marker(pytest.mark.xdist_group(name))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what shares a start, then what is slow."""

    def order(item: pytest.Item) -> int:
        place = item.path.relative_to(TESTS).as_posix()
        shared = [at for at, name in enumerate(TOGETHER) if place.startswith(name)]
        return shared[0] if shared else len(TOGETHER) + (not place.startswith(SLOW))

    items.sort(key=order)


@pytest.fixture
def ports() -> FakePorts:
    """Ports in memory."""
    return FakePorts()


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The durable engine with an empty table, one for the whole test run; tests mint numbers of their own."""
    if NO_DURABLE_ENGINE:
        pytest.skip(NO_DURABLE_ENGINE)
    folder: Path = tmp_path_factory.mktemp("engine")
    with durable_store(folder) as stack:
        yield stack


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser, one for the whole test run."""
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    """The local run with the site built, one for all browser tests that change nothing but their own reports."""
    built_site()
    folder: Path = tmp_path_factory.mktemp("stack")
    with local_stack(folder) as running:
        yield running
