"""`driftgate infer` from the command line: what it says beside the overlay."""

from __future__ import annotations

import json
from pathlib import Path

from driftgate.cli.app import main

CONTENT = {"application/json": {"schema": {"type": "object"}, "example": {"name": "Rex", "age": 3}}}
DOCUMENT = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "1"},
    "paths": {"/pet": {"get": {"responses": {"200": {"description": "ok", "content": CONTENT}}}}},
}


def test_it_says_what_was_inferred_and_quiet_says_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("pets.json").write_text(json.dumps(DOCUMENT))
    assert main(["infer", "--spec", "pets.json"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("overlay: ")
    assert err.splitlines()[0] == "3 places typed, among them 1 object in components.schemas."
    assert main(["infer", "--spec", "pets.json", "--quiet", "-o", "new/types.yaml"]) == 0
    assert capsys.readouterr() == ("", "")
    assert Path("new/types.yaml").read_text() == out


def entry(url, status, text, media_type="application/json"):
    content = {"mimeType": media_type, "text": text}
    response = {"status": status, "headers": [{"name": "Content-Type", "value": media_type}], "content": content}
    return {"request": {"method": "GET", "url": f"https://pets.example{url}", "headers": []}, "response": response}


def recorded(*entries):
    Path("pets.ndjson").write_text("".join(f"{json.dumps(each)}\n" for each in entries))


def test_it_says_why_exchanges_teach_nothing_and_names_statuses_that_are_not_listed(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("pets.json").write_text(json.dumps(DOCUMENT))
    recorded(
        entry("/pet", 200, '{"name": "Rex"}'),
        *[entry("/pet", 202, '{"queued": true}')] * 3,
        *[entry("/pets/7", 200, "{}")] * 2,
        entry("/pet", 200, "<html>", "text/html"),
        entry("/pet", 200, "{}", "application/vnd.pet+json"),
        entry("/pet", 200, '{"name": '),
        entry("/pet", 200, ""),
    )
    assert main(["infer", "pets.ndjson", "--spec", "pets.json", "-o", "types.yaml"]) == 0
    assert capsys.readouterr().err.splitlines()[1:] == [
        "learned from 1 body; 9 exchanges passed over, 0 unreadable.",
        "passed over 3 exchanges: GET /pet answered 202, a status that the document does not list.",
        "passed over 2 exchanges: of no operation of the document; `driftgate scan` names each.",
        "passed over 1 exchange: GET /pet 200: the document does not list application/vnd.pet+json of it.",
        "passed over 1 exchange: GET /pet 200: truncated JSON.",
        "passed over 1 exchange: their body is text/html, which is no JSON.",
        "passed over 1 exchange: without a body.",
    ]


def test_where_nothing_teaches_anything_it_says_why(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("pets.json").write_text(json.dumps(DOCUMENT))
    recorded(entry("/pet", 202, "{}"))
    assert main(["infer", "pets.ndjson", "--spec", "pets.json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert (
        err.splitlines()[0]
        == "passed over 1 exchange: GET /pet answered 202, a status that the document does not list."
    )


def test_it_says_where_the_document_promises_another_kind_of_body(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("pets.json").write_text(json.dumps(DOCUMENT))
    said = "Say what it is in an overlay, and infer again."
    recorded(*[entry("/pet", 200, '[{"name": "Rex"}]')] * 2, entry("/pet", 200, '"Rex"'))
    assert main(["infer", "pets.ndjson", "--spec", "pets.json", "-q", "-o", "types.yaml"]) == 0
    assert capsys.readouterr().err == (
        f"GET /pet 200 promises an object; 2 of 4 bodies are arrays and 1 of 4 bodies are strings. {said}\n"
    )
    recorded(entry("/pet", 200, '{"name": "Rex"}'), entry("/pet", 200, "null"))
    assert main(["infer", "pets.ndjson", "--spec", "pets.json", "-q", "-o", "types.yaml"]) == 0
    assert capsys.readouterr().err == ""
