"""Edits of one value: each breaks one promise. None of them knows the rule that is to notice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson

from driftgate.dialect import DATE_DIALECTS, date_dialects
from driftgate.identifier import aliases_of, id_prefix
from driftgate.mock.dates import redialect
from driftgate.schema import types_of

if TYPE_CHECKING:
    from driftgate.mock.spot import Spot

# A token in the shape of a JSON Web Token that nobody ever signed.
FAKE_SECRET = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJtb2NrIiwibmFtZSI6Im5vYm9keSJ9.bm90LWEtc2lnbmF0dXJlLWF0LWFsbA"  # noqa: S105


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def given(spot: Spot) -> Any:
    """Return the value that the injection names: as JSON where it is JSON, else as text."""
    assert spot.wanted is not None
    try:
        return orjson.loads(spot.wanted)
    except orjson.JSONDecodeError:
        return spot.wanted


def string_boolean(spot: Spot) -> bool:
    value = spot.value
    if not isinstance(value, bool):
        return False
    return spot.put(spot.wanted if spot.wanted is not None else ("true" if value else "false"))


def string_number(spot: Spot) -> bool:
    value = spot.value
    return is_number(value) and spot.put(spot.wanted if spot.wanted is not None else orjson.dumps(value).decode())


def other_type(spot: Spot) -> bool:
    value = spot.value
    if spot.wanted is not None:
        return spot.put(given(spot))
    if isinstance(value, bool):
        return spot.put(int(value))
    if isinstance(value, str):
        return spot.put(len(value))
    if isinstance(value, dict):
        return spot.put([value])
    return spot.put({"value": value})


def null(spot: Spot) -> bool:
    return spot.value is not None and spot.put(None)


def drop_property(spot: Spot) -> bool:
    if not spot.in_object:
        return False
    del spot.holder[spot.key]
    return True


def add_property(spot: Spot) -> bool:
    if not spot.in_object or spot.is_there:
        return False
    spot.holder[spot.key] = given(spot) if spot.wanted is not None else "injected"
    return True


def rename_property(spot: Spot) -> bool:
    """Rename in place, so that the order of the others stays."""
    if not spot.in_object:
        return False
    name = spot.wanted if spot.wanted is not None else misspelt(spot.key)
    if name in spot.holder:
        return False
    pairs = [(name if key == spot.key else key, value) for key, value in spot.holder.items()]
    spot.holder.clear()
    spot.holder.update(pairs)
    return True


def misspelt(name: str) -> str:
    """Return a name in another case: `OrderId` as `order_id`, `order_id` as `orderId`, `tnid` as `Tnid`."""
    if re.search(r"[_-]", name):
        head, *others = re.split(r"[_-]+", name)
        return head + "".join(part[:1].upper() + part[1:] for part in others)
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    return snake if snake != name else name[:1].upper() + name[1:]


def other_enum_value(spot: Spot) -> bool:
    value = spot.value
    if spot.wanted is not None:
        return spot.put(spot.wanted if isinstance(value, str) else given(spot))
    listed = spot.node.get("enum") or [value]
    if isinstance(value, str):
        new = "satellite" if "satellite" not in listed else f"{value}-new"
        return spot.put(new.upper() if value.isupper() else new)
    return is_number(value) and spot.put(max((each for each in listed if is_number(each)), default=value) + 7919)


def foreign_prefix(spot: Spot) -> bool:
    value = spot.value
    prefix = id_prefix(value) if isinstance(value, str) else None
    if prefix is None:
        return False
    glossary = spot.contract.glossary if spot.contract is not None else {}
    own = set(aliases_of(str(spot.node.get("x-id-prefix", prefix)), glossary)) | {prefix}
    foreign = spot.wanted or next((other for other in sorted(glossary) if other not in own), f"X{prefix}")
    return spot.put(f"{foreign}{value[len(prefix) :]}")


def broken_id(spot: Spot) -> bool:
    """Keep the prefix of an id and spoil the rest; without one, cut a UUID short."""
    value = spot.value
    if not isinstance(value, str):
        return False
    if spot.wanted is not None:
        return spot.put(spot.wanted)
    prefix = id_prefix(value)
    if prefix is not None:
        rest = value[len(prefix) + 1 :]
        return spot.put(f"{prefix}{value[len(prefix)]}{rest[: len(rest) // 2]}~xx")
    return spot.put(f"{value[: len(value) * 2 // 3]}xx")


def broken_format(spot: Spot) -> bool:
    value = spot.value
    return isinstance(value, str) and spot.put(spot.wanted if spot.wanted is not None else "~ not of this format ~")


def undecodable(spot: Spot) -> bool:
    """Write text that is neither JSON nor base64."""
    value = spot.value
    return isinstance(value, str) and spot.put(spot.wanted if spot.wanted is not None else "{'not': JSON, ~}")


def other_dialect(spot: Spot) -> bool:
    value = spot.value
    if not isinstance(value, str):
        return False
    promised = spot.node.get("x-date-dialect") or {"date": "YYYY-MM-DD"}.get(spot.node.get("format", ""), "date-time")
    known = date_dialects(value)
    own = promised if promised in known else next(iter(known), None)
    if own is None:
        return False
    if spot.wanted is not None and spot.wanted in DATE_DIALECTS:
        return spot.put(redialect(value, own, spot.wanted))
    return spot.put(redialect(value, own, _OTHER.get(own, "YYYY-MM-DD")))


_OTHER = {
    "date-time": "naive-date-time", "naive-date-time": "date-time", "YYYY-MM-DD": "DD.MM.YYYY",
    "MM/DD/YYYY hh:mm:ss AM": "date-time", "rfc-2822": "date-time",
}  # fmt: skip


def beyond_bounds(spot: Spot) -> bool:
    value, node = spot.value, spot.node
    if spot.wanted is not None:
        return spot.put(given(spot))
    if is_number(value):
        high = node.get("maximum", node.get("exclusiveMaximum"))
        low = node.get("minimum", node.get("exclusiveMinimum"))
        if high is not None:
            return spot.put(high + 1)
        return spot.put(low - 1 if low is not None else 2**53)
    if isinstance(value, str):
        if "maxLength" in node:
            return spot.put(value + "x" * (node["maxLength"] + 1 - len(value)))
        return spot.put(value[: max(0, node["minLength"] - 1)]) if node.get("minLength") else spot.put("x" * 10_000)
    if isinstance(value, list):
        if "maxItems" in node and value:
            return spot.put((value * (node["maxItems"] // len(value) + 1))[: node["maxItems"] + 1])
        return spot.put(value[: max(0, node["minItems"] - 1)]) if node.get("minItems") else False
    return False


def as_text(spot: Spot) -> bool:
    value = spot.value
    return isinstance(value, (dict, list)) and spot.put(orjson.dumps(value).decode())


def secret(spot: Spot) -> bool:
    return isinstance(spot.value, str) and spot.put(spot.wanted or FAKE_SECRET)


def any_value(spot: Spot) -> bool:
    """Write the value that the injection names; an array without one gets an item twice."""
    if spot.wanted is not None:
        return spot.put(given(spot))
    value = spot.value
    return isinstance(value, list) and bool(value) and spot.put([*value, value[0]])


NEEDED_TYPES = {
    string_boolean: frozenset({"boolean"}),
    string_number: frozenset({"integer", "number"}),
    foreign_prefix: frozenset({"string"}),
    broken_id: frozenset({"string"}),
    broken_format: frozenset({"string"}),
    other_dialect: frozenset({"string"}),
    as_text: frozenset({"array", "object"}),
    secret: frozenset({"string"}),
}
"""The types of which a place must have one for an edit to bite."""


def misses(edit: Any, types: frozenset[str]) -> str | None:
    """Say which types an edit needs, where none of `types` (empty: anything goes) is among them."""
    needed = NEEDED_TYPES.get(edit)
    if needed is None or not types or types & needed:
        return None
    return " or ".join(sorted(needed))


def named_types(node: dict[str, Any]) -> frozenset[str]:
    return frozenset(types_of(node))
