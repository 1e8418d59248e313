"""Fixtures that several kinds of tests share, and the demand that a skipped test says why."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from infra.local.stack import Stack
from tests.built_site import built_site
from tests.e2e.conftest import launched
from tests.support.engines import NO_DURABLE_ENGINE, durable_store
from tests.support.fakes import FakePorts
from tests.support.local_stack import LocalStack, local_stack


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
