"""Relations between fields of one body, and between a request and its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from driftgate.inference.learned import Learned
    from driftgate.inference.places import Answer
    from driftgate.inference.render import Rendering


def proposals(asked: list[Answer], rendering: Rendering, traffic: Learned) -> list[dict[str, Any]]:
    """Return the actions that write relations."""
    return []
