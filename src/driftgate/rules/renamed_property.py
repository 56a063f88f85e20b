"""The rule `renamed-property`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Violation, severity=Severity.ERROR, inferred=Severity.ERROR, keywords=("renamed",), rank=29)
def renamed_property(violation: Violation) -> Iterator[Mismatch]:
    """
    A promised property came under another spelling of its name.

    ## Why it matters
    Clients read the promised name and find nothing. It is one defect, so it is one finding, not a missing property
    and an undocumented one.

    ## Example
    `OrderId` is promised; the server answers `OrderID`.

    ## To settle it
    Ask the vendor for the documented spelling; names in JSON are case-sensitive.

    ## Source
    RFC 8259, section 8.3, "String Comparison".
    """
    yield Mismatch(
        f"came as {violation.twin!r}; the contract calls it {violation.name!r}",
        f"name {violation.twin}",
        f"name {violation.name}",
    )
