"""Doubled keys: where objects of a JSON or YAML text have one key more than once, and how that is said."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from driftgate import pyyaml
from driftgate.pointer import join

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_NAMED = 5
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|\n', re.DOTALL)


class Doubled(NamedTuple):
    """A key that its object has already: the object's pointer, the key, and the line, from 1, where it stands again."""

    pointer: str
    key: str
    line: int


def doubled_in_json(text: str) -> list[Doubled]:
    """Return the keys that stand again in their object, in the order of a text that is JSON otherwise."""
    found: list[Doubled] = []
    open_now: list[tuple[set[str] | None, list[str | int]]] = []
    key = ""
    line = 1
    awaits_key = False
    for token in _TOKEN.finditer(text):
        said = token[0]
        if said == "\n":
            line += 1
        elif said in "{[":
            open_now.append((set() if said == "{" else None, ["" if said == "{" else 0]))
            awaits_key = said == "{"
        elif said in "}]":
            open_now.pop()
            awaits_key = False
        elif said == "," and open_now:
            seen, at = open_now[-1]
            awaits_key = seen is not None
            if isinstance(at[0], int):
                at[0] += 1
        elif said[0] == '"' and awaits_key:
            key = json.loads(said)
            seen, at = open_now[-1]
            at[0] = key
            if seen is not None:
                if key in seen:
                    found.append(Doubled(join(step[0] for _, step in open_now[:-1]), key, line))
                seen.add(key)
            awaits_key = False
    return found


def doubled_in_yaml(text: str) -> list[Doubled]:
    """Return the same of a text that is YAML otherwise, by line; nothing where it cannot be read."""
    found: list[Doubled] = []
    stack: list[tuple[object, tuple[str | int, ...]]] = [(pyyaml.compose(text), ())]
    while stack:
        node, path = stack.pop()
        seen: set[str] = set()
        for key, value in pyyaml.members(node):
            if key.value in seen:
                found.append(Doubled(join(path), key.value, int(key.start_mark.line) + 1))
            seen.add(key.value)
            stack.append((value, (*path, key.value)))
        stack.extend((item, (*path, index)) for index, item in enumerate(pyyaml.items(node)))
    return sorted(found, key=lambda each: each.line)


def told(found: Iterable[Doubled], kind: str) -> str:
    """Return in words which keys stand again in one `kind` (object, mapping): the first five, and how many more."""
    listed = list(found)
    if len(listed) == 1:
        return f"the key {listed[0].key!r} stands twice in one {kind}"
    shown = ", ".join(f"{each.key!r} in #{each.pointer} (line {each.line})" for each in listed[:MAX_NAMED])
    more = f" and {len(listed) - MAX_NAMED} more" if len(listed) > MAX_NAMED else ""
    return f"{len(listed)} keys stand twice in their {kind}: {shown}{more}"
