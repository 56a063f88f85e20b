"""The rule `undecodable-content`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.encoded import shown_content
from driftgate.finding import Severity
from driftgate.rule import Mismatch, rule
from driftgate.subject import Violation
from driftgate.vocabulary import in_words, observed_text

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Violation, severity=Severity.WARNING, keywords=("format",), rank=38)
def undecodable_content(violation: Violation) -> Iterator[Mismatch]:
    """
    A string does not hold what the contract says is encoded in it: JSON, or bytes in base64.

    ## Why it matters
    Clients decode it without a second look: an exception far from the call, or bytes that are none.

    ## Example
    `Payload` has `contentMediaType: application/json`; the server answers `"Payload": "{'a': 1}"`. A file has `format: byte`
    and comes in the alphabet of URLs.

    ## To settle it
    Ask the vendor how the string is written, and correct the schema or the server.

    ## Source
    JSON Schema 2020-12, Validation, 8.3, "contentEncoding", and 8.4, "contentMediaType"; OpenAPI Specification 3.0.3, "Data
    Types", `byte`; RFC 4648. Other encodings and media types are not looked into.
    """
    promised = shown_content(violation.node.get("format"))
    if promised is not None and isinstance(violation.value, str):
        seen = observed_text(violation.value)
        yield Mismatch(f"is {in_words(seen)} that cannot be read as {promised}", seen, promised)
