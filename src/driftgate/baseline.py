"""The baseline: drift known when a team began. It only shrinks."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from driftgate.errors import ConfigError
from driftgate.finding import Source, fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from driftgate.finding import Finding

SCHEMA_VERSION = 1
_NEXT = "Restore the file, or remove it and begin again with scripts/update_baseline.py --accept-new."


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """
    One known drift: its identity, on which days it was seen first and last, and how often the last time.

    Args:
        count, out_of: Sightings and chances when it was last seen: they tell how much evidence says that it is gone.
    """

    source: Source
    rule: str
    operation: str | None
    status: str | None
    media_type: str | None
    pointer: str | None
    observed: str | None
    first_seen: date
    last_seen: date
    count: int = 1
    out_of: int | None = None

    @property
    def fingerprint(self) -> str:
        return fingerprint(
            self.source, self.rule, self.operation, self.status, self.media_type, self.pointer, self.observed
        )

    @property
    def share(self) -> float:
        """How much of what was judged drifted when it was last seen, above 0 and at most 1."""
        return min(1.0, self.count / self.out_of) if self.out_of and self.count else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """Known drift by fingerprint."""

    entries: Mapping[str, Entry]

    def get(self, finding: Finding) -> Entry | None:
        return self.entries.get(finding.fingerprint)


EMPTY = Baseline(entries={})


def load_baseline(path: Path) -> Baseline:
    """
    Return the baseline in a file; an empty one where there is no such file.

    Raises:
        ConfigError: Unreadable, not the JSON that `update_baseline` writes, or edited so that a fingerprint no longer
            belongs to its entry.
    """
    name = str(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return EMPTY
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise ConfigError(f"{name}: cannot be read ({reason}).") from None
    try:
        tree = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        where = f"{name}:{error.lineno}" if isinstance(error, json.JSONDecodeError) else name
        raise ConfigError(f"{where}: not valid JSON. {_NEXT}") from None
    if not isinstance(tree, dict) or not isinstance(tree.get("findings"), list):
        raise ConfigError(f"{name}: not a baseline (an object with `findings`). {_NEXT}")
    if tree.get("schema_version") != SCHEMA_VERSION:
        raise ConfigError(
            f"{name}: has schema_version {tree.get('schema_version')!r}; this driftgate reads {SCHEMA_VERSION}."
        )
    entries: dict[str, Entry] = {}
    for index, found in enumerate(tree["findings"]):
        entry = _read(found, where=f"{name}, finding {index}")
        if entry.fingerprint in entries:
            raise ConfigError(f"{name}, finding {index}: {entry.fingerprint} stands twice. Keep one.")
        entries[entry.fingerprint] = entry
    return Baseline(entries=entries)


def _read(found: Any, *, where: str) -> Entry:
    try:
        entry = Entry(
            source=Source(found["source"]),
            rule=_text(found["rule"]),
            **{
                key: _text_or_none(found.get(key))
                for key in ("operation", "status", "media_type", "pointer", "observed")
            },
            first_seen=date.fromisoformat(found["first_seen"]),
            last_seen=date.fromisoformat(found["last_seen"]),
            count=int(found.get("count", 1)),
            out_of=None if found.get("out_of") is None else int(found["out_of"]),
        )
        recorded = found["fingerprint"]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        reason = f"`{error.args[0]}` is missing" if isinstance(error, KeyError) else str(error)
        raise ConfigError(f"{where}: {reason}. {_NEXT}") from None
    if entry.fingerprint != recorded:
        raise ConfigError(
            f"{where}: its fingerprint should be {entry.fingerprint}, not {recorded}. It was edited. {_NEXT}"
        )
    return entry


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def baseline_text(baseline: Baseline) -> str:
    """Return the JSON of a baseline, sorted by place: same findings, same bytes."""
    found = sorted(
        baseline.entries.values(),
        key=lambda entry: (entry.operation or "", entry.source, entry.rule, entry.pointer or "", entry.fingerprint),
    )
    rows = [
        {
            "fingerprint": entry.fingerprint,
            "source": str(entry.source),
            "rule": entry.rule,
            "operation": entry.operation,
            "status": entry.status,
            "media_type": entry.media_type,
            "pointer": entry.pointer,
            "observed": entry.observed,
            "first_seen": entry.first_seen.isoformat(),
            "last_seen": entry.last_seen.isoformat(),
            "count": entry.count,
            "out_of": entry.out_of,
        }
        for entry in found
    ]
    return json.dumps({"schema_version": SCHEMA_VERSION, "findings": rows}, indent=2, ensure_ascii=False) + "\n"


def updated(
    baseline: Baseline,
    *,
    known: Iterable[Finding],
    new: Iterable[Finding],
    gone: Iterable[Entry],
    today: date,
) -> Baseline:
    """
    Return the baseline after one more judgement: without what is `gone`, with `known` seen today, and `new` added.

    The caller passes no `new` unless a person asked to accept it.
    """
    entries = dict(baseline.entries)
    for entry in gone:
        entries.pop(entry.fingerprint, None)
    for finding in known:
        before = entries[finding.fingerprint]
        entries[finding.fingerprint] = replace(
            before, last_seen=max(before.last_seen, today), count=finding.count, out_of=finding.out_of
        )
    for finding in new:
        entries[finding.fingerprint] = Entry(
            source=finding.source,
            rule=finding.rule,
            operation=finding.operation,
            status=finding.status,
            media_type=finding.media_type,
            pointer=finding.pointer,
            observed=finding.observed,
            first_seen=today,
            last_seen=today,
            count=finding.count,
            out_of=finding.out_of,
        )
    return Baseline(entries=entries)
