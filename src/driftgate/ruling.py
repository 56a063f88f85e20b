"""Rulings: what the most specific rule says of one violation, and what that weighs."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from driftgate.finding import Severity
from driftgate.nodes import objects_in
from driftgate.pointer import resolve
from driftgate.schema import types_of
from driftgate.spelling import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from driftgate.contract import Contract
    from driftgate.rule import Mismatch, Rule
    from driftgate.subject import Violation

WEAK_SUPPORT = 10
"""
Below so many recorded bodies what broke an inferred promise is likelier something new than something wrong. From so many on
a form is worth a warning instead of a note that strings have by no accident: a format, an id prefix, a way to write dates.
"""
STRONG_SUPPORT = 20
"""Likewise a bound, a length, an alphabet: none of so many bodies, left out in turn, broke what the others taught."""
LISTED_SUPPORT = 30
"""
Likewise a list of words and the part that addresses have in common: another may come that was there all the time. What
comes in one body of ten is missed by so many with 4 % probability.
"""
SETTLED = 600
"""
Recorded bodies from which on it tells something that a null, a gap or a fraction never came: what did not happen n times
happens with 95 % certainty less often than 3 in n (Hanley and Lippman-Hand, "If Nothing Goes Wrong, Is Everything All
Right?", JAMA 249, 1983), and one clean body in 200 may raise an alarm.
"""


class Outcome:
    """
    What a rule says of all values of one kind at one site; `rule` is empty where it was told to be silent.

    `said` is what it says at one place: the fields of a `Sighting` up to its path, by root and path without indexes.
    """

    __slots__ = ("document_pointer", "expected", "message", "observed", "rank", "rule", "said", "severity", "value")

    def __init__(self, rule: Rule, mismatch: Mismatch, *, is_silent: bool, severity: Severity, place: str) -> None:
        self.rank = rule.rank
        self.rule = "" if is_silent else rule.id
        self.severity = severity
        self.observed = mismatch.observed
        self.expected = mismatch.expected
        self.message = mismatch.message
        self.document_pointer = mismatch.document_pointer or place
        self.value = mismatch.value
        self.said: dict[tuple[str | None, ...], tuple[Any, ...]] = {}


class Rulings:
    """
    The rules on violations, in order: the first that speaks is the only one.

    Args:
        rules: All rules on violations.
        disabled: Ids of those that stay silent; nobody else speaks in their place.
    """

    def __init__(self, contract: Contract, rules: Iterable[Rule], *, disabled: frozenset[str]) -> None:
        self._contract = contract
        self._disabled = disabled
        ordered = sorted(rules, key=lambda each: (each.rank, each.id))
        keywords = {keyword for each in ordered for keyword in each.keywords}
        self._rules = {
            keyword: tuple(each for each in ordered if {keyword, "*"} & each.keywords) for keyword in keywords
        }
        self._any_rules = self._rules.get("*", ())

    def of(self, violation: Violation) -> Outcome | None:
        """Return what the most specific rule says; None where none speaks."""
        for rule in self._rules.get(violation.keyword, self._any_rules):
            mismatch = next(iter(rule.check(violation)), None)
            if mismatch is not None:
                return Outcome(
                    rule,
                    mismatch,
                    is_silent=rule.id in self._disabled,
                    severity=mismatch.severity or self._weigh(rule, violation),
                    place=violation.node_pointer,
                )
        return None

    @cached_property
    def _listed(self) -> frozenset[str]:
        """Every name that some schema of the contract lists."""
        return frozenset(
            name
            for node in objects_in(self._contract.tree)
            if isinstance(properties := node.get("properties"), dict)
            for name in properties
        )

    def _weigh(self, rule: Rule, violation: Violation) -> Severity:
        if _is_only_proposed(self._contract, violation):
            return Severity.NOTE
        support = self._contract.support(violation.node_pointer, violation.keyword, violation.name)
        if support is None:
            return rule.severity
        count = support.get("support")
        if support.get("from") == "recordings" and isinstance(count, int):
            if count < (SETTLED if _never_came(violation) else WEAK_SUPPORT):
                return Severity.NOTE
            if violation.keyword == "renamed" and (violation.twin in self._listed or _is_new_beside(violation)):
                return Severity.NOTE  # the API has both names, of two kinds of records
            if count >= _needed(violation):
                return max(rule.inferred, Severity.WARNING, key=lambda severity: severity.weight)
        return rule.inferred


def _never_came(violation: Violation) -> bool:
    """Tell whether the promise is only that something never came: no property absent, no null, no fraction."""
    if violation.keyword in {"required", "dependentRequired"}:
        return True
    if violation.keyword != "type":
        return False
    value = violation.value
    return value is None or (isinstance(value, float) and "integer" in types_of(violation.node))


def _is_new_beside(violation: Violation) -> bool:
    """
    Tell whether a name that is like another, and no mere spelling of it, came where that other is missing now and then.

    `depthRange` beside an optional `depthRanges` is as likely a field of its own; `depth_range` is not.
    """
    listed = violation.node.get("required")
    is_always_there = isinstance(listed, list) and violation.name in listed
    return not is_always_there and folded(violation.name or "") != folded(violation.twin or "")


def _needed(violation: Violation) -> int:
    """Return the recorded bodies from which on a promise is worth a warning, by what can break it that is not wrong."""
    keyword, node = violation.keyword, violation.node
    if keyword == "format" or (keyword == "pattern" and {"x-id-prefix", "x-date-dialect"} & node.keys()):
        return WEAK_SUPPORT
    if keyword in {"enum", "const"} or (keyword == "pattern" and node.get("format") == "uri"):
        return LISTED_SUPPORT
    return STRONG_SUPPORT


def _is_only_proposed(contract: Contract, violation: Violation) -> bool:
    """Tell whether the promise stands in `x-proposed` only: inference suggests it, nobody has asserted it."""
    proposed = violation.node.get("x-proposed")
    listed = proposed.get(violation.keyword) if isinstance(proposed, dict) else None
    if not isinstance(listed, list):
        return False
    original = resolve(contract.tree, violation.node_pointer)
    asserted = original.get(violation.keyword) if isinstance(original, dict) else None
    if violation.keyword == "required":
        return violation.name in listed and violation.name not in (asserted or ())
    return asserted is None
