"""Provenance: what inference wrote carries `x-inferred`; what a person wrote, or changed, does not."""

from __future__ import annotations

from typing import Any

from driftgate.nodes import objects_in


def says_inferred(value: Any) -> bool:
    """Tell whether `x-inferred` stands anywhere in a value."""
    return any("x-inferred" in node for node in objects_in(value))
