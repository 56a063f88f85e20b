"""How two readings differ in the values they admit: types, formats, enums, patterns, bounds, defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.identifier import aliases_of
from driftgate.pointer import MISSING
from driftgate.revision.pattern import admits, relation
from driftgate.revision.reading import canonical

if TYPE_CHECKING:
    from driftgate.revision.pair import Pair
    from driftgate.revision.side import Side
    from driftgate.revision.view import View

ANY_TYPE = "any"
_SCALARS = frozenset({"string", "number", "integer", "boolean"})
_WIDER_FORMATS = {("int64", "int32"), ("double", "float")}
_WIDTHS = {
    frozenset({"integer"}): frozenset({None, "int64"}),
    frozenset({"number"}): frozenset({None, "double"}),
}
"""By types, the formats that admit whatever number travels between implementations (RFC 8259, 6), as none does."""
_HINTS = frozenset({"password"})
"""Formats that say how to show a value, not which values there are."""


def shown_types(view: View) -> str:
    """Return the types as one word or a list: `integer`, `[integer, string]`, `any`."""
    if view.types is None:
        return ANY_TYPE
    names = sorted(view.types) or ["null"]
    return names[0] if len(names) == 1 else f"[{', '.join(names)}]"


def covers_types(general: frozenset[str] | None, special: frozenset[str] | None, *, is_loose: bool) -> bool:
    """Tell whether every value of the `special` types is one of the `general` types."""
    if general is None:
        return True
    if special is None:
        return False
    return all(
        name in general
        or (name == "integer" and "number" in general)
        or (is_loose and name in _SCALARS and "string" in general)
        for name in special
    )


def compare_types(pair: Pair) -> bool:
    """Record how types and nullability differ; tell whether anything deeper is still worth comparing."""
    b, a, is_loose = pair.b, pair.a, pair.key.is_loose
    widens = covers_types(a.types, b.types, is_loose=is_loose)
    narrows = covers_types(b.types, a.types, is_loose=is_loose)
    shown = shown_types(b), shown_types(a)
    if widens != narrows:
        is_list = any(types is not None and len(types) > 1 for types in (b.types, a.types))
        if is_list and b.types is not None and a.types is not None:
            pair.emit(f"list-of-types-{'widened' if widens else 'narrowed'}", "type", *shown)
        else:
            pair.emit(f"type-{'generalized' if widens else 'specialized'}", "type", *shown)
    elif not widens:
        pair.emit("type-changed", "type", *shown)
    if not pair.key.is_null_told and (b.types is None) == (a.types is None):  # any type is null too
        compare_null(pair, b.nullable, a.nullable)
    if b.types is None or a.types is None:
        return True
    shared = b.types & a.types or ({"integer", "number"} & b.types and {"integer", "number"} & a.types)
    return bool(shared)


def compare_null(pair: Pair, before: bool, after: bool) -> None:  # noqa: FBT001
    """Record whether null came or went."""
    if before != after:
        pair.emit("became-nullable" if after else "became-not-nullable", "nullable", before, after)


def compare_values(pair: Pair) -> None:
    """Record how formats, listed values, patterns, dialects, bounds and defaults differ."""
    _enums(pair)
    if not _is_listed(pair):
        _formats(pair)
        _patterns(pair)
        _range(pair, "min", "minimum", pair.b.lower, pair.a.lower)
        _range(pair, "max", "maximum", pair.b.upper, pair.a.upper)
        for keyword in sorted(pair.b.sizes.keys() | pair.a.sizes.keys()):
            stem = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in keyword)
            _bound(pair, stem, keyword, pair.b.sizes.get(keyword), pair.a.sizes.get(keyword))
        _multiples(pair)
    _words(
        pair, "id-prefix", "x-id-prefix", _meant(pair.b.id_prefix, pair.before), _meant(pair.a.id_prefix, pair.after)
    )
    _words(pair, "date-dialect", "x-date-dialect", pair.b.date_dialect, pair.a.date_dialect)
    if pair.b.unique != pair.a.unique:
        pair.emit("unique-items-set" if pair.a.unique else "unique-items-unset", "uniqueItems")
    _default(pair)
    _words(pair, "content-media-type", "contentMediaType", pair.b.content_media_type, pair.a.content_media_type)
    _words(pair, "content-encoding", "contentEncoding", pair.b.content_encoding, pair.a.content_encoding)


def _is_listed(pair: Pair) -> bool:
    """Tell whether listed values make every other constraint idle: they keep those of the other side anyway."""
    b, a = pair.b, pair.a
    if b.enum is not None and a.enum is not None:
        return True
    if a.enum is not None:
        return all(_keeps(value, b) for value in a.enum.values())
    return b.enum is not None and all(_keeps(value, a) for value in b.enum.values())


def _keeps(value: Any, view: View) -> bool:
    """Tell whether a value certainly keeps the bounds, lengths and patterns of a schema."""
    if isinstance(value, str):
        if view.format is not None or not _holds(view, "Length", len(value)):
            return False
        return all(admits(pattern, value) for pattern in view.patterns)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return not view.sizes
    if view.lower is not None and (value < view.lower[0] or (view.lower[1] and value == view.lower[0])):
        return False
    if view.upper is not None and (value > view.upper[0] or (view.upper[1] and value == view.upper[0])):
        return False
    return view.multiple_of is None or (value / view.multiple_of).is_integer()


def _holds(view: View, what: str, size: int) -> bool:
    return view.sizes.get(f"min{what}", 0) <= size <= view.sizes.get(f"max{what}", size)


def _formats(pair: Pair) -> None:
    before, after = pair.b.format, pair.a.format
    if before == after or pair.b.types != pair.a.types or (before in _HINTS | {None} and after in _HINTS | {None}):
        return
    if pair.b.types in _WIDTHS and {before, after} <= _WIDTHS[pair.b.types]:
        pair.emit("number-format-added" if before is None else "number-format-removed", "format", before, after)
    elif before is None or before in _HINTS:
        pair.emit("format-added", "format", None, after)
    elif after is None or after in _HINTS:
        pair.emit("format-removed", "format", before, None)
    elif (after, before) in _WIDER_FORMATS:
        pair.emit("format-generalized", "format", before, after)
    elif (before, after) in _WIDER_FORMATS:
        pair.emit("format-specialized", "format", before, after)
    else:
        pair.emit("format-changed", "format", before, after)


def _enums(pair: Pair) -> None:
    b, a = pair.b, pair.a
    spelled = ("const" if b.is_const else "enum"), ("const" if a.is_const else "enum")

    def emit(stem: str, before: Any, after: Any) -> None:
        pair.emit(stem, spelled[0], before, after, after_keyword=spelled[1])

    if b.enum is None and a.enum is not None:
        values = list(a.enum.values())
        is_const = a.is_const and bool(values)
        emit("const-added" if is_const else "became-enum", None, values[0] if is_const else values)
    elif b.enum is not None and a.enum is None:
        values = list(b.enum.values())
        is_const = b.is_const and bool(values)
        emit("const-removed" if is_const else "became-not-enum", values[0] if is_const else values, None)
    elif b.enum is not None and a.enum is not None and b.enum.keys() != a.enum.keys():
        if b.is_const and a.is_const:
            emit("const-changed", *b.enum.values(), *a.enum.values())
            return
        for text in sorted(b.enum.keys() - a.enum.keys()):
            emit("enum-value-removed", b.enum[text], None)
        for text in sorted(a.enum.keys() - b.enum.keys()):
            emit("enum-value-added", None, a.enum[text])
    for text in sorted(b.extensible_enum.keys() - a.extensible_enum.keys() if a.extensible_enum else ()):
        pair.emit("extensible-enum-value-removed", "x-extensible-enum", b.extensible_enum[text], None)
    for text in sorted(a.extensible_enum.keys() - b.extensible_enum.keys() if b.extensible_enum else ()):
        pair.emit("extensible-enum-value-added", "x-extensible-enum", None, a.extensible_enum[text])


def _patterns(pair: Pair) -> None:
    before = sorted(set(pair.b.patterns) - set(pair.a.patterns))
    after = sorted(set(pair.a.patterns) - set(pair.b.patterns))
    if len(before) == len(after) == 1:
        verdict = relation(before[0], after[0])
        if verdict != "same":
            pair.emit(f"pattern-{verdict}", "pattern", before[0], after[0])
        return
    for pattern in before:
        pair.emit("pattern-removed", "pattern", pattern, None)
    for pattern in after:
        pair.emit("pattern-added", "pattern", None, pattern)


def _meant(prefixes: str | None, side: Side) -> str | None:
    """Return id prefixes with their aliases: another prefix of the same resource is no difference."""
    if prefixes is None:
        return None
    return ", ".join(sorted({"|".join(aliases_of(prefix, side.glossary)) for prefix in prefixes.split(", ")}))


_UNSIGNED = frozenset({"content-media-type", "content-encoding"})


def _words(pair: Pair, stem: str, keyword: str, before: str | None, after: str | None) -> None:
    if before == after:
        return
    if stem in _UNSIGNED or (before is not None and after is not None):
        pair.emit(f"{stem}-changed", keyword, before, after)
    elif before is None:
        pair.emit(f"{stem}-added", keyword, None, after)
    else:
        pair.emit(f"{stem}-removed", keyword, before, None)


def _range(
    pair: Pair, stem: str, keyword: str, before: tuple[float, bool] | None, after: tuple[float, bool] | None
) -> None:
    exclusive = f"exclusive{keyword.capitalize()}"
    if before is None or after is None:
        is_exclusive = (before or after or (0, False))[1]
        named = (f"exclusive-{stem}", exclusive) if is_exclusive else (stem, keyword)
        _bound(pair, *named, before and before[0], after and after[0])
    elif before[0] == after[0]:
        if before[1] != after[1]:
            pair.emit(f"exclusive-{stem}-{'set' if after[1] else 'unset'}", exclusive, before[0], after[0])
    else:
        named = (f"exclusive-{stem}", exclusive) if before[1] and after[1] else (stem, keyword)
        _bound(pair, *named, before[0], after[0])


def _bound(pair: Pair, stem: str, keyword: str, before: float | None, after: float | None) -> None:
    if before == after:
        return
    if before is None:
        verb = "set"
    elif after is None:
        verb = "unset"
    else:
        verb = "increased" if after > before else "decreased"
    pair.emit(f"{stem}-{verb}", keyword, before, after)


def _multiples(pair: Pair) -> None:
    before, after = pair.b.multiple_of, pair.a.multiple_of
    if before == after:
        return
    if before is None or after is None:
        pair.emit(f"multiple-of-{'set' if before is None else 'unset'}", "multipleOf", before, after)
    elif (before / after).is_integer():
        pair.emit("multiple-of-generalized", "multipleOf", before, after)
    elif (after / before).is_integer():
        pair.emit("multiple-of-specialized", "multipleOf", before, after)
    else:
        pair.emit("multiple-of-changed", "multipleOf", before, after)


def _default(pair: Pair) -> None:
    before, after = pair.b.default, pair.a.default
    if before is MISSING and after is MISSING:
        return
    is_idle = pair.key.is_required
    if before is MISSING:
        pair.emit("default-value-added", "default", None, after, is_void=is_idle)
    elif after is MISSING:
        pair.emit("default-value-removed", "default", before, None, is_void=is_idle)
    elif canonical(before) != canonical(after):
        pair.emit("default-value-changed", "default", before, after, is_void=is_idle)


def same_values(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether two enums share a value."""
    return bool(one.keys() & other.keys())
