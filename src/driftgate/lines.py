"""Lines: where in the text of a document a pointer stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Strings, structure, line ends, and the other scalars; white space and nothing else lies between.
# Possessive: a quote that is never closed (YAML that begins like JSON) would else be tried in every way there is.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[{}\[\]:,\n]|[^\s"{}\[\]:,]+')


class Lines:
    """
    The lines of one text, found when first asked for.

    JSON is read by its tokens, which takes a third of the time that libyaml takes; anything else is composed by libyaml.

    Args:
        text: JSON or YAML that was parsed before, so that it is known to be well-formed.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._is_json = text.lstrip()[:1] == "{"
        self._root: Any = None
        self._composed: Any = None

    def of(self, tokens: Sequence[str]) -> int:
        """Return the line, from 1, of the deepest place on the way along `tokens`. A member stands at its key."""
        if self._is_json:
            if self._root is None:
                try:
                    self._root = _json_places(self._text)
                except (ValueError, IndexError):
                    self._is_json = False  # a flow mapping of YAML
                    return self.of(tokens)
            return _line_along(self._root, tokens)
        from driftgate import pyyaml

        if self._composed is None:
            self._composed = pyyaml.compose(self._text)
        return pyyaml.line_of(self._composed, list(tokens))


_Place = tuple[int, Any]
"""A line, and for an object its members by key, for an array its items; else None."""


def _line_along(place: _Place, tokens: Sequence[str]) -> int:
    line, below = place
    for token in tokens:
        if isinstance(below, dict) and token in below:
            line, below = below[token]
        elif isinstance(below, list) and token.isdecimal() and int(token) < len(below):
            line, below = below[int(token)]
        else:
            break
    return line


def _json_places(text: str) -> _Place:
    """
    Return the places of a JSON text: one pass over its tokens, with a stack instead of recursion.

    Raises:
        ValueError, IndexError: It is YAML.
    """
    import json

    line = 1
    root: list[_Place] = []
    stack: list[Any] = [root]
    holder: Any = root
    key: str | None = None
    key_line = 1
    expects_key = False
    for found in _tokens(text):
        first = found[0]
        if first == "\n":
            line += 1
        elif first == ",":
            expects_key = type(holder) is dict
        elif first == ":":
            expects_key = False
        elif first in "}]":
            stack.pop()
            holder = stack[-1]
            expects_key = False
        elif expects_key:
            if first != '"':
                raise ValueError(found)
            key = json.loads(found) if "\\" in found else found[1:-1]
            key_line = line
        else:
            below: Any = {} if first == "{" else [] if first == "[" else None
            if type(holder) is dict:
                holder[key] = (key_line, below)
            else:
                holder.append((line, below))
            if below is not None:
                stack.append(below)
                holder = below
                expects_key = first == "{"
    return root[0]


def _tokens(text: str) -> Iterator[str]:
    return iter(_TOKEN.findall(text))
