"""
Ways to break one promise of a body that keeps them all, each with the rule that must say so, and where.

They know the document's schemas and the JSON they edit, and share no code with the rules.
"""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from foreign_bodies import Key, Path, Place, types

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from random import Random

DROP = object()
_WRONG: Mapping[str, Any] = {
    "string": 7,
    "integer": [1],
    "number": {"n": 1},
    "boolean": 3,
    "array": 5,
    "object": 5,
    "null": 5,
}


class Mutation(NamedTuple):
    """
    One way to break one promise.

    Args:
        rule, pointer: What must be found: the rule, and the place with array indexes and keys of maps as `*`.
        breaks: Whether the declared schema must refuse the result; else it is only noticed.
    """

    operator: str
    body: Any
    rule: str
    pointer: str
    breaks: bool = True


def folded(path: Path) -> str:
    tokens = ("*" if isinstance(token, (int, Key)) else token.replace("~", "~0").replace("/", "~1") for token in path)
    return "".join(f"/{token}" for token in tokens)


def edited(body: Any, path: Path, value: Any) -> Any:
    """Return a copy of a body with another value at a path; `DROP` drops it."""
    if not path:
        return value
    changed = copy.deepcopy(body)
    node = changed
    for token in path[:-1]:
        node = node[token]
    if value is DROP:
        del node[path[-1]]
    else:
        node[path[-1]] = value
    return changed


def at(body: Any, path: Path) -> Any:
    for token in path:
        body = body[token]
    return body


def mutations(body: Any, places: list[Place], rng: Random, limit: int) -> Iterator[Mutation]:
    """Yield up to `limit` mutations of a body, at places and by operators that chance chooses."""
    choices = list(places)
    rng.shuffle(choices)
    made = 0
    for place in choices:
        possible = [
            (operator, *found) for operator, how in OPERATORS.items() for found in how(at(body, place.path), place)
        ]
        rng.shuffle(possible)
        for operator, value, rule, below, breaks in possible[:2]:
            pointer = folded((*place.path, *below))
            where = "in an alternative" if place.is_chosen else operator
            yield Mutation(where, edited(body, place.path, value), rule, pointer, breaks)
            made += 1
            if made >= limit:
                return


Found = tuple[Any, str, Path, bool]
"""New value, rule, path below the place, whether the declared schema is broken."""


def _said(place: Place) -> set[str]:
    """Return every type that is promised; empty where some part leaves it open, or says null."""
    named = [set(types(part)) for part in place.parts if types(part)]
    said = set.intersection(*named) if named else set()
    return set() if "null" in said or any(part.get("nullable") for part in place.parts) else said


def _text_only(value: Any, place: Place) -> bool:
    return (
        isinstance(value, str) and _said(place) == {"string"} and not any(_FIXED & part.keys() for part in place.parts)
    )


_FIXED = frozenset({"enum", "const", "oneOf", "anyOf"})


def _null(value: Any, place: Place) -> Iterator[Found]:
    if value is not None and _said(place) and not any(None in (part.get("enum") or ()) for part in place.parts):
        yield None, "unexpected-null", (), True


def _other_type(value: Any, place: Place) -> Iterator[Found]:
    said = _said(place)
    if len(said) == 1:
        yield _WRONG[next(iter(said))], "type-mismatch", (), True


def _stringify(value: Any, place: Place) -> Iterator[Found]:
    said = _said(place)
    if not said or "string" in said or any(_FIXED & part.keys() for part in place.parts):
        return
    if isinstance(value, bool):
        yield str(value).lower(), "string-typed-boolean", (), True
    elif isinstance(value, (int, float)):
        yield json.dumps(value), "string-typed-number", (), True
    elif isinstance(value, (dict, list)):
        yield json.dumps(value), "stringified-json", (), True


def _fraction(value: Any, place: Place) -> Iterator[Found]:
    bounded = any({"minimum", "maximum", "multipleOf", *_FIXED} & part.keys() for part in place.parts)
    if _said(place) == {"integer"} and not bounded:
        yield 1.5, "type-mismatch", (), True


def _listed(place: Place) -> set[str]:
    return {name for part in place.parts for name in part.get("properties") or ()}


def _required(place: Place) -> set[str]:
    return {name for part in place.parts for name in part.get("required") or ()}


def _is_closed(place: Place) -> bool:
    """Tell whether an object lists what it may hold and does not say that there may be more."""
    opening = {"additionalProperties", "unevaluatedProperties", "patternProperties", "propertyNames"}
    return bool(_listed(place)) and not any(opening & part.keys() for part in place.parts)


def _drop(value: Any, place: Place) -> Iterator[Found]:
    for name in sorted(_required(place) & value.keys()) if isinstance(value, dict) else ():
        yield {key: each for key, each in value.items() if key != name}, "missing-property", (name,), True
        return


def _add(value: Any, place: Place) -> Iterator[Found]:
    if isinstance(value, dict) and _is_closed(place):
        yield {**value, "zzBrandNewThing": "x"}, "undocumented-property", ("zzBrandNewThing",), False


