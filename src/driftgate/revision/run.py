"""One run of `diff`: both versions completed in the same way, compared and judged."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from driftgate.evidence import Judgement
from driftgate.revision.broken import broken_parts
from driftgate.revision.compare import compare
from driftgate.revision.judge import judge
from driftgate.revision.side import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from driftgate.contract import Contract
    from driftgate.finding import Finding
    from driftgate.revision.change import Change
    from driftgate.revision.source import Revision
    from driftgate.scope import Scope


_NAMED_PARTS = 5


def describe(
    revision: Revision,
    *,
    today: date | None = None,
    scope: Scope | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> list[Change]:
    """
    Return how the two versions differ, after both were typed from their own examples where they say no types.

    `scope` None is everything; `say` is told what is being done, for long work.

    Raises:
        ConfigError, ContractError: A filter that admits no operation of either version.
    """
    from driftgate.completion import completed

    admitted = None
    if scope is not None and scope.narrows:
        admitted = frozenset(each.name for each in scope.operations_of(revision.before, revision.after))
    say("reading the examples of both versions")
    before, after = completed(revision.before), completed(revision.after)
    say("comparing")
    return compare(before.tree, after.tree, today=today, scope=scope, admitted=admitted)


def unread(contract: Contract) -> list[str]:
    """
    Return sentences about the parts of a document that cannot be read, and so were not compared, by pointer.

    The first few are named one by one, the others counted.
    """
    parts = broken_parts(Side(contract.tree))
    name = contract.document.name
    told = [f"{name}: #{part.pointer} {part.why}; it was not compared." for part in parts[:_NAMED_PARTS]]
    if len(parts) > _NAMED_PARTS:
        told.append(f"{name}: {len(parts) - _NAMED_PARTS} more parts cannot be read. `driftgate lint` names them.")
    return told


def judgement_of(changes: Sequence[Change], revision: Revision, *, disabled: frozenset[str] = frozenset()) -> Judgement:
    """Return what the changes weigh, placed in the later document; `disabled` kinds are not judged."""
    document = revision.after.document
    return Judgement(
        contract=revision.after.sha256,
        kind="diff",
        findings=[_placed(finding, revision.after) for finding in judge(changes) if finding.rule not in disabled],
        document=document.name,
    )


def _placed(finding: Finding, contract: Contract) -> Finding:
    if finding.document_pointer is None:
        return finding
    return replace(finding, line=contract.document.line(finding.document_pointer))
