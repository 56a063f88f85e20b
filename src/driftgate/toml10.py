"""
TOML 1.0 with line numbers: what people write by hand, so that an error can name its line.

`tomllib` reads the values; this module finds where they stand.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from driftgate.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Toml:
    """
    A TOML file.

    Args:
        name: The path as given.
        tree: Its values.
        lines: Where keys and table headers stand, from 1: `("waiver", 0)` is the first `[[waiver]]`,
            `("waiver", 0, "until")` a key in it. Keys of inline tables are not in it.
    """

    name: str
    tree: dict[str, Any]
    lines: dict[tuple[str | int, ...], int]

    def at(self, *place: str | int) -> str:
        """Return `FILE:LINE` of a place, or of the nearest one above it."""
        for length in range(len(place), 0, -1):
            if (line := self.lines.get(place[:length])) is not None:
                return f"{self.name}:{line}"
        return self.name


def load(path: Path) -> Toml:
    """
    Return the TOML file at `path`.

    Raises:
        ConfigError: Missing, unreadable, not UTF-8, or not TOML; the message names file and line.
    """
    name = str(path)
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise ConfigError(f"{name}: no such file. Check the path.") from None
    except OSError as error:
        raise ConfigError(f"{name}: cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{name}: not text (byte {error.start} is not UTF-8). TOML is UTF-8.") from None
    return parse(text, name=name)


def parse(text: str, *, name: str) -> Toml:
    """Return the TOML in `text`; raises as `load`."""
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason = str(error).replace("(at end of document)", f"(at line {text.rstrip().count(chr(10)) + 1}, column 1)")
        found = re.search(r" \(at line (\d+), column \d+\)$", reason)
        where = f"{name}:{found[1]}" if found else name
        said = reason[: found.start()] if found else reason
        raise ConfigError(f"{where}: not valid TOML: {said}.") from None
    except RecursionError:
        raise ConfigError(f"{name}: nested too deeply.") from None
    return Toml(name=name, tree=tree, lines=_lines(text))


_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'  # multi-line basic string
    r"|'''.*?'{3,5}"  # multi-line literal string
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*|\n|[\[\]{}=,.]|[A-Za-z0-9_-]+|.",
    re.DOTALL,
)
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def _lines(text: str) -> dict[tuple[str | int, ...], int]:
    """
    Return the line of each table header and key, for text that is known to be valid TOML.

    Only tokens at the start of a statement matter; what stands in values is skipped by counting brackets.
    """
    lines: dict[tuple[str | int, ...], int] = {}
    counts: dict[tuple[str | int, ...], int] = {}
    table: tuple[str | int, ...] = ()
    for statement in _statements(text):
        number = statement[0][1]
        tokens = [token for token, _ in statement]
        if tokens[0] == "[":
            is_array = tokens[1] == "["
            keys = _keys(tokens[2:] if is_array else tokens[1:])
            table = _inside(keys, counts)
            if is_array:
                lines.setdefault(table, number)
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            lines.setdefault(table, number)
        else:
            place = table
            for key in _keys(tokens):
                place = (*place, key)
                lines.setdefault(place, number)
    return lines


def _statements(text: str) -> list[list[tuple[str, int]]]:
    """Return the tokens of each statement with their lines; a value in brackets may run over many lines."""
    statements: list[list[tuple[str, int]]] = []
    current: list[tuple[str, int]] = []
    line, depth = 1, 0
    for piece in _TOKEN.findall(text):
        if piece == "\n" and depth == 0:
            if current:
                statements.append(current)
            current = []
        elif not piece.isspace() and not piece.startswith("#"):
            depth += (piece in {"[", "{"}) - (piece in {"]", "}"})
            current.append((piece, line))
        line += piece.count("\n")
    if current:
        statements.append(current)
    return statements


def _keys(tokens: list[str]) -> list[str]:
    """Return the dotted key that `tokens` begin with, quotes taken off."""
    keys = []
    for token in tokens:
        if token in {"=", "]"}:
            break
        if token[0] in "\"'":
            keys.append(tomllib.loads(f"k = {token}")["k"])
        elif _BARE.fullmatch(token):
            keys.append(token)
    return keys


def _inside(keys: list[str], counts: dict[tuple[str | int, ...], int]) -> tuple[str | int, ...]:
    """Return the place of a table: `[a.b]` after `[[a]]` lies in the newest `a`."""
    place: tuple[str | int, ...] = ()
    for position, key in enumerate(keys):
        place = (*place, key)
        if place in counts and position < len(keys) - 1:
            place = (*place, counts[place])
    return place
