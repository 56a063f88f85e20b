"""The summary of an update in Markdown, fit for a pull request."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

from driftgate.client import RECORD_NAME
from driftgate.evidence import counted
from driftgate.finding import Severity
from driftgate.revision import changelog, severity_of
from driftgate.vendoring.changelog import demoted
from driftgate.visible import block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from driftgate.vendoring.update import Update

MAX_LINES = 200
"""Of the changes: a pull request is read by people, the changelog has them all."""
MAX_LISTED = 20


def is_breaking(update: Update) -> bool:
    """Tell whether a change breaks who uses the API as it was."""
    return any(severity_of(change) is Severity.ERROR for change in update.changes)


def summary(update: Update) -> str:
    """Return what a new document means: verdict, sources, changes, overlays, waivers, lint, client, what to do next."""
    lines = [
        f"# {_title(update)}",
        "",
        _verdict(update),
        *_section("Sources", _sources(update)),
        *_section("Chosen on the way", (f"- {note}" for note in update.received.notes[:MAX_LISTED])),
        *_section("Changes", _changes(update)),
        *_section("Overlays", _overlays(update)),
        *_section("Waivers", _waivers(update)),
        *_section("New errors of lint that nobody has waived", _fresh(update)),
        *_section("Client", _client(update)),
    ]
    return block("\n".join(lines) + "\n", None)


def _section(heading: str, body: Iterator[str]) -> list[str]:
    lines = list(body)
    return ["", f"## {heading}", "", *lines] if lines else []


def _title(update: Update) -> str:
    info = update.received.tree.get("info", {})
    title = " ".join(str(info.get("title")).split()) or "the API"
    before = None if update.before is None else update.before.document.tree.get("info", {}).get("version")
    now = update.received.version or "?"
    return f"{title}: {before} → {now}" if before not in {None, now} else f"{title} {now}"


def _verdict(update: Update) -> str:
    old, new = update.versions
    if update.before is None:
        return f"There is no earlier document to compare with. The client is {new}."
    counts = {
        word: sum(severity_of(change) is severity for change in update.changes)
        for severity, word in ((Severity.ERROR, "breaking"), (Severity.WARNING, "may break"), (Severity.NOTE, "safe"))
    }
    said = ", ".join(f"{count} {word}" for word, count in counts.items())
    verdict = "**Breaking.**" if counts["breaking"] else "**Not breaking.**"
    step = f"The client goes from {old} to **{new}** ({update.step})." if old != new else f"The client stays {old}."
    return f"{verdict} {len(update.changes)} changes: {said}. {step}"


def _sources(update: Update) -> Iterator[str]:
    for source in update.received.sources[:MAX_LISTED]:
        files = f", with {counted(len(source.files), 'file')} that it refers to" if source.files else ""
        yield f"- `{source.name}` sha256:{source.sha256[:16]}…{files}"
    if len(update.received.sources) > MAX_LISTED:
        yield f"- and {len(update.received.sources) - MAX_LISTED} more, all in `openapi.source.json`"


def _changes(update: Update) -> Iterator[str]:
    if update.before is None:
        return
    lines = demoted(changelog(update.changes)).splitlines()
    yield from lines[2:][:MAX_LINES] if update.changes else lines
    if len(lines) > MAX_LINES + 2:
        yield f"\n… and {counted(len(lines) - MAX_LINES - 2, 'more line')}, all in the contract's `CHANGELOG.md`."


def _overlays(update: Update) -> Iterator[str]:
    added, removed = update.inferred
    if added or removed:
        yield f"- What is inferred from examples changed: {counted(added, 'line')} more, {removed} less."
    for action in update.idle:
        why = "changes nothing" if action.selects else "selects nothing"
        since = "still " if action.was_idle else "now "
        yield f"- `{action.label}` {since}{why}: `{action.target}`"


def _waivers(update: Update) -> Iterator[str]:
    for each in update.waivers:
        waiver = each.waiver
        place = " ".join(part for part in (waiver.operation, waiver.pointer) if part)
        yield f"- `{waiver.rule}` {place} ({waiver.where}) {each.how}."


def _fresh(update: Update) -> Iterator[str]:
    for finding in update.fresh[:MAX_LISTED]:
        place = " ".join(part for part in (finding.operation, finding.status, finding.pointer) if part)
        yield f"- `{finding.rule}` {place}: {finding.message} ({finding.fingerprint[:12]})"
    if len(update.fresh) > MAX_LISTED:
        yield f"- and {len(update.fresh) - MAX_LISTED} more; `driftgate lint` has them all"


def _client(update: Update) -> Iterator[str]:
    if update.client is None:
        yield "The document has no operations, so there is no client."
        return
    new = sum(each.committed is None for each in update.stale)
    gone = sum(each.regenerated is None for each in update.stale)
    yield (
        f"{counted(update.client.operations, 'operation')} in {counted(len(update.client.files), 'file')}: {new} new, {gone} gone, "
        f"{len(update.stale) - new - gone} changed."
    )
    notes = _new_notes(update)
    if notes:
        yield ""
        yield "It says otherwise than the contract, and did not so far (`generated.json` has all such notes):"
        yield ""
        yield from (f"- {note}" for note in notes[:MAX_LISTED])
        if len(notes) > MAX_LISTED:
            yield f"- and {len(notes) - MAX_LISTED} more"


def _new_notes(update: Update) -> list[str]:
    """Return the notes of the regenerated client that the one on disk does not have."""
    committed = next((each.committed for each in update.stale if each.path == RECORD_NAME), None)
    known: set[str] = set()
    if committed is not None:
        with contextlib.suppress(ValueError, TypeError, AttributeError):
            known = set(json.loads(committed).get("notes", ()))
    is_same = update.stale and all(each.path != RECORD_NAME for each in update.stale)
    notes = update.client.notes if update.client is not None and update.stale and not is_same else ()
    return [note for note in notes if note not in known]
