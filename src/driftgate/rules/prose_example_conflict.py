"""The rule `prose-example-conflict`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from driftgate.finding import Severity, Source
from driftgate.identifier import aliases_of, id_prefix
from driftgate.nodes import scalars_in
from driftgate.rule import Mismatch, rule
from driftgate.subject import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMED = re.compile(r"`([A-Z][A-Z0-9]{1,9})[-_](?:[^`\s]{0,40})?`")


@rule(on=Draft, severity=Severity.NOTE, source=Source.DOCUMENT)
def prose_example_conflict(draft: Draft) -> Iterator[Mismatch]:
    """
    The description of an operation names an id prefix that its examples do not have.

    ## Why it matters
    One of the two is out of date. Who reads the prose looks for ids that never come.

    ## Example
    The description says that each record has a `NID-`; the example's ids start with `TNID-`.

    ## To settle it
    If both name one thing, say so in the glossary (`x-id-prefixes`) and tell the vendor which is current.

    ## Source
    OpenAPI Specification 3.0.3, Operation Object, "description".
    """
    glossary = draft.contract.glossary
    for operation in draft.contract.operations:
        seen = set(_prefixes(operation))
        description = operation.raw.get("description")
        if not seen or not isinstance(description, str):
            continue
        for prefix in sorted({found[1] for found in _NAMED.finditer(description)} - seen):
            others = [alias for alias in aliases_of(prefix, glossary) if alias in seen] or sorted(
                each for each in seen if each.endswith(prefix) or prefix.endswith(each)
            )
            if others:
                yield Mismatch(
                    f"the description says {prefix}-, the example has {others[0]}-",
                    f"prefix {prefix}",
                    f"prefix {others[0]}",
                    document_pointer=f"{operation.pointer}/description",
                )


def _prefixes(operation: Any) -> Iterator[str]:
    examples = [
        value for response in operation.responses.values() for media_type in response.content.values()
        for _, value in media_type.examples.values()
    ]  # fmt: skip
    for text in scalars_in(*examples):
        prefix = id_prefix(text) if isinstance(text, str) else None
        if prefix is not None and prefix.isupper() and any(char.isdigit() for char in text):
            yield prefix
