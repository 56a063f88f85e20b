"""The rule `conflicting-examples`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity, Source
from driftgate.rule import Mismatch, rule
from driftgate.subject import Disagreement

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Disagreement, severity=Severity.WARNING, source=Source.EXAMPLE)
def conflicting_examples(disagreement: Disagreement) -> Iterator[Mismatch]:
    """
    Examples contradict each other, and nothing says which side is right.

    ## Why it matters
    Where a schema is missing the examples are the contract, and here they promise two things. Until somebody decides,
    neither side can be called drift.

    ## Example
    Of two records one has `TSUID-…`, the other `SID-…`, and no glossary tells what the prefixes name.

    ## To settle it
    Decide in a reviewed overlay (`x-id-prefix`, `x-date-dialect`, `type`), or give the glossary (`x-id-prefixes`).
    The decision wins for ever.

    ## Source
    The examples themselves: Media Type Object, "example" and "examples", OpenAPI Specification 3.0.3.
    """
    conflict = disagreement.conflict
    if conflict.settled == "open":
        yield Mismatch(
            f"{conflict.count} of {conflict.count + conflict.against} examples have {conflict.observed}, "
            f"the others {conflict.expected}; nothing says which is right",
            conflict.observed,
            conflict.expected,
            pointer=conflict.pointer,
            document_pointer=conflict.locations[0] if conflict.locations else conflict.schema_pointer,
            records=conflict.count,
        )
