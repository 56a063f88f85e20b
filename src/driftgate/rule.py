"""
Rules: each compares one kind of subject with the contract and says what does not fit.

The id of a rule is the name of its function with dashes; its page is the docstring. `driftgate.rules` is the shelf:
one rule a file, found by `load_rules`.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from driftgate.finding import Severity, Source
from driftgate.pointer import MISSING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

HEADINGS = ("Why it matters", "Example", "To settle it", "Source")
"""What every rule's page says, in this order, after a summary of one sentence."""


class Mismatch(NamedTuple):
    """
    What a rule says: a sentence, a place, and words that tell two mismatches at one place apart.

    Args:
        message: One sentence without values of the traffic: `is the string "true"; boolean is promised`.
        observed, expected: From the rule's closed vocabulary.
        pointer: Place in the body (array indexes as `*`) or `header:NAME`, `query:NAME`; None for the whole exchange.
            A rule on violations leaves it out: the violation has it.
        document_pointer: The promise, in the effective document.
        severity: Only where this mismatch weighs otherwise than its rule.
        value: What to show as a sample, redacted by whoever shows it; `MISSING` for the value at the place, if any.
        records: How many records this says it of: three duplicates on one page are one mismatch of 3.
        page: Of a rule on walks: index of the first page that shows it.
    """

    message: str
    observed: str
    expected: str | None = None
    pointer: str | None = None
    document_pointer: str | None = None
    severity: Severity | None = None
    value: Any = MISSING
    records: int = 1
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """
    A rule, as registered.

    Args:
        on: The kind of subject it looks at: a class of `driftgate.subject`.
        severity: What a mismatch weighs where the promise is declared or reviewed.
        inferred: What it weighs where the promise is only inferred from a few examples.
        keywords: Of a rule on violations: the JSON Schema keywords it speaks for.
        rank: Of a rule on violations: lower speaks first; the first that speaks is the only one.
        when: Of a rule on observations: tells, once for each kind of answer, whether the rule has anything to look at.
        unless: Of a rule on observations or walks: tells quickly, of one of them, that the rule has nothing to say. Rules
            that share the same one are passed over together.
        body_only: Of a rule on observations: it looks at nothing but the body, so it judges documented examples too.
        explains: Rules that have nothing to say of an exchange of which this one speaks: it names the cause, they a symptom.
        aliases: Codes under which other tools report the same.
    """

    id: str
    on: type
    check: Callable[[Any], Iterator[Mismatch]]
    severity: Severity
    inferred: Severity
    source: Source
    keywords: frozenset[str]
    rank: int
    when: Callable[[Any], bool] | None
    unless: Callable[[Any], bool] | None
    body_only: bool
    explains: frozenset[str]
    aliases: tuple[str, ...]
    page: str = field(repr=False)

    @property
    def summary(self) -> str:
        return self.page.partition("\n")[0]


def rule(
    *,
    on: type,
    severity: Severity,
    inferred: Severity = Severity.NOTE,
    source: Source = Source.RESPONSE,
    keywords: tuple[str, ...] = (),
    rank: int = 50,
    when: Callable[[Any], bool] | None = None,
    unless: Callable[[Any], bool] | None = None,
    body_only: bool = False,
    explains: tuple[str, ...] = (),
    aliases: tuple[str, ...] = (),
) -> Callable[[Callable[[Any], Iterator[Mismatch]]], Rule]:
    """Turn a function that yields mismatches of a subject into a `Rule`. See `Rule` for the arguments."""

    def register(check: Callable[[Any], Iterator[Mismatch]]) -> Rule:
        return Rule(
            id=check.__name__.replace("_", "-"),
            on=on,
            check=check,
            severity=severity,
            inferred=inferred,
            source=source,
            keywords=frozenset(keywords),
            rank=rank,
            when=when,
            unless=unless,
            body_only=body_only,
            explains=frozenset(explains),
            aliases=aliases,
            page=inspect.cleandoc(check.__doc__ or ""),
        )

    return register


@cache
def load_rules() -> Mapping[str, Rule]:
    """Return all rules of the shelf by id, sorted."""
    import driftgate.rules as shelf

    found: dict[str, Rule] = {}
    for module in pkgutil.iter_modules(shelf.__path__):
        loaded = importlib.import_module(f"{shelf.__name__}.{module.name}")
        each = getattr(loaded, module.name)
        found[each.id] = each
    return dict(sorted(found.items()))
