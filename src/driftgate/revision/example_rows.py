"""The rows of the table of change kinds about examples: where the schema says nothing, the example is the contract."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.revision.change import Direction, Effect
from driftgate.revision.operation_rows import OperationRow

if TYPE_CHECKING:
    from collections.abc import Iterator

_IS_CONTRACT = "Where the schema says nothing, the example is the contract."
_OPEN = "Two prefixes at one place contradict each other; which was promised is open, and it may be the one that went."
_MENDED = "The example was mended, or another promise begins: a person has to look."

_TAUGHT = (
    ("type", "the example shows"),
    ("id-prefix", "ids in the example begin with"),
    ("date-dialect", "dates in the example are"),
)


def _rows(direction: Direction) -> Iterator[OperationRow]:
    for word, says in _TAUGHT:
        stem = f"{direction}-example-{word}"
        yield OperationRow(
            f"{stem}-changed", direction, Effect.INCOMPARABLE, (f"{stem}-changed",),
            f"{{place}}: {says} {{after}}, no longer {{before}}", reason=_IS_CONTRACT,
        )  # fmt: skip
        yield OperationRow(
            f"{stem}-widened", direction, Effect.WIDENS, (f"{stem}-narrowed",),
            f"{{place}}: {says} {{after}}, no longer only {{before}}", reason=_IS_CONTRACT,
        )  # fmt: skip
        yield OperationRow(
            f"{stem}-narrowed", direction, Effect.NARROWS, (f"{stem}-widened",),
            f"{{place}}: {says} only {{after}}, no longer {{before}}",
            severity=Severity.ERROR if word == "id-prefix" else Severity.WARNING,
            reason=_OPEN if word == "id-prefix" else _MENDED,
        )  # fmt: skip
    stem = f"{direction}-example"
    yield OperationRow(
        f"{stem}-became-null", direction, Effect.UNKNOWN, (f"{stem}-became-not-null",),
        "{place}: the example now shows null", reason=_IS_CONTRACT,
    )  # fmt: skip
    yield OperationRow(
        f"{stem}-became-not-null", direction, Effect.NONE, (f"{stem}-became-null",),
        "{place}: the example no longer shows null",
    )  # fmt: skip
    yield OperationRow(
        f"{stem}-property-added", direction, Effect.NONE, (f"{stem}-property-removed",),
        "{place}: the example shows a new property", step="minor", reason=_IS_CONTRACT,
    )  # fmt: skip
    yield OperationRow(
        f"{stem}-property-removed", direction, Effect.UNKNOWN, (f"{stem}-property-added",),
        "{place}: the example no longer shows the property", reason=_IS_CONTRACT,
    )  # fmt: skip
    yield OperationRow(
        f"{stem}-property-became-optional", direction, Effect.UNKNOWN, (f"{stem}-property-became-required",),
        "{place}: an example is now without the property, which all had until now", reason=_IS_CONTRACT,
    )  # fmt: skip
    yield OperationRow(
        f"{stem}-property-became-required", direction, Effect.NONE, (f"{stem}-property-became-optional",),
        "{place}: no example is without the property any more",
    )  # fmt: skip


EXAMPLE_ROWS: tuple[OperationRow, ...] = (*_rows(Direction.REQUEST), *_rows(Direction.RESPONSE))
