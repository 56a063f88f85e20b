"""The rule `stringified-json`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.body import read_json
from driftgate.finding import Severity
from driftgate.pointer import MISSING
from driftgate.rule import Mismatch, rule
from driftgate.schema import types_of
from driftgate.subject import Violation
from driftgate.vocabulary import json_type

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Violation, severity=Severity.ERROR, inferred=Severity.ERROR, keywords=("type",), rank=12)
def stringified_json(violation: Violation) -> Iterator[Mismatch]:
    r"""
    An object or array came as a string that holds JSON.

    ## Why it matters
    The answer was encoded twice. Clients see text where they were promised structure.

    ## Example
    `Address` is promised as an object; the server answers `"Address": "{\\"city\\": \\"Provo\\"}"`.

    ## To settle it
    Ask the vendor to encode once. If the string is meant, document it with `contentMediaType: application/json`.

    ## Source
    JSON Schema 2020-12, Validation, 8.4, "contentMediaType".
    """
    value = violation.value
    promised = {"object", "array"} & set(types_of(violation.node))
    if isinstance(value, str) and promised and value.lstrip()[:1] in {"{", "["}:
        held = read_json(value).value
        kind = json_type(held)
        if held is not MISSING and kind in {"object", "array"}:
            expected = " or ".join(sorted(promised))
            yield Mismatch(
                f"is a string that holds a JSON {kind}; {expected} is promised", f"string of {kind}", expected
            )
