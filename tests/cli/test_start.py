"""What a command loads before it begins: nothing that another command, or a rare document, needs."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

NEEDLESS = (
    "asyncio", "concurrent.futures", "email.parser", "html", "http", "httpx", "hypothesis", "jinja2",
    "multiprocessing", "phonenumbers", "schemathesis", "yaml", "driftgate.inference",
    "driftgate.revision", "driftgate.pyyaml", "driftgate.bundle.bundler",
)  # fmt: skip
LOADED = f"""
import sys
before = set(sys.modules)
from driftgate.cli.app import main
code = main(sys.argv[1:])
print(code, *[name for name in {NEEDLESS!r} if name in set(sys.modules) - before], file=sys.stderr)
"""
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "1"},
    "paths": {
        "/pets": {
            "get": {
                "responses": {
                    "200": {
                        "description": "all",
                        "content": {"application/json": {"schema": {"type": "array", "items": {"type": "string"}}}},
                    }
                }
            }
        }
    },
}
OVERLAY = """
overlay: 1.1.0
info: {title: a correction, version: 1.0.0}
actions:
  - target: $.info
    update: {description: of a shop}
"""
ENTRY = {
    "request": {"method": "GET", "url": "https://pets.example/pets", "headers": []},
    "response": {"status": 200, "headers": [], "content": {"mimeType": "application/json", "text": '["Rex"]'}},
}


@pytest.mark.parametrize("words", [["lint"], ["scan", "pets.ndjson"], ["scan", "pets.har"]], ids=" ".join)
def test_a_command_loads_nothing_that_it_does_not_need(words, tmp_path):
    (tmp_path / "openapi" / "overlays").mkdir(parents=True)
    (tmp_path / "openapi" / "openapi.json").write_text(json.dumps(DOCUMENT))
    (tmp_path / "openapi" / "overlays" / "010-correction.overlay.yaml").write_text(OVERLAY)
    (tmp_path / "pets.ndjson").write_text(json.dumps(ENTRY) + "\n")
    (tmp_path / "pets.har").write_text(json.dumps({"log": {"version": "1.2", "entries": [ENTRY]}}))
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.split() == ["0"]
