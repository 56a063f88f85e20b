"""Describing the difference between two documents, before anybody judges it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.revision.clean import Clean
from driftgate.revision.collect import Collection
from driftgate.revision.examples import without_echoes
from driftgate.revision.operations import compare_operations, compare_webhooks
from driftgate.revision.schemas import Schemas
from driftgate.revision.security import compare_schemes
from driftgate.revision.side import Side
from driftgate.revision.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from driftgate.revision.change import Change


def compare(before: Mapping[str, Any], after: Mapping[str, Any], *, today: date | None = None) -> list[Change]:
    """
    Return every difference between two OpenAPI documents that is more than prose, in a stable order.

    Titles, descriptions, tags' texts, `info`, the order of keys, names of path parameters, a schema moved into a
    component, and a rewrite from OpenAPI 3.0 to 3.1 are no difference.

    Args:
        before: The earlier document, after its overlays. Stays as it is.
        after: The later one.
        today: For removals before a promised sunset; None takes every sunset as passed.
    """
    one, other = Side(before), Side(after)
    clean = Clean(one, other)
    walk = Walk(
        before=one, after=other, clean=clean, schemas=Schemas(one, other, clean), found=Collection(), today=today
    )
    compare_schemes(walk)
    compare_operations(walk)
    compare_webhooks(walk)
    walk.found.reach(walk.schemas)
    return without_echoes(walk.found.changes())
