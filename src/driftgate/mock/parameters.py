"""Parameters: read from a request as their style writes them, checked against their schemas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

import orjson

from driftgate.errors import ContractError
from driftgate.schema import follow, listed_properties, node_at, types_of, unescape_uri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import jsonschema_rs

    from driftgate.contract import Contract
    from driftgate.operation import Parameter

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)", re.ASCII)
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", re.ASCII)
_SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}
_ABSENT = object()


class Values(NamedTuple):
    """What a request brought. `query` keeps order and repetitions; header names are lower case."""

    path: Mapping[str, str]
    query: Sequence[tuple[str, str]]
    headers: Mapping[str, str]
    cookies: Mapping[str, str]


class ParameterCheck:
    """
    One parameter of an operation, ready to check requests.

    A text is read as each type that its schema allows, and is fine when one reading conforms: nobody can tell
    `?PageNumber=1` in a schema of `[integer, string]`.
    """

    __slots__ = ("_bits", "_kinds", "_names", "_validator", "parameter")

    def __init__(self, contract: Contract, parameter: Parameter) -> None:
        self.parameter = parameter
        self._validator: jsonschema_rs.Draft202012Validator | None = None
        self._kinds: frozenset[str] = frozenset()
        self._names: frozenset[str] = frozenset()
        self._bits: int | None = None
        if parameter.schema_pointer is not None:
            try:
                self._validator = contract.validator(parameter.schema_pointer, direction="request", strict=False)
            except ContractError:
                return  # a schema no validator can use refuses nothing
            tree = contract.translation(direction="request", strict=False).tree
            node = node_at(tree, parameter.schema_pointer)
            self._kinds = kinds_of(tree, node)
            self._names = listed_properties(tree, node)
            plain = follow(tree, node)
            # A number that the answer's own int32 could not repeat must not get that far.
            self._bits = {"int32": 31, "int64": 63}.get(plain.get("format", "")) if isinstance(plain, dict) else None

    def refusal(self, values: Values) -> str | None:
        """Say why the request's value is none; None where it is fine, or absent and not required."""
        parameter = self.parameter
        found = self._found(values)
        if found is _ABSENT:
            return f"{parameter.location} parameter {parameter.name} is missing" if parameter.required else None
        if self._validator is None:
            return None
        for candidate in found:  # type: ignore[attr-defined]
            if self._validator.is_valid(candidate) and self._is_in_range(candidate):
                return None
        return f"{parameter.location} parameter {parameter.name} does not conform to its schema"

    def _is_in_range(self, value: Any) -> bool:
        return self._bits is None or not isinstance(value, (int, float)) or -(2**self._bits) <= value < 2**self._bits

    def _found(self, values: Values) -> Iterable[Any] | object:
        parameter = self.parameter
        location, name = parameter.location, parameter.name
        if "/content/" in (parameter.schema_pointer or ""):
            return self._as_json(values)
        is_object = "object" in self._kinds and "string" not in self._kinds
        if location == "query":
            if is_object and parameter.style == "deepObject":
                return self._deep(values)
            if is_object and parameter.explode:
                own = {key: value for key, value in values.query if key in self._names}
                return [_read_object(own)] if own else _ABSENT
            given = [value for key, value in values.query if key in {name, f"{name}[]"}]
            return self._list(given)
        mapping = {"path": values.path, "header": values.headers, "cookie": values.cookies}[location]
        raw = mapping.get(name.lower() if location == "header" else name)
        if raw is None:
            return _ABSENT
        return self._simple(raw)

    def _list(self, given: list[str]) -> Iterable[Any] | object:
        if not given:
            return _ABSENT
        separator = _SEPARATORS.get(self.parameter.style, ",")
        if "array" in self._kinds:
            parts = given if self.parameter.explode and len(given) > 1 else given[0].split(separator)
            if self.parameter.explode and len(given) == 1 and self.parameter.style == "form":
                return [*_readings_of_list(given), *_readings_of_list(parts), *self._scalars(given[0])]
            return [*_readings_of_list(parts), *self._scalars(given[0])]
        if "object" in self._kinds:
            return [_read_pairs(given[0].split(separator)), *self._scalars(given[0])]
        return self._scalars(given[0]) if len(given) == 1 else []

    def _simple(self, raw: str) -> Iterable[Any]:
        parameter = self.parameter
        if parameter.style == "label":
            raw = raw.removeprefix(".")
        elif parameter.style == "matrix":
            raw = raw.removeprefix(f";{parameter.name}=")
        separator = "." if parameter.style == "label" and parameter.explode else ","
        parts = raw.split(separator) if raw else []
        readings: list[Any] = []
        if "array" in self._kinds:
            readings += _readings_of_list(parts)
        if "object" in self._kinds:
            readings.append(_read_object(dict(part.partition("=")[::2] for part in parts))
                            if parameter.explode else _read_pairs(parts))  # fmt: skip
        return [*readings, *self._scalars(raw)]

    def _deep(self, values: Values) -> Iterable[Any] | object:
        opening = f"{self.parameter.name}["
        own = {key[len(opening) : -1]: value for key, value in values.query if key.startswith(opening)}
        return [_read_object(own), own] if own else _ABSENT

    def _as_json(self, values: Values) -> Iterable[Any] | object:
        raw = next((value for key, value in values.query if key == self.parameter.name), None)
        if raw is None:
            mapping = {"path": values.path, "header": values.headers, "cookie": values.cookies}
            raw = mapping.get(self.parameter.location, {}).get(self.parameter.name)
        if raw is None:
            return _ABSENT
        try:
            return [orjson.loads(raw)]
        except orjson.JSONDecodeError:
            return [raw]

    def _scalars(self, raw: str) -> Iterator[Any]:
        kinds = self._kinds
        if not kinds & {"array", "object"} or kinds & {"string", "integer", "number", "boolean", "null"}:
            yield from _readings(raw, kinds)


