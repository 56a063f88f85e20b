"""Pace: how fast and how much may be asked, and when to stop asking."""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from driftgate.errors import DriftgateError

if TYPE_CHECKING:
    from collections.abc import Callable

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "QUERY"})
"""RFC 9110, section 9.2.1, without TRACE, which echoes credentials; QUERY is safe as well (draft-ietf-httpbis-safe-method-w-body)."""
MAX_SERVER_ERRORS = 5
MAX_WAIT_S = 120.0
"""A server that asks for more patience than this ends the run."""
MAX_RETRIES = 2
_ASK_TO_WAIT = frozenset({429, 503})


class Stopped(DriftgateError):  # noqa: N818 -- it may have been planned
    """
    No more requests may be sent.

    Args:
        planned: The budget is used up as planned; else the run ends before its end.
    """

    def __init__(self, message: str, *, planned: bool = False) -> None:
        super().__init__(message)
        self.planned = planned


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """
    What a run must keep to.

    Args:
        max_requests: Of the whole run.
        interval_s: Between the beginnings of two requests.
        max_time_s: From the first request on.
        safe_only: Refuse methods that may change something.
        server_errors: So many 5xx in a row end the run; None never does.
    """

    max_requests: int
    interval_s: float = 0.0
    max_time_s: float | None = None
    safe_only: bool = False
    server_errors: int | None = None


class Pace:
    """
    Says before each request whether and when it may go, and learns from each answer.

    Args:
        limits: What must be kept to.
        clock: Seconds, monotonic.
        sleep: Waits so many seconds.
        now: Seconds since 1970, for `Retry-After` with a date.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.limits = limits
        self.sent = 0
        self.stopped: Stopped | None = None
        self._clock, self._sleep, self._now = clock, sleep, now
        self._began_s: float | None = None
        self._next_s = 0.0
        self._server_errors = 0
        self.sent_any_answer = False

    def before(self, method: str) -> None:
        """
        Wait until a request may be sent, and count it.

        Raises:
            Stopped: It may not be sent.
        """
        if self.stopped is not None:
            raise self.stopped
        if self.limits.safe_only and method not in SAFE_METHODS:
            raise Stopped(f"{method} was not sent: a live API is asked with safe methods only.", planned=True)
        at = self._clock()
        if self._began_s is None:
            self._began_s = at
        if self.sent >= self.limits.max_requests:
            raise self._stop(f"{self.limits.max_requests:,} requests were sent, the most allowed", planned=True)
        if self.limits.max_time_s is not None and at - self._began_s >= self.limits.max_time_s:
            raise self._stop(f"{self.limits.max_time_s:g} seconds have passed, the most allowed", planned=True)
        if self._next_s > at:
            self._sleep(self._next_s - at)
            at = self._next_s
        self._next_s = at + self.limits.interval_s
        self.sent += 1

    def after(self, status: int, retry_after: str | None) -> bool:
        """
        Learn from an answer; return whether the server asked to wait, so that the same request may be sent again.

        Raises:
            Stopped: The server fails, or asks for too much patience.
        """
        self._server_errors = self._server_errors + 1 if status >= 500 else 0
        if self.limits.server_errors is not None and self._server_errors >= self.limits.server_errors:
            self._stop(f"stopped after {self._server_errors} answers of 5xx in a row")
        if status not in _ASK_TO_WAIT or retry_after is None:
            return False
        wait_s = self._seconds(retry_after)
        if wait_s is None:
            return False
        if wait_s > MAX_WAIT_S:
            self._stop(f"stopped: the server asks to wait {wait_s:,.0f} s")
            return False
        self._next_s = max(self._next_s, self._clock() + wait_s)
        return True

    def lost(self, reason: str) -> None:
        """Take note that the target cannot be reached; nothing more is sent."""
        self._stop(reason)

    def _stop(self, reason: str, *, planned: bool = False) -> Stopped:
        self.stopped = Stopped(reason, planned=planned)
        return self.stopped

    def _seconds(self, retry_after: str) -> float | None:
        """Return the seconds that `Retry-After` names: a number or a date (RFC 9110, section 10.2.3)."""
        text = retry_after.strip()
        if text.isdecimal():
            return float(text)
        try:
            return max(0.0, parsedate_to_datetime(text).timestamp() - self._now())
        except ValueError:
            return None
