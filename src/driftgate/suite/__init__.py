"""
The suite: asks the API, records and judges every answer, and ends in one verdict.

Imported only when used. `driftgate.suite.plugin` is the pytest plugin; a conftest.py that holds a `Suite` as
`driftgate_suite` has the suite's tests collected.
"""

from __future__ import annotations

from driftgate.suite.settings import Suite

__all__ = ["Suite"]
