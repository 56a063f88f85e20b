"""
Nodes: what was seen at one place of many bodies. Counting is exact and adds up in any order.

`learn(a + b) == learn(a).merge(learn(b))`: every number here is a sum, a minimum, a maximum or a union, and samples are
chosen by hash, never by arrival.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from driftgate.inference.seen.distinct import Distinct, hull
from driftgate.inference.seen.every_key import EveryKey

BATCH = 256
"""Values of one place that are counted at once: counting a batch in C is several times faster than one by one."""
LONGEST = 512
"""Characters of a string that are looked at; what follows only counts for its length."""
MOST_KEYS = 400
"""Distinct keys beyond which an object can only be a map."""
OTHER = "\u0080"
"""Stands in an alphabet for every character beyond ASCII."""

_DATA_KEY = re.compile(
    r"[0-9]+|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|[0-9]{4}-[0-9]{2}(-[0-9]{2}.*)?|[A-Za-z]{1,8}[-_](?=[^-_]*[0-9])[0-9a-zA-Z-]{10,}"
    r"|[0-9a-f]{16,}|https?://.*|[^@\s]+@[^@\s]+\.[a-z]+|\+[0-9]{6,}"
)


class Node:
    """
    One place.

    Args (attributes):
        count: Values seen, of whatever type.
        recorded: How many of them stood in recordings rather than in examples; set once learning is done.
        ints, floats, texts: Distinct scalars with counts.
        length: Shortest and longest string.
        alphabet: Characters seen, beyond ASCII all as `OTHER`.
        size: Fewest and most items of an array.
        item: What the items are, of all arrays together.
        shape: What the objects are.
    """

    __slots__ = (
        "_floats", "_ints", "_texts", "alphabet", "arrays", "count", "falses", "floats", "ints", "item", "length",
        "nulls", "number", "objects", "recorded", "shape", "size", "strings", "texts", "trues", "whole_floats",
    )  # fmt: skip

    def __init__(self) -> None:
        self.count = 0
        self.nulls = 0
        self.trues = 0
        self.falses = 0
        self.arrays = 0
        self.objects = 0
        self.strings = 0
        self.whole_floats = 0
        self.recorded = 0
        self.ints = Distinct()
        self.floats = Distinct()
        self.texts = Distinct()
        self.number: tuple[float, float] | None = None
        self.length: tuple[int, int] | None = None
        self.alphabet: set[str] = set()
        self.size: tuple[int, int] | None = None
        self.item: Node | None = None
        self.shape: Shape | None = None
        self._ints: list[int] = []
        self._floats: list[float] = []
        self._texts: list[str] = []

    def observe(self, value: Any) -> None:
        """Count one JSON value and everything in it."""
        self.count += 1
        kind = type(value)
        if kind is str:
            texts = self._texts
            texts.append(value)
            if len(texts) >= BATCH:
                self._count_texts()
        elif kind is dict:
            self.objects += 1
            shape = self.shape
            if shape is None:
                shape = self.shape = Shape()
            shape.observe(value)
        elif kind is int:
            ints = self._ints
            ints.append(value)
            if len(ints) >= BATCH:
                self._count_numbers()
        elif kind is bool:
            if value:
                self.trues += 1
            else:
                self.falses += 1
        elif value is None:
            self.nulls += 1
        elif kind is list:
            self.arrays += 1
            size = len(value)
            bounds = self.size
            if bounds is None:
                self.size = (size, size)
            elif size < bounds[0] or size > bounds[1]:
                self.size = (min(bounds[0], size), max(bounds[1], size))
            if value:
                item = self.item
                if item is None:
                    item = self.item = Node()
                observe = item.observe
                for each in value:
                    observe(each)
        else:
            floats = self._floats
            floats.append(value)
            if len(floats) >= BATCH:
                self._count_numbers()

    def settle(self) -> Node:
        """Count what is still in a batch, here and below, and return the node."""
        if self._texts:
            self._count_texts()
        if self._ints or self._floats:
            self._count_numbers()
        if self.item is not None:
            self.item.settle()
        if self.shape is not None:
            for node in self.shape.fields.values():
                node.settle()
            if self.shape.values is not None:
                self.shape.values.settle()
        return self

    def _count_texts(self) -> None:
        batch = self._texts
        self.strings += len(batch)
        counts = Counter(batch)
        lengths = [len(text) for text in counts]
        low, high = min(lengths), max(lengths)
        bounds = self.length
        self.length = (low, high) if bounds is None else (min(low, bounds[0]), max(high, bounds[1]))
        joined = "".join(counts)
        letters = set(joined)
        if not joined.isascii():
            letters = {min(OTHER, letter) for letter in letters}
        self.alphabet |= letters
        if high > LONGEST:
            short: Counter[str] = Counter()
            for text, count in counts.items():
                short[text[:LONGEST]] += count
            counts = short
        self.texts.add(counts)
        batch.clear()

    def _count_numbers(self) -> None:
        for batch, distinct in ((self._ints, self.ints), (self._floats, self.floats)):
            if not batch:
                continue
            counts: Counter[Any] = Counter(batch)
            low, high = min(counts), max(counts)
            bounds = self.number
            self.number = (low, high) if bounds is None else (min(low, bounds[0]), max(high, bounds[1]))
            if batch is self._floats:
                self.whole_floats += sum(count for value, count in counts.items() if float(value).is_integer())
            distinct.add(counts)
            batch.clear()

    def merge(self, other: Node) -> Node:
        """Add what `other` saw, and return this node. `other` stays as it was."""
        self._here()
        other._here()
        self.count += other.count
        self.nulls += other.nulls
        self.trues += other.trues
        self.falses += other.falses
        self.arrays += other.arrays
        self.objects += other.objects
        self.strings += other.strings
        self.whole_floats += other.whole_floats
        self.recorded += other.recorded
        self.ints.merge(other.ints)
        self.floats.merge(other.floats)
        self.texts.merge(other.texts)
        self.number = hull(self.number, other.number)
        self.length = hull(self.length, other.length)
        self.size = hull(self.size, other.size)
        self.alphabet |= other.alphabet
        if other.item is not None:
            self.item = (self.item or Node()).merge(other.item)
        if other.shape is not None:
            self.shape = (self.shape or Shape()).merge(other.shape)
        return self

    def _here(self) -> None:
        if self._texts:
            self._count_texts()
        if self._ints or self._floats:
            self._count_numbers()

    def scalars(self) -> Node:
        """Return a copy that has the scalars only."""
        bare = Node()
        item, shape = self.item, self.shape
        self.item = self.shape = None
        try:
            return bare.merge(self)
        finally:
            self.item, self.shape = item, shape

    def state(self) -> tuple[Any, ...]:
        """Return everything that was counted, for comparing."""
        self._here()
        return (
            self.count, self.nulls, self.trues, self.falses, self.arrays, self.strings, self.whole_floats,
            self.ints.counts(), self.floats.counts(), self.texts.counts(), self.texts.overflowed,
            self.number, self.length, self.size, sorted(self.alphabet),
            None if self.item is None else self.item.state(),
            None if self.shape is None else self.shape.state(),
        )  # fmt: skip

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and self.state() == other.state()

    __hash__ = None  # type: ignore[assignment]


class Shape:
    """
    The objects at one place.

    Args (attributes):
        count: Objects seen.
        fields: What stands under each key that looks like a name.
        values: What stands under keys that look like data (ids, dates, addresses): the object is a map there.
        keyed: How many objects had such keys.
    """

    __slots__ = ("count", "empties", "fields", "keyed", "recorded", "values")

    def __init__(self) -> None:
        self.count = 0
        self.empties = 0
        self.keyed = 0
        self.recorded = 0
        self.fields: dict[str, Node] = {}
        self.values: Node | None = None

    def observe(self, value: dict[str, Any]) -> None:
        self.count += 1
        fields = self.fields
        try:
            for key, part in value.items():
                fields[key].observe(part)
        except KeyError:
            self._observe_new(value, key)
        if not value:
            self.empties += 1

    def _observe_new(self, value: dict[str, Any], first: str) -> None:
        """Go on from the first key that is not known yet."""
        begun = False
        was_keyed = False
        for key, part in value.items():
            begun = begun or key == first
            if not begun:
                continue
            node = self.fields.get(key)
            if node is None:
                if _DATA_KEY.fullmatch(key):
                    was_keyed = True
                    if self.values is None:
                        self.values = Node()
                    self.values.observe(part)
                    continue
                node = self.fields[key] = Node()
            node.observe(part)
        if was_keyed:
            self.keyed += 1
        if len(self.fields) > MOST_KEYS:
            self._collapse()

    def _collapse(self) -> None:
        values = self.values or Node()
        for node in self.fields.values():
            values.merge(node)
        self.fields = EveryKey(values)
        self.values = values

    def merge(self, other: Shape) -> Shape:
        self.count += other.count
        self.empties += other.empties
        self.keyed += other.keyed
        self.recorded += other.recorded
        if other.values is not None and not isinstance(self.fields, EveryKey):
            self.values = (self.values or Node()).merge(other.values)
        elif other.values is not None and self.values is not None:
            self.values.merge(other.values)
        if isinstance(other.fields, EveryKey) and not isinstance(self.fields, EveryKey):
            self._collapse()
        elif not isinstance(other.fields, EveryKey):
            for key, node in other.fields.items():
                mine = self.fields.get(key)
                if isinstance(self.fields, EveryKey):
                    assert self.values is not None
                    self.values.merge(node)
                else:
                    self.fields[key] = (mine or Node()).merge(node)
            if len(self.fields) > MOST_KEYS:
                self._collapse()
        return self

    @property
    def is_collapsed(self) -> bool:
        """Whether so many different keys were seen that it can only be a map."""
        return isinstance(self.fields, EveryKey)

    def state(self) -> tuple[Any, ...]:
        return (
            self.count,
            self.empties,
            sorted((key, node.state()) for key, node in self.fields.items()),
            None if self.values is None else self.values.state(),
            self.is_collapsed,
        )
