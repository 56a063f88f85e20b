"""Settings: `[tool.driftgate]` of pyproject.toml, read once and passed on as plain arguments."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from driftgate import toml10
from driftgate.errors import ConfigError
from driftgate.finding import Severity
from driftgate.verdict import Policy
from driftgate.waiver import MAX_DAYS, check_rule, suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from driftgate.finding import RuleInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """
    What `[tool.driftgate]` says.

    Args:
        policy: What blocks, and how much evidence is enough.
        waiver_max_days: How far ahead a waiver may end.
    """

    policy: Policy = field(default_factory=Policy)
    waiver_max_days: int = MAX_DAYS


KEYS = (
    "fail-on",
    "min-exchanges",
    "min-items",
    "severity",
    "disabled-rules",
    "fail-on-idle-waivers",
    "mixed-contracts",
    "waiver-max-days",
)
FAIL_ON = (Severity.ERROR, Severity.WARNING)


def load(path: Path, *, rules: Mapping[str, RuleInfo] | None = None) -> Config:
    """
    Return the settings in a pyproject.toml; the defaults where there is no such file or no such table.

        [tool.driftgate]
        fail-on = "error"              # or "warning"
        min-exchanges = 1              # judged 2xx bodies each operation in scope needs
        min-items = 1                  # records each collection needs
        disabled-rules = []
        fail-on-idle-waivers = false
        mixed-contracts = false        # weigh reports of different contracts together
        waiver-max-days = 366

        [tool.driftgate.severity]
        undocumented-property = "warning"

    Raises:
        ConfigError: Not TOML, an unknown key, rule or severity, a value of the wrong kind. The message names file and
            line and what was probably meant.
    """
    if not path.exists():
        return Config()
    toml = toml10.load(path)
    tool = toml.tree.get("tool", {})
    table = tool.get("driftgate") if isinstance(tool, dict) else None
    if table is None:
        return Config()
    if not isinstance(table, dict):
        raise ConfigError(f"{toml.at('tool', 'driftgate')}: `tool.driftgate` must be a table.")
    read = _Reader(toml=toml, table=table)
    read.refuse_unknown()
    policy = Policy(
        fail_on=severity(table["fail-on"], where=read.at("fail-on"), known=FAIL_ON)
        if "fail-on" in table
        else Severity.ERROR,
        min_exchanges=read.count("min-exchanges", 1),
        min_items=read.count("min-items", 1),
        severities=_severities(read, rules),
        disabled=_disabled(read, rules),
        fail_on_idle_waivers=read.flag("fail-on-idle-waivers"),
        mixed_contracts=read.flag("mixed-contracts"),
    )
    return Config(policy=policy, waiver_max_days=read.count("waiver-max-days", MAX_DAYS))


def with_options(
    policy: Policy,
    *,
    fail_on: str | None = None,
    min_exchanges: int | None = None,
    min_items: int | None = None,
    fail_on_idle_waivers: bool | None = None,
    mixed_contracts: bool | None = None,
) -> Policy:
    """
    Return the policy with what the command line says instead; None leaves the setting as it is.

    Raises:
        ConfigError: `fail_on` is neither error nor warning.
    """
    return replace(
        policy,
        fail_on=policy.fail_on if fail_on is None else severity(fail_on, where="--fail-on", known=FAIL_ON),
        min_exchanges=policy.min_exchanges if min_exchanges is None else min_exchanges,
        min_items=policy.min_items if min_items is None else min_items,
        fail_on_idle_waivers=policy.fail_on_idle_waivers if fail_on_idle_waivers is None else fail_on_idle_waivers,
        mixed_contracts=policy.mixed_contracts if mixed_contracts is None else mixed_contracts,
    )


def severity(word: Any, *, where: str, known: tuple[Severity, ...] = tuple(Severity)) -> Severity:
    """Return the severity of that name, or refuse it saying which was meant."""
    if word not in known:
        names = ", ".join(known)
        raise ConfigError(f"{where}: unknown severity {word!r}{suggestion(str(word), known)}. It is one of {names}.")
    return Severity(word)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """The table, with the lines its keys stand on."""

    toml: toml10.Toml
    table: Mapping[str, Any]

    def at(self, *keys: str | int) -> str:
        return self.toml.at("tool", "driftgate", *keys)

    def refuse_unknown(self) -> None:
        for key in self.table:
            if key not in KEYS:
                raise ConfigError(
                    f"{self.at(key)}: unknown setting `{key}`{suggestion(key, KEYS)}. Settings are {', '.join(KEYS)}."
                )

    def count(self, key: str, default: int) -> int:
        value = self.table.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise ConfigError(f"{self.at(key)}: `{key}` must be a whole number from 0, not {value!r}.")
        return value

    def flag(self, key: str) -> bool:
        value = self.table.get(key, False)
        if not isinstance(value, bool):
            raise ConfigError(f"{self.at(key)}: `{key}` must be true or false, not {value!r}.")
        return value


def _severities(read: _Reader, rules: Mapping[str, RuleInfo] | None) -> dict[str, Severity]:
    table = read.table.get("severity", {})
    if not isinstance(table, dict):
        raise ConfigError(f'{read.at("severity")}: `severity` must be a table of rules, as in `some-rule = "warning"`.')
    severities = {}
    for rule, word in table.items():
        where = read.at("severity", rule)
        check_rule(rule, rules, where=where)
        severities[rule] = severity(word, where=where)
    return severities


def _disabled(read: _Reader, rules: Mapping[str, RuleInfo] | None) -> frozenset[str]:
    names = read.table.get("disabled-rules", [])
    where = read.at("disabled-rules")
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ConfigError(f"{where}: `disabled-rules` must be a list of rule names, not {names!r}.")
    for name in names:
        check_rule(name, rules, where=where)
    return frozenset(names)
