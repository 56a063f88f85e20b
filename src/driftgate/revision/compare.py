"""Describing the difference between two documents, before anybody judges it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.revision.broken import broken_parts
from driftgate.revision.callbacks import compare_webhooks
from driftgate.revision.clean import Clean
from driftgate.revision.collect import Collection, Place
from driftgate.revision.extensions import compare_glossary
from driftgate.revision.inferred import without_echoes, without_hearsay
from driftgate.revision.operations import compare_operations
from driftgate.revision.schemas import Schemas
from driftgate.revision.security import compare_schemes
from driftgate.revision.side import Side
from driftgate.revision.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from driftgate.revision.change import Change
    from driftgate.scope import Scope


def compare(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    today: date | None = None,
    scope: Scope | None = None,
    admitted: frozenset[str] | None = None,
) -> list[Change]:
    """
    Return every difference between two OpenAPI documents that is more than prose, in a stable order.

    Titles, descriptions, tags' texts, `info`, the order of keys, names of path parameters, a schema moved into a
    component, and a rewrite from OpenAPI 3.0 to 3.1 are no difference.

    Args:
        before: The earlier document, after its overlays. Stays as it is.
        after: The later one.
        today: For removals before a promised sunset; None takes every sunset as passed.
        scope: Leave out answers and kinds outside of it; None is everything.
        admitted: Names of the operations in scope; None are all, and what belongs to no operation.
    """
    one, other = Side(before), Side(after)
    clean = Clean(one, other)
    walk = Walk(
        before=one, after=other, clean=clean, schemas=Schemas(one, other, clean), found=Collection(), today=today,
        scope=scope, admitted=admitted,
    )  # fmt: skip
    _compare_broken(walk)
    compare_glossary(walk)
    compare_schemes(walk)
    compare_operations(walk)
    compare_webhooks(walk)
    walk.found.reach(walk.schemas)
    changes = without_echoes(without_hearsay(walk.found.changes()))
    if scope is None:
        return changes
    return [change for change in changes if scope.admits(change.kind, change.operation, change.status, admitted)]


def _compare_broken(walk: Walk) -> None:
    """Record references that no longer lead anywhere, or do so now; those of schemas are told where they stand."""
    before, after = (
        {(part.pointer, part.target) for part in broken_parts(side) if part.target and not part.is_schema}
        for side in (walk.before, walk.after)
    )
    for pointer, target in sorted(after - before):
        walk.found.add("reference-broken", Place("", None, pointer), None, target)
    for pointer, target in sorted(before - after):
        walk.found.add("reference-mended", Place("", pointer, None), target, None)
