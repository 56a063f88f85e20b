"""Progress: how far a long run is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from driftgate.evidence import counted

if TYPE_CHECKING:
    from collections.abc import Callable

PROGRESS_S = 10.0
"""Between two words."""


class Progress:
    """
    Says now and then how far a long run is; a run of seconds is over before it says a word.

    Args:
        reporter: The terminal reporter of pytest.
        clock: Seconds, monotonic.
    """

    def __init__(self, reporter: Any, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._reporter = reporter
        self._clock = clock
        self._told_s = clock()

    def __call__(self, sent: int, allowed: int, findings: int) -> None:
        if self._clock() - self._told_s >= PROGRESS_S:
            self._told_s = self._clock()
            self._reporter.ensure_newline()
            self._reporter.write_line(
                f"driftgate: {counted(sent, 'request')} of at most {allowed:,}, {counted(findings, 'finding')} so far"
            )
