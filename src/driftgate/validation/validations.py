"""The validations of one kind of answer, asked of one body after the other."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.collection import is_page
from driftgate.expression import Undecided
from driftgate.parameter import ParameterReader, Values, query_of
from driftgate.pointer import ANY_INDEX, MISSING, ROOT, escape
from driftgate.validation.graph import Compiler
from driftgate.vocabulary import is_integer_text, is_number_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from driftgate.contract import Contract, Promise
    from driftgate.exchange import Exchange
    from driftgate.validation.graph import Node, Validation


_NOTHING: Mapping[str, Any] = {}
MAX_QUICK = 4
"""Names on the way to a place that is still quickly reached."""


class Broken(NamedTuple):
    """
    A validation that does not hold.

    Args:
        pointer: Of the values it speaks of, array indexes as `*`.
        records: Of how many values it does not hold.
        value: The first of them, as far as the rule looks at it.
    """

    validation: Validation
    pointer: str
    records: int
    value: Any


class Validations:
    """The validations of one kind of answer. False where there are none."""

    def __init__(self, contract: Contract, promise: Promise) -> None:
        self._root: Node | None = None
        self._readers: list[ParameterReader] = []
        self._reads_request = False
        self._quick: list[_Quick] | None = None
        if promise.schema_pointer is None or not contract.has_validations:
            return
        compiler = Compiler(contract, _told_elsewhere(promise))
        root = compiler.node(promise.schema_pointer)
        if root in compiler.live():
            self._root = root
            self._quick = _quick(root)
        self._reads_request = any("request" in each.expression.text for each in compiler.found)
        if self._reads_request:
            self._readers = [
                ParameterReader(contract, each)
                for each in sorted(promise.operation.parameters, key=lambda each: each.location == "query")
                if each.location in {"path", "query"}
            ]

    def __bool__(self) -> bool:
        return self._root is not None

    def hold_everywhere(self, body: Any) -> bool:
        """Tell, quickly, that all hold; False where that takes a closer look."""
        return self._quick is not None and not self._reads_request and _all_hold(self._quick, body)

    def broken(self, body: Any, exchange: Exchange, *, path_values: Mapping[str, str] | None = None) -> list[Broken]:
        """
        Return the validations that do not hold of a body, each place once.

        In a rule, `request` has the path and query parameters by name, each as its schema types it; where both have one
        of a name, the query's. What the request does not give, it does not have: a rule that reads it is undecided.
        """
        if self._root is None:
            return []
        seen: dict[tuple[str, str], Broken] = {}
        _judge(self._root, body, ROOT, self._request(exchange, path_values or {}), seen)
        return list(seen.values())

    def _request(self, exchange: Exchange, path_values: Mapping[str, str]) -> dict[str, Any]:
        if not self._reads_request:
            return {}
        query = query_of(exchange.request.url)
        request: dict[str, Any] = {**path_values, **dict(query)}
        values = Values(path_values, query, {}, {})
        for reader in self._readers:
            reading = reader.read(values)
            if reading is not None:
                request[reader.parameter.name] = reading.value
        return request


@lru_cache(maxsize=1024)
def validations_of(contract: Contract, promise: Promise) -> Validations:
    """
    Return the validations of one kind of answer.

    A rule that is no CEL is left out; `unusable-validation` says so of the document.
    """
    return Validations(contract, promise)


def _told_elsewhere(promise: Promise) -> str | None:
    """Return the rule that `count-mismatch` judges already, so that one drift is one finding."""
    pagination = promise.operation.pagination
    if not is_page(promise) or pagination is None or pagination.total is None:
        return None
    return f"self{pagination.total.replace('/', '.')}>=size(self{pagination.items.replace('/', '.')})"


class _Quick(NamedTuple):
    """
    A rule that runs without the engine, at a place that is reached by names alone.

    Args:
        path: Names that lead to the value, or to the list of values.
        in_list: Whether it speaks of the items of a list there.
    """

    path: tuple[str, ...]
    in_list: bool
    holds: Any


def _quick(root: Node) -> list[_Quick] | None:
    """Return all rules of a graph in a form that is quickly asked; None where the graph is not that simple."""
    found: list[_Quick] = []
    stack: list[tuple[Node, tuple[str, ...], bool]] = [(root, (), False)]
    while stack:
        node, path, in_list = stack.pop()
        deeper = bool(node.parts) or node.items is not None
        if node.alternatives or node.others is not None or (in_list and deeper) or len(path) > MAX_QUICK:
            return None
        for rule in node.rules:
            if rule.expression.native is None:
                return None
            found.append(_Quick(path, in_list, rule.expression.native))
        stack.extend((child, (*path, name), False) for name, child in node.parts.items())
        if node.items is not None:
            stack.append((node.items, path, True))
    return found


def _all_hold(rules: list[_Quick], body: Any) -> bool:
    """Tell whether every rule holds everywhere, which is how most bodies are; False where that takes a closer look."""
    try:
        for path, in_list, holds in rules:
            value = body
            for name in path:
                value = value.get(name) if value.__class__ is dict else None
            if value is None:
                continue
            if not in_list:
                if not holds(value, _NOTHING):
                    return False
            elif value.__class__ is list:
                for each in value:
                    if not holds(each, _NOTHING):
                        return False
    except Undecided:
        return False
    return True


def _judge(
    node: Node, value: Any, pointer: str, request: Mapping[str, Any], seen: dict[tuple[str, str], Broken]
) -> None:
    for rule in node.rules:
        try:
            if not rule.expression.holds(value, request):
                _add(seen, rule, pointer, value)
        except Undecided:
            _judge_meant(node, rule, value, pointer, request, seen)
    _judge_below(node, value, pointer, request, seen)


def _judge_below(
    node: Node, value: Any, pointer: str, request: Mapping[str, Any], seen: dict[tuple[str, str], Broken]
) -> None:
    if value.__class__ is dict:
        for name, child in node.parts.items():
            if name in value:
                _judge(child, value[name], f"{pointer}/{escape(name)}", request, seen)
        if node.others is not None:
            for name in value.keys() - node.kinds.keys():
                _judge(node.others, value[name], f"{pointer}/{escape(name)}", request, seen)
    elif value.__class__ is list and node.items is not None:
        _judge_list(node.items, value, f"{pointer}/{ANY_INDEX}", request, seen)
    for validator, child in node.alternatives:
        if validator is None or validator.is_valid(value):
            _judge(child, value, pointer, request, seen)


def _judge_list(
    node: Node, values: list[Any], pointer: str, request: Mapping[str, Any], seen: dict[tuple[str, str], Broken]
) -> None:
    """Judge the items of a list together: one rule at a time over all of them."""
    for rule in node.rules:
        undecided: list[int] = []
        for index in rule.expression.failing(values, request, undecided):
            _add(seen, rule, pointer, values[index])
        for index in undecided:
            _judge_meant(node, rule, values[index], pointer, request, seen)
    if node.parts or node.items is not None or node.others is not None or node.alternatives:
        for value in values:
            _judge_below(node, value, pointer, request, seen)


def _judge_meant(
    node: Node,
    rule: Validation,
    value: Any,
    pointer: str,
    request: Mapping[str, Any],
    seen: dict[tuple[str, str], Broken],
) -> None:
    """Judge what an object means where a scalar is spelt as a string: known drift must not hide another one."""
    meant = _meant(value, node.kinds)
    if meant is None:
        return
    try:
        if not rule.expression.holds(meant, request):
            _add(seen, rule, pointer, value)
    except Undecided:
        return


def _meant(value: Any, promised: Mapping[str, frozenset[str]]) -> dict[str, Any] | None:
    """Return an object with `"true"` and `"12"` as true and 12 where those are promised; None where nothing changes."""
    if value.__class__ is not dict:
        return None
    changed: dict[str, Any] = {}
    for name, kinds in promised.items():
        text = value.get(name, MISSING)
        if text.__class__ is not str or "string" in kinds:
            continue
        if "boolean" in kinds and text.lower() in {"true", "false"}:
            changed[name] = text.lower() == "true"
        elif {"integer", "number"} & kinds and is_number_text(text):
            changed[name] = int(text) if is_integer_text(text) else float(text)
    return {**value, **changed} if changed else None


def _add(seen: dict[tuple[str, str], Broken], rule: Validation, pointer: str, value: Any) -> None:
    key = (rule.pointer, pointer)
    known = seen.get(key)
    if known is not None:
        seen[key] = known._replace(records=known.records + 1)
        return
    names = rule.expression.names
    shown = value
    if names is not None and value.__class__ is dict:
        shown = {name: value[name] for name in sorted(names) if name in value}
    seen[key] = Broken(rule, pointer, 1, shown)
