"""
Bodies drawn from the response schemas of any OpenAPI document, each with the places that a promise is made about.

Nothing of the toolkit's schemas, validators or rules is used, so that it cannot agree with itself: references, `allOf`,
alternatives and `nullable` are read here once more, and whether a draw conforms is for `jsonschema` to say.
"""

from __future__ import annotations

import base64
import re
import string
import uuid
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from driftgate.mock.pattern import UnwritablePattern, text_matching

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from random import Random

Path = tuple[str | int, ...]
MAX_DEPTH = 7
TEXTS = (
    "plain", "", "Zoë \U0001f600", "two words", "12", "1.5", "true", "null", "{}", "[1]", "02/05/2023", "2023-02-05",
    "AB-12", "a_b", "https://example.com/a?b=c", "ünïcödé", "line\nbreak", "tab\t", '"quoted"', "\u2028", "x" * 300, "0",
)  # fmt: skip
"""What a text may be that nothing is promised about."""
_NAMES = ("alpha", "Beta", "42", "with space", "ümlaut", "a/b", "~", "")


class UndrawableError(Exception):
    """No value of a schema could be written."""


class Key(str):
    """A key of a map: data, not a name of the contract's."""

    __slots__ = ()


class Place(NamedTuple):
    """
    A value in a drawn body.

    Args:
        parts: The schemas that all speak of it: references followed, `allOf` and chosen alternatives taken apart.
        is_chosen: Whether an alternative was chosen here or above: then other schemas might have spoken of it.
    """

    path: Path
    parts: tuple[Mapping[str, Any], ...]
    is_chosen: bool


