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
