"""Media types: what a document says of each kind that a body may be of, with every reference followed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from driftgate.body import read_json
from driftgate.pointer import MISSING, escape, resolve
from driftgate.schema import unescape_uri
from driftgate.sequence import is_sequential, read_sequence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_REFERENCES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaType:
    """
    One entry of `content`.

    Args:
        examples: Name to a document pointer and the value there.
        is_sequence: Whether a body is the items of the array that its schema describes, one after another.
    """

    name: str
    pointer: str
    schema_pointer: str | None
    examples: Mapping[str, tuple[str, Any]]
    is_sequence: bool


def is_json(media_type: str) -> bool:
    """Tell whether a bare media type is JSON: RFC 6839, `+json`, and the ways around it (`application/json+sarif`)."""
    return re.fullmatch(r"(application|text)/(x-)?json(\+[^;]*)?|[^;]+[+.]json", media_type) is not None


def entry_for(content: Mapping[str, MediaType], content_type: str) -> MediaType | None:
    """
    Return the entry of a `content` that covers a media type, the most specific first; None where none does.

    With parameters where the document tells entries apart by them, then bare, then ranges: `application/*+json`, which
    is no range of RFC 9110 and often written, `application/*`, `*/*`.
    """
    full = _normal(content_type)
    bare = full.partition(";")[0]
    for name in (full, bare):
        if name in content:
            return content[name]
    if variant := next((each for name, each in content.items() if bare and name.startswith(f"{bare};")), None):
        return variant
    main, suffix = bare.partition("/")[0], bare.rpartition("+")[2]
    ranges = (f"{main}/*+{suffix}", f"*/*+{suffix}", f"{main}/*", "*/*", "*")
    return next((content[name] for name in ranges if name in content), None)


def _normal(media_type: str) -> str:
    """Return a media type in lower case, with its parameters sorted and without the charset."""
    bare, *parameters = (part.strip() for part in media_type.lower().replace('"', "").split(";"))
    told = sorted("=".join(map(str.strip, each.split("="))) for each in parameters if each)
    return ";".join((bare, *(each for each in told if not each.startswith("charset="))))


def referred(tree: Mapping[str, Any], node: Any, pointer: str) -> tuple[dict[str, Any], str]:
    """Return the object that `node` is or refers to, with its pointer; an empty one where it leads nowhere."""
    for _ in range(MAX_REFERENCES):
        if not isinstance(node, dict):
            return {}, pointer
        target = node.get("$ref")
        if not isinstance(target, str):
            return node, pointer
        if not target.startswith("#"):
            return {}, pointer
        pointer = unescape_uri(target[1:])
        node = resolve(tree, pointer)
        if node is MISSING:
            return {}, pointer
    return {}, pointer


def read_content(tree: Mapping[str, Any], raw: Any, pointer: str) -> dict[str, MediaType]:
    """Return the entries of the `content` at a pointer, by media type."""
    content: dict[str, MediaType] = {}
    listed = [
        name
        for name, entry in (raw if isinstance(raw, dict) else {}).items()
        if isinstance(entry, dict) and not name.startswith("x-")
    ]
    shared = Counter(_normal(name).partition(";")[0] for name in listed)
    for name in listed:
        entry, place = referred(tree, raw[name], f"{pointer}/{escape(name)}")
        bare = _normal(name).partition(";")[0]
        is_sequence = "itemSchema" in entry and is_sequential(bare)
        content[bare if shared[bare] == 1 else _normal(name)] = MediaType(
            name=bare,
            pointer=place,
            schema_pointer=f"{place}/schema" if "schema" in entry else None,
            examples=dict(_examples(tree, entry, place, bare, is_sequence=is_sequence)),
            is_sequence=is_sequence,
        )
    return content


def field_of_value(example: Mapping[str, Any]) -> str | None:
    """
    Return the field of an Example Object that holds its value; None where it has none, or one in writing only.

    Source:
        OpenAPI Specification 3.2.0, Example Object, "dataValue", "value".
    """
    return next((field for field in ("dataValue", "value") if field in example), None)


def _examples(
    tree: Mapping[str, Any], entry: dict[str, Any], pointer: str, name: str, *, is_sequence: bool
) -> Iterator[tuple[str, tuple[str, Any]]]:
    """Yield the examples of a media type. One in writing (`serializedValue`) is read as a body is, where we can."""
    sequence = name if is_sequence else ""
    if "example" in entry:
        yield "example", (f"{pointer}/example", _read(entry["example"], sequence))
    examples = entry.get("examples")
    for key, each in examples.items() if isinstance(examples, dict) else ():
        example, place = referred(tree, each, f"{pointer}/examples/{escape(key)}")
        field = field_of_value(example)
        written = example.get("serializedValue")
        if field is not None:
            value = example[field] if field == "dataValue" else _read(example[field], sequence)
            yield key, (f"{place}/{field}", value)
        elif isinstance(written, str) and (is_sequence or is_json(name)):
            value = _read(written, sequence) if is_sequence else read_json(written).value
            if value is not MISSING:
                yield key, (f"{place}/serializedValue", value)


def _read(value: Any, sequence: str) -> Any:
    read = read_sequence(value, sequence).value if sequence and isinstance(value, str) else MISSING
    return value if read is MISSING else read