def _rename(value: Any, place: Place) -> Iterator[Found]:
    if not isinstance(value, dict) or not _is_closed(place):
        return
    everything = {name.lower() for name in _listed(place)}
    for name in sorted(_listed(place) & value.keys()):
        other = name.upper() if name.upper() != name else name.lower()
        if other != name and len(everything) == len(_listed(place)) and len(name) > 1:
            renamed = {other if key == name else key: each for key, each in value.items()}
            yield renamed, "renamed-property", (name,), name in _required(place)
            return


def _new_value(value: Any, place: Place) -> Iterator[Found]:
    enums = [part["enum"] for part in place.parts if isinstance(part.get("enum"), list)]
    if (
        enums
        and isinstance(value, str)
        and not any({"pattern", "format", "maxLength"} & part.keys() for part in place.parts)
    ):
        yield "zz brand new", "unknown-enum-value", (), True


def _redialect(value: Any, place: Place) -> Iterator[Found]:
    if not _text_only(value, place):
        return
    formats = {part.get("format") for part in place.parts}
    plain = not any({"pattern", "maxLength", "minLength"} & part.keys() for part in place.parts)
    if "date-time" in formats and plain:
        bare = value[:19]
        for text in (bare, bare.replace("T", " "), bare.replace("T", " ") + "Z", f"{bare}+0200", bare[:10],
                     "Tue, 24 Nov 2026 10:00:00 GMT", "11/24/2026", "24.11.2026 10:00", "Nov 24, 2026",
                     "1764885600", "20261124T100000Z"):  # fmt: skip
            yield text, "date-dialect-changed", (), True
    elif "date" in formats and plain:
        for text in (
            "11/24/2026",
            "24/11/2026",
            "24.11.2026",
            "2026-11-24T10:00:00Z",
            "20261124",
            "4/4/2026",
            "24 Nov 2026",
        ):
            yield text, "date-dialect-changed", (), True


_PREFIX = re.compile(r"\^\(?(?:\?:)?([A-Za-z][A-Za-z0-9]*)[-_]")
_BROKEN_FORMATS = {
    "date": "2026-02-30", "date-time": "2026-02-30T10:00:00Z", "email": "nobody at example", "ipv4": "300.1.1.1",
    "ipv6": "1::2::3", "uri": "not a link",
}  # fmt: skip


def _misspell(value: Any, place: Place) -> Iterator[Found]:
    if not _text_only(value, place) or any({"maxLength", "minLength"} & part.keys() for part in place.parts):
        return
    formats = [part["format"] for part in place.parts if "format" in part]
    patterns = [part["pattern"] for part in place.parts if "pattern" in part]
    if len(formats) == 1 and not patterns:
        if formats[0] in _BROKEN_FORMATS:
            yield _BROKEN_FORMATS[formats[0]], "format-mismatch", (), True
        elif formats[0] == "uuid":
            yield value[:-3], "malformed-id", (), True
    elif patterns and not formats:
        prefixed = _PREFIX.match(patterns[0])
        yield "\u00a7 none of that \u00a7", "id-prefix-mismatch" if prefixed else "format-mismatch", (), True


def _swap_prefix(value: Any, place: Place) -> Iterator[Found]:
    patterns = [part["pattern"] for part in place.parts if "pattern" in part]
    prefixed = _PREFIX.match(patterns[0]) if len(patterns) == 1 else None
    if prefixed and _text_only(value, place):
        yield value.replace(prefixed[1], f"zz{prefixed[1]}9", 1), "id-prefix-mismatch", (), True


def _out_of_range(value: Any, place: Place) -> Iterator[Found]:
    for part in place.parts:
        if (
            isinstance(value, str)
            and _text_only(value, place)
            and not any({"pattern", "format"} & each.keys() for each in place.parts)
        ):
            if "maxLength" in part and part["maxLength"] < 5000:
                yield "x" * (part["maxLength"] + 1), "out-of-range", (), True
            if part.get("minLength", 0) > 0:
                yield "x" * (part["minLength"] - 1), "out-of-range", (), True
        elif (
            isinstance(value, (int, float))
            and not isinstance(value, bool)
            and not any({"enum", "multipleOf"} & each.keys() for each in place.parts)
        ):
            if isinstance(part.get("maximum"), (int, float)):
                yield int(part["maximum"]) + 1, "out-of-range", (), True
            elif part.get("format") == "int32":
                yield 2**31, "out-of-range", (), False
            if isinstance(part.get("minimum"), (int, float)):
                yield int(part["minimum"]) - 1, "out-of-range", (), True
        elif (
            isinstance(value, list)
            and value
            and "maxItems" in part
            and part["maxItems"] < 300
            and not any(each.get("uniqueItems") for each in place.parts)
        ):
            yield value[:1] * (part["maxItems"] + 1), "out-of-range", (), True
        elif isinstance(value, list) and part.get("minItems", 0) > 0:
            yield value[: part["minItems"] - 1], "out-of-range", (), True


OPERATORS: Mapping[str, Callable[[Any, Place], Iterator[Found]]] = {
    "null": _null,
    "another type": _other_type,
    "stringify": _stringify,
    "1.5 for an integer": _fraction,
    "drop": _drop,
    "add": _add,
    "rename: case": _rename,
    "new value": _new_value,
    "re-dialect": _redialect,
    "misspell": _misspell,
    "beyond bounds": _out_of_range,
    "swap prefix": _swap_prefix,
}
