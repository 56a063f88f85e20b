"""How fast and how much may be asked, on a clock of our own."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftgate.suite.pace import Limits, Pace, Stopped


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.at_s = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.at_s

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at_s += seconds


def pace(clock: Clock | None = None, **limits: object) -> Pace:
    clock = clock or Clock()
    return Pace(Limits(**{"max_requests": 100, **limits}), clock=clock, sleep=clock.sleep, now=lambda: clock.at_s)


@given(st.lists(st.floats(0, 5), max_size=20), st.floats(0.01, 2))
def test_between_two_requests_lies_at_least_the_interval(pauses: list[float], interval_s: float) -> None:
    clock = Clock()
    paced = pace(clock, interval_s=interval_s)
    began = []
    for pause in pauses:
        paced.before("GET")
        began.append(clock.at_s)
        clock.at_s += pause
    assert all(later - earlier >= interval_s - 1e-9 for earlier, later in pairwise(began))


def test_no_more_requests_than_allowed_and_then_a_planned_end() -> None:
    paced = pace(max_requests=3)
    for _ in range(3):
        paced.before("GET")
    with pytest.raises(Stopped, match="3 requests were sent") as caught:
        paced.before("GET")
    assert caught.value.planned
    assert paced.sent == 3


def test_time_is_up_after_the_time_allowed() -> None:
    clock = Clock()
    paced = pace(clock, max_time_s=10)
    paced.before("GET")
    clock.at_s += 9
    paced.before("GET")
    clock.at_s += 1
    with pytest.raises(Stopped, match="10 seconds"):
        paced.before("GET")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT"])
def test_a_live_api_is_asked_with_safe_methods_only_and_the_run_goes_on(method: str) -> None:
    paced = pace(safe_only=True)
    with pytest.raises(Stopped, match=f"{method} was not sent"):
        paced.before(method)
    paced.before("GET")
    assert paced.sent == 1


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_in_seconds_is_waited_for(status: int) -> None:
    clock = Clock()
    paced = pace(clock)
    paced.before("GET")
    assert paced.after(status, " 7 ")
    paced.before("GET")
    assert clock.slept == [7.0]


def test_retry_after_as_a_date_is_waited_for() -> None:
    clock = Clock()
    paced = pace(clock)
    paced.before("GET")
    assert paced.after(429, format_datetime(datetime.fromtimestamp(clock.at_s + 30, UTC), usegmt=True))
    paced.before("GET")
    assert clock.slept == [30.0]


@pytest.mark.parametrize(("status", "said"), [(200, "7"), (404, "7"), (429, None), (429, "soon"), (429, "-1")])
def test_what_is_no_wish_to_wait_is_not_waited_for(status: int, said: str | None) -> None:
    clock = Clock()
    paced = pace(clock)
    paced.before("GET")
    assert not paced.after(status, said)
    paced.before("GET")
    assert clock.slept == []


def test_a_server_that_asks_for_hours_ends_the_run() -> None:
    paced = pace()
    paced.before("GET")
    assert not paced.after(429, "7200")
    with pytest.raises(Stopped, match="wait 7,200 s") as caught:
        paced.before("GET")
    assert not caught.value.planned


def test_five_server_errors_in_a_row_end_a_live_run_and_an_answer_in_between_counts_anew() -> None:
    paced = pace(server_errors=5)
    for status in (500, 503, 502, 500, 200, 500, 500, 500, 500):
        paced.before("GET")
        paced.after(status, None)
    paced.before("GET")
    paced.after(500, None)
    with pytest.raises(Stopped, match="5 answers of 5xx in a row") as caught:
        paced.before("GET")
    assert not caught.value.planned


def test_a_mock_may_fail_as_often_as_it_likes() -> None:
    paced = pace()
    for _ in range(50):
        paced.before("GET")
        paced.after(500, None)
