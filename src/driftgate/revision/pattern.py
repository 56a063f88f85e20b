"""Whether one pattern admits more than another."""

from __future__ import annotations

import re
from functools import lru_cache

from driftgate.revision.regex import END, LAST, START, Machine, NotRegularError, machine_of

MAX_STEPS = 20_000
"""How many pairs of sets of states are looked at before the question is left open."""


@lru_cache(maxsize=1024)
def relation(before: str, after: str) -> str:
    """Return `same`, `generalized`, `specialized`, or `changed` where neither holds or it is undecided."""
    if before == after:
        return "same"
    try:
        one, other = machine_of(before), machine_of(after)
        is_wider, is_narrower = is_within(one, other), is_within(other, one)
    except NotRegularError:
        return "changed"
    if is_wider and is_narrower:
        return "same"
    return "generalized" if is_wider else "specialized" if is_narrower else "changed"


def admits(pattern: str, text: str) -> bool:
    """Tell whether `text` certainly matches `pattern`; not, where Python reads the pattern otherwise than ECMA."""
    try:
        return re.search(pattern, text, re.ASCII) is not None
    except re.error:
        return False


def is_within(special: Machine, general: Machine) -> bool:
    """
    Tell whether every text that `special` accepts, `general` accepts too.

    Raises:
        NotRegularError: It takes too long to tell.
    """
    atoms = _atoms(special, general)
    first = (
        _read(special, _closed(special, frozenset({special.start})), START),
        _read(general, _closed(general, frozenset({general.start})), START),
    )
    seen = {first}
    waiting = [first]
    while waiting:
        states, others = waiting.pop()
        if special.end in _read(special, states, END) and general.end not in _read(general, others, END):
            return False
        for atom in atoms:
            after = _read(special, states, atom)
            if not after:
                continue
            reached = (after, _read(general, others, atom))
            if reached not in seen:
                if len(seen) >= MAX_STEPS:
                    raise NotRegularError("too many states")
                seen.add(reached)
                waiting.append(reached)
    return True


def _atoms(*machines: Machine) -> list[int]:
    """Return one character of each class that none of the machines tells apart."""
    bounds = {0}
    for machine in machines:
        for steps in machine.steps:
            for (first, last), _ in steps:
                bounds.update((first, last + 1))
    return sorted(bound for bound in bounds if bound <= LAST)


def _read(machine: Machine, states: frozenset[int], character: int) -> frozenset[int]:
    reached = {
        target for state in states for (first, last), target in machine.steps[state] if first <= character <= last
    }
    return _closed(machine, frozenset(reached))


def _closed(machine: Machine, states: frozenset[int]) -> frozenset[int]:
    found = set(states)
    waiting = list(states)
    while waiting:
        for target in machine.jumps[waiting.pop()]:
            if target not in found:
                found.add(target)
                waiting.append(target)
    return frozenset(found)
