"""What is true of every test: its output is as wide on every machine."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _the_same_width_everywhere(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)  # pytest-xdist sets it
    monkeypatch.delenv("FORCE_COLOR", raising=False)
