"""Which exchanges are looked at by rules that cost more than the rest, and tell of a habit of the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from driftgate.subject import Observation

ALL_BEFORE = 64
EVERY = 16
"""Of a recording the first bodies are looked at, then every sixteenth: where one stands decides, not what came before."""


def is_left_out(seen: Observation) -> bool:
    position = seen.exchange.seen_in.position
    return position >= ALL_BEFORE and position % EVERY != 0
