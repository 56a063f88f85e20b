"""The budget: how many requests each operation is worth, and on what they are spent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from driftgate.operation import Operation
    from driftgate.suite.settings import Suite

REQUESTS = 1_000
"""Of a run on a target of this machine, at least."""
REQUESTS_EACH = 60
"""Of a run on a target of this machine, for each operation, where that is more."""
LIVE_REQUESTS = 120
LIVE_REQUESTS_EACH = 6
PROBES = 10
"""Requests of each operation, at most, that break the frame of HTTP rather than the contract."""
_FLOOR = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """
    What one operation may spend.

    Args:
        pages: Requests for pages of its collection: where the records are, drift is found.
        properties: Requests for the properties of its collection.
        valid: Generated requests that keep the contract.
        invalid: Generated requests that break it.
        probes: Requests that nothing was promised of: methods that a path does not have, odd media types.
    """

    pages: int
    properties: int
    valid: int
    invalid: int
    probes: int

    @property
    def total(self) -> int:
        return self.pages + self.properties + self.valid + self.invalid + self.probes


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """
    What a run may spend. All shares add up to at most the whole.

    Args:
        max_requests: Of the whole run.
        chains: Requests along the links between operations.
        shares: Requests of each operation, by its name.
    """

    max_requests: int
    chains: int
    shares: dict[str, Share]


def plan(operations: Sequence[Operation], suite: Suite, *, is_live: bool) -> Budget:
    """
    Return what a run may spend on each operation: most on answers with records in them, little on refusals.

    A share is fixed before the run, so that every operation is judged, in any order and on any number of processes.
    """
    total = suite.max_requests or max(
        LIVE_REQUESTS if is_live else REQUESTS,
        (LIVE_REQUESTS_EACH if is_live else REQUESTS_EACH) * len(operations),
    )
    chains = total * 15 // 100 if any(map(_may_begin_a_chain, operations)) else 0
    # Two of each are kept: for the request without credentials, and for one that is sent again.
    each = max(_FLOOR, (total - chains) // max(1, len(operations)) - 2)
    return Budget(
        max_requests=total, chains=chains, shares={operation.name: _share(operation, each) for operation in operations}
    )


def _may_begin_a_chain(operation: Operation) -> bool:
    responses = operation.raw.get("responses")
    listed = responses.values() if isinstance(responses, dict) else ()
    return operation.method == "POST" or any(isinstance(each, dict) and "links" in each for each in listed)


def _share(operation: Operation, requests: int) -> Share:
    probes = min(PROBES, requests // 10)
    if operation.pagination is None:
        invalid = requests * 3 // 10
        return Share(pages=0, properties=0, valid=requests - invalid - probes, invalid=invalid, probes=probes)
    pages = max(1, requests * 30 // 100)
    properties = requests * 35 // 100
    invalid = requests * 10 // 100
    valid = requests - pages - properties - invalid - probes
    return Share(pages=pages, properties=properties, valid=valid, invalid=invalid, probes=probes)
