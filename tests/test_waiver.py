"""Waivers: what they cover, and what is wrong with one, line by line."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftgate.errors import ConfigError
from driftgate.finding import Finding, Severity, Source
from driftgate.waiver import Waiver, entry_text, load_waivers

TODAY = date(2026, 11, 24)
GOOD = """\
# a comment
[[waiver]]
source = "example"
rule = "string-typed-boolean"
operation = "GET /pets"
pointer = "/items/*/tame"
observed = 'string "true"'
reason = "Known at the vendor"
owner = "qa@example.com"
until = 2027-06-30
"""


@dataclass(frozen=True)
class Rule:
    id: str
    severity: Severity = Severity.ERROR
    summary: str = ""
    page: str = ""
    aliases: tuple[str, ...] = ()


RULES = {
    "string-typed-boolean": Rule("string-typed-boolean"),
    "undocumented-status": Rule("undocumented-status", aliases=("ST103",)),
}


def loaded(tmp_path: Path, text: str, **changes) -> list[Waiver]:
    path = tmp_path / "waivers.toml"
    path.write_text(text, encoding="utf-8")
    return load_waivers(path, **({"today": TODAY, "rules": RULES} | changes))


def finding(**changes) -> Finding:
    defaults = {
        "source": Source.EXAMPLE,
        "rule": "string-typed-boolean",
        "severity": Severity.ERROR,
        "message": "is a string",
        "operation": "GET /pets",
        "status": "200",
        "media_type": "application/json",
        "pointer": "/items/*/tame",
        "observed": 'string "true"',
    }
    return Finding(**(defaults | changes))


def test_loads_what_it_says(tmp_path):
    (waiver,) = loaded(tmp_path, GOOD)

    assert waiver == Waiver(
        source=Source.EXAMPLE,
        rule="string-typed-boolean",
        operation="GET /pets",
        pointer="/items/*/tame",
        observed='string "true"',
        reason="Known at the vendor",
        owner="qa@example.com",
        until=date(2027, 6, 30),
        where=f"{tmp_path / 'waivers.toml'}:2",
    )


def test_no_file_is_no_waiver(tmp_path):
    assert load_waivers(tmp_path / "waivers.toml", today=TODAY) == []


def test_the_vendored_waivers_load():
    path = Path(__file__).parent.parent / "openapi" / "waivers.toml"

    assert {each.source for each in load_waivers(path, today=TODAY)} <= {Source.EXAMPLE, Source.DOCUMENT}


def test_a_status_may_be_a_number_and_a_day_a_text(tmp_path):
    text = GOOD.replace("until = 2027-06-30", 'until = "2027-06-30"\nstatus = 200')

    (waiver,) = loaded(tmp_path, text)

    assert (waiver.status, waiver.until) == ("200", date(2027, 6, 30))


@pytest.mark.parametrize(
    ("changed", "line", "message"),
    [
        (GOOD.replace('reason = "Known at the vendor"\n', ""), 2, "the waiver has no `reason`. A waiver needs source,"),
        (GOOD.replace('owner = "qa@example.com"\n', ""), 2, "the waiver has no `owner`."),
        (GOOD.replace("until = 2027-06-30\n", ""), 2, "the waiver has no `until`."),
        (GOOD.replace('"Known at the vendor"', '"  "'), 8, "`reason` must be a text that says something, not '  '."),
        (GOOD.replace('"qa@example.com"', "7"), 9, "`owner` must be a text that says something, not 7."),
        (GOOD.replace("2027-06-30", "2027-11-26"), 10, "`until` 2027-11-26 is more than 366 days away."),
        (GOOD.replace("2027-06-30", '"soon"'), 10, "`until` must be a day as in 2027-06-30, not soon."),
        (GOOD.replace("2027-06-30", "2027-06-30T10:00:00"), 10, "`until` must be a day as in 2027-06-30,"),
        (
            GOOD.replace("string-typed-boolean", "string-typed-bolean"),
            4,
            "unknown rule `string-typed-bolean` (did you mean `string-typed-boolean`?).",
        ),
        (GOOD.replace("string-typed-boolean", "*"), 4, "unknown rule `*`. `driftgate rules` lists them."),
        (
            GOOD.replace("string-typed-boolean", "ST103"),
            4,
            "`ST103` is another tool's name for the rule `undocumented-status`. Write that.",
        ),
        (GOOD.replace("2027-06-30", '"20270630"'), 10, "`until` must be a day as in 2027-06-30, not 20270630."),
        (GOOD + 'status = "abc"\n', 11, '`status` must be one as in 200, "4XX", "5*" or "default", not \'abc\'.'),
        (GOOD + "status = 20\n", 11, '`status` must be one as in 200, "4XX", "5*" or "default", not \'20\'.'),
        (GOOD + "status = true\n", 11, "`status` must be a text, not True."),
        (GOOD.replace('"example"', '"exemple"'), 3, "unknown source `exemple` (did you mean `example`?)."),
        (GOOD.replace("observed", "observd"), 7, "a waiver has no field `observd` (did you mean `observed`?)."),
        (GOOD.replace("'string \"true\"'", "true"), 7, "`observed` must be a text, not True."),
        (GOOD.replace("[[waiver]]", "[[waivers]]"), 2, "unknown table `waivers`. Each waiver is a `[[waiver]]`."),
        (GOOD.replace("[[waiver]]", "[waiver]"), 2, "`waiver` is not a list of tables. Write `[[waiver]]` above each."),
        (GOOD.replace('"example"', "example"), 3, "not valid TOML: Invalid value."),
    ],
)
def test_an_error_names_the_line(tmp_path, changed, line, message):
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, changed)

    assert str(caught.value).startswith(f"{tmp_path / 'waivers.toml'}:{line}: {message}")
    assert "\n" not in str(caught.value)


def test_the_line_is_that_of_the_right_entry(tmp_path):
    second = GOOD.replace("/items/*/tame", "/items/*/fed").replace("2027-06-30", "2028-01-01")
    tricky = GOOD.replace('"Known at the vendor"', '"""\n[[waiver]]\nuntil = 1999-01-01\n"""')

    with pytest.raises(ConfigError, match=r"waivers.toml:23: `until` 2028-01-01"):
        loaded(tmp_path, tricky + second)


def test_two_that_say_the_same_are_refused(tmp_path):
    with pytest.raises(ConfigError, match=r"waivers.toml:12: says what .*waivers.toml:2 says"):
        loaded(tmp_path, GOOD + GOOD)


def test_how_far_a_waiver_may_reach_is_a_setting(tmp_path):
    with pytest.raises(ConfigError, match=r"more than 30 days away. Choose a day no later than 2026-12-24"):
        loaded(tmp_path, GOOD, max_days=30)


@pytest.mark.parametrize(
    ("written", "covered"), [("200", "200"), ('"2xx"', "204"), ('"4XX"', "404"), ('"5*"', "503"), ('"*"', "200")]
)
def test_a_status_may_be_a_range(tmp_path, written, covered):
    (waiver,) = loaded(tmp_path, GOOD + f"status = {written}\n")
    assert waiver.covers(finding(status=covered))
    assert waiver.covers(finding(status="302")) is (written == '"*"')


@pytest.mark.parametrize("unreadable", ["folder", "binary"])
def test_what_cannot_be_read_is_one_line(tmp_path, unreadable):
    path = tmp_path / "waivers.toml"
    if unreadable == "folder":
        path.mkdir()
    else:
        path.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(ConfigError, match=r"waivers.toml: (cannot be read \(Is a directory\)|not text)"):
        load_waivers(path, today=TODAY)


def waiver(**changes) -> Waiver:
    defaults = {
        "source": Source.EXAMPLE,
        "rule": "string-typed-boolean",
        "operation": "GET /pets",
        "pointer": "/items/*/tame",
        "observed": 'string "true"',
        "reason": "r",
        "owner": "o",
        "until": TODAY,
    }
    return Waiver(**(defaults | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"message": "worded otherwise"},
        {"document_pointer": "/components/schemas/Pet", "line": 7},
        {"status": "201"},
        {"media_type": "application/hal+json"},
        {"count": 7, "out_of": 9, "first_seen": "b.har#2", "severity": Severity.NOTE},
    ],
)
def test_covers_the_same_drift_however_it_is_told(changes):
    assert waiver().covers(finding(**changes))


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"observed": "null"}, ("observed",)),
        ({"observed": None}, ("observed",)),
        ({"source": Source.RESPONSE}, ("source",)),
        ({"pointer": "/items/*/fed"}, ("pointer",)),
        ({"pointer": "/items/first/tame"}, ("pointer",)),
        ({"operation": "GET /owners"}, ("operation",)),
        ({"operation": None, "rule": "type-mismatch"}, ("rule", "operation")),
    ],
)
def test_covers_nothing_else(changes, fields):
    assert waiver().differs_in(finding(**changes)) == fields


def test_what_a_waiver_does_not_name_it_does_not_cover():
    bare = waiver(operation=None, pointer=None, observed=None)

    assert bare.differs_in(finding()) == ("operation", "pointer", "observed")
    assert bare.covers(finding(operation=None, pointer=None, observed=None))


@pytest.mark.parametrize(
    ("field", "pattern", "value", "covers"),
    [
        ("operation", "GET /v1.0/*", "GET /v1.0/pets/{id}", True),
        ("operation", "GET /v1.0/*", "POST /v1.0/pets", False),
        ("operation", "GET /v1.0/*", "GET /v1x0/pets", False),
        ("status", "4XX", "404", True),
        ("status", "4XX", "4XX", True),
        ("status", "4XX", "500", False),
        ("status", "200", "200", True),
        ("media_type", "application/*", "application/json", True),
        ("pointer", "/items/*/*Enabled", "/items/*/VoiceEnabled", True),
        ("pointer", "/items/*/*Enabled", "/items/*/a/VoiceEnabled", False),
        ("pointer", "/**/tame", "/items/*/tame", True),
        ("pointer", "/**/tame", "/tame", True),
        ("pointer", "/**", "", True),
        ("pointer", "**", "", True),
        ("pointer", "/items/**", "/items/*/a/b", True),
        ("pointer", "/items/*", "/items/*", True),
        ("pointer", "/items/*", "/items/name", False),
        ("pointer", "header:X-*", "header:X-Total", True),
        ("observed", "string *", 'string "maybe"', True),
        ("observed", "string *", "integer", False),
        ("observed", "*", "null", True),
        ("observed", "[a-z]", "b", False),
        ("observed", "a?c", "abc", False),
    ],
)
def test_wildcards(field, pattern, value, covers):
    assert waiver(**{field: pattern}).covers(finding(**{field: value})) is covers


TEXTS = st.text(max_size=30)


@given(
    reason=TEXTS.filter(str.strip),
    owner=TEXTS.filter(str.strip),
    pointer=st.none() | TEXTS,
    observed=st.none() | TEXTS,
    operation=st.none() | TEXTS,
)
def test_the_printed_entry_reads_back_and_covers_its_finding(reason, owner, pointer, observed, operation):
    found = finding(pointer=pointer, observed=observed, operation=operation)

    text = entry_text(found, reason=reason, owner=owner, until=TODAY)

    (entry,) = tomllib.loads(text)["waiver"]
    assert (entry["reason"], entry["owner"], entry["until"]) == (reason, owner, TODAY)
    if entry.get("status") is not None:
        entry["status"] = str(entry["status"])
    read = Waiver(source=Source(entry.pop("source")), **entry)
    assert read.covers(found)
    assert not read.covers(replace(found, source=Source.RESPONSE))
    assert read.covers(replace(found, observed=(observed or "") + "x")) is (observed == "*")


def test_the_printed_entry_is_what_a_person_would_write():
    text = entry_text(finding(), reason='He said "no"', owner="qa@example.com", until=date(2027, 6, 30))

    assert text == (
        "[[waiver]]\n"
        'source = "example"\n'
        'rule = "string-typed-boolean"\n'
        'operation = "GET /pets"\n'
        "status = 200\n"
        'media_type = "application/json"\n'
        'pointer = "/items/*/tame"\n'
        "observed = 'string \"true\"'\n"
        "reason = 'He said \"no\"'\n"
        'owner = "qa@example.com"\n'
        "until = 2027-06-30\n"
    )
