"""Violations: what a validator's errors mean, each place once, with missing and extra names paired."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from driftgate.pointer import escape, fold, join, resolve
from driftgate.schema import listed_properties
from driftgate.spelling import closest
from driftgate.subject import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import jsonschema_rs

    from driftgate.contract import Contract

Path = tuple[str | int, ...]

_EXTRA = frozenset({"additionalProperties", "unevaluatedProperties"})


class Violations:
    """
    Explains the errors of the strict validators of one contract.

    Args:
        contract: Whose strict response schemas.
    """

    def __init__(self, contract: Contract, *, direction: Any = "response") -> None:
        self._contract = contract
        self._tree = contract.translation(direction=direction, strict=True).tree
        self._nodes: dict[tuple[Any, ...], tuple[Mapping[str, Any], str]] = {}
        self._listed: dict[int, frozenset[str]] = {}

    def find(self, validator: jsonschema_rs.Draft202012Validator, body: Any) -> list[Violation]:
        """Return the violations of a body, in document order of places; several keywords at one place all stand."""
        found: list[Violation] = []
        missing: dict[Path, list[Violation]] = {}
        extra: dict[Path, list[Violation]] = {}
        for error in _leaves(validator.iter_errors(body)):
            keyword = error.kind.name
            path = tuple(error.instance_path)
            node, node_pointer = self._node(error.schema_path)
            if keyword == "required":
                name = error.kind.property
                missing.setdefault(path, []).append(self._named(keyword, error, node, node_pointer, path, name))
            elif keyword in _EXTRA and isinstance(error.instance, dict):
                listed = self._listed_by(node)
                for name in error.kind.unexpected:
                    if name not in listed:
                        extra.setdefault(path, []).append(self._named(keyword, error, node, node_pointer, path, name))
            else:
                found.append(
                    Violation(
                        contract=self._contract,
                        keyword=keyword,
                        limit=error.kind.value,
                        node=node,
                        node_pointer=node_pointer,
                        value=error.instance,
                        path=path,
                        pointer=fold(path),
                    )
                )
        found.extend(_paired(missing, extra, self._listed_by))
        return found

    def _named(
        self, keyword: str, error: Any, node: Mapping[str, Any], node_pointer: str, path: Path, name: str
    ) -> Violation:
        return Violation(
            contract=self._contract,
            keyword=keyword,
            limit=None,
            node=node,
            node_pointer=node_pointer,
            value=error.instance,
            path=(*path, name),
            pointer=f"{fold(path)}/{escape(name)}",
            name=name,
        )

    def _node(self, schema_path: list[str | int]) -> tuple[Mapping[str, Any], str]:
        key = tuple(schema_path)
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = self._resolve(key[:-1])
        return found

    def _resolve(self, path: Path) -> tuple[Mapping[str, Any], str]:
        """
        Return the schema node at a location of the translated document, and its pointer in the original.

        Translation wraps a nullable schema (`anyOf/0`) and adds promises (`allOf/N`): steps that the original lacks.
        """
        original: list[str | int] = []
        node: Any = self._contract.tree
        index = 0
        while index < len(path):
            token = path[index]
            if token in {"anyOf", "allOf"} and isinstance(node, dict) and not _has(node.get(str(token)), path, index):
                index += 2
                continue
            node = _step(node, token)
            original.append(token)
            index += 1
        pointer = join(original)
        translated = resolve(self._tree, join(path))
        outer = resolve(self._tree, pointer)
        if isinstance(outer, dict) and isinstance(translated, dict) and outer is not translated:
            translated = {**{key: value for key, value in outer.items() if key.startswith("x-")}, **translated}
        return (translated if isinstance(translated, dict) else {}), pointer

    def _listed_by(self, node: Mapping[str, Any]) -> frozenset[str]:
        found = self._listed.get(id(node))
        if found is None:
            found = self._listed[id(node)] = listed_properties(self._tree, node)
        return found


def _has(parts: Any, path: Path, index: int) -> bool:
    position = path[index + 1] if index + 1 < len(path) else None
    return isinstance(parts, list) and isinstance(position, int) and position < len(parts)


def _step(node: Any, token: str | int) -> Any:
    if isinstance(node, dict):
        return node.get(str(token))
    if isinstance(node, list) and isinstance(token, int) and token < len(node):
        return node[token]
    return None


def _leaves(errors: Any) -> Iterator[Any]:
    """Yield errors, replacing a failed `anyOf` or `oneOf` by the errors of the branch that came closest."""
    for error in errors:
        context = getattr(error.kind, "context", None)
        branches = [branch for branch in context or () if branch]
        if error.kind.name not in {"anyOf", "oneOf"} or not branches:
            yield error
            continue
        best = min(branches, key=lambda branch: _distance(branch, error))
        yield from _leaves(best)


def _distance(branch: list[Any], error: Any) -> tuple[int, int, int]:
    """Rank a failed branch: of another type altogether last, `null` as the very last, then by how much fails."""
    here = len(error.instance_path)
    wrong_type = 0
    weight = 0
    for each in branch:
        name = each.kind.name
        if name in {"type", "enum", "const"} and len(each.instance_path) == here:
            wrong_type = max(wrong_type, 2 if name == "type" and each.kind.types == ["null"] else 1)
        if name in {"const", "enum"} and len(each.instance_path) == here + 1:
            weight += 10  # most likely a discriminator
        weight += 1
    return wrong_type, weight, -sum(len(each.instance_path) for each in branch)


def _paired(
    missing: dict[Path, list[Violation]], extra: dict[Path, list[Violation]], listed_by: Any
) -> Iterator[Violation]:
    """Yield missing and extra properties; one that came under another spelling is one violation, not two."""
    for path in sorted({*missing, *extra}, key=str):
        lacking = {each.name: each for each in missing.get(path, ())}
        surplus = {each.name: each for each in extra.get(path, ())}
        present = frozenset(next(iter((*lacking.values(), *surplus.values()))).value)
        for name, each in surplus.items():
            absent = sorted((listed_by(each.node) | lacking.keys()) - present)
            twin = closest(str(name), [candidate for candidate in absent if candidate is not None])
            if twin is None:
                yield each
                continue
            lacking.pop(twin, None)
            promised = fold((*path, twin))
            yield each._replace(
                keyword="renamed",
                name=twin,
                twin=str(name),
                pointer=promised,
                path=(*path, twin),
                value=each.value[name],
            )
        yield from lacking.values()
