"""Parameters: read from a request as their style writes them, and held to their schemas."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

import orjson

from driftgate.body import MAX_DIGITS
from driftgate.errors import ContractError
from driftgate.pointer import resolve
from driftgate.schema import composed_parts, follow, kinds_of, kinds_of_members, node_at, shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import jsonschema_rs

    from driftgate.contract import Contract
    from driftgate.operation import Parameter

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)", re.ASCII)
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", re.ASCII)
_SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}
_SCALARS = frozenset({"string", "integer", "number", "boolean", "null"})
_ANY_TEXT = frozenset({"type", "title", "description", "example", "examples", "default", "deprecated", "nullable"})
"""Keywords of a schema that takes any text."""
IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization"})
"""OpenAPI 3.0.3, Parameter Object: header parameters of these names "shall be ignored"."""


class Values(NamedTuple):
    """
    What a request brought, decoded, not yet read by any schema.

    Args:
        query: Names and values in the order sent, repetitions kept.
        headers: By lower-case name.
    """

    path: Mapping[str, str]
    query: Sequence[tuple[str, str]]
    headers: Mapping[str, str]
    cookies: Mapping[str, str]


class Reading(NamedTuple):
    """
    What a parameter's text means.

    Args:
        value: A JSON value: of several readings the one that conforms, else the likeliest.
        error: The validator's first error where no reading conforms; None where one does.
    """

    value: Any
    error: jsonschema_rs.ValidationError | None


def query_of(url: str) -> tuple[tuple[str, str], ...]:
    """Return names and values of a URL's query in the order sent, decoded; `+` is a space."""
    return read_query(url.partition("?")[2])


@lru_cache(maxsize=1024)
def read_query(raw: str) -> tuple[tuple[str, str], ...]:
    """Return names and values of a query string in the order sent, decoded; `+` is a space, a fragment is left out."""
    pairs = []
    for part in raw.partition("#")[0].split("&") if raw else ():
        if part:
            name, _, value = part.partition("=")
            if "%" in part or "+" in part:
                name, value = unquote(name.replace("+", " ")), unquote(value.replace("+", " "))
            pairs.append((name, value))
    return tuple(pairs)


def read_cookies(raw: str | None) -> dict[str, str]:
    """Return the cookies of a `Cookie` header."""
    cookies = {}
    for part in (raw or "").split(";"):
        name, separator, value = part.strip().partition("=")
        if separator:
            cookies[name] = unquote(value)
    return cookies