class Drawer:
    """Draws values of the schemas of one document."""

    def __init__(self, tree: Mapping[str, Any], rng: Random) -> None:
        self.tree = tree
        self.is_3_0 = str(tree.get("openapi", "")).startswith("3.0")
        self.rng = rng
        self.places: list[Place] = []

    def draw(self, schema: Any) -> Any:
        """
        Return a value; `places` then has every place in it, parents first.

        Raises:
            UndrawableError: A pattern, or a circle of required properties, leaves no way.
        """
        self.places = []
        return self._draw([schema], (), 0, is_chosen=False)

    def parts(self, schemas: list[Any]) -> tuple[list[Mapping[str, Any]], bool]:
        """Return all plain schemas that speak of one value, and whether alternatives were chosen among."""
        found: list[Mapping[str, Any]] = []
        stack, chosen, steps = list(schemas), False, 0
        while stack:
            steps += 1
            node = stack.pop(0)
            if steps > 200 or not isinstance(node, dict):
                continue
            if isinstance(node.get("$ref"), str):
                stack.append(self.resolve(node["$ref"]))
                if self.is_3_0:
                    continue
            found.append(node)
            stack.extend(node.get("allOf") or ())
            for key in ("oneOf", "anyOf"):
                branches = node.get(key)
                if isinstance(branches, list) and branches:
                    chosen = True
                    branch = self.rng.choice(branches)
                    stack.extend([*self._tag(node, branch), branch])
        return found, chosen

    def resolve(self, reference: str) -> Any:
        node: Any = self.tree
        for token in reference.removeprefix("#").split("/")[1:]:
            key = unquote(token.replace("~1", "/").replace("~0", "~"))
            node = node[int(key)] if isinstance(node, list) else node[key]
        return node

    def _tag(self, node: Mapping[str, Any], branch: Any) -> Iterator[dict[str, Any]]:
        """Yield what the discriminator says of a chosen branch."""
        told = node.get("discriminator")
        if not isinstance(told, dict) or not isinstance(branch, dict) or "$ref" not in branch:
            return
        name = branch["$ref"].rpartition("/")[2]
        values = [key for key, target in (told.get("mapping") or {}).items() if target in (branch["$ref"], name)]
        yield {"properties": {told["propertyName"]: {"enum": values or [name]}}, "required": [told["propertyName"]]}

    def _draw(self, schemas: list[Any], path: Path, depth: int, *, is_chosen: bool) -> Any:
        parts, chosen = self.parts(schemas)
        is_chosen = is_chosen or chosen
        self.places.append(Place(path, tuple(parts), is_chosen))
        for part in parts:
            if "const" in part:
                return part["const"]
        listed = [part["enum"] for part in parts if isinstance(part.get("enum"), list)]
        if listed:
            common = [value for value in listed[0] if all(value in each for each in listed[1:])]
            if not common:
                raise UndrawableError("no value is in all enums")
            return self.rng.choice(common)
        kind = self._kind(parts, depth)
        if kind == "object":
            return self._object(parts, path, depth, is_chosen=is_chosen)
        if kind == "array":
            return self._array(parts, path, depth, is_chosen=is_chosen)
        if kind in {"integer", "number"}:
            return self._number(parts, kind)
        return {"boolean": self.rng.random() < 0.5, "null": None}.get(kind) if kind != "string" else self._text(parts)

    def _kind(self, parts: list[Mapping[str, Any]], depth: int) -> str:
        allowed: list[str] | None = None
        for part in parts:
            own = types(part)
            if own:
                if "number" in own and "integer" not in own:
                    own = [*own, "integer"]
                allowed = own if allowed is None else [each for each in allowed if each in own]
        if allowed is None:
            implied = (
                ("object", ("properties", "additionalProperties")),
                ("array", ("items",)),
                ("string", ("pattern",)),
            )
            for kind, keywords in implied:
                if any(keyword in part for part in parts for keyword in keywords):
                    return kind
            return self.rng.choice(["string", "integer", "boolean", "object"])
        if any("nullable" in part and part["nullable"] is True and types(part) for part in parts) and all(
            part.get("nullable") is True for part in parts if types(part)
        ):
            allowed = [*allowed, "null"]
        if not allowed:
            raise UndrawableError("no type is in all parts")
        if "null" in allowed and depth > MAX_DEPTH:
            return "null"
        return self.rng.choice(allowed)

    def _object(self, parts: list[Mapping[str, Any]], path: Path, depth: int, *, is_chosen: bool) -> dict[str, Any]:
        listed: dict[str, list[Any]] = {}
        for part in parts:
            for name, schema in (part.get("properties") or {}).items():
                listed.setdefault(name, []).append(schema)
        required = dict.fromkeys(name for part in parts for name in part.get("required") or () if isinstance(name, str))
        drawn: dict[str, Any] = {}
        names = list(dict.fromkeys((*listed, *required)))
        if self.rng.random() < 0.3:
            self.rng.shuffle(names)
        for name in names:
            schemas = listed.get(name, [{}])
            if self._is_write_only(schemas):
                continue
            mark = len(self.places)
            if name not in required and (depth > MAX_DEPTH or self.rng.random() < 0.25):
                continue
            if depth > 3 * MAX_DEPTH:
                raise UndrawableError("required properties go in a circle")
            try:
                drawn[name] = self._draw(schemas, (*path, name), depth + 1, is_chosen=is_chosen)
            except UndrawableError:
                if name in required:
                    raise
                del self.places[mark:]
        extras = [part["additionalProperties"] for part in parts if "additionalProperties" in part]
        if extras and False not in extras and depth <= MAX_DEPTH:
            for name in self.rng.sample(_NAMES, self.rng.randrange(3)):
                if name not in listed:
                    key = Key(name) if isinstance(extras[0], dict) and extras[0] else name
                    drawn[name] = self._draw(extras[:1], (*path, key), depth + 1, is_chosen=True)
        return drawn

    def _is_write_only(self, schemas: list[Any]) -> bool:
        return any(
            isinstance(schema, dict)
            and (
                schema.get("writeOnly") is True
                or ("$ref" in schema and self._is_write_only([self.resolve(schema["$ref"])]))
            )
            for schema in schemas
        )

    def _array(self, parts: list[Mapping[str, Any]], path: Path, depth: int, *, is_chosen: bool) -> list[Any]:
        items = [part["items"] for part in parts if isinstance(part.get("items"), dict)]
        low = max((part.get("minItems", 0) for part in parts), default=0)
        high = min((part["maxItems"] for part in parts if "maxItems" in part), default=low + 3)
        size = low if depth > MAX_DEPTH else self.rng.randint(low, max(low, min(high, low + 3)))
        return [self._draw(items or [{}], (*path, index), depth + 1, is_chosen=is_chosen) for index in range(size)]

    def _number(self, parts: list[Mapping[str, Any]], kind: str) -> Any:
        low, high = -1000, 100_000
        bottom: Any
        top: Any
        under: Any
        over: Any
        for part in parts:
            bottom, top = part.get("minimum"), part.get("maximum")
            over, under = part.get("exclusiveMinimum"), part.get("exclusiveMaximum")
            if _is_number(over) or (over is True and bottom is not None):
                bottom = (bottom if over is True else over) + 1
            if _is_number(under) or (under is True and top is not None):
                top = (top if under is True else under) - 1
            if bottom is not None:
                low, high = max(low, int(bottom)) if low != -1000 else int(bottom), max(high, int(bottom))
            if top is not None:
                low, high = min(low, int(top)), int(top)
        whole = self.rng.randint(min(low, high), max(low, high))
        step = next((part["multipleOf"] for part in parts if _is_number(part.get("multipleOf"))), None)
        if step is not None:
            return round(whole // step * step, 9)
        if kind == "number" and whole < high and self.rng.random() < 0.6:
            return whole + 0.25
        return float(whole) if self.rng.random() < 0.1 else whole

    def _text(self, parts: list[Mapping[str, Any]]) -> str:
        low = max((part.get("minLength", 0) for part in parts), default=0)
        high = min((part["maxLength"] for part in parts if "maxLength" in part), default=None)
        patterns = [part["pattern"] for part in parts if isinstance(part.get("pattern"), str)]
        formats = [part["format"] for part in parts if isinstance(part.get("format"), str)]
        if patterns:
            try:
                return text_matching(patterns[0], self.rng, min_length=low, max_length=high)
            except (UnwritablePattern, ValueError, re.error) as error:
                raise UndrawableError(f"pattern: {error}") from None
        written = next((text for each in formats if (text := self._formatted(each)) is not None), None)
        if written is not None:
            return written
        text = self.rng.choice(TEXTS)
        if len(text) < low:
            text += "".join(self.rng.choice(string.ascii_letters) for _ in range(low - len(text)))
        return text if high is None else text[:high]

    def _formatted(self, name: str) -> str | None:
        rng = self.rng
        day = f"{rng.randint(1999, 2031)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        clock = f"{rng.randrange(24):02}:{rng.randrange(60):02}:{rng.randrange(60):02}"
        offset = rng.choice(["Z", "+00:00", "-07:30", "z"])
        written = {
            "date": day,
            "date-time": f"{day}T{clock}{rng.choice(['', '.5', '.123456'])}{offset}",
            "time": f"{clock}Z",
            "uuid": str(uuid.UUID(int=rng.getrandbits(128), version=4)),
            "email": rng.choice(["a@example.com", "first.last+tag@sub.example.co.uk"]),
            "uri": rng.choice(["https://example.com/a%20b?c=d&e=f#g", "urn:isbn:0451450523", "http://[2001:db8::1]/"]),
            "uri-reference": rng.choice(["/a/b", "?q=1", "https://example.com"]),
            "uri-template": rng.choice(["/a/{b}", "https://example.com/{a}{?b,c}"]),
            "hostname": "api.example.com",
            "duration": "P1DT2H",
            "json-pointer": "/a/0",
            "regex": "^[a-z]+$",
            "ipv4": "192.0.2.7",
            "ipv6": "2001:db8::7",
            "byte": base64.b64encode(rng.randbytes(rng.randrange(9))).decode(),
        }
        return written.get(name)


def types(part: Mapping[str, Any]) -> list[str]:
    """Return the types a schema names."""
    named = part.get("type")
    return [named] if isinstance(named, str) else list(named) if isinstance(named, list) else []


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
