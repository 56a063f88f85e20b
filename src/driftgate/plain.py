"""
Plain: what a document says by its own addresses, said by pointers; and each sequence, said as an array of its items.

So all that reads the effective contract knows one kind of reference, `#/…`, and one kind of schema of a body. Every place
stays where it was.

Source:
    JSON Schema 2020-12, Core, 8.2 (`$id`, `$anchor`, `$dynamicAnchor`, `$ref`, `$dynamicRef`); OpenAPI Specification
    3.2.0, "$self" and "itemSchema"; RFC 3986, section 5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urldefrag, urljoin

import orjson

from driftgate.nodes import EXAMPLES
from driftgate.pointer import MISSING, escape, resolve, split

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKS = tuple(
    f'"{name}"'.encode() for name in ("itemSchema", "$id", "$anchor", "$dynamicAnchor", "$dynamicRef", "$self")
)
_SAFE = "/~!$&'()*+,;=:@?-._"
_LITERAL = EXAMPLES | {"const", "default", "dataValue", "enum", "value"}
_NAMES = frozenset({"$defs", "definitions", "dependentSchemas", "patternProperties", "properties", "schemas"})
"""Keywords that hold maps from free names: `example` in one of them is the name of a schema."""


def made_plain(tree: dict[str, Any]) -> dict[str, Any]:
    """
    Return an OpenAPI document with references as pointers, and a `schema` for each `itemSchema`; itself where that is it.

    A reference that leads to no place in the document stays as it is, and so does a `$dynamicRef` that may lead to
    several.
    """
    if str(tree.get("openapi", "")).startswith("3.0"):
        return tree
    if not _may_have_addresses(tree):
        return tree
    plain = _Plain(tree)
    made: dict[str, Any] = plain.copied(tree, plain.self, "", named=False)
    return made


def _may_have_addresses(tree: dict[str, Any]) -> bool:
    """Tell, quickly, whether one of the words stands anywhere that this module is about."""
    try:
        text = orjson.dumps(tree)
    except (TypeError, orjson.JSONEncodeError):  # lone surrogates, numbers of more than 64 bits
        return True
    return any(mark in text for mark in _MARKS)


class _Plain:
    def __init__(self, tree: dict[str, Any]) -> None:
        self._tree = tree
        own = tree.get("$self")
        self.self = _joined("", own)[0] if isinstance(own, str) else ""
        self._resources: dict[str, str] = {self.self: ""}
        self._anchors: dict[tuple[str, str], str] = {}
        self._dynamic: dict[str, list[str]] = {}
        self._collect(tree, self.self, "", named=False)

    def _parts(self, node: Any, pointer: str, *, named: bool) -> Iterator[tuple[Any, str, bool]]:
        """Yield what a node holds that may be or hold a schema, with its pointer and whether its keys are free names."""
        if isinstance(node, list):
            for index, value in enumerate(node):
                yield value, f"{pointer}/{index}", False
        elif isinstance(node, dict):
            for key, value in node.items():
                if named or key not in _LITERAL:
                    yield value, f"{pointer}/{escape(key)}", not named and key in _NAMES

    def _collect(self, node: Any, base: str, pointer: str, *, named: bool) -> None:
        if isinstance(node, dict) and not named:
            base = self._base(node, base)
            if isinstance(node.get("$id"), str):
                self._resources.setdefault(base, pointer)
            for keyword in ("$anchor", "$dynamicAnchor"):
                name = node.get(keyword)
                if isinstance(name, str):
                    self._anchors.setdefault((base, name), pointer)
                    if keyword == "$dynamicAnchor":
                        self._dynamic.setdefault(name, []).append(pointer)
        for part, place, is_map in self._parts(node, pointer, named=named):
            if isinstance(part, (dict, list)):
                self._collect(part, base, place, named=is_map)

    @staticmethod
    def _base(node: dict[str, Any], base: str) -> str:
        own = node.get("$id")
        return _joined(base, own)[0] if isinstance(own, str) else base

    def copied(self, node: Any, base: str, pointer: str, *, named: bool) -> Any:
        """Return a node with everything below it made plain; `base` is the address that references are relative to."""
        if not isinstance(node, (dict, list)):
            return node
        if isinstance(node, list):
            return [self.copied(part, base, f"{pointer}/{index}", named=False) for index, part in enumerate(node)]
        if not named:
            base = self._base(node, base)
        out = dict(node)
        for key, (part, place, is_map) in zip(
            [key for key in node if named or key not in _LITERAL], self._parts(node, pointer, named=named), strict=True
        ):
            out[key] = self.copied(part, base, place, named=is_map)
        if not named:
            self._refer(out, base)
            if "itemSchema" in out and pointer.count("/") > 1 and split(pointer)[-2] in {"content", "mediaTypes"}:
                _spell_out(out, pointer)
        return out

    def _refer(self, out: dict[str, Any], base: str) -> None:
        """Let the references of an object be pointers, where they lead somewhere in the document."""
        if isinstance(out.get("$id"), str):
            del out["$id"]
        if isinstance(out.get("$ref"), str):
            target = self._target(out["$ref"], base)
            if target is not None:
                out["$ref"] = target
        if isinstance(out.get("$dynamicRef"), str):
            address, name = _joined(base, out["$dynamicRef"])
            first = self._anchors.get((address, name))
            listed = self._dynamic.get(name, [])
            if first is not None and (first not in listed or len(listed) == 1) and "$ref" not in out:
                del out["$dynamicRef"]
                out["$ref"] = f"#{quote(first, safe=_SAFE)}"

    def _target(self, reference: str, base: str) -> str | None:
        address, fragment = _joined(base, reference)
        home = self._resources.get(address)
        if home is None:
            return None
        if not fragment or fragment.startswith("/"):
            pointer = f"{home}{fragment}"
            if home and fragment and resolve(self._tree, pointer) is MISSING:
                pointer = fragment  # meant from the document's root, as in every other schema of it
        elif (found := self._anchors.get((address, fragment))) is not None:
            pointer = found
        else:
            return None
        return f"#{quote(pointer, safe=_SAFE)}" if pointer != fragment or not reference.startswith("#") else None


def _joined(base: str, reference: str) -> tuple[str, str]:
    """Return the address and the unescaped fragment of a reference."""
    try:
        address, fragment = urldefrag(urljoin(base, reference) if base else reference)
    except ValueError:  # `http://[::1`: no address at all
        return reference, ""
    return address or base, unquote(fragment)


def _spell_out(media_type: dict[str, Any], pointer: str) -> None:
    """Give a media type that describes the items of a sequence the schema of the array that they make."""
    items = {"type": "array", "items": {"$ref": f"#{quote(pointer, safe=_SAFE)}/itemSchema"}}
    said = media_type.get("schema")
    media_type["schema"] = items if said is None else {"allOf": [said, items]}
