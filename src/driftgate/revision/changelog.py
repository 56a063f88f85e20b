"""The changelog: a revision in Markdown, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity
from driftgate.revision.judge import semver_step, sentence, severity_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from driftgate.revision.change import Change

_HEADINGS = (
    (Severity.ERROR, "Breaking"),
    (Severity.WARNING, "May break"),
    (Severity.NOTE, "Safe"),
)
_NAMED_OPERATIONS = 5
"""How many operations are named of those that a change in a shared component reaches."""
_EVERYWHERE = "Several operations"


def changelog(changes: Sequence[Change]) -> str:
    """
    Return the changes in Markdown: the step of the version, then what breaks, what may, and what is safe.

    Within each part by operation; a change in a shared component stands once, with the operations it reaches.
    """
    lines = ["# Changes", "", _summary(changes)]
    for severity, heading in _HEADINGS:
        chosen = [change for change in changes if severity_of(change) is severity]
        if chosen:
            lines += ["", f"## {heading} ({len(chosen)})"]
            for name, group in _grouped(chosen):
                lines += ["", f"### {name}", "", *(f"- {_line(change)}" for change in group)]
    return "\n".join(lines) + "\n"


def _summary(changes: Sequence[Change]) -> str:
    if not changes:
        return "Nothing changed but, at most, prose."
    counts = ", ".join(
        f"{sum(severity_of(change) is severity for change in changes)} {word}"
        for severity, word in ((Severity.ERROR, "breaking"), (Severity.WARNING, "may break"), (Severity.NOTE, "safe"))
    )
    return f"The client's next version is a **{semver_step(changes)}** step: {counts}."


def _grouped(changes: Iterable[Change]) -> list[tuple[str, list[Change]]]:
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(_group(change), []).append(change)
    return sorted(groups.items(), key=lambda item: _rank(item[0]))


def _rank(name: str) -> tuple[bool, bool, str, str]:
    """Operations by path first, then what reaches several, then components."""
    method, _, path = name.strip("`").partition(" ")
    return name.startswith("`#"), not name.startswith("`"), path, method


def _group(change: Change) -> str:
    pointer = change.after_pointer or change.before_pointer or ""
    if len(change.operations) <= 1:
        return f"`{change.operation}`" if change.operation else "The document"
    return f"`#{'/'.join(pointer.split('/')[:4])}`" if pointer.startswith("/components/") else _EVERYWHERE


def _line(change: Change) -> str:
    text = sentence(change, alone=True)
    status = f"{change.status}: " if change.status else ""
    if len(change.operations) <= 1:
        return f"{status}{text}"
    named = ", ".join(f"`{name}`" for name in change.operations[:_NAMED_OPERATIONS])
    more = len(change.operations) - _NAMED_OPERATIONS
    return f"{text} In {named}{f' and {more} more' if more > 0 else ''}."
