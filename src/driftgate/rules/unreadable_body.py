"""The rule `unreadable-body`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.body import BEYOND_A_DOUBLE, BYTE_ORDER_MARK
from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Observation

if TYPE_CHECKING:
    from collections.abc import Iterator


_READABLE = {
    BYTE_ORDER_MARK: "starts with a byte order mark, which JSON forbids",
    BEYOND_A_DOUBLE: "holds a number that most readers cannot hold, or take for infinity",
}
"""Problems of a body that can be read in spite of them."""


def _is_read(seen: Observation) -> bool:
    return seen.unreadable is None


@rule(on=Observation, severity=Severity.ERROR, unless=_is_read, aliases=("json_decode_error",))
def unreadable_body(seen: Observation) -> Iterator[Mismatch]:
    """
    The body is not the JSON it was promised to be.

    ## Why it matters
    Nothing in it can be used, and most clients fail with an error that names a character position, not a cause.

    ## Example
    The answer breaks off in the middle of a record; it holds `NaN`; it is an HTML error page; it is empty.

    ## To settle it
    Send the curl line to the vendor: the answer is broken whatever the contract says.

    ## Source
    RFC 8259, sections 2, 6 and 8.1.
    """
    problem = seen.unreadable
    is_part = seen.status == 206 and seen.exchange.request.headers.get("range") is not None
    if problem is not None and not is_part:
        says = _READABLE.get(problem)
        yield Mismatch(
            says or f"cannot be read: {problem}",
            problem,
            "JSON",
            document_pointer=seen.promise.media_type.pointer if seen.promise.media_type else None,
            severity=Severity.WARNING if says else None,
        )
