"""The suite's own tests. A conftest.py with a `Suite` has them collected; a test module may import them by name."""

from __future__ import annotations
