"""
What is true of every test: its output is as wide on every machine, and properties are tried on the same examples.

`HYPOTHESIS_PROFILE=search nox -s tests` looks for new examples instead; one that fails goes beside its property as
`@example`, so that it is tried for ever.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

settings.register_profile("same", derandomize=True)
settings.register_profile("search", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(autouse=True)
def _the_same_width_everywhere(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)  # pytest-xdist sets it
    monkeypatch.delenv("FORCE_COLOR", raising=False)
