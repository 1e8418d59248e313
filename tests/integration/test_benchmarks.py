"""The handler that the benchmarks compare with keeps doing what the product does."""

import os
import subprocess
import sys

import pytest

from tests.built_site import ROOT
from tests.support.engines import NO_DURABLE_ENGINE


def test_the_raw_handler_makes_the_same_calls_and_answers_the_same_fields() -> None:
    if NO_DURABLE_ENGINE:
        pytest.skip(NO_DURABLE_ENGINE)
    # In a process of its own, since a benchmark takes the environment of a stack for good.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-m", "tests.bench", "calls"], check=True, cwd=ROOT, env=environment)
