"""The rule `malformed-response-header`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from driftgate.classifier import Classifier
from driftgate.finding import Severity, Source
from driftgate.operation import Parameter
from driftgate.parameter import ParameterReader, Values
from driftgate.pointer import MISSING, resolve
from driftgate.redaction.secret import MASK
from driftgate.rule import Mismatch, load_rules, rule
from driftgate.subject import Observation, Violation
from driftgate.vocabulary import observed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.contract import Contract, Promise
    from driftgate.operation import HeaderPromise

MAX_REMEMBERED_TEXT = 200
"""Characters of a header that is remembered: what hostile answers send must not fill the memory."""
_REPEATED = frozenset({"set-cookie"})
"""Fields that come more than once and cannot be joined (RFC 9110, section 5.3)."""


def _types_headers(promise: Promise) -> bool:
    return promise.response is not None and any(header.schema_pointer for header in promise.response.headers)


@rule(on=Observation, severity=Severity.ERROR, when=_types_headers, aliases=("response_headers_conformance",))
def malformed_response_header(seen: Observation) -> Iterator[Mismatch]:
    """
    A response header is not what its schema promises.

    ## Why it matters
    Clients wait for as long as `Retry-After` says, page by totals and stop at quotas that stand in headers: a text that
    they cannot read as a number ends in a crash, or in no wait at all.

    ## Example
    `X-RateLimit-Remaining` is promised as an integer; the server answers `many`, or sends the header twice.

    ## To settle it
    Ask the vendor to send what the document says, or correct the schema of the header.

    ## Source
    OpenAPI Specification 3.1, Header Object; RFC 9110, section 5.3: a field that is sent twice reads as a list.
    """
    response = seen.exchange.response
    assert response is not None
    for index, (header, _) in enumerate(_readers(seen.contract, seen.promise)):
        text = response.headers.get(header.name)
        if text is None or text.endswith(MASK):
            continue
        read = _read if len(text) <= MAX_REMEMBERED_TEXT else _read.__wrapped__
        mismatch = read(seen.contract, seen.promise, index, text)
        if mismatch is not None:
            yield mismatch


@lru_cache(maxsize=4096)
def _read(contract: Contract, promise: Promise, index: int, text: str) -> Mismatch | None:
    """Return what is wrong with a text of the header that stands at `index` among `_readers`; most texts come again."""
    header, reader = _readers(contract, promise)[index]
    reading = reader.read(Values({}, (), {header.name.lower(): text}, {}))
    if reading is None or reading.error is None or reader.validator is None:
        return None
    told = _classifier(contract).sightings(
        reader.validator.iter_errors(reading.value),
        reading.value,
        source=Source.RESPONSE,
        root=header.schema_pointer,
    )
    return Mismatch(
        told[0].message if told else "does not conform to its schema",
        told[0].observed if told else observed(reading.value),
        (told[0].expected if told else None) or "what its schema says",
        pointer=f"header:{header.name}",
        document_pointer=header.pointer,
        value=reading.value if reading.value.__class__ in (str, int, float, bool) else MISSING,
    )


@lru_cache(maxsize=1024)
def _readers(contract: Contract, promise: Promise) -> tuple[tuple[HeaderPromise, ParameterReader], ...]:
    """Return the headers that a schema says something of, with who reads them."""
    assert promise.response is not None
    made = [
        (header, ParameterReader(contract, _as_parameter(contract, header)))
        for header in promise.response.headers
        if header.schema_pointer is not None and header.name.lower() not in _REPEATED
    ]
    return tuple((header, reader) for header, reader in made if reader.is_choosy)


def _as_parameter(contract: Contract, header: HeaderPromise) -> Parameter:
    raw, schema = resolve(contract.tree, header.pointer), resolve(contract.tree, header.schema_pointer or "")
    return Parameter(
        name=header.name,
        location="header",
        required=header.required,
        pointer=header.pointer,
        schema=schema if isinstance(schema, dict) else {},
        schema_pointer=header.schema_pointer,
        style="simple",
        explode=isinstance(raw, dict) and raw.get("explode") is True,
    )


@lru_cache(maxsize=16)
def _classifier(contract: Contract) -> Classifier:
    return Classifier(contract, [each for each in load_rules().values() if each.on is Violation], direction="request")
