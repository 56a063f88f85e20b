r"""
Reading the regular part of ECMA patterns, so that two of them can be compared.

What is read: literals, classes, `.`, `\d \w \s`, groups, alternatives, quantifiers, `^` and `$`. What is not regular,
or means something else in another engine (look-around, back-references, `\b`, `\p`), is refused.

Source:
    ECMA-262, 22.2 "RegExp Objects"; JSON Schema 2020-12, 6.4 "Regular Expressions": a pattern is searched, not matched.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Span = tuple[int, int]
"""First and last code point."""

LAST = 0x10FFFF
START, END = LAST + 1, LAST + 2
"""What stands before the first and after the last character of a text: `^` and `$` read as characters."""

MAX_STATES = 4000
_DIGIT: tuple[Span, ...] = ((48, 57),)
_WORD: tuple[Span, ...] = ((48, 57), (65, 90), (95, 95), (97, 122))
_SPACE: tuple[Span, ...] = (
    (9, 13), (32, 32), (160, 160), (5760, 5760), (8192, 8202), (8232, 8233), (8239, 8239), (8287, 8287),
    (12288, 12288), (65279, 65279),
)  # fmt: skip
_LINE_ENDS: tuple[Span, ...] = ((10, 10), (13, 13), (8232, 8233))
_CONTROLS = {"n": 10, "r": 13, "t": 9, "f": 12, "v": 11, "0": 0}
_SPECIAL = frozenset("^$\\.*+?()[]{}|")


class NotRegularError(ValueError):
    """The pattern says something that is not read here."""


@dataclass(slots=True)
class Machine:
    """
    A non-deterministic automaton.

    Args:
        steps: Of each state, the spans that lead on and where to.
        jumps: Of each state, where it leads without reading.
    """

    steps: list[list[tuple[Span, int]]] = field(default_factory=list)
    jumps: list[list[int]] = field(default_factory=list)
    start: int = 0
    end: int = 0

    def state(self) -> int:
        if len(self.steps) >= MAX_STATES:
            raise NotRegularError("too large")
        self.steps.append([])
        self.jumps.append([])
        return len(self.steps) - 1


def machine_of(pattern: str) -> Machine:
    """
    Return an automaton over START, text, END that accepts where `pattern` is found in the text.

    Raises:
        NotRegularError: The pattern is not read here.
    """
    machine = Machine()
    first = machine.state()
    machine.steps[first].append(((0, END), first))
    reader = _Reader(pattern, machine)
    begin, finish = reader.alternatives()
    if reader.at < len(pattern):
        raise NotRegularError(pattern)
    machine.jumps[first].append(begin)
    machine.steps[finish].append(((0, END), finish))
    machine.start, machine.end = first, finish
    return machine


class _Reader:
    """Recursive descent over a pattern; every method returns the first and last state of what it read."""

    def __init__(self, pattern: str, machine: Machine) -> None:
        self.pattern, self.machine, self.at = pattern, machine, 0

    def _peek(self) -> str:
        return self.pattern[self.at] if self.at < len(self.pattern) else ""

    def _take(self) -> str:
        character = self._peek()
        if not character:
            raise NotRegularError("ends too early")
        self.at += 1
        return character

    def alternatives(self) -> tuple[int, int]:
        begin, finish = self.machine.state(), self.machine.state()
        while True:
            one, other = self._sequence()
            self.machine.jumps[begin].append(one)
            self.machine.jumps[other].append(finish)
            if self._peek() != "|":
                return begin, finish
            self.at += 1

    def _sequence(self) -> tuple[int, int]:
        begin = last = self.machine.state()
        while self._peek() not in {"", "|", ")"}:
            one, other = self._quantified()
            self.machine.jumps[last].append(one)
            last = other
        return begin, last

    def _quantified(self) -> tuple[int, int]:
        origin = self.at
        one, other = self._atom()
        is_anchor = self.pattern[origin] in "^$"
        least, most = self._quantifier()
        if (least, most) == (1, 1):
            return one, other
        if is_anchor:
            raise NotRegularError("a repeated anchor")
        resume = self.at
        copies = [(one, other)]
        for _ in range(max(least, most or 0, 1) - 1):
            self.at = origin
            copies.append(self._atom())
        self.at = resume
        return self._chained(copies, least, most)

    def _chained(self, copies: list[tuple[int, int]], least: int, most: int | None) -> tuple[int, int]:
        machine = self.machine
        begin = last = machine.state()
        finish = machine.state()
        if most == 0:
            machine.jumps[begin].append(finish)
            return begin, finish
        for index, (one, other) in enumerate(copies):
            if index >= least:
                machine.jumps[last].append(finish)
            machine.jumps[last].append(one)
            last = other
        if most is None:
            machine.jumps[last].append(copies[-1][0])
        machine.jumps[last].append(finish)
        return begin, finish

    def _quantifier(self) -> tuple[int, int | None]:
        bounds: tuple[int, int | None] = (1, 1)
        character = self._peek()
        if character in {"*", "+", "?"}:
            self.at += 1
            bounds = {"*": (0, None), "+": (1, None), "?": (0, 1)}[character]
        elif character == "{":
            close = self.pattern.find("}", self.at)
            least, comma, most = self.pattern[self.at + 1 : close].partition(",")
            if close < 0 or not least.isdecimal() or not (most == "" or most.isdecimal()):
                raise NotRegularError("a brace")
            self.at = close + 1
            bounds = (int(least), int(most) if most else None if comma else int(least))
            if bounds[1] is not None and bounds[1] < bounds[0]:
                raise NotRegularError("bounds out of order")
        else:
            return bounds
        if self._peek() == "?":  # lazy: the same language
            self.at += 1
        return bounds

    def _atom(self) -> tuple[int, int]:
        character = self._take()
        if character == "(":
            return self._group()
        if character == "[":
            return self._step(self._set())
        if character == "^":
            return self._step(((START, START),))
        if character == "$":
            return self._step(((END, END),))
        if character == ".":
            return self._step(negated(_LINE_ENDS))
        if character == "\\":
            return self._step(self._escape())
        if character in _SPECIAL:
            raise NotRegularError(f"a bare {character}")
        return self._step(((ord(character), ord(character)),))

    def _group(self) -> tuple[int, int]:
        if self._peek() == "?":
            self.at += 1
            kind = self._take()
            if kind == "<" and self._peek() not in {"=", "!"}:
                self.at = self.pattern.find(">", self.at) + 1
                if self.at == 0:
                    raise NotRegularError("a group without end")
            elif kind != ":":
                raise NotRegularError("look-around")
        found = self.alternatives()
        if self._take() != ")":
            raise NotRegularError("a group without end")
        return found

    def _step(self, spans: tuple[Span, ...]) -> tuple[int, int]:
        begin, finish = self.machine.state(), self.machine.state()
        self.machine.steps[begin].extend((span, finish) for span in spans)
        return begin, finish

    def _escape(self) -> tuple[Span, ...]:
        character = self._take()
        classes = {"d": _DIGIT, "w": _WORD, "s": _SPACE}
        if character in classes:
            return classes[character]
        if character.lower() in classes:
            return negated(classes[character.lower()])
        if character in _CONTROLS:
            return ((_CONTROLS[character],) * 2,)
        if character in {"x", "u"}:
            digits = self.pattern[self.at : self.at + (2 if character == "x" else 4)]
            self.at += len(digits)
            try:
                return ((int(digits, 16),) * 2,)
            except ValueError:
                raise NotRegularError("an escape") from None
        if character.isalnum():
            raise NotRegularError(f"\\{character}")
        return ((ord(character),) * 2,)

    def _set(self) -> tuple[Span, ...]:
        is_negated = self._peek() == "^"
        self.at += is_negated
        spans: list[Span] = []
        while self._peek() != "]":
            one = self._member()
            is_range = self._peek() == "-" and self.pattern[self.at + 1 : self.at + 2] not in {"]", ""}
            if is_range:
                self.at += 1
                other = self._member()
                if len(one) != 1 or len(other) != 1 or one[0][0] != one[0][1] or other[0][0] < one[0][0]:
                    raise NotRegularError("a range")
                one = ((one[0][0], other[0][1]),)
            spans.extend(one)
        self.at += 1
        return negated(tuple(spans)) if is_negated else tuple(spans)

    def _member(self) -> tuple[Span, ...]:
        character = self._take()
        if character != "\\":
            return ((ord(character), ord(character)),)
        if self._peek() == "b":
            self.at += 1
            return ((8, 8),)
        return self._escape()


def negated(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return all characters outside of `spans`."""
    outside = []
    next_free = 0
    for first, last in sorted(spans):
        if first > next_free:
            outside.append((next_free, first - 1))
        next_free = max(next_free, last + 1)
    if next_free <= LAST:
        outside.append((next_free, LAST))
    return tuple(outside)
