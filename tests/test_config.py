"""Settings: what is unknown is an error that says what was meant."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from driftgate import config
from driftgate.errors import ConfigError
from driftgate.finding import Severity
from driftgate.gate import Policy


@dataclass(frozen=True)
class Rule:
    id: str
    severity: Severity = Severity.ERROR
    summary: str = ""
    page: str = ""
    aliases: tuple[str, ...] = ()


RULES = {name: Rule(name) for name in ("type-mismatch", "undocumented-property")}


def loaded(tmp_path, text):
    path = tmp_path / "pyproject.toml"
    path.write_text(text, encoding="utf-8")
    return config.load(path, rules=RULES)


def test_reads_every_setting(tmp_path):
    found = loaded(
        tmp_path,
        """
        [tool.driftgate]
        fail-on = "warning"
        min-exchanges = 20
        min-items = 0
        disabled-rules = ["type-mismatch"]
        fail-on-idle-waivers = true
        mixed-contracts = true
        waiver-max-days = 30
        [tool.driftgate.severity]
        undocumented-property = "warning"
        """,
    )

    assert found == config.Config(
        policy=Policy(
            fail_on=Severity.WARNING,
            min_exchanges=20,
            min_items=0,
            severities={"undocumented-property": Severity.WARNING},
            disabled=frozenset({"type-mismatch"}),
            fail_on_idle_waivers=True,
            mixed_contracts=True,
        ),
        waiver_max_days=30,
    )


@pytest.mark.parametrize("text", ["", "[tool.ruff]\n", "[project]\nname = 'x'\n"])
def test_no_table_is_the_defaults(tmp_path, text):
    assert loaded(tmp_path, text) == config.Config()


def test_no_file_is_the_defaults(tmp_path):
    assert config.load(tmp_path / "pyproject.toml") == config.Config()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('fail_on = "error"', ":2: unknown setting `fail_on` (did you mean `fail-on`?). Settings are fail-on,"),
        ('zzz = "error"', ":2: unknown setting `zzz`. Settings are fail-on,"),
        ('fail-on = "eror"', ":2: unknown severity 'eror' (did you mean `error`?). It is one of error, warning."),
        ('fail-on = "note"', ":2: unknown severity 'note'. It is one of error, warning."),
        ("fail-on = true", ":2: unknown severity True"),
        ("min-items = -1", ":2: `min-items` must be a whole number from 0, not -1."),
        ("min-exchanges = true", ":2: `min-exchanges` must be a whole number from 0, not True."),
        ('min-exchanges = "1"', ":2: `min-exchanges` must be a whole number from 0, not '1'."),
        ("fail-on-idle-waivers = 1", ":2: `fail-on-idle-waivers` must be true or false, not 1."),
        ('disabled-rules = "type-mismatch"', ":2: `disabled-rules` must be a list of rule names, not 'type-mismatch'."),
        (
            'disabled-rules = ["type-mismach"]',
            ":2: unknown rule `type-mismach` (did you mean `type-mismatch`?).",
        ),
        ('severity = "error"', ":2: `severity` must be a table of rules,"),
        ('severity.type-mismach = "note"', ":2: unknown rule `type-mismach` (did you mean `type-mismatch`?)."),
        (
            'severity.type-mismatch = "critical"',
            ":2: unknown severity 'critical'. It is one of error, warning, note.",
        ),
        ("fail-on = ", ":2: not valid TOML: Invalid value."),
    ],
)
def test_what_is_unknown_is_an_error_with_its_line(tmp_path, line, message):
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, f"[tool.driftgate]\n{line}\n")

    assert str(caught.value).startswith(f"{tmp_path / 'pyproject.toml'}{message}")


def test_a_table_that_is_none_is_an_error(tmp_path):
    with pytest.raises(ConfigError, match="must be a table"):
        loaded(tmp_path, "[tool]\ndriftgate = 1\n")


def test_the_command_line_wins():
    policy = Policy(min_exchanges=5, min_items=5)

    assert config.with_options(policy, fail_on="warning", min_items=0) == Policy(
        fail_on=Severity.WARNING, min_exchanges=5, min_items=0
    )
    with pytest.raises(ConfigError, match=r"--fail-on: unknown severity 'warn' \(did you mean `warning`\?\)"):
        config.with_options(policy, fail_on="warn")
