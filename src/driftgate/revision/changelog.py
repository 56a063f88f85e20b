"""The changelog: a revision in Markdown, for people who release a client and have a minute for it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from driftgate.evidence import counted
from driftgate.finding import Severity
from driftgate.pointer import ANY_INDEX, escape, split
from driftgate.revision.inferred import severity_of
from driftgate.revision.judge import semver_step, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from driftgate.revision.change import Change

_HEADINGS = (
    (Severity.ERROR, "Breaking"),
    (Severity.WARNING, "May break"),
    (Severity.NOTE, "Safe"),
)
_NAMED_OPERATIONS = 5
"""How many operations are named of those that a change in a shared component reaches."""
_GONE, _NEW, _EVERYWHERE, _DOCUMENT = "Operations removed", "Operations added", "Several operations", "The document"
_FIRST = (_GONE, _NEW, _DOCUMENT, _EVERYWHERE)
_KEPT_SHORT = 20
"""More safe changes than this are folded away: whoever decides about a release reads the others."""


def changelog(changes: Sequence[Change]) -> str:
    """
    Return the changes in Markdown: the step of the version, then what breaks, what may, and what is safe.

    In each part operations that came or went first, then shared components by how many operations they reach, then by
    operation. A change in a shared component stands once. Every line says what was and what is.
    """
    lines = ["# Changes", "", _summary(changes)]
    for severity, heading in _HEADINGS:
        chosen = [change for change in changes if severity_of(change) is severity]
        if not chosen:
            continue
        lines += ["", f"## {heading} ({len(chosen)})"]
        is_folded = severity is Severity.NOTE and len(chosen) > _KEPT_SHORT
        if is_folded:
            lines += ["", "<details><summary>All of them</summary>"]
        for name, group in _grouped(chosen):
            lines += ["", f"### {name}", "", *_written(name, group)]
        if is_folded:
            lines += ["", "</details>"]
    return "\n".join(lines) + "\n"


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


def _grouped(changes: Iterable[Change]) -> list[tuple[str, list[Change]]]:
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(_group(change), []).append(change)
    return sorted(groups.items(), key=_rank)


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
    component = _component(change)
    return f"`#{component}`" if component else _EVERYWHERE


def _component(change: Change) -> str:
    pointer = change.after_pointer or change.before_pointer or ""
    return "/".join(pointer.split("/")[:4]) if pointer.startswith("/components/") else ""


def _written(name: str, group: Sequence[Change]) -> Iterator[str]:
    if name in {_GONE, _NEW}:
        for change in group:
            word = {"api-removed-with-deprecation": ", deprecated before", "api-removed-before-sunset": ""}.get(
                change.kind, ", never deprecated" if name == _GONE else ""
            )
            promised = f", promised until `{change.before}`" if change.before else ""
            yield f"- `{change.operation}`{word}{promised}"
        return
    reached = Counter(change.operations for change in group)
    common = max(reached, key=lambda operations: (reached[operations], len(operations), operations))
    if len(common) > 1:
        yield f"{_operations(common)}"
        yield ""
    for change in group:
        elsewhere = f" {_operations(change.operations)}" if change.operations != common else ""
        yield f"- {_line(change, is_shared=len(change.operations) > 1)}{elsewhere}"


def _operations(names: Sequence[str]) -> str:
    if not names:
        return ""
    named = ", ".join(f"`{name}`" for name in names[:_NAMED_OPERATIONS])
    more = len(names) - _NAMED_OPERATIONS
    others = f" and {counted(more, 'more operation')}" if more > 0 else ""
    return f"In {named}{others}."


def _line(change: Change, *, is_shared: bool) -> str:
    within = _within_component(change) if is_shared and _component(change) else None
    place = _place(change) if within is None else within
    text = sentence(change, alone=True, place=place)
    is_told = is_shared or place in text or f"`{change.status}`" in text
    return text if is_told or not change.status else f"{change.status}: {text}"


def _place(change: Change) -> str:
    """Return in words where a change stands: `200 /a`, `request /a`, `query parameter q`."""
    pointer = change.pointer or ""
    callback, _, rest = pointer.partition(" ") if pointer.startswith("callback:") else ("", "", pointer)
    if callback and "/" in callback:
        callback, _, tail = callback.partition("/")
        rest = f"/{tail}"
    where, colon, name = rest.partition(":")
    status = change.status or ""
    if colon and where in {"query", "path", "header", "cookie"}:
        what = f"header `{name}`" if status else f"{where} parameter `{name}`"
    else:
        what = f"`{rest}`" if rest else "body"
    role = status or ("" if colon else "request" if change.direction == "request" or callback else "response")
    said = " ".join(filter(None, (f"callback `{callback.partition(':')[2]}`" if callback else "", role, what)))
    return said[:1].upper() + said[1:] if not said.startswith("`") else said


_SKIPPED = frozenset({"allOf", "oneOf", "anyOf"})


def _within_component(change: Change) -> str | None:
    """Return where a change stands in its component, `/owner/*/name`; None where it is not below a schema's."""
    pointer = (change.after_pointer or change.before_pointer or "").removeprefix(_component(change))
    tokens = split(pointer)
    path = ""
    while tokens:
        token = tokens.pop(0)
        if token in {"properties", "patternProperties"} and tokens:
            path += f"/{escape(tokens.pop(0))}"
        elif token in {"items", "additionalProperties"} and tokens:
            path += f"/{ANY_INDEX}"
        elif token in _SKIPPED and tokens:
            tokens.pop(0)
        elif len(tokens) > 1:
            return None
    side = "requests" if change.direction == "request" else "answers"
    return f"`{path}` in {side}" if path else f"the schema in {side}"
