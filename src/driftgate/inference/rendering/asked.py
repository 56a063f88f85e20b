"""Asked: query parameters that recorded requests carry and the document does not list, as proposals."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from driftgate.inference.names.sensitive import is_sensitive
from driftgate.redaction.secret import secret_shape
from driftgate.vocabulary import is_integer_text, is_number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from driftgate.inference.seen.learned import Sampled
    from driftgate.operation import Operation

LEAST = 2
"""Requests that carry a parameter, before it is more than a slip."""
MOST_NAMES = 40
LONGEST = 60
_OF_TRACKERS = ("utm_", "_ga", "x-amz-")


def parameter_proposals(operation: Operation, sample: Sequence[Sampled]) -> list[dict[str, Any]]:
    """
    Return Parameter Objects for what sampled requests carry in the query and `operation` does not list, by name.

    Credentials are left out, and all where an object or the whole query may be spread over names of its own.
    """
    listed = {each.name for each in operation.parameters if each.location in {"path", "query"}}
    if any(each.location == "querystring" or _is_spread(each.schema) for each in operation.parameters):
        return []
    seen: dict[str, Counter[str]] = {}
    for each in sample:
        for name, text in each.parameters.items():
            if name.partition("[")[0] not in listed and name not in listed:
                seen.setdefault(name, Counter())[text] += 1
    found = []
    for name, texts in sorted(seen.items()):
        is_hidden = is_sensitive(name) or secret_shape(name) is not None
        if texts.total() < LEAST or len(name) > LONGEST or is_hidden or name.lower().startswith(_OF_TRACKERS):
            continue
        schema = {"type": _type(texts), "x-inferred": {"support": texts.total(), "from": "recordings"}}
        found.append({"name": name, "in": "query", "required": False, "schema": schema})
    return found[:MOST_NAMES]


def _is_spread(schema: Any) -> bool:
    return isinstance(schema, dict) and schema.get("type") == "object"


def _type(texts: Counter[str]) -> str:
    for name, is_one in (("integer", is_integer_text), ("number", is_number_text)):
        if all(is_one(text) and (text == "0" or not text.startswith("0") or "." in text) for text in texts):
            return name
    return "boolean" if texts.keys() <= {"true", "false"} else "string"
