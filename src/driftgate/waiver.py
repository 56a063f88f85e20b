"""A waiver: a person's acceptance of one drift, with a reason, an owner and an end date."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from driftgate import toml10
from driftgate.errors import ConfigError
from driftgate.finding import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from driftgate.finding import Finding, RuleInfo

MAX_DAYS = 366
"""A year, a leap year too: drift that nobody looked at for longer is no exception any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """
    What one entry of `waivers.toml` accepts.

    What a waiver does not name it does not cover, status and media type excepted: without an `observed` it covers only
    findings that have none. In `operation`, `status`, `pointer` and `observed` a `*` stands for any run of
    characters within a token, and `**` in a pointer for any number of tokens; a pointer's token `*` alone is the array
    index, as in findings.

    Args:
        until: The last day on which it holds.
        where: `FILE:LINE` of the entry.
    """

    source: Source
    rule: str
    reason: str
    owner: str
    until: date
    operation: str | None = None
    status: str | None = None
    media_type: str | None = None
    pointer: str | None = None
    observed: str | None = None
    where: str = ""

    def covers(self, finding: Finding) -> bool:
        """Tell whether this is the accepted drift, expired or not."""
        return self.rule == finding.rule and self.source == finding.source and not self.differs_in(finding)

    def differs_in(self, finding: Finding) -> tuple[str, ...]:
        """Return the names of the fields that keep this waiver from covering the finding; empty where it does."""
        alike = {
            "source": self.source == finding.source,
            "rule": self.rule == finding.rule,
            "operation": _matches(self.operation, finding.operation),
            "status": self.status is None or _matches(self.status, finding.status, wild="X"),
            "media_type": self.media_type is None or _matches(self.media_type, finding.media_type),
            "pointer": _pointer_matches(self.pointer, finding.pointer),
            "observed": _matches(self.observed, finding.observed),
        }
        return tuple(name for name, is_alike in alike.items() if not is_alike)

    def is_expired(self, today: date) -> bool:
        return today > self.until

    @property
    def identity(self) -> tuple[str | None, ...]:
        return (
            self.source,
            self.rule,
            self.operation,
            self.status,
            self.media_type,
            self.pointer,
            self.observed,
        )


def _matches(pattern: str | None, value: str | None, *, wild: str = "") -> bool:
    if pattern is None or value is None:
        return pattern is value
    return pattern == value or _glob(pattern, wild).fullmatch(value) is not None


def _pointer_matches(pattern: str | None, pointer: str | None) -> bool:
    if pattern is None or pointer is None:
        return pattern is pointer
    return pattern == pointer or _tokens_match(pattern.split("/"), pointer.split("/"))


def _tokens_match(patterns: list[str], tokens: list[str]) -> bool:
    if not patterns:
        return not tokens
    head, *rest = patterns
    if head == "**":
        return any(_tokens_match(rest, tokens[skipped:]) for skipped in range(len(tokens) + 1))
    if not tokens:
        return False
    alike = head == tokens[0] if head == "*" else _glob(head, "").fullmatch(tokens[0]) is not None
    return alike and _tokens_match(rest, tokens[1:])


@lru_cache(maxsize=1024)
def _glob(pattern: str, wild: str) -> re.Pattern[str]:
    """Compile a pattern in which only `*`, and each character of `wild`, is special."""
    parts = (".*" if char == "*" else "." if char in wild else re.escape(char) for char in re.sub(r"\*+", "*", pattern))
    return re.compile("".join(parts), re.DOTALL)


_REQUIRED = ("source", "rule", "reason", "owner", "until")
_KEYS = (*_REQUIRED, "operation", "status", "media_type", "pointer", "observed")


