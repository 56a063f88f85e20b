"""What a schema promises beyond JSON Schema (id prefixes, date dialects, checksums, content), as keywords of JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.dialect import DATE_DIALECTS
from driftgate.encoded import CHECKSUMS, content_format
from driftgate.identifier import aliases_of, form_of, id_pattern, joined_pattern
from driftgate.schema.keywords import types_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_OTHER_EPOCH = {"epoch-seconds": (10**12, 2 * 10**12 - 1), "epoch-milliseconds": (10**9, 2 * 10**9 - 1)}
"""Where dialects count from 1970 in numbers: the numbers that the other one writes for 2001 to 2033."""


def assert_promises(
    out: dict[str, Any], glossary: Mapping[str, str], ids: Callable[[], Mapping[str, frozenset[str]]], *, is_3_0: bool
) -> None:
    """
    Add to a translated schema the keywords by which a validator asserts its extensions and formats.

    Args:
        glossary: Id prefix to resource; prefixes of one resource are aliases.
        ids: Returns every prefixed id in the document, by prefix.
    """
    patterns = []
    if isinstance(prefix := out.get("x-id-prefix"), str):
        prefixes = aliases_of(prefix, glossary)
        own = out.get("pattern")
        joined = joined_pattern(prefixes, own) if isinstance(own, str) else None
        if joined is not None:
            out["pattern"] = joined
        else:
            patterns.append(id_pattern(prefixes, form_of(prefixes, ids())))
    if isinstance(dialect := out.get("x-date-dialect"), str) and dialect in DATE_DIALECTS:
        patterns.append(DATE_DIALECTS[dialect])
        if dialect in _OTHER_EPOCH and {"integer", "number"} & set(types_of(out)):
            low, high = _OTHER_EPOCH[dialect]
            out.setdefault("not", {"type": "number", "minimum": low, "maximum": high})
    if out.get("format") in {"int32", "int64"} and "integer" in types_of(out):
        bits = 31 if out["format"] == "int32" else 63
        if "exclusiveMinimum" not in out:
            out.setdefault("minimum", -(2**bits))
        if "exclusiveMaximum" not in out:
            out.setdefault("maximum", 2**bits - 1)
    for form in (CHECKSUMS.get(str(out.get("x-checksum"))), content_format(out, is_3_0=is_3_0)):
        if form is not None:
            out["allOf"] = [*out.get("allOf", ()), {"format": form}]
    for pattern in patterns:
        if "pattern" not in out:
            out["pattern"] = pattern
        else:
            out["allOf"] = [*out.get("allOf", ()), {"pattern": pattern}]
