"""
JSON Pointers: one place in a document or in a body.

Source:
    RFC 6901, "JavaScript Object Notation (JSON) Pointer".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = ""
ANY_INDEX = "*"
"""Stands for every array index where places of one shape are counted as one."""


class _Missing:
    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"


MISSING = _Missing()
"""What `resolve` returns where there is nothing; `None` is a value of its own."""


_INDEX = re.compile("0|[1-9][0-9]{0,17}")


def escape(token: str) -> str:
    return token.replace("~", "~0").replace("/", "~1")


def unescape(token: str) -> str:
    return token.replace("~1", "/").replace("~0", "~")


def join(tokens: Iterable[str | int]) -> str:
    """Return the pointer of a sequence of keys and indexes: `["a/b", 0]` is `/a~1b/0`."""
    return "".join(f"/{escape(token) if isinstance(token, str) else token}" for token in tokens)


def split(pointer: str) -> list[str]:
    """Return the unescaped tokens of a pointer; array indexes stay text."""
    return [unescape(token) for token in pointer.split("/")[1:]]


def fold(tokens: Iterable[str | int]) -> str:
    """Return the pointer with every array index as `*`: `/PhoneNumbers/*/Tnid`."""
    return "".join(f"/{escape(token)}" if isinstance(token, str) else "/*" for token in tokens)


def resolve(tree: Any, pointer: str) -> Any:
    """Return the value at `pointer`, or `MISSING`; also where `pointer` is none (`pets`, `#/pets`)."""
    if pointer and not pointer.startswith("/"):
        return MISSING
    node = tree
    for token in split(pointer):
        if isinstance(node, dict):
            if token not in node:
                return MISSING
            node = node[token]
        elif isinstance(node, list):
            if not _INDEX.fullmatch(token) or int(token) >= len(node):
                return MISSING
            node = node[int(token)]
        else:
            return MISSING
    return node


def parent(pointer: str) -> str:
    return pointer.rpartition("/")[0]


def ancestry(pointer: str) -> Iterator[str]:
    """Yield a pointer and all pointers above it, up to but without the root."""
    while pointer:
        yield pointer
        pointer = parent(pointer)


def within(pointer: str, ancestor: str) -> bool:
    """Tell whether `pointer` is `ancestor` or lies below it."""
    return pointer == ancestor or pointer.startswith(ancestor + "/")