class ParameterReader:
    """
    One parameter of an operation, ready to read requests.

    A text is read as every type that its schema allows, and conforms when one of its readings does: nobody can tell
    what `?PageNumber=1` means where the schema says `[integer, string]`. Servers differ in how they write lists, so a
    list is read both as its style says and, where that does not conform, as one text.

    Args:
        validator: None where the parameter has no schema, or one that no validator can use: it refuses nothing.
        kinds: Every type that the schema names.
        is_choosy: Whether it refuses some text: it is no mere string.
        takes_any_name: Whether it is an object, spread over the query, that does not list all its properties.
    """

    __slots__ = (
        "_allows_empty",
        "_is_json",
        "_items",
        "_members",
        "is_choosy",
        "kinds",
        "parameter",
        "takes_any_name",
        "validator",
    )

    def __init__(self, contract: Contract, parameter: Parameter) -> None:
        self.parameter = parameter
        self.validator: jsonschema_rs.Draft202012Validator | None = None
        self.kinds: frozenset[str] = frozenset()
        self._members: Mapping[str, frozenset[str]] = {}
        self._items: frozenset[str] = frozenset()
        self.takes_any_name = self.is_choosy = False
        raw = resolve(contract.tree, parameter.pointer)
        self._allows_empty = isinstance(raw, dict) and raw.get("allowEmptyValue") is True
        said = raw if isinstance(raw, dict) else {}
        is_form = said.get("in") == "querystring" and parameter.location == "query"
        self._is_json = isinstance(said.get("content"), dict) and not is_form
        if parameter.schema_pointer is not None:
            try:
                self.validator = contract.validator(parameter.schema_pointer, direction="request", strict=False)
            except ContractError:
                return
            tree = contract.translation(direction="request", strict=False).tree
            node = node_at(tree, parameter.schema_pointer)
            self.kinds = kinds_of(tree, node)
            self._members = kinds_of_members(tree, node)
            self._items = frozenset(
                kind for part in composed_parts(tree, node) if "items" in part for kind in kinds_of(tree, part["items"])
            )
            found = follow(tree, node)
            said = found if isinstance(found, dict) else {}
            self.is_choosy = not (self.kinds <= {"string"} and all(key in _ANY_TEXT or key[:2] == "x-" for key in said))
            self.takes_any_name = self._is_spread and shape(tree, node) != (True, False)

    def read(self, values: Values) -> Reading | None:
        """Return what the request gives for this parameter; None where it gives nothing."""
        found = self._found(values)
        if found is None:
            return None
        candidates = list(found)
        if self.parameter.location == "query":
            # RFC 3986 has no `+` for a space: some clients mean the plus, as in `+01:00`.
            candidates += [each.replace(" ", "+") for each in candidates if each.__class__ is str and " " in each]
        if self.validator is None or (self._allows_empty and candidates == [""]):
            return Reading(candidates[0], None)
        for candidate in candidates:
            if self.validator.is_valid(candidate):
                return Reading(candidate, None)
        return Reading(candidates[0], next(iter(self.validator.iter_errors(candidates[0])), None))

    def names(self, values: Values) -> frozenset[str]:
        """Return the names in the query that belong to this parameter."""
        name = self.parameter.name
        if self.parameter.location == "querystring":
            return frozenset(key for key, _ in values.query)
        if self.parameter.style == "deepObject":
            return frozenset(key for key, _ in values.query if key == name or key.startswith(f"{name}["))
        if self._is_spread:
            return frozenset({*self._members, name})
        return frozenset(key for key, _ in values.query if self._is_own(key)) | {name, f"{name}[]"}

    def _is_own(self, key: str) -> bool:
        """Tell whether a name in the query is this parameter's: `ids`, and of a list also `ids[]` and `ids[0]`."""
        name = self.parameter.name
        if key == name:
            return True
        return key.startswith(f"{name}[") and key.endswith("]") and (key[len(name) + 1 : -1] or "0").isdecimal()

    @property
    def is_one_text(self) -> bool:
        """Whether one text under its own name is all there can be of it."""
        return not self._is_json and not {"array", "object"} & self.kinds and self.parameter.style != "deepObject"

    @property
    def _is_object(self) -> bool:
        return "object" in self.kinds and "string" not in self.kinds

    @property
    def _is_spread(self) -> bool:
        """Whether each property of the object is a query parameter of its own."""
        return self._is_object and self.parameter.explode and self.parameter.style == "form"

    def _found(self, values: Values) -> Iterable[Any] | None:
        parameter = self.parameter
        location, name = parameter.location, parameter.name
        if location == "query":
            if self._is_object and parameter.style == "deepObject":
                listed = _deep(name, values.query)
                single = {key: given[0] if len(given) == 1 else given for key, given in listed.items()}
                return [self._object(single), single, self._object(listed), listed] if listed else None
            if self._is_spread and not self._is_json:
                own = {key: value for key, value in values.query if key in self._members}
                return [self._object(own), own] if own else None
            given = [value for key, value in values.query if self._is_own(key)]
            if not given:
                return None
            return self._json(given[0]) if self._is_json else self._list(given)
        if location == "querystring":
            whole = "&".join(f"{key}={value}" if value else key for key, value in values.query)
            return self._json(whole) if whole else None
        mapping = {"path": values.path, "header": values.headers, "cookie": values.cookies}[location]
        raw = mapping.get(name.lower() if location == "header" else name)
        if raw is None:
            return None
        return self._json(raw) if self._is_json else self._simple(raw)

    def _list(self, given: list[str]) -> Iterator[Any]:
        separator = _SEPARATORS.get(self.parameter.style, ",")
        if "array" in self.kinds:
            if given == [""]:
                yield []  # OpenAPI 3.0.3, "Style Examples": so an empty list is written
            if len(given) > 1:
                yield from self._lists(given)
            else:
                if self.parameter.explode and self.parameter.style == "form":
                    yield from self._lists(given)
                yield from self._lists(given[0].split(separator))
            if not _SCALARS & self.kinds:
                return
        if "object" in self.kinds:
            yield from self._pairs(given[0].split(separator))
        if len(given) > 1 and "array" not in self.kinds and self.kinds:
            yield given  # several values where one is meant: a list that no scalar schema takes
            return
        yield from _readings(given[0], self.kinds)

    def _simple(self, raw: str) -> Iterator[Any]:
        parameter = self.parameter
        if parameter.style == "label":
            raw = raw.removeprefix(".")
        elif parameter.style == "matrix":
            raw = raw.removeprefix(f";{parameter.name}=").removeprefix(";")
            if parameter.explode:
                raw = raw.replace(f";{parameter.name}=", ",").replace(";", ",")
        separator = "." if parameter.style == "label" and parameter.explode else ","
        parts = [part.strip() for part in raw.split(separator)] if raw else []
        if "array" in self.kinds:
            yield from self._lists(parts)
        if "object" in self.kinds:
            if parameter.explode:
                yield self._object(dict(part.partition("=")[::2] for part in parts))
            yield from self._pairs(parts)
        if not self.kinds or _SCALARS & self.kinds:
            yield from _readings(raw, self.kinds)

    def _lists(self, parts: Sequence[str]) -> Iterator[list[Any]]:
        yield [next(_readings(part, self._items)) for part in parts]
        yield list(parts)

    def _pairs(self, parts: Sequence[str]) -> Iterator[dict[str, Any]]:
        own = dict(zip(parts[::2], parts[1::2], strict=False))
        yield self._object(own)
        yield own

    def _object(self, own: Mapping[str, str | list[str]]) -> dict[str, Any]:
        return {
            key: next(_readings(value, self._members.get(key, frozenset())))
            if isinstance(value, str)
            else [next(_readings(each)) for each in value]
            for key, value in own.items()
        }

    def _json(self, raw: str) -> list[Any]:
        try:
            return [orjson.loads(raw)]
        except orjson.JSONDecodeError:
            return [raw]


def _readings(raw: str, kinds: frozenset[str] = frozenset()) -> Iterator[Any]:
    """Yield what a text may mean in JSON, as far as `kinds` allow, the text itself last; all where there are none."""
    numeric = not kinds or bool({"integer", "number"} & kinds)
    if numeric and len(raw) <= MAX_DIGITS and _NUMBER.fullmatch(raw):
        number = int(raw) if _INTEGER.fullmatch(raw) else float(raw)
        if not math.isinf(number):
            yield number
    if (not kinds or "boolean" in kinds) and raw in {"true", "false"}:
        yield raw == "true"
    if "null" in kinds and raw in {"", "null"}:
        yield None
    yield raw


def _deep(name: str, query: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """
    Return the members of `name[a]=1&name[b]=2`; of `name[a]` given more than once, or `name[a][]`, in the order sent.

    Deeper brackets, which OpenAPI leaves undefined, stay part of the key.
    """
    opening = f"{name}["
    own: dict[str, list[str]] = {}
    for key, value in query:
        if key.startswith(opening) and key.endswith("]"):
            own.setdefault(key[len(opening) : -1].removesuffix("]["), []).append(value)
    return own
