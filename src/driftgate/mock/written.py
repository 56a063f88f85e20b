"""Injections as people write them: `RULE[:POINTER][=VALUE][@RATE]`, one or a file of them."""

from __future__ import annotations

import re
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from driftgate.errors import ConfigError
from driftgate.mock.injection import Injection
from driftgate.mock.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


_WRITTEN = re.compile(r"(?P<rule>[A-Za-z0-9_-]+)(?P<rest>.*)", re.DOTALL)
_RATE = re.compile(r"@\s*(?P<rate>[^@=/]*)$")
_FIELDS = frozenset({"rule", "pointer", "value", "rate", "operation", "status"})
EXAMPLE = "string-typed-boolean:/PhoneNumbers/*/MessageEnabled@0.01"


def parse_injection(text: str) -> Injection:
    """
    Return the injection in a text such as `string-typed-boolean:/PhoneNumbers/*/MessageEnabled@0.01`.

    Raises:
        ConfigError: No such rule, a pointer missing or not wanted, a rate that is none. The message offers near rules.
    """
    where = f"--inject {text!r}"
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise ConfigError(f"{where}: write RULE:POINTER@RATE, as in {EXAMPLE}.")
    rest = found["rest"]
    rate = "1"
    if (ending := _RATE.search(rest)) is not None:
        rate, rest = ending["rate"].strip(), rest[: ending.start()]
    place, equals, value = rest.partition("=")
    if place and not place.startswith(":"):
        raise ConfigError(f"{where}: write RULE:POINTER@RATE, as in {EXAMPLE}.")
    return _checked(
        where,
        rule=found["rule"],
        pointer=place[1:] if place else None,
        value=value if equals else None,
        rate=_number(rate, where),
    )


def _number(text: str, where: str) -> float:
    try:
        return float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        raise ConfigError(f"{where}: {text!r} is no rate. Write a share such as 0.01 or 1%.") from None


def _checked(
    where: str,
    *,
    rule: str,
    pointer: str | None = None,
    value: str | None = None,
    rate: float = 1.0,
    operation: str | None = None,
    status: int | None = None,
) -> Injection:
    name = rule.replace("_", "-").lower()
    kind = KINDS.get(name)
    if kind is None:
        near = get_close_matches(name, KINDS, n=3, cutoff=0.5)
        offer = f"Near: {', '.join(near)}." if near else f"Known: {', '.join(KINDS)}."
        raise ConfigError(f"{where}: a mock cannot inject {rule!r}. {offer}")
    if not 0 < rate <= 1:  # also refuses NaN
        raise ConfigError(f"{where}: the rate {rate:g} is not above 0 and at most 1.")
    if kind.place == "none" and pointer is not None:
        raise ConfigError(f"{where}: {name} takes no pointer. Write {name}@{rate:g}.")
    if kind.place == "value" and pointer is None:
        raise ConfigError(f"{where}: {name} needs a pointer into the body, as in {kind.example}.")
    if kind.place == "header" and not pointer:
        raise ConfigError(f"{where}: {name} needs the name of a header, as in {kind.example}.")
    if kind.place in {"value", "own"} and pointer and not pointer.startswith("/"):
        raise ConfigError(f"{where}: a pointer starts with a slash: {name}:/{pointer}.")
    if kind.values and value is not None and not re.fullmatch(kind.values, value):
        raise ConfigError(f"{where}: {value!r} is no value of {name}. {kind.says}, as in {kind.example}.")
    if kind.needs_value and value is None:
        raise ConfigError(f"{where}: {name} needs a value, as in {kind.example}.")
    return Injection(rule=name, pointer=pointer, value=value, rate=rate, operation=operation, status=status)


def read_injections(path: Path) -> list[Injection]:
    """
    Return the injections of a file: TOML with `[[inject]]` tables, or one injection a line, `#` for comments.

    Raises:
        ConfigError: The file cannot be read, or an entry is wrong. The message names the line or the entry.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not text"
        raise ConfigError(f"--inject-file {path}: cannot be read ({reason}).") from None
    if path.suffix == ".toml" or re.search(r"^\s*\[\[inject\]\]", text, re.MULTILINE):
        return _read_toml(text, path)
    injections = []
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if bare and not bare.startswith("#"):
            try:
                injections.append(parse_injection(bare))
            except ConfigError as error:
                raise ConfigError(f"{path}, line {number}: {str(error).partition(': ')[2]}") from None
    return injections


def _read_toml(text: str, path: Path) -> list[Injection]:
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"--inject-file {path}: no TOML: {error}.") from None
    entries = tree.pop("inject", [])
    if tree or not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise ConfigError(f"--inject-file {path}: write [[inject]] tables and nothing else.")
    return [_of_table(entry, f"{path}, [[inject]] {number}") for number, entry in enumerate(entries, 1)]


def _of_table(entry: Mapping[str, Any], where: str) -> Injection:
    unknown = sorted(entry.keys() - _FIELDS)
    if unknown:
        raise ConfigError(f"{where}: unknown field {unknown[0]!r}; known: {', '.join(sorted(_FIELDS))}.")
    if not isinstance(entry.get("rule"), str):
        raise ConfigError(f"{where}: needs a `rule`.")
    fields: dict[str, Any] = {"rule": entry["rule"]}
    for name in ("pointer", "operation"):
        if name in entry:
            if not isinstance(entry[name], str):
                raise ConfigError(f"{where}: `{name}` must be text.")
            fields[name] = entry[name]
    if "value" in entry:
        value = entry["value"]
        fields["value"] = str(value).lower() if isinstance(value, bool) else str(value)
    rate = entry.get("rate", 1)
    if isinstance(rate, bool) or not isinstance(rate, (int, float)):
        raise ConfigError(f"{where}: `rate` must be a number.")
    status = entry.get("status")
    if status is not None and (isinstance(status, bool) or not isinstance(status, int)):
        raise ConfigError(f"{where}: `status` must be a whole number.")
    return _checked(where, **fields, rate=float(rate), status=status)


def read_all(given: Iterable[str | Path | Injection]) -> list[Injection]:
    """Return injections from texts, from files (a `Path`) and as they are, in order."""
    found: list[Injection] = []
    for each in given:
        if isinstance(each, Path):
            found += read_injections(each)
        else:
            found.append(parse_injection(each) if isinstance(each, str) else each)
    return found
