"""From a finding to a waiver to a release that passes, and how long that holds."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from driftgate.cli.app import main

TODAY = ["--today", "2026-11-24"]
PERSON = ["--reason", "known at the vendor", "--owner", "qa", "--until", "2027-01-31"]
PET = {"type": "object", "properties": {"name": {"type": "string"}, "tame": {"type": "boolean"}}}


def document(pet: object, **components: object) -> str:
    content = {
        "application/json": {
            "schema": {"type": "object", "properties": {"items": {"type": "array", "items": pet}}},
            "example": {"items": [{"name": "Rex", "tame": "true"}]},
        }
    }
    tree = {
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": "1"},
        "paths": {"/pets": {"get": {"responses": {"200": {"description": "ok", "content": content}}}}},
    }
    return json.dumps(tree | ({"components": {"schemas": components}} if components else {}), indent=1)


def record(*tame: object) -> None:
    body = {"items": [{"name": f"Rex {index}", "tame": each} for index, each in enumerate(tame)]}
    exchange = {
        "request": {"method": "GET", "url": "http://h/pets", "headers": []},
        "response": {
            "status": 200,
            "headers": [{"name": "Content-Type", "value": "application/json"}],
            "content": {"mimeType": "application/json", "text": json.dumps(body)},
        },
    }
    Path("a.ndjson").write_text(json.dumps(exchange) + "\n")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("openapi").mkdir()
    Path("openapi/openapi.json").write_text(document(PET))
    record("true", True)
    return tmp_path


@pytest.fixture
def waived(capsys):
    """The one drift of the recording, waived as a person would: found, printed, pasted."""
    assert main(["scan", "a.ndjson", "--report", "json:reports/scan.json", *TODAY]) == 1
    (found,) = json.loads(Path("reports/scan.json").read_text())["findings"]
    capsys.readouterr()
    assert main(["waive", found["fingerprint"], *PERSON, *TODAY]) == 0
    printed = capsys.readouterr()
    assert printed.err == "Paste into openapi/waivers.toml:\n\n"
    Path("openapi/waivers.toml").write_text(printed.out)
    return tomllib.loads(printed.out)["waiver"][0]


def test_the_entry_says_what_the_documented_ones_say_and_covers_its_drift(waived, capsys):
    assert (waived["status"], waived["source"], waived["pointer"]) == (200, "response", "/items/*/tame")
    assert main(["scan", "a.ndjson", *TODAY]) == 0
    assert "waived by qa, until 2027-01-31: known at the vendor" in capsys.readouterr().out


@pytest.mark.parametrize(
    "text",
    [
        document({"$ref": "#/components/schemas/Pet"}, Pet=PET),
        document({"allOf": [{"$ref": "#/components/schemas/Pet"}]}, Pet=PET),
        document({"type": "object", "properties": dict(reversed(list(PET["properties"].items())))}),
        document(
            {
                "type": "object",
                "properties": {"tame": {"$ref": "#/components/schemas/Flag"}, "name": {"type": "string"}},
            },
            Flag={"type": "boolean", "description": "Whether it bites."},
        ),
    ],
    ids=["ref", "allOf", "order", "ref of the field"],
)
def test_a_waiver_survives_a_document_that_says_the_same_otherwise(waived, text):
    Path("openapi/openapi.json").write_text(text)
    assert main(["scan", "a.ndjson", *TODAY]) == 0


@pytest.mark.parametrize("tame", [(True, "true"), ("true", "true", True, True), (True, True, True, "true")])
def test_a_waiver_survives_records_in_another_order(waived, tame):
    record(*tame)
    assert main(["scan", "a.ndjson", *TODAY]) == 0


def test_a_waiver_survives_another_wording(waived, monkeypatch):
    import importlib
    from dataclasses import replace

    from driftgate import rule

    shelf = dict(rule.load_rules())
    old = shelf["string-typed-boolean"]

    def reworded(subject):
        for each in old.check(subject):
            yield each._replace(message="says otherwise")

    shelf["string-typed-boolean"] = replace(old, check=reworded)
    monkeypatch.setattr(importlib.import_module("driftgate.judge"), "load_rules", lambda: shelf)
    main(["scan", "a.ndjson", "--report", "json:again.json", *TODAY])
    (found,) = json.loads(Path("again.json").read_text())["findings"]
    assert (found["message"], found["tray"]) == ("says otherwise", "waived")


@pytest.mark.parametrize("tame", [("yes",), (1,), (None,), ({"value": True},), ("TRUE",)])
def test_a_waiver_covers_no_new_shape_at_the_same_place(waived, capsys, tame):
    record("true", *tame)
    assert main(["scan", "a.ndjson", *TODAY]) == 1
    assert "1 blocking · 1 waived" in capsys.readouterr().out


def test_a_waiver_covers_no_other_source(waived, capsys):
    assert main(["lint", *TODAY]) == 1
    assert "BLOCKED: 1 blocking finding" in capsys.readouterr().out


def test_an_expired_waiver_blocks_again_and_names_its_line(waived, capsys):
    assert main(["scan", "a.ndjson", "--today", "2027-01-31"]) == 0
    capsys.readouterr()
    assert main(["scan", "a.ndjson", "--today", "2027-02-01"]) == 1
    out = capsys.readouterr().out
    assert "BLOCKED: 1 blocking finding (1 waiver expired)" in out
    assert "openapi/waivers.toml:1: string-typed-boolean, until 2027-01-31, qa" in out


GOOD = """\
[[waiver]]
source = "response"
rule = "string-typed-boolean"
reason = "known"
owner = "qa"
until = 2027-01-31
"""


@pytest.mark.parametrize(
    "command", [["lint"], ["scan", "a.ndjson"], ["gate", "reports/scan.json"], ["diff", "openapi", "openapi"]]
)
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace('reason = "known"\n', ""), ":1: the waiver has no `reason`."),
        (GOOD.replace('owner = "qa"', 'owner = ""'), ":5: `owner` must be a text that says something"),
        (GOOD.replace("2027-01-31", "2029-01-31"), ":6: `until` 2029-01-31 is more than 366 days away."),
        (
            GOOD.replace("typed", "typd"),
            ":3: unknown rule `string-typd-boolean` (did you mean `string-typed-boolean`?).",
        ),
        (GOOD + "line = 4\n", ":7: a waiver has no field `line`"),
        (GOOD + 'status = "abc"\n', ":7: `status` must be one as in 200"),
        (GOOD + GOOD, ":7: says what openapi/waivers.toml:1 says."),
        (GOOD.replace('"known"', '"known'), ":4: not valid TOML"),
    ],
)
def test_every_command_names_the_line_of_a_wrong_waiver(waived, capsys, command, text, said):
    Path("openapi/waivers.toml").write_text(text)
    assert main([*command, *TODAY]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"driftgate: openapi/waivers.toml{said}")
    assert err.count("\n") == 1


@pytest.mark.parametrize("day", ["2026-13-01", "20261124", "2026-W48-2", "today", "", "2026-11-24T10:00"])
@pytest.mark.parametrize(
    "command", [["lint"], ["scan", "a.ndjson"], ["gate", "x.json"], ["diff", "openapi", "openapi"]]
)
def test_a_day_that_is_none_is_refused(capsys, command, day):
    assert main([*command, "--today", day]) == 2
    assert capsys.readouterr() == ("", f"driftgate: --today {day}: not a day. Write it as in 2026-11-24.\n")
