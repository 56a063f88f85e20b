"""From tally to judgement: findings with their lines, chances and places, ready to be weighed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.coverage import declared_pointers
from driftgate.evidence import Judgement
from driftgate.finding import Finding, Source
from driftgate.judge import under_items
from driftgate.pointer import ANY_INDEX, MISSING, ROOT, escape, parent, resolve, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from driftgate.contract import Contract
    from driftgate.media_type import MediaType
    from driftgate.operation import Operation
    from driftgate.tally import Entry, Key, Tally


def conclude(
    tally: Tally, contract: Contract, *, kind: str, expected: Iterable[str] | None = None, coverage: bool = True
) -> Judgement:
    """
    Return what a tally says of a contract.

    Args:
        tally: Of one whole run.
        contract: The one it was judged against.
        kind: `scan` or `suite`.
        expected: Names of the operations that had to be judged; None for those of which anything was seen.
        coverage: Whether to say which fields were seen, where they were counted.
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
        fields=dict(sorted(_fields(tally, contract))) if coverage else {},
        promised={
            each.name: tuple(sorted(each.responses))
            for each in (contract.operations if coverage and tally.fields else ())
            if expected is None or each.name in scope
        },
    )


def _fields(tally: Tally, contract: Contract) -> Iterator[tuple[tuple[str, str, str], int]]:
    """Yield bodies by field, for each kind of answer of which some body was looked into; 0 for a field none has."""
    for (operation, status), counts in tally.fields.items():
        for pointer in declared_pointers(contract, operation, status) | counts.keys():
            yield (operation, status, pointer), counts.get(pointer, 0)


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

    What an overlay added stands nowhere in the vendored file: then it is the value in a documented example on which
    it most likely rests, else the place of the answer it describes.
    """
    tree = contract.document.tree
    if pointer is None or resolve(tree, pointer) is not MISSING:
        return pointer
    if key.operation is not None and key.status is not None:
        operation = contract.operation(key.operation)
        promise = contract.promise(operation, int(key.status), key.media_type)
        for candidate in (
            _in_an_example(tree, promise.media_type, key.pointer),
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


def _in_an_example(tree: Mapping[str, Any], media_type: MediaType | None, pointer: str | None) -> str | None:
    """Return where a place in a body, or the nearest one around it, stands first in the examples; best with a value."""
    if media_type is None or not media_type.examples or pointer is None or pointer[:1] not in {"", "/"}:
        return None
    while True:
        tokens = split(pointer)
        places = [
            place
            for root, _ in media_type.examples.values()
            for place, value in _spots(resolve(tree, root), tokens, root)
            if value is not None or pointer == ROOT
        ]
        if places:
            return places[0]
        if pointer == ROOT:
            return None
        pointer = parent(pointer)


def _spots(value: Any, tokens: Sequence[str], place: str) -> Iterator[tuple[str, Any]]:
    """Yield every place in a value that tokens lead to, `*` to each entry of an array or a map, with what stands there."""
    if value is MISSING:
        return
    if not tokens:
        yield place, value
        return
    first, *rest = tokens
    if first == ANY_INDEX and isinstance(value, list):
        for index, each in enumerate(value):
            yield from _spots(each, rest, f"{place}/{index}")
    elif isinstance(value, dict) and first in value:
        yield from _spots(value[first], rest, f"{place}/{escape(first)}")
    elif isinstance(value, dict) and first == ANY_INDEX:
        for name, each in value.items():
            yield from _spots(each, rest, f"{place}/{escape(name)}")