def kinds_of(tree: Mapping[str, Any], node: Any) -> frozenset[str]:
    """Return every type that a schema, its references and composed parts name; empty where they name none."""
    return frozenset(kind for part in _parts(tree, node) for kind in types_of(part))


def keywords_of(tree: Mapping[str, Any], node: Any) -> frozenset[str]:
    """Return every keyword that a schema, its references and composed parts have."""
    return frozenset(keyword for part in _parts(tree, node) for keyword in part)


def _parts(tree: Mapping[str, Any], node: Any) -> Iterator[Mapping[str, Any]]:
    stack, seen = [node], set()
    while stack:
        part = stack.pop()
        if not isinstance(part, dict) or id(part) in seen:
            continue
        seen.add(id(part))
        yield part
        if isinstance(target := part.get("$ref"), str) and target.startswith("#"):
            stack.append(node_at(tree, unescape_uri(target[1:])))
        for key in ("allOf", "anyOf", "oneOf"):
            stack.extend(part.get(key) or ())


def _readings(raw: str, kinds: frozenset[str] = frozenset()) -> Iterator[Any]:
    """Yield what a text may mean in JSON, as far as `kinds` allow; all where there are none."""
    if (not kinds or "integer" in kinds or "number" in kinds) and _INTEGER.fullmatch(raw):
        yield int(raw)
    elif (not kinds or "number" in kinds or "integer" in kinds) and _NUMBER.fullmatch(raw):
        yield float(raw)
    if (not kinds or "boolean" in kinds) and raw in {"true", "false"}:
        yield raw == "true"
    if "null" in kinds and raw in {"", "null"}:
        yield None
    yield raw


def _readings_of_list(parts: Sequence[str]) -> Iterator[list[Any]]:
    yield [next(_readings(part)) for part in parts]
    yield list(parts)


def _read_object(own: Mapping[str, str]) -> dict[str, Any]:
    return {key: next(_readings(value)) for key, value in own.items()}


def _read_pairs(parts: Sequence[str]) -> dict[str, Any]:
    return _read_object(dict(zip(parts[::2], parts[1::2], strict=False)))


def read_query(raw: str) -> list[tuple[str, str]]:
    """Return names and values of a query in the order sent, decoded; `+` is a space."""
    pairs = []
    for part in raw.split("&") if raw else ():
        if part:
            name, _, value = part.partition("=")
            if "%" in part or "+" in part:
                name, value = unquote(name.replace("+", " ")), unquote(value.replace("+", " "))
            pairs.append((name, value))
    return pairs


def read_cookies(raw: str | None) -> dict[str, str]:
    """Return the cookies of a `Cookie` header."""
    cookies = {}
    for part in (raw or "").split(";"):
        name, separator, value = part.strip().partition("=")
        if separator:
            cookies[name] = unquote(value)
    return cookies
