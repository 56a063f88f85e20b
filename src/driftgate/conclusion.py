"""From tally to judgement: findings with their lines, chances and places, ready to be weighed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.evidence import Judgement
from driftgate.finding import Finding, Source
from driftgate.judge import under_items
from driftgate.pointer import MISSING, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable

    from driftgate.contract import Contract
    from driftgate.operation import Operation
    from driftgate.tally import Entry, Key, Tally


def conclude(tally: Tally, contract: Contract, *, kind: str, expected: Iterable[str] | None = None) -> Judgement:
    """
    Return what a tally says of a contract.

    Args:
        tally: Of one whole run.
        contract: The one it was judged against.
        kind: `scan` or `suite`.
        expected: Names of the operations that had to be judged; None for those of which anything was seen.
    """
    seen = {operation for operation, _ in tally.evidence}
    scope = sorted(seen if expected is None else set(expected))
    return Judgement(
        contract=contract.sha256,
        kind=kind,
        findings=[_finding(key, entry, tally, contract) for key, entry in sorted(tally.entries.items(), key=_order)],
        evidence=dict(sorted(tally.evidence.items())),
        unjudged=tally.unjudged,
        expected_evidence=tuple(scope),
        collections=tuple(each.name for each in contract.operations if each.name in scope and is_collection(each)),
    )


def is_collection(operation: Operation) -> bool:
    """Tell whether an operation lists records, so that an answer without any proves nothing about them."""
    return operation.pagination is not None


def _order(item: tuple[Key, Entry]) -> tuple[str, ...]:
    return tuple(part or "" for part in item[0])


def _finding(key: Key, entry: Entry, tally: Tally, contract: Contract) -> Finding:
    sighting = entry.sighting
    pointer = vendored_pointer(contract, sighting.document_pointer, key)
    return Finding(
        source=Source(key.source),
        rule=key.rule,
        severity=sighting.severity,
        message=sighting.message,
        operation=key.operation,
        status=key.status,
        media_type=key.media_type,
        pointer=key.pointer,
        document_pointer=pointer,
        line=contract.document.line(pointer) if pointer is not None else None,
        observed=key.observed,
        expected=sighting.expected,
        count=entry.count,
        out_of=_chances(key, tally, contract),
        first_seen=str(entry.first[0]),
        sample=sighting.value if isinstance(sighting.value, str) else None,
        curl=entry.curl,
    )


def _chances(key: Key, tally: Tally, contract: Contract) -> int | None:
    """Return how many records, bodies or exchanges the finding could have been seen in."""
    row = tally.evidence.get((key.operation or "", key.status or ""))
    if row is None:
        return None
    operation = contract.operation(key.operation or "")
    items = contract.promise(operation, int(key.status or 0), key.media_type).items
    if under_items(key.pointer, items):
        return row.items
    if key.source == Source.RESPONSE and key.pointer is not None and key.pointer[:1] in {"", "/"}:
        return row.judged
    return row.exchanges


def vendored_pointer(contract: Contract, pointer: str | None, key: Key) -> str | None:
    """
    Return the place in the vendored document that a promise of the effective one comes from.

    What an overlay added stands nowhere in the vendored file: then it is the place of the answer it describes.
    """
    tree = contract.document.tree
    if pointer is None or resolve(tree, pointer) is not MISSING:
        return pointer
    if key.operation is not None and key.status is not None:
        operation = contract.operation(key.operation)
        promise = contract.promise(operation, int(key.status), key.media_type)
        for candidate in (
            promise.schema_pointer,
            promise.media_type.pointer if promise.media_type is not None else None,
            promise.response.pointer if promise.response is not None else None,
            f"{operation.pointer}/responses",
        ):
            if candidate is not None and resolve(tree, candidate) is not MISSING:
                return candidate
    while pointer and resolve(tree, pointer) is MISSING:
        pointer = pointer.rpartition("/")[0]
    return pointer
