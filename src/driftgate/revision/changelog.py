"""The changelog: a revision in Markdown, for people who release a client and have a minute for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from driftgate.evidence import counted
from driftgate.finding import Severity
from driftgate.revision.inferred import severity_of
from driftgate.revision.judge import semver_step
from driftgate.revision.telling import component, lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from driftgate.revision.change import Change

_HEADINGS = (
    (Severity.ERROR, "Breaking"),
    (Severity.WARNING, "May break"),
    (Severity.NOTE, "Safe"),
)
_NAMED_OPERATIONS = 3
"""How many operations are named of those that a change reaches."""
_ALIKE = 3
"""What was done in the same way in so many operations is told once."""
_GONE, _NEW, _EVERYWHERE, _DOCUMENT = "Operations removed", "Operations added", "Several operations", "The document"
_FIRST = (_GONE, _NEW, _DOCUMENT, _EVERYWHERE)
_KEPT_SHORT = 20
"""More safe changes than this are folded away: whoever decides about a release reads the others."""


def changelog(changes: Sequence[Change]) -> str:
    """
    Return the changes in Markdown: the step of the version, then what breaks, what may, and what is safe.

    In each part operations that came or went first, then what was done to many operations alike, then shared
    components by how many operations they reach, then by operation. A change in a shared component stands once, and so
    does what was done to several values or places alike. Every line says what was and what is.
    """
    text = ["# Changes", "", _summary(changes)]
    for severity, heading in _HEADINGS:
        chosen = [change for change in changes if severity_of(change) is severity]
        if not chosen:
            continue
        text += ["", f"## {heading} ({len(chosen)})"]
        is_folded = severity is Severity.NOTE and len(chosen) > _KEPT_SHORT
        if is_folded:
            text += ["", "<details><summary>All of them</summary>"]
        for name, group in _grouped(chosen):
            text += ["", f"### {name}", "", *_written(name, group)]
        if is_folded:
            text += ["", "</details>"]
    return "\n".join(text) + "\n"


def _summary(changes: Sequence[Change]) -> str:
    if not changes:
        return "Nothing changed but, at most, prose."
    counts = ", ".join(
        f"{sum(severity_of(change) is severity for change in changes)} {word}"
        for severity, word in ((Severity.ERROR, "breaking"), (Severity.WARNING, "may break"), (Severity.NOTE, "safe"))
    )
    step = semver_step(changes)
    is_about_names = step == "major" and all(severity_of(change) is not Severity.ERROR for change in changes)
    why = " It is major for callers of the generated client: names that they use are gone." * is_about_names
    return f"The client's next version is a **{step}** step: {counts}.{why}"


def _grouped(changes: Sequence[Change]) -> list[tuple[str, list[Change]]]:
    groups: dict[str, list[Change]] = {}
    for change in _alike(changes):
        groups.setdefault(_group(change), []).append(change)
    return sorted(groups.items(), key=_rank)


def _alike(changes: Sequence[Change]) -> list[Change]:
    """Return the changes with those that read the same in many operations as one that reaches them all."""
    by_text: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        is_alone = len(change.operations) == 1 and not change.kind.startswith("api-removed-")
        if is_alone and change.kind != "endpoint-added":
            by_text.setdefault((str(change.status), *lines([change], is_shared=False)), []).append(change)
    joined = {
        id(alike[0]): replace(
            alike[0],
            operations=tuple(sorted({name for change in alike for name in change.operations})),
            before_pointer=None,
            after_pointer=None,
        )
        for alike in by_text.values()
        if len({change.operations for change in alike}) >= _ALIKE
    }
    dropped = {id(change) for alike in by_text.values() if id(alike[0]) in joined for change in alike[1:]}
    return [joined.get(id(change), change) for change in changes if id(change) not in dropped]


def _rank(item: tuple[str, list[Change]]) -> tuple[int, int, str, str]:
    name, group = item
    if name in _FIRST:
        return _FIRST.index(name), 0, "", ""
    if name.startswith("`#"):
        return len(_FIRST), -max(len(change.operations) for change in group), name, ""
    method, _, path = name.strip("`").partition(" ")
    return len(_FIRST) + 1, 0, path, method


def _group(change: Change) -> str:
    if change.kind.startswith("api-removed-"):
        return _GONE
    if change.kind == "endpoint-added":
        return _NEW
    if len(change.operations) <= 1:
        return f"`{change.operation}`" if change.operation else _DOCUMENT
    held = component(change)
    return f"`#{held.pointer}`" if held else _EVERYWHERE


def _written(name: str, group: Sequence[Change]) -> Iterator[str]:
    if name in {_GONE, _NEW}:
        for change in group:
            word = {"api-removed-with-deprecation": ", deprecated before", "api-removed-before-sunset": ""}.get(
                change.kind, ", never deprecated" if name == _GONE else ""
            )
            promised = f", promised until `{change.before}`" if change.before else ""
            yield f"- `{change.operation}`{word}{promised}"
        return
    together: dict[tuple[str, ...], list[Change]] = {}
    for change in group:
        together.setdefault(change.operations, []).append(change)
    is_first = True
    for operations, changes in sorted(together.items(), key=lambda item: (-len(item[0]), item[0])):
        if not is_first:
            yield ""
        is_first = False
        if len(operations) > 1:
            yield _operations(operations)
            yield ""
        for line in lines(changes, is_shared=name.startswith("`#")):
            yield f"- {line}"


def _operations(names: Sequence[str]) -> str:
    named = ", ".join(f"`{name}`" for name in names[:_NAMED_OPERATIONS])
    more = len(names) - _NAMED_OPERATIONS
    return f"In {counted(len(names), 'operation')}: {named}{f' and {more:,} more' * (more > 0)}."
