"""Drift that only examples can tell, from the commands a person types: exactly one finding each."""

from __future__ import annotations

import json

import pytest
from documents import document

from driftgate.cli.app import main


def drifted(tmp_path, capsys, example, answer):
    """Return the findings, notes left out, of one answer judged by a document that has one example and no schema."""
    (tmp_path / "t.json").write_text(json.dumps(document(*example)))
    response = {
        "status": 200,
        "headers": [{"name": "content-type", "value": "application/json"}],
        "content": {"mimeType": "application/json", "text": json.dumps(answer)},
    }
    entry = {"request": {"method": "GET", "url": "http://h/things", "headers": []}, "response": response}
    (tmp_path / "t.ndjson").write_text(json.dumps(entry))
    main(["scan", str(tmp_path / "t.ndjson"), "--spec", str(tmp_path / "t.json"), "--report", "json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    return [
        (each["rule"], each["severity"], each["pointer"], each["observed"], each["expected"])
        for each in findings
        if each["severity"] != "note"
    ]


@pytest.mark.parametrize("name", ["created", "lastLogin", "validUntil", "ts", "shippedMs"])
def test_milliseconds_that_become_seconds(name, tmp_path, capsys):
    found = drifted(tmp_path, capsys, [{name: 1712345678123, "n": 1}], {name: 1712345678, "n": 1})
    assert found == [("date-dialect-changed", "warning", f"/{name}", "date epoch-seconds", "date epoch-milliseconds")]


def test_a_prefix_of_letters_that_changes(tmp_path, capsys):
    found = drifted(tmp_path, capsys, [{"depot": "DEP-MAN"}, {"depot": "DEP-LDN"}], {"depot": "HUB-MAN"})
    assert found == [("id-prefix-mismatch", "error", "/depot", "no prefix", "prefix DEP")]


@pytest.mark.parametrize(
    ("example", "answer"),
    [
        ({"ts": 1712345678123, "depot": "DEP-MAN"}, {"ts": 1812345678999, "depot": "HUB-MAN"}),
        ({"serial": 1712345678123}, {"serial": 17}),
    ],
)
def test_what_examples_do_not_tell_is_no_drift(example, answer, tmp_path, capsys):
    assert drifted(tmp_path, capsys, [example], answer) == []
