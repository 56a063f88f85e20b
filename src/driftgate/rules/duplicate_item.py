"""The rule `duplicate-item`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.collection import is_page
from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Observation, adds_up, view_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.contract import Promise


def _has_identity(promise: Promise) -> bool:
    return is_page(promise) and promise.operation.pagination is not None and bool(promise.operation.pagination.identity)


@rule(on=Observation, severity=Severity.ERROR, when=_has_identity, unless=adds_up, body_only=True)
def duplicate_item(seen: Observation) -> Iterator[Mismatch]:
    """
    Two records on one page have the same identity.

    ## Why it matters
    Whoever keeps records by their id keeps one of the two and loses the other, or counts one thing twice.

    ## Example
    Two phone numbers on one page share a `Tnid`.

    ## To settle it
    Ask the vendor whether the id is unique. If it is not, name another one as `identity` in `x-pagination`.

    ## Source
    `x-pagination.identity` on the operation, in the overlays.
    """
    page = view_of(seen)
    found = page.identities
    repeated = len(found) - len(set(found))
    if repeated:
        known: set[object] = set()
        again = next(each for each in found if each in known or known.add(each))  # type: ignore[func-returns-value]
        yield Mismatch(
            "is the identity of another record on the page too",
            "repeated identity",
            "an identity of its own",
            pointer=page.collection.identity_pointer,
            document_pointer=page.collection.document_pointer,
            value=again,
            records=repeated,
        )