def load_waivers(
    path: Path, *, today: date, rules: Mapping[str, RuleInfo] | None = None, max_days: int = MAX_DAYS
) -> list[Waiver]:
    """
    Return the waivers of a file, in its order; none where there is no such file.

    `rules` are those that exist, None leaves their names unchecked; `max_days` is how far `until` may lie ahead of
    `today`.

    Raises:
        ConfigError: The file is no TOML, or an entry lacks a field, has a wrong one, ends too late, names an unknown
            rule, or says what another says. The message names file and line.
    """
    if not path.exists():
        return []
    toml = toml10.load(path)
    for key in toml.tree:
        if key != "waiver":
            raise ConfigError(f"{toml.at(key)}: unknown table `{key}`. Each waiver is a `[[waiver]]`.")
    entries = toml.tree.get("waiver", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ConfigError(f"{toml.at('waiver')}: `waiver` is not a list of tables. Write `[[waiver]]` above each.")
    waivers = []
    seen: dict[tuple[str | None, ...], str] = {}
    for index, entry in enumerate(entries):
        found = _read(entry, index, toml, rules)
        last = today + timedelta(days=max_days)
        if found.until > last:
            raise ConfigError(
                f"{toml.at('waiver', index, 'until')}: `until` {found.until} is more than {max_days} days away. "
                f"Choose a day no later than {last}, and renew the waiver then if it must be."
            )
        if (other := seen.setdefault(found.identity, found.where)) != found.where:
            raise ConfigError(f"{found.where}: says what {other} says. Keep one of the two.")
        waivers.append(found)
    return waivers


def _read(entry: dict[str, Any], index: int, toml: toml10.Toml, rules: Mapping[str, RuleInfo] | None) -> Waiver:
    where = toml.at("waiver", index)
    for key in entry:
        if key not in _KEYS:
            raise ConfigError(
                f"{toml.at('waiver', index, key)}: a waiver has no field `{key}`{suggestion(key, _KEYS)}."
            )
    for key in _REQUIRED:
        if key not in entry:
            raise ConfigError(f"{where}: the waiver has no `{key}`. A waiver needs {', '.join(_REQUIRED)}.")
    texts: dict[str, str] = {}
    for key, value in entry.items():
        if key == "until":
            continue
        if key == "status" and isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str) or (key in _REQUIRED and not value.strip()):
            wanted = "a text that says something" if key in _REQUIRED else "a text"
            raise ConfigError(f"{toml.at('waiver', index, key)}: `{key}` must be {wanted}, not {value!r}.")
        texts[key] = value if key != "status" else _status(value, where=toml.at("waiver", index, "status"))
    source = texts.pop("source")
    if source not in set(Source):
        raise ConfigError(
            f"{toml.at('waiver', index, 'source')}: unknown source `{source}`{suggestion(source, Source)}. "
            f"Sources are {', '.join(Source)}."
        )
    check_rule(texts["rule"], rules, where=toml.at("waiver", index, "rule"))
    until = _day(entry["until"], where=toml.at("waiver", index, "until"))
    return Waiver(source=Source(source), until=until, where=where, **texts)


_STATUS = re.compile(r"[1-5][0-9X]{2}|[1-5]?[0-9X]?\*|default")


def _status(text: str, *, where: str) -> str:
    status = text if text == "default" else text.upper()
    if _STATUS.fullmatch(status) is None:
        raise ConfigError(f'{where}: `status` must be one as in 200, "4XX", "5*" or "default", not {text!r}.')
    return status


def _day(value: Any, *, where: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    day = parse_day(value) if isinstance(value, str) else None
    if day is None:
        raise ConfigError(f"{where}: `until` must be a day as in 2027-06-30, not {value!s}.")
    return day


def parse_day(text: str) -> date | None:
    """Return the day in `2026-11-24`; None where the text is no such day, as `20261124` and `2026-W48-2` are not."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def check_rule(name: str, rules: Mapping[str, RuleInfo] | None, *, where: str) -> None:
    """Refuse a name that no rule has, saying which was meant; None for `rules` accepts every name."""
    if rules is None or name in rules:
        return
    for rule in rules.values():
        if name in rule.aliases:
            raise ConfigError(f"{where}: `{name}` is another tool's name for the rule `{rule.id}`. Write that.")
    hint = suggestion(name, rules) or ". `driftgate rules` lists them"
    raise ConfigError(f"{where}: unknown rule `{name}`{hint}.")


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return ` (did you mean …?)` with a leading space, or nothing where no known word is near."""
    near = difflib.get_close_matches(word, [str(each) for each in known], n=1, cutoff=0.6)
    return f" (did you mean `{near[0]}`?)" if near else ""


def entry_text(finding: Finding, *, reason: str, owner: str, until: date) -> str:
    """Return the entry of `waivers.toml` that covers exactly this finding, to be pasted."""
    fields = {
        "source": str(finding.source),
        "rule": finding.rule,
        "operation": finding.operation,
        "status": finding.status,
        "media_type": finding.media_type,
        "pointer": finding.pointer,
        "observed": finding.observed,
        "reason": reason,
        "owner": owner,
    }
    lines = ["[[waiver]]", *(f"{key} = {_toml(key, value)}" for key, value in fields.items() if value is not None)]
    return "\n".join([*lines, f"until = {until.isoformat()}", ""])


def _toml(key: str, value: str) -> str:
    return value if key == "status" and value.isdecimal() else _toml_string(value)


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def _toml_string(text: str) -> str:
    if "'" not in text and text.isprintable() and ('"' in text or "\\" in text):
        return f"'{text}'"
    escaped = (
        _ESCAPES.get(char)
        or (char if char.isprintable() else f"\\u{ord(char):04X}" if ord(char) < 65536 else f"\\U{ord(char):08X}")
        for char in text
    )
    return '"' + "".join(escaped) + '"'
