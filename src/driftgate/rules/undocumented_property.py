"""The rule `undocumented-property`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.pointer import MISSING, resolve
from driftgate.rule import Mismatch, rule
from driftgate.subject import Violation
from driftgate.vocabulary import json_type

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    on=Violation,
    severity=Severity.ERROR,
    keywords=("additionalProperties", "unevaluatedProperties", "falseSchema", "propertyNames"),
    rank=31,
)
def undocumented_property(violation: Violation) -> Iterator[Mismatch]:
    """
    An object has a property that the contract does not list.

    ## Why it matters
    Where the vendor closed the object (`additionalProperties: false`), strict clients reject the whole answer. Where
    the vendor did not, it is a note: news about the API, often the first sign of a new version or a misspelt name.

    ## Example
    The records list twenty properties; one comes with `PortInDate` besides.

    ## To settle it
    Document the property upstream, or in an overlay until then.

    ## Source
    JSON Schema 2020-12, Core, 10.3.2.3, "additionalProperties".
    """
    seen = violation.value[violation.name] if isinstance(violation.value, dict) and violation.name else violation.value
    schema = resolve(violation.contract.tree, violation.node_pointer)
    closed = violation.keyword in {"falseSchema", "propertyNames"} or (
        schema is not MISSING
        and isinstance(schema, dict)
        and (schema.get("additionalProperties") is False or schema.get("unevaluatedProperties") is False)
    )
    kind = json_type(seen)
    yield Mismatch(
        f"is not in the contract ({kind}){'' if closed else '; the object was not closed to others'}",
        kind,
        "no such property",
        severity=None if closed else Severity.NOTE,
        value=seen,
    )
