"""Chains of requests along the links of a contract: what one answer names, the next request asks for."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import requests

from driftgate.suite.pace import SAFE_METHODS, Stopped

if TYPE_CHECKING:
    from driftgate.suite.channel import Channel
    from driftgate.suite.generation import Generator

_CHECKS = {"use_after_free": "removed", "ensure_resource_availability": "created"}
"""Checks of Schemathesis on chains, and the trial that each becomes."""
STEPS = 5
"""Requests of one chain at most."""
ATTEMPTS = 10


def has_chains(channel: Channel, generator: Generator) -> bool:
    """Tell whether the contract links operations, written down or as their paths and fields suggest."""
    machine = _machine(channel, generator)
    return bool(machine.schema.statistic.transitions.total)


def follow_chains(channel: Channel, generator: Generator, budget: int) -> None:
    """
    Ask along chains of linked operations with up to `budget` requests.

    Raises:
        Stopped: The run must end.
    """
    from hypothesis import HealthCheck, Phase, seed, settings
    from hypothesis.errors import Flaky
    from schemathesis.generation.stateful import run_state_machine_as_test

    machine = _machine(channel, generator)
    if not machine.schema.statistic.transitions.total:
        return
    left = [budget]
    stopped: list[Stopped] = []

    class Chain(machine):  # type: ignore[misc, valid-type]
        def step(self, input: Any) -> Any:  # noqa: A002 -- named by Schemathesis
            if stopped or left[0] <= 0:
                return None
            left[0] -= 1
            try:
                return super().step(input)
            except requests.RequestException:
                return None
            except Stopped as stop:
                if channel.pace.stopped is not None:
                    stopped.append(stop)
                return None

        def call(self, case: Any, **_: Any) -> Any:
            return case.call(session=channel.door, allow_redirects=False)

        def validate_response(self, response: Any, case: Any, **_: Any) -> None:
            if channel.suite.base_url is not None:  # the embedded mock forgets what it was told
                _hold(channel, response, case, self.recorder)

    how = settings(
        max_examples=max(1, budget // STEPS),
        stateful_step_count=STEPS,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    for attempt in range(ATTEMPTS):
        # A server remembers what earlier chains did; where that leads Hypothesis astray, it begins anew.
        with suppress(Flaky):
            run_state_machine_as_test(seed(channel.suite.seed + attempt)(Chain), settings=how)
            break
    if stopped:
        raise stopped[0]


def _machine(channel: Channel, generator: Generator) -> Any:
    schema: Any = generator.schema
    if not channel.sends_unsafe:
        schema = schema.include(method=sorted(SAFE_METHODS))
    return schema.as_state_machine()


def _hold(channel: Channel, response: Any, case: Any, recorder: Any) -> None:
    from schemathesis.checks import CHECKS, load_all_checks
    from schemathesis.core.failures import FailureGroup

    load_all_checks()
    at = channel.last
    for name, kind in _CHECKS.items():
        try:
            case.validate_response(response, checks=[CHECKS.get_one(name)], recorder=recorder)
        except FailureGroup:
            if at is not None:
                channel.witness.tried(kind, at)
