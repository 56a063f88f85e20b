"""The common part of CEL as Python closures over `self` and `request`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from driftgate.expression.operators import (
    FUNCTIONS,
    METHODS,
    RELATIONS,
    Closure,
    Undecided,
    both,
    called,
    constant,
    either,
    field,
    has,
    listed,
    logical,
    negated,
    request_value,
    ternary,
    this_value,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?(?![A-Za-z0-9_.]))"
    r"|(?P<text>'(?:[^'\\\n]|\\[\\'\"])*'|\"(?:[^\"\\\n]|\\[\\'\"])*\")"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<sign>\|\||&&|==|!=|<=|>=|[-+<>!?:.,()\[\]]))",
    re.ASCII,
)
_WORDS = {"true": True, "false": False, "null": None}
_RESERVED = frozenset({
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "in", "let", "loop", "package",
    "namespace", "return", "var", "void", "while",
})  # fmt: skip
_MAX_DEPTH = 60
_MAX_TOKENS = 400
"""Each link of `a.b.c` and `a + b + c` lies a call deeper than the one before."""

__all__ = ["Undecided", "compile_native"]


class _Foreign(Exception):  # noqa: N818 - no error: the engine takes over
    """The text is no CEL, or of a part of CEL that is left to the engine."""


def compile_native(text: str) -> Closure | None:
    """Return a closure that evaluates `text`; None where it is of a part of CEL that is left to the engine."""
    try:
        return logical(_Parser(text).whole())
    except _Foreign:
        return None


class _Parser:
    """Recursive descent, one method a level of precedence."""

    def __init__(self, text: str) -> None:
        self._tokens: list[tuple[str, str]] = []
        self._at = 0
        self._depth = 0
        position = 0
        text = text.strip()
        while position < len(text):
            found = _TOKEN.match(text, position)
            if found is None:
                raise _Foreign
            if len(self._tokens) == _MAX_TOKENS:
                raise _Foreign
            kind = str(found.lastgroup)
            self._tokens.append((kind, found[kind]))
            position = found.end()

    def whole(self) -> Closure:
        parsed = self._choice()
        if self._at != len(self._tokens):
            raise _Foreign
        return parsed

    def _takes(self, *signs: str) -> str | None:
        """Step over the next token where it is one of `signs`."""
        if self._at < len(self._tokens):
            kind, text = self._tokens[self._at]
            if kind != "text" and text in signs:
                self._at += 1
                return text
        return None

    def _needs(self, sign: str) -> None:
        if self._takes(sign) is None:
            raise _Foreign

    def _choice(self) -> Closure:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise _Foreign
        condition = self._chain("||", self._and, either)
        if self._takes("?"):
            then = self._choice()
            self._needs(":")
            condition = ternary(condition, then, self._choice())
        self._depth -= 1
        return condition

    def _and(self) -> Closure:
        return self._chain("&&", self._relation, both)

    def _chain(self, sign: str, part: Callable[[], Closure], join: Callable[[Closure, Closure], Closure]) -> Closure:
        left = part()
        while self._takes(sign):
            left = join(left, part())
        return left

    def _relation(self) -> Closure:
        left = self._sum()
        while sign := self._takes("==", "!=", "<=", ">=", "<", ">", "in"):
            left = called(RELATIONS[sign], left, self._sum())
        return left

    def _sum(self) -> Closure:
        left = self._unary()
        while sign := self._takes("+", "-"):
            left = called(RELATIONS[sign], left, self._unary())
        return left

    def _unary(self) -> Closure:
        is_negated = False
        while self._takes("!"):
            is_negated = not is_negated  # two of them fall away before anybody asks what they negate
        operand = self._postfix(self._primary())
        return negated(operand) if is_negated else operand

    def _postfix(self, owner: Closure) -> Closure:
        while True:
            if self._takes("."):
                name = self._name()
                if self._takes("("):
                    arguments = self._arguments(")")
                    known = METHODS.get((name, len(arguments)))
                    if known is None:
                        raise _Foreign
                    owner = called(known, owner, *arguments)
                else:
                    owner = field(owner, name)
            elif self._takes("["):
                key = self._tokens[self._at] if self._at < len(self._tokens) else ("", "")
                if key[0] != "text":
                    raise _Foreign
                self._at += 1
                self._needs("]")
                owner = field(owner, _unquoted(key[1]))
            else:
                return owner

    def _primary(self) -> Closure:
        if self._takes("("):
            inner = self._choice()
            self._needs(")")
            return inner
        if self._takes("["):
            return listed(self._arguments("]"))
        is_negative = self._takes("-") is not None
        if self._at >= len(self._tokens):
            raise _Foreign
        kind, text = self._tokens[self._at]
        self._at += 1
        if kind == "number":
            number = float(text) if "." in text else int(text)
            if number > 2**53:
                raise _Foreign
            return constant(-number if is_negative else number)
        if is_negative:
            raise _Foreign
        if kind == "text":
            return constant(_unquoted(text))
        if kind == "name":
            return self._named(text)
        raise _Foreign

    def _named(self, name: str) -> Closure:
        if name in _WORDS:
            return constant(_WORDS[name])
        if self._takes("("):
            if name == "has":
                return self._has()
            arguments = self._arguments(")")
            known = FUNCTIONS.get((name, len(arguments)))
            if known is None:
                raise _Foreign
            return called(known, *arguments)
        if name == "self":
            return this_value
        if name == "request":
            return request_value
        raise _Foreign

    def _has(self) -> Closure:
        """Parse the argument of `has`, which must be a field: `self.a.b`."""
        start = self._at
        inner = self._postfix(self._primary())
        self._needs(")")
        ends_in_field = self._tokens[self._at - 2][0] == "name" and self._tokens[self._at - 3][1] == "."
        if self._at - start < 4 or not ends_in_field:
            raise _Foreign
        return has(inner)

    def _arguments(self, closing: str) -> list[Closure]:
        arguments: list[Closure] = []
        if self._takes(closing):
            return arguments
        while True:
            arguments.append(self._choice())
            if self._takes(closing):
                return arguments
            self._needs(",")

    def _name(self) -> str:
        if self._at >= len(self._tokens) or self._tokens[self._at][0] != "name":
            raise _Foreign
        name = self._tokens[self._at][1]
        self._at += 1
        if name in _RESERVED or name in _WORDS:
            raise _Foreign
        return name


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1])
