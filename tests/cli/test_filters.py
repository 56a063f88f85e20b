"""The filters mean the same on every judging command, and a part is never taken for the whole."""

from __future__ import annotations

import json

import pytest

from driftgate.cli.app import main

PETS = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1"},
    "paths": {
        "/pets": {
            "get": {
                "operationId": "listPets",
                "tags": ["animals"],
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {
                            "application/json": {
                                "schema": {"type": "object", "properties": {"tame": {"type": "boolean"}}},
                                "example": {"tame": "true"},
                            }
                        },
                    }
                },
            }
        },
        "/owners/{id}": {
            "get": {
                "tags": ["people"],
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {
                            "application/json": {
                                "schema": {"type": "object", "properties": {"age": {"type": "integer"}}},
                                "example": {"age": "7"},
                            }
                        },
                    },
                    "404": {
                        "description": "none",
                        "content": {
                            "application/json": {
                                "schema": {"type": "object", "properties": {"error": {"type": "string"}}}
                            }
                        },
                    },
                },
            }
        },
    },
}
WAIVER = """
[[waiver]]
source = "example"
rule = "string-typed-boolean"
operation = "GET /pets"
status = "200"
pointer = "/tame"
observed = 'string "true"'
reason = "known"
owner = "qa"
until = 2027-01-31
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "openapi").mkdir()
    (tmp_path / "openapi" / "openapi.json").write_text(json.dumps(PETS))
    entries = [
        exchange("http://h/pets", {"tame": "true"}),
        exchange("http://h/owners/1", {"age": "7"}),
        exchange("http://h/owners/2", {"error": "none"}, status=404),
    ]
    (tmp_path / "a.ndjson").write_text("".join(json.dumps(each) + "\n" for each in entries))
    return tmp_path


def exchange(url, body, status=200):
    content = {"mimeType": "application/json", "text": json.dumps(body)}
    return {
        "request": {"method": "GET", "url": url, "headers": []},
        "response": {
            "status": status,
            "headers": [{"name": "Content-Type", "value": "application/json"}],
            "content": content,
        },
    }


def told(capsys, *arguments):
    """Run a command and return its exit code and the rules and operations of its findings."""
    code = main([*arguments, "--report", "json"])
    report = json.loads(capsys.readouterr().out)
    return code, sorted((each["rule"], each["operation"]) for each in report["findings"])


COMMANDS = {"lint": ["lint"], "scan": ["scan", "a.ndjson"], "gate": ["gate", "whole.json"]}
OF_PETS = [("string-typed-boolean", "GET /pets")]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "filters",
    [
        ["--operation", "GET /pets"],
        ["--path", "/pe*"],
        ["--tag", "animals"],
        ["--rule", "string-typed-boolean"],
        ["--operation", "listPets", "--status", "2xx"],
        ["--operation", "GET /pets", "--operation", "GET /owners/{id}", "--rule", "string-typed-boolean"],
    ],
    ids=" ".join,
)
def test_each_command_tells_what_is_in_scope_alone(capsys, command, filters):
    main(["scan", "a.ndjson", "--report", "json:whole.json"])
    assert told(capsys, *COMMANDS[command], *filters) == (1, OF_PETS)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_verdict_says_what_it_is_about(capsys, command):
    main(["scan", "a.ndjson", "--report", "json:whole.json"])
    assert main([*COMMANDS[command], "--rule", "string-typed-boolean", "--operation", "GET /pets", "--quiet"]) == 1
    out, err = capsys.readouterr()
    said = "driftgate: BLOCKED: 1 blocking finding (only --operation 'GET /pets' --rule string-typed-boolean)"
    assert (out.split("\n")[0], err) == (said, "")


def test_who_asks_for_an_error_status_needs_no_success(capsys):
    assert main(["scan", "a.ndjson", "--operation", "GET /owners/{id}", "--status", "404"]) == 0
    assert " ".join(capsys.readouterr().out.split()).startswith(
        "driftgate: PASSED: nothing blocks in 1 exchange, none of them successful "
        "(only --operation 'GET /owners/{id}' --status 404) "
    )


@pytest.mark.parametrize("filters", [["--rule", "string-typed-number"], ["--operation", "GET /owners/{id}"]])
def test_a_narrowed_report_is_too_little_for_the_gate(capsys, filters):
    assert main(["lint", *filters, "--fail-on", "error", "--report", "json:part.json"]) == 1
    main(["gate", "part.json", "--fail-on", "error"])
    out = capsys.readouterr().out
    assert out.startswith(
        "driftgate: BLOCKED: 1 blocking finding; besides, not all was judged: the lint is incomplete:"
    )


def test_outside_the_scope_no_waiver_is_idle_and_nothing_is_gone(capsys, folder):
    (folder / "openapi" / "waivers.toml").write_text(WAIVER)
    options = ["--fail-on-idle-waivers", "--today", "2026-11-24", "--report", "json"]
    main(["lint", "--report", "json:lint.json", "--today", "2026-11-24"])
    assert main(["gate", "lint.json", "--operation", "GET /pets", *options]) == 0
    assert json.loads(capsys.readouterr().out)["trays"]["waived"] == 1
    assert main(["gate", "lint.json", "--rule", "missing-operation-id", *options]) == 0
    assert json.loads(capsys.readouterr().out)["idle_waivers"] == []


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (["--status", "abc"], "--status abc: not a status. Write it as in 200, 4XX or default."),
        (
            ["--rule", "string-typed-boolen"],
            "--rule string-typed-boolen: unknown rule `string-typed-boolen` (did you mean `string-typed-boolean`?).",
        ),
        (["--operation", "GET /pet"], "the contract has no operation 'GET /pet'. Near: GET /pets, GET /owners/{id}."),
        (["--tag", "animal"], "--tag animal: nothing of that name. Did you mean animals?"),
        (["--path", "/x/*"], "--path /x/*: nothing of that name. There are /owners/{id}, /pets."),
        (
            ["--tag", "people", "--path", "/pets"],
            "the filters (/pets, people) together admit no operation of the contract. Leave one out.",
        ),
    ],
)
def test_a_filter_that_names_nothing_is_one_line_that_says_what_there_is(capsys, command, filters, said):
    main(["scan", "a.ndjson", "--report", "json:whole.json"])
    assert main([*COMMANDS[command], *filters]) == 2
    assert capsys.readouterr() == ("", f"driftgate: {said}\n")


def test_without_the_document_the_gate_goes_by_names_and_says_that_it_knows_no_tags(capsys, folder):
    main(["scan", "a.ndjson", "--report", "json:whole.json"])
    (folder / "openapi" / "openapi.json").unlink()
    assert told(capsys, "gate", "whole.json", "--operation", "GET /pets") == (1, OF_PETS)
    assert told(capsys, "gate", "whole.json", "--path", "/pets") == (1, OF_PETS)
    assert main(["gate", "whole.json", "--tag", "animals"]) == 2
    assert capsys.readouterr().err == (
        "driftgate: --tag animals: only the contract knows tags. Name its folder with --contract.\n"
    )
    assert main(["gate", "whole.json", "--operation", "GET /pet"]) == 2
    assert "Did you mean GET /pets?" in capsys.readouterr().err
