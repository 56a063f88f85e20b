"""`driftgate diff`: exit codes, reports, the changelog and the step."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from driftgate.cli.app import main

VENDORED = Path(__file__).parent.parent.parent / "openapi"


@pytest.fixture
def pair(tmp_path, document, monkeypatch):
    """Two documents in an empty working directory: the second is written by the test."""
    monkeypatch.chdir(tmp_path)

    def write(before, after, **options):
        for name, schema in (("old.json", before), ("new.json", after)):
            Path(name).write_text(json.dumps(document(schema, **options)), "utf-8")
        return ["diff", "old.json", "new.json"]

    return write


def test_exit_codes_are_those_of_every_judging_command(pair):
    assert main(pair({"type": "string"}, {"type": "string"})) == 0
    assert main(pair({"type": "string"}, {"type": "integer"})) == 1
    assert main(["diff", "old.json", "missing.json"]) == 2


def test_warnings_block_where_asked_to(pair):
    arguments = pair({"type": "string", "pattern": "^(?!a)"}, {"type": "string", "pattern": "^(?!b)"})
    assert main(arguments) == 0
    assert main([*arguments, "--fail-on", "warning"]) == 1


def test_the_report_holds_the_findings_and_the_step_is_told_beside_it(pair, capsys):
    assert main([*pair({"type": "string"}, {"type": "integer"}), "--report", "json"]) == 1
    told = capsys.readouterr()
    report = json.loads(told.out)
    assert report["verdict"] == "blocked"
    (finding,) = report["findings"]
    assert (finding["source"], finding["rule"], finding["tray"]) == (
        "revision",
        "response-body-type-changed",
        "blocking",
    )
    assert told.err.splitlines()[0] == "semver: major"


def test_the_changelog_is_written_where_asked_to(pair):
    assert main([*pair({"type": "string"}, {"type": "string", "minLength": 1}), "--changelog", "CHANGES.md"]) == 0
    assert (
        Path("CHANGES.md").read_text("utf-8").startswith("# Changes\n\nThe client's next version is a **patch** step")
    )
    assert main(["diff", "old.json", "new.json", "--changelog", "made/on/the/way.md"]) == 0
    assert Path("made/on/the/way.md").read_text("utf-8") == Path("CHANGES.md").read_text("utf-8")
    assert main(["diff", "old.json", "new.json", "--changelog", "made"]) == 2
    assert list(Path("made").iterdir()) == [Path("made/on")]


def test_today_decides_about_sunsets(tmp_path, operation_document, monkeypatch):
    monkeypatch.chdir(tmp_path)
    leaving = operation_document({"deprecated": True, "x-sunset": "2026-06-01"})
    Path("old.json").write_text(json.dumps(leaving), "utf-8")
    Path("new.json").write_text(json.dumps({**leaving, "paths": {}}), "utf-8")
    assert main(["diff", "old.json", "new.json", "--today", "2026-05-31"]) == 1
    assert main(["diff", "old.json", "new.json", "--today", "2026-06-01"]) == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"AssignedSubscriberId": "TSUID-', '"AssignedSubscriberId": "SID-'),
        ('"MessageEnabled": true', '"MessageEnabled": "true"'),
    ],
)
@pytest.mark.parametrize("side", [VENDORED, VENDORED / "openapi.json"], ids=["contract", "document"])
def test_a_revision_in_which_only_the_example_changes_does_not_pass(old, new, side, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = (VENDORED / "openapi.json").read_text("utf-8")
    assert old in text
    Path("new.json").write_text(text.replace(old, new), "utf-8")
    assert main(["diff", str(side), "new.json"]) == 1
    assert main(["diff", str(side), str(side)]) == 0


def test_one_side_may_come_on_standard_input(pair, monkeypatch, capsys):
    import io
    import sys

    pair({"type": "string"}, {"type": "integer"})

    def given(name):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(name).read_bytes())))

    given("new.json")
    assert main(["diff", "old.json", "-"]) == 1
    given("old.json")
    assert main(["diff", "-", "old.json"]) == 0
    assert main(["diff", "-", "-"]) == 2
    assert "standard input can be read once only" in capsys.readouterr().err


def test_a_document_with_a_local_error_is_compared_and_the_part_named(pair, capsys):
    arguments = pair({"$ref": "#foo"}, {"$ref": "#foo"})
    assert main(arguments) == 0
    place = "#/paths/~1things/post/responses/200/content/application~1json/schema"
    assert capsys.readouterr().err.splitlines() == [
        f"old.json: {place} refers to #foo, which is not a place of this document; it was not compared.",
        f"new.json: {place} refers to #foo, which is not a place of this document; it was not compared.",
        "semver: none",
    ]


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """Two operations share a schema that changed, and one of them changed besides."""
    monkeypatch.chdir(tmp_path)

    def tree(kind, status):
        item = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Item"}}}, "description": ""}
        return {
            "openapi": "3.1.0",
            "info": {"title": "Shop", "version": "1"},
            "paths": {
                "/items": {"get": {"tags": ["a"], "responses": {"200": item}}},
                "/orders": {"get": {"tags": ["b"], "operationId": "orders", "responses": {status: item, "404": item}}},
            },
            "components": {"schemas": {"Item": {"type": "object", "properties": {"n": {"type": kind}}}}},
        }

    Path("old.json").write_text(json.dumps(tree("integer", "200")), "utf-8")
    Path("new.json").write_text(json.dumps(tree("string", "201")), "utf-8")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ([], [("response-property-type-changed", "GET /items", "200"), ("response-success-status-removed", "GET /orders", "200"),
              ("response-success-status-added", "GET /orders", "201")]),
        (["--operation", "GET /items"], [("response-property-type-changed", "GET /items", "200")]),
        (["--operation", "orders", "--status", "404"], [("response-property-type-changed", "GET /orders", "404")]),
        (["--status", "4XX"], [("response-property-type-changed", "GET /orders", "404")]),
        (["--tag", "b", "--rule", "response-success-status-added"],
         [("response-success-status-added", "GET /orders", "201")]),
        (["--path", "/it*"], [("response-property-type-changed", "GET /items", "200")]),
    ],
)  # fmt: skip
def test_the_filters_are_those_of_every_judging_command(filters, expected, shop, capsys):
    main(["diff", "old.json", "new.json", "--report", "json", "--changelog", "c.md", *filters])
    report = json.loads(capsys.readouterr().out)
    assert [(each["rule"], each["operation"], str(each["status"])) for each in report["findings"]] == expected
    assert Path("c.md").read_text("utf-8").count("\n- ") == len(expected)


def test_a_filter_that_admits_nothing_is_refused(shop, capsys):
    assert main(["diff", "old.json", "new.json", "--operation", "GET /item"]) == 2
    assert "/items" in capsys.readouterr().err
